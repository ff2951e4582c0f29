"""Print on a ground calmer than the card's: a retouched picture has lost the sensor's noise there, and paper laid over
the card its fine lines.

The finest grain of the ground around the name is compared with that of bare places of the card nearby, which the same
light and the same lens have seen. What is blown out or black has no grain and says nothing.
"""

import cv2
import numpy as np

from kiosk.card.authenticity.ground import bare, scatter
from kiosk.card.reading import Box
from kiosk.devices.frame import Image

NAME = (182, 106, 330, 152)
"""Px at CARD_PX, as all zones here: what a forged name of two characters covers at least."""
NEARBY = ((420, 100, 600, 160), (250, 165, 600, 178), (60, 60, 600, 85))
"""Right of the name, below it and above it: nothing is printed there."""
FINE = 1.0
"""Standard deviation, px, of the blur that takes the grain away."""
PRINT = 30.0
"""Grey levels by which print is darker than the ground."""
DARK, BRIGHT = 12.0, 243.0
LEAST = 400
"""Px of ground that make a measurement."""
CALM = 0.78
"""The share of the grain nearby that the ground of a name has at least: of 115 sound fronts of the design range none
had less than 0.84, of 24 retouched names 19 less than this."""


def smoothed(card: Image) -> tuple[float, Box] | None:
    """How much calmer the name's ground is, 0–1, 0.5 at CALM, and where it is on the rectified card (BGR at CARD_PX);
    None where it cannot be measured."""
    here = _grain(card, NAME)
    there = [grain for zone in NEARBY if (grain := _grain(card, zone)) is not None]
    if here is None or not there:
        return None
    least = CALM * float(np.median(there))
    x0, y0, x1, y1 = (float(value) for value in NAME)
    return (least / (least + here) if least > 0 else 0.0), (x0, y0, x1, y1)


def _grain(card: Image, zone: tuple[int, int, int, int]) -> float | None:
    """The typical deviation of the zone's ground from its own blur, in grey levels."""
    x0, y0, x1, y1 = zone
    grey = card[y0:y1, x0:x1].mean(axis=2, dtype=np.float32)
    ground = bare(grey, PRINT, DARK, BRIGHT)
    if ground.sum() < LEAST:
        return None
    return scatter((grey - cv2.GaussianBlur(grey, (0, 0), FINE))[ground])
