"""Names of China's provinces, cities and counties, and which of them a doubtfully read one is.

On a card such a name begins every address and makes most of the authority; it comes from a list. Only characters that
the recogniser itself doubts are ever taken from the list, and they are marked.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import prod

import numpy as np
from numpy.typing import NDArray

from kiosk.card.number import LACKING, register
from kiosk.card.reading import Field
from kiosk.card.rows import Row, around

DOUBTED = 0.95
"""A character read with less may be another one."""
MOST_DOUBTED = 3
"""Of the characters of one name."""
LEAST = 0.001
"""The recogniser's chance, at least, for a character that is taken from the list."""
UNLISTED = 0.02
"""The share of places on cards that the list does not hold."""
SURE = 0.5
NOT_NAMES = frozenset(("市辖区", "县", "市"))
ENDS = tuple("省市区县州盟旗")
"""What a name in an address ends with: another may follow."""
FARTHEST = 16
"""Where in an address the last name begins at the latest."""
BESIDE = 1
"""Columns of the recogniser beside a character's middle that belong to it."""


@dataclass(frozen=True, eq=False, slots=True)
class _Glyph:
    """A character as read, with the recogniser's columns of it, (T, C)."""

    chance: float
    columns: NDArray[np.float32]

    @property
    def doubted(self) -> bool:
        return self.chance < DOUBTED

    def ratio(self, other: int | None) -> float:
        """How likely the character is that class, beside what was read; 0 where it hardly can be."""
        likely = 0.0 if other is None else float(self.columns[:, other].max())
        return likely / self.chance if likely >= LEAST else 0.0


def authority(rows: Sequence[Row], index: Mapping[str, int]) -> Field:
    """The issuing authority in `rows`; `index` gives the recogniser's classes. It may name a district without 区
    (周村分局), and consists of names but for a few words."""
    return _settled(rows, index, _listed(bare=True), lambda text, start: True)


def address(rows: Sequence[Row], index: Mapping[str, int]) -> Field:
    """The address in `rows`, whose first names are the list's; `index` gives the recogniser's classes."""
    return _settled(rows, index, _listed(bare=False), _begins_a_name)


@cache
def names() -> frozenset[str]:
    """Every name in GB/T 2260 and its retired editions."""
    entries = (
        text
        for _, _, _, province, counties in register().prefixes
        for text in (province["province"], *(county["county"] for _, _, _, county, _ in counties))
    )
    parts = {re.sub(r"\[.*?\]", "", part) for text in entries for part in text.split(",")}
    return frozenset(part for part in {*parts, *LACKING.values()} if len(part) > 1 and part not in NOT_NAMES)


@cache
def _listed(*, bare: bool) -> Mapping[int, str]:
    """Names by their length, a line each; with `bare`, also without the unit they end with."""
    units = ("区", "县", "市")
    shortened = {name[:-1] for name in names() if len(name) > 2 and name.endswith(units)} if bare else set()
    by_length: dict[int, list[str]] = {}
    for name in sorted(names() | shortened):
        by_length.setdefault(len(name), []).append(name)
    return {length: "\n".join(listed) for length, listed in by_length.items()}


def _begins_a_name(text: str, start: int) -> bool:
    return start <= FARTHEST and (start == 0 or text[start - 1] in ENDS)


def _settled(
    rows: Sequence[Row], index: Mapping[str, int], listed: Mapping[int, str], may_begin: Callable[[str, int], bool]
) -> Field:
    """What the rows say, doubted characters taken from a listed name where they can hardly be anything else."""
    text = "".join(row.text for row in rows)
    read = [glyph for row in rows for glyph in _glyphs(row)]
    chances = [glyph.chance for glyph in read]
    marked: set[int] = set()
    for place, glyph in enumerate(read):
        if not glyph.doubted or place in marked:
            continue
        guesses = {
            others: prod(read[at].ratio(index.get(character)) for at, character in others)
            for others in _others(text, place, read, listed, may_begin)
        }
        if () in guesses:  # a listed name as it stands
            continue
        best = max(guesses, key=guesses.__getitem__, default=())
        chance = guesses.get(best, 0.0) / (sum(guesses.values()) + UNLISTED)
        if chance < SURE:
            continue
        for at, character in best:
            text = text[:at] + character + text[at + 1 :]
            chances[at] = chance if at == place else 1.0
            marked.add(at)
    return Field(text, float(prod(chances)) if chances else 0.0, tuple(chances), around(rows), tuple(sorted(marked)))


def _others(
    text: str, place: int, read: Sequence[_Glyph], listed: Mapping[int, str], may_begin: Callable[[str, int], bool]
) -> Iterator[tuple[tuple[int, str], ...]]:
    """For each listed name that may stand around that place of the text: the doubted characters, by their place, that
    it has otherwise."""
    for length, lines in listed.items():
        for start in range(max(place - length + 1, 0), min(place, len(text) - length) + 1):
            doubted = [read[start + k].doubted for k in range(length)]
            if all(doubted) or sum(doubted) > MOST_DOUBTED or not may_begin(text, start):
                continue
            window = text[start : start + length]
            pattern = "".join(
                "." if open_ else re.escape(character) for open_, character in zip(doubted, window, strict=True)
            )
            for name in re.findall(f"(?m)^{pattern}$", lines):
                yield tuple((start + k, character) for k, character in enumerate(name) if character != window[k])


def _glyphs(row: Row) -> Iterator[_Glyph]:
    for line in row.lines:
        per_px = len(line.columns) / max(line.box[2] - line.box[0], 1.0)
        for chance, centre in zip(line.chances, line.centres, strict=True):
            middle = min(int((centre - line.box[0]) * per_px), len(line.columns) - 1)
            yield _Glyph(chance, line.columns[max(middle - BESIDE, 0) : middle + BESIDE + 1])
