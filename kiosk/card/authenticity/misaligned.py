"""A name out of line with the values below it: a card's printer sets all of them at once, so that however they sit on
the card, they sit alike. What was printed on a slip, or set into the picture, was put there by hand.

Compared with the first line of the address: how far the middle is below its label's, where the first character begins,
and how tall the characters are.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.reading import Box, Field
from kiosk.devices.frame import Image

Plane = NDArray[np.float32]

LOWER, FARTHER, TALLER = -2.8, -2.05, 1.07
"""Px at CARD_PX, as everywhere here, by which a name is lower and begins farther right than the address says, and its
height as a share of the address's: medians of 620 sound fronts of the design range (seeds 84 and 86)."""
DEVIATION = (1.0, 1.6, 0.03)
"""More than twice what those scatter by: of real print there are but specimens, and two that were
made like genuine cards differ from that by up to 1.3 px, 0.8 px and 0.01."""
FARTHEST = 4.0
"""Deviations that each of the three counts for at most."""
TOWARDS = -1.7
"""Px by which 姓名 ends farther left than 住址, beside a name."""
LONGEST = 11
"""Characters of a name in one line, set as large as any."""
EM, FREE, BEARING = 37.0, 14.0, 2.0
"""Px that a character of a name takes; that a name is narrower than its characters' places at most, unless one of them
is a narrow dot; and that lie in a character's place before its ink."""
LINE = 48.0
"""Px from one line of an address to the next, about."""
LONG, SET_SMALLER = 120.0, 0.115
"""Px of an address of three lines or more, which may be set smaller, and by how much more a name is taller then."""
ACROSS, CLOSE = 170.0, 4
"""Px of a line that are looked at, as lines slant where a corner was not found, and characters that this holds."""
LABELS, VALUES = 60.0, 168.0
"""Px: left of all labels, and between them and the values."""
ALIKE, TALL = 0.12, 34.0
"""The share by which both labels' heights differ at most where they were measured rightly, and px they stay below."""
RED = 2
"""The channel that blue labels are dark in."""
WINDOW = 31
"""Px: wider than strokes are."""
LEVEL = 0.3
"""Of what a line's blackest rows have of ink: where it begins and ends."""
FAINT = 0.12
"""Ink, as a share of the ground's brightness, that noise may have."""
GAP = 5
"""Fewer rows without ink than this do not part a line."""
BLACKEST, COLUMN = 0.06, 4
"""The share of a row, and px of a column, whose blackest say whether there is ink."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Where the ink of a line is, px of the card."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


def misaligned(card: Image, fields: Mapping[str, Field]) -> float | None:
    """By how many deviations, all together, the name stands and is sized otherwise than the address on the rectified
    card (BGR at CARD_PX); None where that cannot be measured."""
    name, address = fields.get("Name"), fields.get("Address")
    if name is None or address is None or name.box is None or address.box is None or len(name.text) > LONGEST:
        return None
    first = _first_line(address.box)
    here, there = _line(card, _value(name.box)), _line(card, _value(first))
    label, other = _line(card, _label(name.box), RED), _line(card, _label(first), RED)
    if here is None or there is None or label is None or other is None:
        return None
    if abs(label.height - other.height) > ALIKE * other.height or label.height > TALL:
        return None
    lower = (here.middle - label.middle) - (there.middle - other.middle) - LOWER
    begin, taller = _begin(here, len(name.text)), here.height / there.height
    # Where a corner of the card was not found, print slants and grows towards it: labels do too.
    asides = (begin - there.left, (begin - label.right) - (there.left - other.right) + TOWARDS)
    heights = [taller, taller * other.height / label.height]
    if address.box[3] - address.box[1] > LONG:
        heights += [height - SET_SMALLER for height in heights]
    farther = min((aside - FARTHER for aside in asides), key=abs)
    larger = min((height - TALLER for height in heights), key=abs)
    off = np.array((lower, farther, larger)) / DEVIATION
    return float(np.linalg.norm(np.clip(off, -FARTHEST, FARTHEST)))


def _ink(part: Image, channel: int | None) -> Plane:
    """How much darker each place is than the ground around it, 0–1, in one channel or in the brightest: what is
    coloured, as the ground's lines are, is no ink in the light it reflects."""
    plane = part.max(axis=2) if channel is None else part[..., channel]
    ground = cv2.blur(cv2.dilate(plane, np.ones((WINDOW, WINDOW), np.uint8)), (WINDOW, WINDOW)).astype(np.float32)
    return np.asarray(np.clip((ground - plane) / np.maximum(ground, 30), 0, 1), np.float32)


def _first_line(box: Box) -> Box:
    lines = max(round((box[3] - box[1]) / LINE), 1)
    return box[0], box[1], box[2], box[3] - (lines - 1) * LINE


def _value(box: Box) -> Box:
    return max(box[0], VALUES), box[1], min(box[2], box[0] + ACROSS), box[3]


def _label(box: Box) -> Box:
    return LABELS, box[1], box[0] - 12, box[3]


def _begin(name: Extent, count: int) -> float:
    """Where a name begins: by its middle, as its first character may be narrow, unless it is set with gaps."""
    wide = count * EM
    set_close = count <= CLOSE and 0 <= wide - (name.right - name.left) <= FREE
    return (name.left + name.right - wide) / 2 if set_close else name.left - BEARING


def _line(card: Image, box: Box, channel: int | None = None) -> Extent | None:
    """The line of print in `box` or a few px beyond; None where there is none, or no end of it."""
    x0, y0, x1, y1 = (max(round(edge), 0) for edge in (box[0] - 6, box[1] - 8, box[2] + 4, box[3] + 8))
    if min(y1 - y0, x1 - x0) < 2 * GAP:
        return None
    part = _ink(card[y0:y1, x0:x1], channel)
    down = _run(np.sort(part, axis=1)[:, -max(round(BLACKEST * part.shape[1]), 3) :].mean(axis=1))
    if down is None:
        return None
    columns = np.sort(part[int(down[0]) : int(down[1]) + 1], axis=0)[-COLUMN:].mean(axis=0)
    inked = np.flatnonzero(columns > _level(columns))
    left, right = _crossings(columns, int(inked[0]), int(inked[-1]))
    return Extent(x0 + left, y0 + down[0], x0 + right, y0 + down[1])


def _run(profile: Plane) -> tuple[float, float] | None:
    """From where to where the ink nearest to the middle goes; None if there is none or if it goes on beyond."""
    if _level(profile) < LEVEL * FAINT:
        return None
    inked = (profile > _level(profile)).astype(np.uint8)[:, None]
    _, runs = cv2.connectedComponents(cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones((GAP, 1), np.uint8)))
    places = np.flatnonzero(inked)
    nearest = places[np.abs(places - len(profile) / 2).argmin()]
    run = np.flatnonzero((runs == runs[nearest, 0]).ravel() & (inked.ravel() > 0))
    first, last = int(run[0]), int(run[-1])
    return None if first == 0 or last == len(profile) - 1 else _crossings(profile, first, last)


def _level(profile: Plane) -> float:
    return LEVEL * float(np.percentile(profile, 85))


def _crossings(profile: Plane, first: int, last: int) -> tuple[float, float]:
    """Between which px the profile crosses its level, before the first place above it and after the last."""
    level, start, end = _level(profile), float(first), float(last)
    if first > 0:
        start -= float((profile[first] - level) / (profile[first] - profile[first - 1]))
    if last + 1 < len(profile):
        end += float((profile[last] - level) / (profile[last] - profile[last + 1]))
    return start, end
