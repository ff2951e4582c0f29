"""Which characters and words some typed letters may stand for. Nothing of what is looked up is kept."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from kiosk.ui.keyboard.sounds import ALIASES, Sounds, Words

LONGEST_SOUND = 6
MOST_WORDS = 6
"""Words that only begin with the letters; more would hide the characters."""
VOWELS = frozenset("aeiouv")
"""Sounds without one (n, ng, m, hm) are seldom meant."""


class Place(Enum):
    """Where the next character goes."""

    SURNAME = "surname"  # first in a name
    GIVEN = "given"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text, and how many of the typed letters it stands for."""

    text: str
    used: int


def candidates(letters: str, place: Place, sounds: Sounds) -> list[Candidate]:
    """All that `letters` (a–z) may begin with at that place, likeliest first, each text once.

    Words of all the letters, then characters: of the longest first sound whose rest can be spoken too, then of shorter
    ones. Every character with a reading is found by it.
    """
    found: dict[str, Candidate] = {}
    for text, used in _offered(letters, place, sounds):
        found.setdefault(text, Candidate(text, used))
    return list(found.values())


def divided(letters: str, sounds: Sounds) -> str:
    """The letters with a gap between sounds, to be read while they are typed."""
    parts = []
    while letters:
        firsts = _first_sounds(letters, sounds)
        used = len(letters) if not firsts or _begins(letters, sounds) else firsts[0]
        parts.append(letters[:used])
        letters = letters[used:]
    return " ".join(parts)


def _offered(letters: str, place: Place, sounds: Sounds) -> Iterator[tuple[str, int]]:
    if not letters:
        return
    words = {Place.SURNAME: sounds.compounds, Place.ADDRESS: sounds.places}.get(place)
    firsts = _first_sounds(letters, sounds)
    several = bool(firsts) and firsts[0] < len(letters)
    begun = [(word, len(letters)) for word in _going_on(letters, words)]
    yield from ((word, len(letters)) for word in _spoken(letters, words))
    if several:
        yield from begun
        for used in range(len(letters) - 1, firsts[0], -1):
            yield from ((word, used) for word in _spoken(letters[:used], words))
    spoken = [used for used in firsts if VOWELS & set(letters[:used])]
    if spoken[:1] == [len(letters)]:
        yield from _characters(letters, spoken.pop(0), place, sounds)
    preferred = (character for character, sound in _names(place, sounds) if sound.startswith(letters))
    yield from ((character, len(letters)) for character in (*preferred, *sounds.begun.get(letters, "")))
    if not several:
        yield from begun
    for used in (*spoken, *(used for used in firsts if used not in spoken)):
        yield from _characters(letters, used, place, sounds)


def _characters(letters: str, used: int, place: Place, sounds: Sounds) -> Iterator[tuple[str, int]]:
    """The characters of the first `used` letters, before the others those of names where a name is typed."""
    sound = ALIASES.get(letters[:used], letters[:used])
    preferred = (character for character, own in _names(place, sounds) if own == sound)
    yield from ((character, used) for character in (*preferred, *sounds.characters.get(letters[:used], "")))


def _names(place: Place, sounds: Sounds) -> Iterable[tuple[str, str]]:
    return {Place.SURNAME: sounds.surnames, Place.GIVEN: sounds.given}.get(place, ())


def _first_sounds(letters: str, sounds: Sounds) -> list[int]:
    """The lengths of the sounds the letters may begin with: first those whose rest can be spoken, longer ones first."""
    lengths = [n for n in range(min(LONGEST_SOUND, len(letters)), 0, -1) if letters[:n] in sounds.characters]
    return sorted(lengths, key=lambda n: not _speakable(letters[n:], sounds))


def _speakable(letters: str, sounds: Sounds) -> bool:
    """Whether the letters are sounds, the last one perhaps unfinished."""
    ends = [False] * len(letters) + [True]
    for start in range(len(letters) - 1, -1, -1):
        ends[start] = _begins(letters[start:], sounds) or any(
            ends[end] and letters[start:end] in sounds.characters and VOWELS & set(letters[start:end])
            for end in range(start + 1, min(start + LONGEST_SOUND, len(letters)) + 1)
        )
    return ends[0]


def _begins(letters: str, sounds: Sounds) -> bool:
    """Whether the letters are a sound or the beginning of one."""
    return letters in sounds.characters or letters in sounds.begun


def _spoken(letters: str, words: Words | None) -> Iterator[str]:
    """Words of just these letters."""
    return (word for _, word in (words or {}).get(letters, ()))


def _going_on(letters: str, words: Words | None) -> list[str]:
    """Words whose letters go on after these, the likeliest of them."""
    keys = list(words or {})
    found: list[tuple[int, str]] = []
    for key in islice(keys, bisect_left(keys, letters), None):
        if not key.startswith(letters):
            break
        if words is not None and key != letters:
            found += words[key]
    return list(dict.fromkeys(word for _, word in sorted(found)))[:MOST_WORDS]
