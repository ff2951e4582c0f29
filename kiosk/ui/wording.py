"""Every sentence on the screen, by key, in each language. Screens hold no text of their own."""

from collections.abc import Mapping
from typing import Literal, get_args

from kiosk.face.observation import Action
from kiosk.ui.wording_en import SENTENCES as EN
from kiosk.ui.wording_venue import Venue
from kiosk.ui.wording_zh import SENTENCES as ZH
from kiosk.ui.wording_zh_words import WORDS

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
TABLES: Mapping[Language, Mapping[str, str]] = {"zh": ZH, "en": EN}

USUAL = Venue()

_JOINER = "\u2060"
_JOINED = [(word, _JOINER.join(word)) for word in WORDS]


class Wording:
    """One language, at one venue. Codes that other rooms may add later fall back to a general, still true sentence."""

    def __init__(self, language: Language, venue: Venue = USUAL) -> None:
        self.language: Language = language
        self._table = {**TABLES[language], **venue.sentences(language)}

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of `key`, with `values` put in. Raises KeyError if there is none: a mistake of ours."""
        return self._table[key].format(**values) if values else self._table[key]

    def action(self, action: Action) -> str:
        """What the visitor is asked to do."""
        return self("action." + action.name.lower().replace("_", "-"))

    def reason(self, code: str) -> str:
        """Why a verdict is what it is."""
        return self._coded("reason", code)

    def fault(self, code: str) -> str:
        """What is wrong with the kiosk."""
        return self._coded("fault", code)

    def remedy(self, code: str) -> str:
        """What somebody standing before it can do."""
        return self._coded("remedy", code)

    def notice(self, code: str) -> str:
        """Why a step is being repeated."""
        return self._coded("notice", code)

    def _coded(self, kind: str, code: str) -> str:
        """The sentence of the code, of its family (its first word), or of its kind."""
        table, family = self._table, code.partition("-")[0]
        return table.get(f"{kind}.{code}") or table.get(f"{kind}.{family}") or table[f"{kind}.other"]


def unbroken(text: str) -> str:
    """Chinese may break after any character; this keeps words of more than one together at the end of a line."""
    for word, joined in _JOINED:
        text = text.replace(word, joined)
    return text
