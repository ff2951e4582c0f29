"""The machine-readable zone on the back of the card of 2017: three lines of thirty (ICAO Doc 9303 part 5, TD1).

That the card has a zone of this form is taken from descriptions, not from its specification; what stands in it is read
by the ICAO's rules, a document number of more than nine characters included, and checked by its own check digits.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from kiosk.card.kinds.numbers import icao_check_digit
from kiosk.card.text import TextLine

WIDTH, LINES = 30, 3
FILLERS = str.maketrans("《〈＜≤«‹くㄑ", "<" * 8)
DIGITS = str.maketrans("OQDILZSBG", "000112586")
LETTERS = str.maketrans("01258", "OIZSB")
LETTER_PLACES = ((0, slice(0, 5)), (0, slice(5, 8)), (1, slice(15, 18)), (2, slice(0, WIDTH)))
"""Line and places where no digit may stand: kind and state, the number's nationality, the nationality, the names."""
DIGIT_PLACES = ((0, slice(8, 14)), (0, slice(15, WIDTH)), (1, slice(0, 7)), (1, slice(8, 15)), (1, slice(29, WIDTH)))
LEAST_LENGTH = 18
"""A line shorter than this is none of a zone's."""


def cleaned(text: str) -> str:
    """`text` in the zone's alphabet: capital letters, digits and `<`."""
    return re.sub(r"[^A-Z0-9<]", "", text.translate(FILLERS).upper())


def is_zone_line(line: TextLine) -> bool:
    """Whether the line looks like one of a zone: long, with fillers, and nothing but the zone's characters."""
    text = cleaned(line.text)
    dense = len(text) >= max(LEAST_LENGTH, 0.85 * len(line.text))
    return dense and "<<" in text


@dataclass(frozen=True, slots=True)
class Zone:
    """Three lines; `marked` are the places in them put together, each line WIDTH long, where a letter was read that can
    only be a digit, or the other way round. `confidence` 0–1."""

    lines: tuple[str, str, str]
    marked: tuple[int, ...]
    confidence: float


def zone_of(lines: Sequence[TextLine]) -> Zone | None:
    """The zone; None when there are not three lines of one.

    How many fillers stand in a row is never read for certain: a line's length is mended at its longest run of them.
    """
    # The second line has few fillers, but stands between the others.
    found = [line for line in lines if len(cleaned(line.text)) >= LEAST_LENGTH and _plain_share(line) > 0.85]
    found = found[-LINES:]
    if len(found) < LINES or not any(is_zone_line(line) for line in found):
        return None
    read = [_stretched(cleaned(line.text)) for line in found]
    mended = [list(text) for text in read]
    for places, table in ((LETTER_PLACES, LETTERS), (DIGIT_PLACES, DIGITS)):
        for row, part in places:
            if len(read[row]) == WIDTH:
                mended[row][part] = list(read[row][part].translate(table))
    first, second, third = ("".join(line) for line in mended)
    marked = [
        row * WIDTH + place
        for row, text in enumerate(read)
        for place, character in enumerate(text)
        if character != mended[row][place]
    ]
    return Zone((first, second, third), tuple(marked), min(prod(line.chances) for line in found))


def checks_of_zone(zone: Sequence[str]) -> dict[str, bool | None]:
    """`mrz-number mrz-birth mrz-expiry mrz-composite`: whether each check digit holds; None: the line is not whole."""
    if len(zone) != LINES or any(len(line) != WIDTH for line in zone):
        return dict.fromkeys(("mrz-number", "mrz-birth", "mrz-expiry", "mrz-composite"))
    first, second = zone[0], zone[1]
    number, digit = _number(first)
    return {
        "mrz-number": icao_check_digit(number) == digit,
        "mrz-birth": icao_check_digit(second[0:6]) == second[6],
        "mrz-expiry": icao_check_digit(second[8:14]) == second[14],
        "mrz-composite": icao_check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29]) == second[29],
    }


def _number(first: str) -> tuple[str, str]:
    """The number and its check digit; a number of more than nine characters goes on behind the `<` at its place."""
    if first[14] != "<":
        return first[5:14], first[14]
    rest = first[15:30].rstrip("<")
    return first[5:14] + rest[:-1], rest[-1:]


def _plain_share(line: TextLine) -> float:
    return len(cleaned(line.text)) / max(len(line.text), 1)


def _stretched(text: str) -> str:
    """`text` at WIDTH characters, the longest run of fillers made longer or shorter; as it is where that cannot be."""
    runs = sorted(re.finditer(r"<+", text), key=lambda run: len(run[0]))
    if not runs:
        return text
    run = runs[-1]
    fillers = len(run[0]) + WIDTH - len(text)
    return text if fillers < 1 else text[: run.start()] + "<" * fillers + text[run.end() :]
