"""Every key that can reach the screen has a sentence in both languages."""

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from string import Formatter

import pytest

import kiosk
from kiosk.card.reading import BACK_FIELDS, FRONT_FIELDS, CardAdvice
from kiosk.decision.flow import State
from kiosk.decision.outcome import Outcome
from kiosk.decision.profile import Profile
from kiosk.decision.verdict import Code
from kiosk.face.observation import Action, FaceAdvice
from kiosk.journal.faults import REMEDIES
from kiosk.pipeline import visit
from kiosk.ui.wording import LANGUAGES, TABLES, Wording, unbroken
from kiosk.ui.wording_venue import Venue
from kiosk.ui.wording_zh_words import WORDS

SOURCE = Path(kiosk.__file__).parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")
TECHNICAL = re.compile(
    r"\b(sqlite|database|exception|error|thread|onnx|sha-?256|checksum|null|embedd\w+|timeout|journal|API|debug)\b",
    re.I,
)


def raised(kind: str, below: Path = SOURCE) -> Iterator[tuple[str | None, str]]:
    """The code (None: not written out) and the file of every `kind` that is made below a folder."""
    for file in sorted(below.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == kind:
                code = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
                yield code, file.relative_to(SOURCE).as_posix()


UNSEEN = ("app.py", "log.py", "inference/fetch.py", "inference/prepare.py")
"""What fails here does so before the first screen, or in commands that have none."""
FAULTS = {code for code, file in raised("EnvironmentFault") if code and file not in UNSEEN} | set(REMEDIES)


VENUES = [
    Venue.of(Profile(name="own", authority=authority, block_list=block_list, match=match))
    for authority, block_list, match in product(("card", "gallery"), (False, True), (False, True))
]


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


def test_both_languages_have_the_same_keys():
    assert TABLES["zh"].keys() == TABLES["en"].keys()


@pytest.mark.parametrize("venue", VENUES)
def test_a_venues_sentences_take_the_place_of_others_in_both_languages(venue):
    keys = venue.sentences("zh").keys()
    assert keys == venue.sentences("en").keys() and keys <= TABLES["en"].keys()
    assert all(CHINESE.search(sentence) for sentence in venue.sentences("zh").values())
    assert not any(
        CHINESE.search(sentence) or TECHNICAL.search(sentence) for sentence in venue.sentences("en").values()
    )


@pytest.mark.parametrize("venue", VENUES)
def test_what_is_said_to_happen_happens(venue):
    for language, only, photo, registered, turned_away in (
        ("zh", "只用来", "证件照片", "本处登记的照片", "谢绝接待的名单"),
        ("en", "only to", "photo on your card", "photo registered here", "turned away"),
    ):
        words = Wording(language, venue)
        agreed, deciding = words("welcome.what.text"), words("deciding.text")
        assert (turned_away in agreed) == venue.block_list
        assert (only in agreed) == (not venue.block_list)
        assert (registered in agreed) == (registered in deciding) == venue.on_file
        assert (photo in deciding) == (venue.compares and not venue.on_file)
        for code in (Code.MATCH_MISSING, Code.FACE_UNCERTAIN, Code.FACE_MISMATCH):
            assert (registered in words.reason(code)) == venue.on_file


def test_both_languages_fill_in_the_same_values():
    for key, sentence in TABLES["zh"].items():
        places = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (sentence, TABLES["en"][key])]
        assert places[0] == places[1], key


def test_each_sentence_is_in_its_language():
    own = {"language.zh", "language.en"}  # each language calls itself by its own name
    for key, sentence in TABLES["zh"].items():
        assert key in own or CHINESE.search(sentence) or key == "value.date" or "{" in sentence, key
    for key, sentence in TABLES["en"].items():
        assert key in own or key.startswith("value.") or not CHINESE.search(sentence), key


def test_sentences_are_free_of_jargon():
    for table in TABLES.values():
        assert [key for key, sentence in table.items() if TECHNICAL.search(sentence)] == []


@pytest.mark.parametrize("key", [*CardAdvice, *FaceAdvice])
def test_every_advice(key, language):
    assert Wording(language)(key)


