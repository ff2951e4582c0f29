"""Print on a ground calmer than the card's: a retouched picture has lost the sensor's noise there, and paper laid over
the card its fine lines.

The grain of the ground around the name is compared with that of bare places of the card close by, which the same light
and the same lens have seen: band by band, as noise is finer than lines. What is blown out or black has no grain and
says nothing.
"""

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.authenticity.ground import bare, scatter
from kiosk.card.grey import grey_of
from kiosk.devices.frame import Image

NAME = (182, 107, 342, 151)
"""Px at CARD_PX, as all zones here: what a forged name covers at least."""
NEARBY = ((182, 88, 400, 100), (182, 158, 400, 172), (360, 92, 470, 166), (420, 100, 600, 160))
"""Above the name, below it and right of it: little or nothing is printed there."""
BANDS = (0.6, 1.0, 1.7)
"""Standard deviations, px, of the blurs between which the bands of grain lie; the first reaches up to the finest."""
PRINT = 30.0
"""Grey levels by which print is darker than the ground."""
DARK, BRIGHT = 12.0, 243.0
LEAST = 400
"""Px of ground that make a measurement."""
FAINT = 0.03
"""Grey levels added to any grain, so that none at all has a logarithm too."""
USUAL, DEVIATION = 0.05, 0.09
"""Logarithm of a name's grain as a share of that nearby, on 613 sound fronts of the design range: mean and spread."""


def smoothed(card: Image) -> float | None:
    """By how many deviations of sound cards the name's ground is calmer than theirs on the rectified card (BGR at
    CARD_PX), in the band where it is calmest; 0 where it is not; None where it cannot be measured."""
    left, top, right, bottom = _around((NAME, *NEARBY))
    grey = grey_of(card[top:bottom, left:right])
    blurred = (grey, *(cv2.GaussianBlur(grey, (0, 0), deviation) for deviation in BANDS))
    bands = [finer - coarser for finer, coarser in pairwise(blurred)]

    def grain(zone: tuple[int, int, int, int]) -> NDArray[np.float64] | None:
        part = slice(zone[1] - top, zone[3] - top), slice(zone[0] - left, zone[2] - left)
        ground = bare(grey[part], PRINT, DARK, BRIGHT)
        if ground.sum() < LEAST:
            return None
        return np.log([scatter(band[part][ground]) + FAINT for band in bands])

    here, there = grain(NAME), [found for zone in NEARBY if (found := grain(zone)) is not None]
    if here is None or not there:
        return None
    return max(float(((USUAL + np.median(there, axis=0) - here) / DEVIATION).max()), 0.0)


def _around(zones: tuple[tuple[int, int, int, int], ...], room: int = 12) -> tuple[int, int, int, int]:
    """All of the zones, with room for the blur."""
    low, high = np.min(zones, axis=0), np.max(zones, axis=0)
    return int(low[0]) - room, int(low[1]) - room, int(high[2]) + room, int(high[3]) + room
