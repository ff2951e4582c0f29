"""Straight edges beside the print: where a slip was pasted over the name or the number, or a picture retouched.

The card's ground is woven of curves, and light falls on it smoothly: along a straight line of some characters' length
both average out. What is left is the rim of something laid over it. Print is left out.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.authenticity.ground import bare, scatter
from kiosk.card.reading import Box
from kiosk.devices.frame import Image

Plane = NDArray[np.float32]

LENGTH = 96
"""Px at CARD_PX along which an edge must run: two or three characters."""
GAPS = (1, 3)
"""Px above and below a line that are compared: for a sharp rim and for a soft one."""
CLEAR = 0.55
"""The share of that length that must be free of print."""
PRINT = 38.0
"""Grey levels by which print is darker than the ground."""
LEAST = 0.15
"""Grey levels that no scatter is taken to fall below."""


@dataclass(frozen=True, slots=True)
class Line:
    """Print that may be forged: `zone` px at CARD_PX around it, and for each of GAPS a strength that none of 214 sound
    fronts of the design range (name: 6.1 and 5.3, number: 8.2 and 9.3), nor any of 29 fresh from the printer (6.9 and
    4.7, 10.6 and 7.2), reaches. The number's own contradictions tell more than its edges."""

    zone: tuple[int, int, int, int]
    reached: tuple[float, float]


LINES = {
    "Name": Line((170, 86, 400, 172), (7.4, 5.7)),
    "IdNum": Line((320, 508, 880, 588), (11.0, 9.6)),
}


def pasted(card: Image, line: Line) -> tuple[float, Box]:
    """How much of a straight edge there is, 0–1, 0.5 where sound cards end, and where on the rectified card (BGR)."""
    x0, y0, x1, y1 = line.zone
    edges = strongest(card[y0:y1, x0:x1])
    (strength, x, y), reached = max(zip(edges, line.reached, strict=True), key=lambda pair: pair[0][0] / pair[1])
    ratio = strength / reached
    box = (float(x0 + x - LENGTH // 2), float(y0 + y - 4), float(x0 + x + LENGTH // 2), float(y0 + y + 4))
    return ratio / (1 + ratio), box


def strongest(part: Image) -> tuple[tuple[float, int, int], ...]:
    """For each of GAPS the most that a straight level edge stands out of all others, in deviations, and its x and y."""
    grey = part.mean(axis=2, dtype=np.float32)
    clear = bare(grey, PRINT).astype(np.float32)
    return tuple(_strongest(grey, clear, gap) for gap in GAPS)


def _strongest(grey: Plane, clear: Plane, gap: int) -> tuple[float, int, int]:
    both = np.zeros_like(clear)
    both[gap:-gap] = clear[2 * gap :] * clear[: -2 * gap]
    step = np.zeros_like(grey)
    step[gap:-gap] = grey[2 * gap :] - grey[: -2 * gap]
    total, weight = (
        cv2.boxFilter(np.ascontiguousarray(plane), -1, (LENGTH, 1), normalize=False, borderType=cv2.BORDER_CONSTANT)
        for plane in (step * both, both)
    )
    known = weight > CLEAR * LENGTH
    known[:, : LENGTH // 2] = known[:, -(LENGTH // 2) :] = False
    if not known.any():
        return 0.0, LENGTH // 2, gap
    mean = np.where(known, total / np.maximum(weight, 1), 0)
    values = mean[known]
    y, x = np.unravel_index(int(np.abs(mean).argmax()), mean.shape)
    return float(abs(mean[y, x])) / (scatter(values) + LEAST), int(x), int(y)
