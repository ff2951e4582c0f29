"""Lines of few characters, read by a small network of our own (`models/digits`): numbers, dates, printed labels.

It reads them at a fraction of the large recogniser's cost, and only what cannot be anything else is taken from it: a
label it is sure of, a number whose check digit holds, a birth and a sex that this number says too, a period whose two
days fit each other, and the ethnicity of most people, 汉, where it is all but certain. All else, and all that is in
doubt, is the large recogniser's to read.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card import number, period
from kiosk.card.reading import Kind
from kiosk.devices.frame import Image
from kiosk.inference.runtime import Session

CHARACTERS = "0123456789X年月日出生公民身份号码性别男女签发机关有效期限.-中华人共和国居证族汉"
"""All that the network can say; every other character is OTHER to it."""
VALUES = frozenset("0123456789X男女.-汉")
"""What says something of the holder or the card; the rest is printed on every card."""
UNCONFIRMED = frozenset("汉")
"""Values that nothing else on the card says."""
BLANK, OTHER = 0, len(CHARACTERS) + 1
CLASSES = len(CHARACTERS) + 2
HEIGHT, STEP = 48, 8
"""Px of a line's height, and of its width that make one column, as for the large recogniser."""
WIDTH_BUCKET = 128
FAINT = 0.3
"""What the blank counts beside a character: of two columns the network cannot always say which one holds it."""
CERTAIN, SURE, SURE_X, PRINTED, STRANGE = 0.995, 0.95, 0.8, 0.5, 0.2
"""Of a line that is taken: the least chance of what is UNCONFIRMED, of its other VALUES, of an X, which the seventeen
digits before it say too, and of every other character, and the most of OTHER in any column. Of 603 lines taken of cards
and attacks of the design range none was wrong."""
WHOLE, LOST = 0.4, 0.4
"""The least that must speak for a character where one is read, and the most that may where none is."""
PASSED = 1 / 11
"""The share of misreadings that a check digit lets pass: so much of the doubt is left where a line is confirmed."""
ROOM = 7
"""Columns at most from a line's ends to the characters nearest to them: beyond, something else was not seen."""
LABELS = frozenset(("公民身份号码", "签发机关", "有效期限", "中华人民共和国", "居民身份证"))
NUMBER = re.compile(r"(?:公民身份号码)?(\d{17}[\dX])")
BIRTH = re.compile(r"(?:出生)?(\d{4})年(\d{1,2})月(\d{1,2})日")
SEX_NATION = re.compile(r"性别([男女])(?:民族汉)?|民族汉")
PERIOD = re.compile(r"(?:有效期限)?(\d{4}\.\d{2}\.\d{2}-\d{4}\.\d{2}\.\d{2})")


@dataclass(frozen=True, eq=False, slots=True)
class Glimpse:
    """A line as the network sees it; no characters where it is not sure of them all. `chances[i]` (0–1) is how sure it
    is that character i is this and no other, `places[i]` its middle in columns, and `columns` (T, CLASSES) its
    probabilities."""

    text: str
    chances: tuple[float, ...]
    places: tuple[float, ...]
    columns: NDArray[np.float32]


