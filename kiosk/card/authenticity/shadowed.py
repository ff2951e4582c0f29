"""The thin shadow beside something pasted over the name or the portrait: paper has a thickness, however well its colour
was matched.

What is as bright as the card around it has no edge that is brighter on one side (`pasted`), but the light that falls
past its rim leaves a line darker than both sides, as long as the slip.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.authenticity.ground import along, free, scatter
from kiosk.card.authenticity.pasted import LEAST, PRINT
from kiosk.card.authenticity.warning import nearness
from kiosk.card.grey import grey_of
from kiosk.card.reading import Box
from kiosk.devices.frame import Image

NAME = (170, 86, 420, 178)
"""Px at CARD_PX: the name and what is below it, down to where sex and ethnicity begin."""
NAME_LENGTH = 170
"""Px along which a shadow must run: four characters and the slip's margin."""
NAME_GAP = 3
"""Px from the shadow's middle to what it is compared with: a lens makes a line of a hair's width so wide."""
ABOVE = 46
"""Px of the slip that the shadow lies under."""
REACHED = 2.0
"""Deviations that one of 2,018 sound fronts photographed in the design range reaches, and 74 in 100 of those with a
slip over the name."""
PORTRAIT_RIGHT = (920, 90, 980, 488)
"""Px at CARD_PX around the right edge of the portrait, where a desk's light lets a pasted one cast its shadow; the left
edge and the upper one are in the light, and what a person wears ends at the lower one."""
PORTRAIT_LENGTH, PORTRAIT_GAP = 240, 3
DULL = 1.8
"""Deviations to which a hard edge is counted at least: less is no hint that the portrait is sound."""


def shadowed(card: Image, besides: float = 0.0) -> tuple[float, Box]:
    """How much of a shadow there is below the name, 0–1, 0.5 where sound cards end, and where the slip lies above it on
    the rectified card (BGR). `besides` is what else speaks for it, in deviations as the shadow's strength."""
    x0, y0, x1, y1 = NAME
    grey = grey_of(card[y0:y1, x0:x1])
    over, under, known = _lighter(grey, free(grey, PRINT), NAME_LENGTH, NAME_GAP)
    if not known.any():
        return 0.0, (float(x0), float(y0), float(x1), float(y1))
    # A step from one brightness to another is no line: darker than one side only.
    darker = np.where(known, np.minimum((over + under) / 2, 2 * np.minimum(over, under)), 0).astype(np.float32)
    y, x = (int(place) for place in np.unravel_index(int(darker.argmax()), darker.shape))
    strength = float(darker[y, x]) / (scatter(darker[known]) + LEAST)
    left = x0 + x - NAME_LENGTH // 2
    box = (float(left), float(y0 + y - ABOVE), float(left + NAME_LENGTH), float(y0 + y))
    return nearness(strength + besides, REACHED), box


def hard_edge(card: Image) -> float:
    """By how many deviations, at least DULL, brightness turns sharply along the right edge of the portrait on the
    rectified card (BGR), as at a shadow or where something ends. A printed portrait ends softly, its ground giving way
    to the card's."""
    x0, y0, x1, y1 = PORTRAIT_RIGHT
    grey = np.ascontiguousarray(grey_of(card[y0:y1, x0:x1]).T)
    over, under, known = _lighter(grey, np.ones_like(grey), PORTRAIT_LENGTH, PORTRAIT_GAP)
    sharp = ((over + under) / 2)[known].astype(np.float32)
    return max(float(sharp.max()) / (scatter(sharp) + LEAST), DULL)


def _lighter(
    grey: NDArray[np.float32], clear: NDArray[np.float32], length: int, gap: int
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_]]:
    """How much lighter it is above and below each level line, on average over `length` px, and where that is known."""
    whole = np.asarray(cv2.erode(clear, np.ones((2 * gap + 1, 1), np.uint8)), np.float32)
    above, below = np.zeros_like(grey), np.zeros_like(grey)
    above[gap:-gap] = grey[: -2 * gap] - grey[gap:-gap]
    below[gap:-gap] = grey[2 * gap :] - grey[gap:-gap]
    (over, known), (under, _) = along(above, whole, length), along(below, whole, length)
    known[:gap] = known[-gap:] = False
    return over, under, known
