"""Whether the card's corners are cut round, as every card's are: a picture of one is seldom cut out so carefully."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.locate import ASPECT
from kiosk.card.reading import CARD_MM
from kiosk.devices.frame import Image

SCALE = 800
"""Px to a card's width in what is looked at."""
RADIUS = 3.18 / CARD_MM[0]
"""Of the corners, in card widths (ISO/IEC 7810: 3.18 ± 0.30 mm)."""
CORNER = 0.11
"""Card widths of each corner's surroundings that are looked at, half of them outside the card."""
CONTRAST = 22.0
"""Grey levels (BGR distance) by which card and desk must differ for the corner to be told from either."""
ALIKE = 0.5
"""Of that difference, at most, the two sides' surroundings may differ: where they do, the corner lies on a stripe, or
one of the sides is not where it was taken to be."""
LEAST_KNOWN = 2


def squareness(image: Image, quad: NDArray[np.float32]) -> float | None:
    """0 where the desk shows beyond the rounded corners of the card at `quad` in a BGR picture, 1 where the card's own
    ground fills them; the median of those that can be told, None of fewer than two."""
    size = round(CORNER * SCALE)
    inside, corner, outside, before, above = _parts(size)
    known: list[float] = []
    for number in range(4):
        patch, seen = _patch(image, np.roll(quad, -number, axis=0), size, upright=number % 2 == 0)
        if not seen[corner | outside].all():
            continue
        card, between, desk = (np.median(patch[part], axis=0) for part in (inside, corner, outside))
        way = desk - card
        contrast = float(np.linalg.norm(way))
        beside = [np.median(patch[part & seen], axis=0) for part in (before, above) if (part & seen).any()]
        alike = all(float(np.linalg.norm(side - desk)) < ALIKE * contrast for side in beside)
        if contrast > CONTRAST and alike:
            known.append(1 - float((between - card) @ way / (way @ way)))
    return float(np.clip(np.median(known), 0, 1)) if len(known) >= LEAST_KNOWN else None


def _patch(
    image: Image, quad: NDArray[np.float32], size: int, *, upright: bool
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """The surroundings of the first corner, and where of them the picture shows anything. `upright`: the side that
    follows is a long one."""
    wide, tall = (1.0, 1 / ASPECT) if upright else (1 / ASPECT, 1.0)
    card = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], np.float32) + CORNER / 2
    matrix = cv2.getPerspectiveTransform(np.asarray(quad, np.float32), (card * SCALE).astype(np.float32))
    patch = cv2.warpPerspective(image, matrix, (size, size), flags=cv2.INTER_LINEAR)
    low, high = np.zeros(2), np.array([image.shape[1], image.shape[0]])
    rim = np.array([[(0, 0), (size, 0), (size, size), (0, size)]], np.float32)
    back = cv2.perspectiveTransform(rim, np.linalg.inv(matrix))[0]
    if ((back >= low) & (back <= high)).all():
        return patch.astype(np.float32), np.ones((size, size), bool)
    seen = cv2.warpPerspective(np.full(image.shape[:2], 255, np.uint8), matrix, (size, size))
    return patch.astype(np.float32), seen == 255


def _parts(size: int) -> tuple[NDArray[np.bool_], ...]:
    """Of the surroundings of a top left corner: card, the spandrel beyond its rounding, desk, and what lies farther
    along beside the left and above the top side."""
    y, x = (np.mgrid[0:size, 0:size] + 0.5) / SCALE - CORNER / 2
    x, y = x / RADIUS, y / RADIUS
    away = np.hypot(x - 1, y - 1)
    within = (x > 0) & (y > 0)
    card = within & (away < 0.85) & (x < 1.2) & (y < 1.2)
    spandrel = (x > 0.03) & (y > 0.03) & (x < 1) & (y < 1) & (away > 1.1)
    desk = ((x < -0.12) | (y < -0.12)) & (x > -0.6) & (y > -0.6) & (x < 0.6) & (y < 0.6)
    before = (x < -0.12) & (x > -0.6) & (y > 0.8) & (y < 1.6)
    above = (y < -0.12) & (y > -0.6) & (x > 0.8) & (x < 1.6)
    return card, spandrel, desk, before, above