class DigitReader:
    """Looks at lines. Safe to use from several threads."""

    def __init__(self, model: Path, threads: int = 2) -> None:
        """`model` is the ONNX file. Raises EnvironmentFault `model-unusable`."""
        self._session = Session(model, threads)

    def look(self, crops: Sequence[Image]) -> tuple[Glimpse, ...]:
        """Every line, BGR (HEIGHT, W, 3), in that order."""
        found: dict[int, Glimpse] = {}
        widths = [-(-crop.shape[1] // WIDTH_BUCKET) * WIDTH_BUCKET for crop in crops]
        for width in sorted(set(widths)):
            members = [place for place in range(len(crops)) if widths[place] == width]
            batch = np.zeros((len(members), 1, HEIGHT, width), np.float32)
            for row, place in enumerate(members):
                grey = np.asarray(cv2.cvtColor(crops[place], cv2.COLOR_BGR2GRAY), np.uint8)
                batch[row, 0, :, : grey.shape[1]] = eyes(grey)
            columns = self._session.run({self._session.inputs[0]: batch})[0]
            for row, place in enumerate(members):
                found[place] = glimpse(columns[row, : -(-crops[place].shape[1] // STEP)])
        return tuple(found[place] for place in range(len(crops)))


def eyes(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What the network is shown of a grey line: −1…1."""
    return np.asarray(grey.astype(np.float32) / 127.5 - 1, np.float32)


def runs(best: NDArray[np.intp]) -> list[tuple[int, int]]:
    """From the likeliest class of every column, the columns (first, end) of each character: repeats are one."""
    edges = np.flatnonzero(np.diff(best)) + 1
    firsts = [0, *edges.tolist()]
    return [(first, end) for first, end in zip(firsts, [*firsts[1:], len(best)], strict=True) if best[first] != BLANK]


def glimpse(columns: NDArray[np.float32]) -> Glimpse:
    """What `columns` (T, CLASSES) say for certain."""
    nothing = Glimpse("", (), (), columns)
    there = 1 - columns[:, BLANK]
    heard = columns.copy()
    heard[:, BLANK] *= FAINT
    best = heard.argmax(axis=1)
    found = runs(best)
    if not found or OTHER in best or float(columns[:, OTHER].max()) > STRANGE:
        return nothing
    silent = np.where(best == BLANK, there, 0)
    if float(np.convolve(silent, (1, 1)).max()) > LOST or found[0][0] > ROOM or found[-1][1] < len(best) - ROOM:
        return nothing
    text, chances, places = "", [], []
    for first, end in found:
        weight = there[first:end]
        whole = float(weight.sum())
        chance = min(float(columns[first:end, best[first]].sum()) / whole, 1.0)
        character = CHARACTERS[best[first] - 1]
        if whole < WHOLE or chance < _needed(character):
            return nothing
        text += character
        chances.append(chance)
        places.append(float((weight * (np.arange(first, end) + 0.5)).sum()) / whole)
    return Glimpse(text, tuple(chances), tuple(places), columns)


def _needed(character: str) -> float:
    """The least chance a character is taken with."""
    if character in UNCONFIRMED:
        return CERTAIN
    if character == "X":
        return SURE_X
    return SURE if character in VALUES else PRINTED


def certain(texts: Sequence[str]) -> tuple[bool, ...]:
    """Which of the lines of one picture can be nothing but what they say; each confirms the others or itself."""
    matches = [match[1] for text in texts if (match := NUMBER.fullmatch(text)) and _is_number(match[1])]
    holder = matches[0] if len(matches) == 1 else None
    return tuple(_is_certain(text, holder) for text in texts)


def _is_certain(text: str, holder: str | None) -> bool:
    if text in LABELS:
        return True
    if match := PERIOD.fullmatch(text):
        return _is_period(match[1])
    if holder is None:
        return False
    if match := BIRTH.fullmatch(text):
        year, month, day = match.groups()
        return number.birth_agrees(holder, f"{year}-{month:0>2}-{day:0>2}") is True
    if match := SEX_NATION.fullmatch(text):
        return match[1] is None or number.sex_agrees(holder, match[1]) is True
    return NUMBER.fullmatch(text) is not None and text.endswith(holder)


def _is_number(text: str) -> bool:
    born = number.birth_of(text)
    agrees = born is not None and number.birth_agrees(text, born) is True
    return agrees and number.checksum_holds(text) is True and number.region_known(text) is True


def _is_period(text: str) -> bool:
    """The same day of the same month, and as many years between as a card is valid."""
    found = period.parse(text)
    if found is None or found.end is None:
        return False
    start, end = found.start, found.end
    same_day = (start.month, start.day) == (end.month, end.day)
    return same_day and end.year - start.year in period.SPANS[Kind.CITIZEN]
