"""Finding a card by its text where its edges do not stand out: slower, for when `locate` finds nothing."""

import re

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.reading import CARD_MM
from kiosk.card.text import TextLine, TextReader
from kiosk.devices.frame import Image

WORK, FIND = 1600, 960
"""Longer side, px, of the picture that is read, and width of the one that is searched for text."""
NUMBER = (0.345, 0.842, 0.86)
"""Where the number's first and last digit stand across the card and how far down, in shares of its width and height
(means over simulated cards; published specimens lie within two per cent)."""
TITLE = (0.358, 0.874, 0.355)
"""The same of the back's 居民身份证."""
LONG = 4.0
"""Regions of text this much longer than high tell which way the lines run."""


def quad_by_text(image: Image, text: TextReader) -> NDArray[np.float32] | None:
    """The card whose number or title can be read somewhere in a BGR picture, at any turn; None if there is none.

    float32 (4, 2) px, clockwise from the card's top left as printed; right for a card seen from straight above, some
    per cent off for a tilted one.
    """
    scale = min(WORK / max(image.shape[:2]), 1.0)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
    slope = _slope(text.regions(np.asarray(small, np.uint8), FIND))
    for turn in (slope, slope + 180.0):
        picture, back = _rotated(np.asarray(small, np.uint8), turn)
        for line in text.recognise(picture, text.find(picture, FIND)):
            quad = _quad_around(line)
            if quad is not None:
                corners = cv2.transform(quad[None], back)[0] / scale
                return np.asarray(corners, np.float32)
    return None


def _slope(regions: list[NDArray[np.float32]]) -> float:
    """Degrees that the lines of text rise clockwise, −45…45: the median of the long regions', by their length."""
    slopes, lengths = [], []
    for corners in regions:
        sides = np.roll(corners, -1, axis=0) - corners
        size = np.linalg.norm(sides, axis=1)
        longest = int(size.argmax())
        if size[longest] < LONG * max(float(size.min()), 1.0):
            continue
        angle = float(np.degrees(np.arctan2(sides[longest, 1], sides[longest, 0])))
        slopes.append((angle + 45.0) % 90.0 - 45.0)
        lengths.append(float(size[longest]))
    if not slopes:
        return 0.0
    order = np.argsort(slopes)
    share = np.cumsum(np.array(lengths)[order]) / sum(lengths)
    return float(slopes[order[int(np.searchsorted(share, 0.5))]])


def _rotated(image: Image, degrees: float) -> tuple[Image, NDArray[np.float32]]:
    """The picture turned back by `degrees` with nothing cut off, and the way from there to the picture, (2, 3)."""
    height, width = image.shape[:2]
    there = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cos, sin = abs(there[0, 0]), abs(there[0, 1])
    size = (round(width * cos + height * sin), round(width * sin + height * cos))
    there[:, 2] += ((size[0] - width) / 2, (size[1] - height) / 2)
    turned = cv2.warpAffine(image, there, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, np.uint8), cv2.invertAffineTransform(there).astype(np.float32)


def _quad_around(line: TextLine) -> NDArray[np.float32] | None:
    """The card on which this line is the number or the title."""
    number = re.search(r"\d{17}[\dXx]", line.text)
    title = re.search(r"居民身份证", line.text)
    found = number or title
    if found is None:
        return None
    left, right, down = NUMBER if number else TITLE
    first, last = line.centres[found.start()], line.centres[found.end() - 1]
    width = (last - first) / (right - left)
    height = width * CARD_MM[1] / CARD_MM[0]
    x, y = first - left * width, (line.box[1] + line.box[3]) / 2 - down * height
    return np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], np.float32)
