"""Pairs of straight edges beside print: where a slip was pasted over the name or the number, or a picture retouched.

The card's ground is woven of curves, and light falls on it smoothly: along a straight line of some characters' length
both average out. What is left is the rim of something laid over it, above the print and below it, and what is brighter
on one side of the first is darker on the same side of the second. Print is left out, and where a lamp is mirrored.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kiosk.card.authenticity.ground import along, free, scatter
from kiosk.card.authenticity.warning import nearness
from kiosk.card.grey import grey_of
from kiosk.card.reading import Box
from kiosk.devices.frame import Image

Plane = NDArray[np.float32]

GAPS = (1, 2)
"""Px above and below a line that are compared: for a sharp rim and for a soft one."""
PRINT = 38.0
"""Grey levels by which print is darker than the ground."""
LEAST = 0.35
"""Grey levels that no scatter is taken to fall below."""


@dataclass(frozen=True, slots=True)
class Line:
    """Print that may be forged: `zone` px at CARD_PX around it, the px along which an edge must run, how far apart, in
    px, two edges of one slip may be, and the strength, with what else speaks for it, that few sound cards reach:
    two of 288 fronts photographed in the design range (name, seed 84; of 1,152 names pasted over or retouched twelve
    stay below this and everything else), one of 1,520 (number)."""

    zone: tuple[int, int, int, int]
    length: int
    apart: range
    reached: float


LINES = {
    "Name": Line((170, 86, 400, 172), 160, range(40, 62), 3.4),
    "IdNum": Line((320, 508, 880, 588), 128, range(36, 54), 4.4),
}


def pasted(card: Image, line: Line, besides: float = 0.0) -> tuple[float, Box]:
    """How much of two straight edges there is, 0–1, 0.5 where sound cards end, and where between them something lies on
    the rectified card (BGR). `besides` is what else speaks for it, in deviations as the edges' strength."""
    x0, y0, x1, y1 = line.zone
    pair = strongest(card[y0:y1, x0:x1], line)
    left, half = x0 + pair.x, line.length // 2
    box = (float(left - half), float(y0 + pair.top), float(left + half), float(y0 + pair.bottom))
    return nearness(pair.strength + besides, line.reached), box


class Pair(NamedTuple):
    """How far the weaker way of two edges stands out of all others, in deviations; the middle of both, px across, and
    where the upper and the lower one are, px down."""

    strength: float
    x: int
    top: int
    bottom: int


def strongest(part: Image, line: Line) -> Pair:
    """The strongest pair of level edges of which one gets as much brighter as the other darker, over any of GAPS."""
    grey = grey_of(part)
    clear = free(grey, PRINT)
    return max((_strongest(grey, clear, gap, line) for gap in GAPS), key=lambda pair: pair.strength)


def _strongest(grey: Plane, clear: Plane, gap: int, line: Line) -> Pair:
    both = np.zeros_like(clear)
    both[gap:-gap] = clear[2 * gap :] * clear[: -2 * gap]
    step = np.zeros_like(grey)
    step[gap:-gap] = grey[2 * gap :] - grey[: -2 * gap]
    mean, known = along(step, both, line.length)
    if not known.any():
        return Pair(0.0, grey.shape[1] // 2, 0, len(grey))
    spread = scatter(mean[known]) + LEAST
    found = [_pair(mean, known, apart) for apart in line.apart if apart < len(mean)]
    best = max(found, key=lambda pair: pair.strength)
    return best._replace(strength=best.strength / spread)


def _pair(mean: Plane, known: NDArray[np.bool_], apart: int) -> Pair:
    """The strongest pair that far apart, in grey levels."""
    seen = known[:-apart] & known[apart:]
    against = np.where(seen, np.abs(mean[:-apart] - mean[apart:]) / 2, 0)
    y, x = np.unravel_index(int(against.argmax()), against.shape)
    return Pair(float(against[y, x]), int(x), int(y), int(y) + apart)