@pytest.mark.parametrize("action", Action)
def test_every_action(action, language):
    assert Wording(language).action(action)


def test_actions_differ(language):
    words = Wording(language)
    assert len({words.action(action) for action in Action}) == len(Action)


@pytest.mark.parametrize("code", Code)
def test_every_reason_has_its_own_sentence(code, language):
    assert f"reason.{code}" in TABLES[language]
    assert Wording(language).reason(code) == TABLES[language][f"reason.{code}"]


def test_all_faults_are_found_in_the_source():
    assert {"camera-denied", "camera-lost", "model-missing", "journal-full", "software-fault"} <= FAULTS
    assert {file for code, file in raised("EnvironmentFault") if code is None} == {"journal/faults.py"}


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_every_fault_has_its_own_sentence_and_remedy(code, language):
    table = TABLES[language]
    assert {f"fault.{code}", f"remedy.{code}"} <= table.keys()
    assert Wording(language).remedy(code) == table[f"remedy.{code}"]
    assert ("工作人员" if language == "zh" else "our staff") in table[f"remedy.{code}"]


@pytest.mark.parametrize("code", sorted({code for code, _ in raised("InputError", SOURCE / "devices") if code}))
def test_what_is_wrong_with_a_recording_is_not_left_general(code, language):
    words = Wording(language)
    assert words.fault(code) != words.fault("other")
    assert words.remedy(code) != words.remedy("other")


NOTICES = {visit.CARD_NOTICE, visit.FACE_NOTICE, visit.TIME_NOTICE}


def test_every_notice_has_its_own_sentence(language):
    assert {key for key in TABLES[language] if key.startswith("notice.")} == {
        "notice.other",
        *(f"notice.{code}" for code in NOTICES),
    }


def test_no_fault_has_a_sentence_that_no_screen_can_show(language):
    """But for the general ones, of a family of codes or of all."""
    families = {code.partition("-")[0] for code, _ in (*raised("EnvironmentFault"), *raised("InputError")) if code}
    told = {key.removeprefix("fault.") for key in TABLES[language] if key.startswith("fault.")}
    assert told - FAULTS - families == {"other"}


def test_help_is_called_what_its_button_is_called(language):
    words = Wording(language)
    assert words("call-staff") in words.notice("step-timeout")


def test_states_outcomes_and_fields(language):
    words = Wording(language)
    for state in State:
        assert words(f"state.{state}")
    for outcome in Outcome:
        assert words(f"result.{outcome}") and words(f"result.{outcome}.text") and words(f"result.{outcome}.next")
    for name in (*FRONT_FIELDS, *BACK_FIELDS):
        assert words(f"field.{name}")


def test_codes_of_tomorrow_get_a_true_sentence(language):
    words = Wording(language)
    assert words.fault("camera-on-fire") == words("fault.camera")
    assert words.remedy("camera-on-fire") == words("remedy.camera")
    assert words.fault("meteor") == words("fault.other")
    assert words.remedy("meteor") == words("remedy.other")
    assert words.reason("meteor") == words("reason.other")
    assert words.notice("meteor") == words("notice.other")


def test_a_key_without_a_sentence_is_our_mistake(language):
    with pytest.raises(KeyError):
        Wording(language)("no-such-key")


def test_no_screen_names_a_key_that_has_no_sentence():
    named = set()
    for file in (SOURCE / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "words":
                key = node.args[0]
                parts = [key.body, key.orelse] if isinstance(key, ast.IfExp) else [key]
                named |= {part.value for part in parts if isinstance(part, ast.Constant)}
    assert {"review.confirm", "staff.restart", "paused.resume"} <= named
    assert named - TABLES["en"].keys() == set()


def test_chinese_words_are_kept_whole_and_nothing_else_changes():
    for key, sentence in TABLES["zh"].items():
        assert unbroken(sentence).replace("\u2060", "") == sentence, key
    assert unbroken("请用身份证") == "请用身\u2060份\u2060证"
    assert unbroken("Identity") == "Identity"
    shadowed = [(a, b) for i, a in enumerate(WORDS) for b in WORDS[i + 1 :] if a in b]
    assert shadowed == []
