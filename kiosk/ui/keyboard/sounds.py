"""Every Chinese character by its sound, likeliest first, out of the tables of pypinyin."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest
from importlib.util import find_spec
from itertools import islice, product
from pathlib import Path

from kiosk.ui.keyboard.words import ADDRESS_WORDS, COMPOUND_SURNAMES, GIVEN, SURNAME_SOUNDS, SURNAMES, places

GB2312_ROWS = (range(0xB0, 0xD8), range(0xD8, 0xF8))
"""The rows of its two levels: 3,755 frequent characters, and 3,008 less frequent ones."""
LAST_FREQUENT_ROW = 0xD7
"""It ends five cells before the others do."""
CHARACTER = re.compile(r'"(\d+)": "([^"]+)"')
PHRASE = re.compile(r'"([^"]+)": \[(.*?)\]\s*\]', re.DOTALL)
FIRST_SOUND = re.compile(r'\[\s*"([^"]+)"')
"""Of each character of a phrase, where there are several."""
MOST_SOUNDS = 8
"""A word is found under so many combinations of its characters' sounds at most."""
MOST_BEGUN = 60
"""So many characters are kept for an unfinished sound."""
ALIASES = {"lyu": "lv", "nyu": "nv", "lue": "lve", "nue": "nve", "lyue": "lve", "nyue": "nve"}
"""ü is typed as v; passports write YU."""

Rank = tuple[int, int, int, str]
Spoken = tuple[str, str]
"""A character and its sound."""
Words = Mapping[str, tuple[tuple[int, str], ...]]
"""By the letters of all their sounds, in the order of the letters; each with its rank, the likeliest is 0."""


@dataclass(frozen=True, eq=False, slots=True)
class Sounds:
    """Sounds are letters without tones (`lv` for lǜ).

    `characters` by sound and `begun` by the letters of an unfinished one are strings with the likeliest first. Also the
    likeliest first are `surnames` and `given`, the characters of names, with the sound they have there. `compounds`
    (surnames of two characters) and `places` are words by the letters of all their sounds, in the order of the letters.
    """

    characters: Mapping[str, str]
    begun: Mapping[str, str]
    surnames: tuple[Spoken, ...]
    given: tuple[Spoken, ...]
    compounds: Words
    places: Words


@cache
def sounds() -> Sounds:
    """The tables, made at the first call: some tenths of a second, so not in the thread that draws."""
    ranked, usual = _read()
    characters = {sound: "".join(rank[-1] for rank in ranks) for sound, ranks in ranked.items()}
    for alias, sound in ALIASES.items():
        characters[alias] = "".join(dict.fromkeys(characters.get(alias, "") + characters[sound]))
    return Sounds(
        characters=characters,
        begun=_begun(ranked),
        surnames=tuple((c, SURNAME_SOUNDS.get(c, usual[c][0])) for c in SURNAMES),
        given=tuple((c, sound) for c in GIVEN for sound in usual[c]),
        compounds=_words(COMPOUND_SURNAMES, usual),
        places=_words((*ADDRESS_WORDS, *places()), usual),
    )


def _read() -> tuple[dict[str, list[Rank]], dict[str, tuple[str, ...]]]:
    """The characters of each sound in order, and the sounds each character usually has, the most usual first."""
    plain = _Plain()
    counts: Counter[Spoken] = Counter()
    for phrase, spoken in _entries("phrases_dict.json", PHRASE):
        counts.update((c, plain[sound]) for c, sound in zip(phrase, FIRST_SOUND.findall(spoken), strict=False))
    tiers = {
        bytes((row, cell)).decode("gb2312"): tier
        for tier, rows in enumerate(GB2312_ROWS)
        for row in rows
        for cell in range(0xA1, 0xFF if row != LAST_FREQUENT_ROW else 0xFA)
    }
    ranked: defaultdict[str, list[Rank]] = defaultdict(list)
    usual: dict[str, tuple[str, ...]] = {}
    for code, listed in _entries("pinyin_dict.json", CHARACTER):
        character = chr(int(code))
        if unicodedata.category(character) == "Co":
            continue  # means something only where it was agreed on
        own = []
        for place, sound in enumerate(dict.fromkeys(plain[sound] for sound in listed.split(","))):
            count = counts[character, sound]
            is_own = place == 0 or count > 0
            if is_own:
                own.append(sound)
            ranked[sound].append((_tier(character, tiers, is_own), -count, place, character))
        usual[character] = tuple(own)
    return {sound: sorted(ranks) for sound, ranks in ranked.items()}, usual


def _entries(name: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """What one of pypinyin's files lists, one after another: importing it would keep all of it in memory, 56 MB, and
    reading it at once would hold up the thread that draws."""
    spec = find_spec("pypinyin")
    assert spec is not None and spec.submodule_search_locations is not None
    text = (Path(spec.submodule_search_locations[0]) / name).read_text("utf-8")
    for match in pattern.finditer(text):
        yield match[1], match[2]


class _Plain(dict[str, str]):
    """From a sound with its tone to the letters that are typed for it."""

    def __missing__(self, sound: str) -> str:
        letters = unicodedata.normalize("NFD", sound).replace("u\u0308", "v")
        self[sound] = "".join(letter for letter in letters if letter.isascii())
        return self[sound]


def _tier(character: str, tiers: Mapping[str, int], own: bool) -> int:
    """0 and 1: the two levels of GB 2312, 2: the rest of Unicode's first block, 3: what is rarely spoken so, 4 and 5:
    what is rarely written."""
    tier = tiers.get(character, 2 if "\u4e00" <= character <= "\u9fff" else 4 if character <= "\uffff" else 5)
    return tier if own or tier > 3 else 3


def _begun(ranked: Mapping[str, list[Rank]]) -> dict[str, str]:
    """The most frequent characters of all sounds that begin in a way."""
    frequent: defaultdict[str, list[Rank]] = defaultdict(list)
    for sound, ranks in ranked.items():
        for length in range(1, len(sound)):
            frequent[sound[:length]] += ranks[:MOST_BEGUN]
    return {letters: "".join(rank[-1] for rank in nsmallest(MOST_BEGUN, all_)) for letters, all_ in frequent.items()}


def _words(words: Iterable[str], usual: Mapping[str, tuple[str, ...]]) -> Words:
    """Words by the letters they are typed with, the likeliest come first."""
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for rank, word in enumerate(words):
        if word in SURNAME_SOUNDS:
            spoken = [SURNAME_SOUNDS[word]]
        else:
            # What a place is (市, 县, 区) stands at its end and is spoken in one way.
            parts = [usual.get(c, ()) for c in word[:-1]] + [usual.get(word[-1], ())[:1]]
            spoken = ["".join(way) for way in islice(product(*parts), MOST_SOUNDS)]
        for letters in dict.fromkeys(spoken):
            found[letters].append((rank, word))
    return {letters: tuple(found[letters]) for letters in sorted(found)}
