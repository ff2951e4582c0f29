"""Pairs of straight edges beside print: where a slip was pasted over the name or the number, or a picture retouched.

The card's ground is woven of curves, and light falls on it smoothly: along a straight line of some characters' length
both average out. What is left is the rim of something laid over it, above the print and below it, and what is brighter
on one side of the first is darker on the same side of the second. Print is left out.
"""

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.authenticity.ground import bare, scatter
from kiosk.card.reading import Box
from kiosk.devices.frame import Image

Plane = NDArray[np.float32]

GAPS = (1, 3)
"""Px above and below a line that are compared: for a sharp rim and for a soft one."""
CLEAR = 0.55
"""The share of an edge's length that must be free of print."""
PRINT = 38.0
"""Grey levels by which print is darker than the ground."""
LEAST = 0.15
"""Grey levels that no scatter is taken to fall below."""


@dataclass(frozen=True, slots=True)
class Line:
    """Print that may be forged: `zone` px at CARD_PX around it, the px along which an edge must run, how far apart, in
    px, two edges of one slip may be, and for each of GAPS a strength that sound cards do not reach: of 304 fronts of
    the design range one did (name; the others stayed below 0.9 of it) and none (number: 4.9 and 5.0), nor any of 29
    fresh from the printer."""

    zone: tuple[int, int, int, int]
    length: int
    apart: range
    reached: tuple[float, float]


LINES = {
    "Name": Line((170, 86, 400, 172), 160, range(40, 62), (4.2, 3.5)),
    "IdNum": Line((320, 508, 880, 588), 128, range(36, 54), (5.6, 5.7)),
}


def pasted(card: Image, line: Line) -> tuple[float, Box]:
    """How much of two straight edges there is, 0–1, 0.5 where sound cards end, and where between them something lies on
    the rectified card (BGR)."""
    x0, y0, x1, y1 = line.zone
    edges = strongest(card[y0:y1, x0:x1], line)
    strength, reached = max(zip(edges, line.reached, strict=True), key=lambda pair: pair[0].strength / pair[1])
    ratio = strength.strength / reached
    left, half = x0 + strength.x, line.length // 2
    box = (float(left - half), float(y0 + strength.top), float(left + half), float(y0 + strength.bottom))
    return ratio / (1 + ratio), box


class Pair(NamedTuple):
    """How far the weaker way of two edges stands out of all others, in deviations; the middle of both, px across, and
    where the upper and the lower one are, px down."""

    strength: float
    x: int
    top: int
    bottom: int


def strongest(part: Image, line: Line) -> tuple[Pair, ...]:
    """For each of GAPS the strongest pair of level edges of which one gets as much brighter as the other darker."""
    grey = part.mean(axis=2, dtype=np.float32)
    clear = bare(grey, PRINT).astype(np.float32)
    return tuple(_strongest(grey, clear, gap, line) for gap in GAPS)


def _strongest(grey: Plane, clear: Plane, gap: int, line: Line) -> Pair:
    both = np.zeros_like(clear)
    both[gap:-gap] = clear[2 * gap :] * clear[: -2 * gap]
    step = np.zeros_like(grey)
    step[gap:-gap] = grey[2 * gap :] - grey[: -2 * gap]
    total, weight = (
        cv2.boxFilter(
            np.ascontiguousarray(plane), -1, (line.length, 1), normalize=False, borderType=cv2.BORDER_CONSTANT
        )
        for plane in (step * both, both)
    )
    half = line.length // 2
    known = weight > CLEAR * line.length
    known[:, :half] = known[:, -half:] = False
    if not known.any():
        return Pair(0.0, half, gap, gap)
    mean = np.where(known, total / np.maximum(weight, 1), 0)
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
