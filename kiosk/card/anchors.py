"""Finding a card by its text where its edges do not stand out: slower, for when `locate` finds nothing."""

import re
from collections.abc import Sequence
from itertools import product
from re import Pattern
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.marks import MARKS, NUMBER, Points, marks
from kiosk.card.plane import CARD
from kiosk.card.reading import CARD_MM, CARD_PX
from kiosk.card.text import TextLine, TextReader
from kiosk.devices.frame import Image

WORK, FIND, HIGHEST = 1600, 960, 2
"""Longer side, px, of the picture that is read; width of the one that is searched for text, and how many times as high
it may be at most: searching takes memory."""
LONG = 4.0
"""Regions of text this much longer than high tell which way the lines run."""
AGREEING = 10.0
"""Degrees by which they may differ for that: on a tilted card lines fan out."""


class Anchor(NamedTuple):
    """A number or title: where its first and last character stand across the card and how far down, in shares of its
    width and height (means over simulated cards; published specimens of the identity card lie within two per cent)."""

    pattern: Pattern[str]
    left: float
    right: float
    down: float


ANCHORS = (
    Anchor(re.compile(r"(?<!\d)9\d{16}[\dXx](?!\d)"), 0.084, 0.537, 0.845),  # foreigner, 2023
    Anchor(NUMBER, 0.345, 0.842, 0.86),
    Anchor(re.compile(r"(?<![A-Z])[A-Z]{3}\d{12}(?!\d)"), 0.084, 0.333, 0.917),  # foreigner, 2017
    Anchor(re.compile("外国人永久居留身份证"), 0.234, 0.794, 0.293),
    Anchor(re.compile("居民居住证"), 0.534, 0.893, 0.347),
    Anchor(re.compile("临时居民身份证"), 0.224, 0.784, 0.4),
    Anchor(re.compile("居民身份证"), 0.358, 0.874, 0.355),
)
"""In the order in which they are believed: the same title stands smaller on some cards' other side."""
LABELLED, ASTRAY = 8, 0.03
"""Characters of labels from which they alone lead to a card, and how far they may be, in the middle, from where they
belong on it, in card widths: a form asks for the same, elsewhere."""


def quad_by_text(image: Image, text: TextReader) -> NDArray[np.float32] | None:
    """The card whose number, title or labels can be read somewhere in a BGR picture, at any turn; None if there is
    none.

    float32 (4, 2) px, clockwise from the card's top left as printed; right for a card seen from straight above, some
    per cent off for a tilted one.
    """
    scale = min(WORK / max(image.shape[:2]), 1.0)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
    work = np.asarray(small, np.uint8)
    slope = _slope(text.regions(work, _searched(work)))
    for turn in (slope, slope + 180.0):
        picture, back = _rotated(work, turn)
        lines = text.recognise(picture, text.find(picture, _searched(picture)))
        quad = _quad_around(lines)
        if quad is None:
            quad = _quad_of_labels(lines)
        if quad is not None:
            corners = cv2.transform(quad[None], back)[0] / scale
            return np.asarray(corners, np.float32)
    return None


def _searched(image: Image) -> int:
    """The width in which it is searched for text."""
    height, width = image.shape[:2]
    return int(min(FIND, HIGHEST * FIND * width / height))


def _slope(regions: list[NDArray[np.float32]]) -> float:
    """Degrees that the lines of text rise clockwise, −90…90: what most of the long regions agree on, by their length.
    Papers on the desk bear text as well."""
    slopes, lengths = [], []
    for corners in regions:
        sides = np.roll(corners, -1, axis=0) - corners
        size = np.linalg.norm(sides, axis=1)
        longest = int(size.argmax())
        if size[longest] < LONG * max(float(size.min()), 1.0):
            continue
        slopes.append(float(np.degrees(np.arctan2(sides[longest, 1], sides[longest, 0]))))
        lengths.append(float(size[longest]))
    if not slopes:
        return 0.0
    away = (np.array(slopes)[None] - np.array(slopes)[:, None] + 90.0) % 180.0 - 90.0
    agree = (np.abs(away) < AGREEING) * np.array(lengths)
    chosen = int(agree.sum(axis=1).argmax())
    slope = slopes[chosen] + float(agree[chosen] @ away[chosen] / agree[chosen].sum())
    return (slope + 90.0) % 180.0 - 90.0


def _rotated(image: Image, degrees: float) -> tuple[Image, NDArray[np.float32]]:
    """The picture turned back by `degrees` with nothing cut off, and the way from there to the picture, (2, 3)."""
    height, width = image.shape[:2]
    there = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cos, sin = abs(there[0, 0]), abs(there[0, 1])
    size = (round(width * cos + height * sin), round(width * sin + height * cos))
    there[:, 2] += ((size[0] - width) / 2, (size[1] - height) / 2)
    turned = cv2.warpAffine(image, there, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, np.uint8), cv2.invertAffineTransform(there).astype(np.float32)


def _quad_around(lines: Sequence[TextLine]) -> NDArray[np.float32] | None:
    """The card that one of the lines is the number or the title of."""
    for anchor, line in product(ANCHORS, lines):
        found = anchor.pattern.search(line.text)
        if found is None:
            continue
        first, last = line.centres[found.start()], line.centres[found.end() - 1]
        width = (last - first) / (anchor.right - anchor.left)
        height = width * CARD_MM[1] / CARD_MM[0]
        x, y = first - anchor.left * width, (line.box[1] + line.box[3]) / 2 - anchor.down * height
        return np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], np.float32)
    return None


def _quad_of_labels(lines: Sequence[TextLine]) -> NDArray[np.float32] | None:
    """The card that most of its labels agree on: moved, turned and as large as they say."""
    best, most = None, LABELLED - 1
    for kind, side in MARKS:
        there, here = marks(lines, kind, side)
        if len(there) > most and (quad := _agreed(there, here)) is not None:
            best, most = quad, len(there)
    return best


def _agreed(there: Points, here: Points) -> NDArray[np.float32] | None:
    """Where a card lies, float32 (4, 2) px, whose marks (`kiosk.card.marks`) belong `there` and are `here`; None where
    they do not agree."""
    matrix, _ = cv2.estimateAffinePartial2D(there, here, method=cv2.LMEDS)
    if matrix is None:
        return None
    away = np.linalg.norm(cv2.transform(there[None], matrix)[0] - here, axis=1)
    if np.median(away) > ASTRAY * np.hypot(*matrix[0, :2]):
        return None
    return np.asarray(cv2.transform(CARD[None], matrix)[0] * CARD_PX[0], np.float32)
