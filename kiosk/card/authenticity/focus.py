"""A name in another focus than the print beside it: put into the picture, it was not seen by the same lens.

Print of one card is black at once, and a lens blurs all of it alike; what a name's strokes are sharper or softer than
those of the other values is no lens's doing.
"""

from collections.abc import Mapping

import cv2
import numpy as np

from kiosk.card.grey import grey_of
from kiosk.card.reading import Box, Field
from kiosk.devices.frame import Image

BESIDE = ("Sex", "Nation", "Birth", "Address")
"""What is printed like a name, a little smaller."""
USUAL, DEVIATION = -0.066, 0.053
"""Logarithm of a name's sharpness as a share of theirs, on 290 sound fronts of the design range: median and spread."""
ROOM = 2
"""Px around print: where it was found is not exact to one."""
FAINT = 25.0
"""Grey levels between print and ground, below which neither is told from noise."""
SMALL = 200
"""Px: less holds no strokes to judge by."""


def unlike_focus(card: Image, fields: Mapping[str, Field]) -> float | None:
    """By how many deviations of sound cards the name's strokes are sharper or softer than the other values' on the
    rectified card (BGR); None where either is not to be seen."""
    sharp = {
        name: found
        for name in ("Name", *BESIDE)
        if (field := fields.get(name)) is not None and (found := _sharpness(card, field.box)) is not None
    }
    others = [sharp[name] for name in BESIDE if name in sharp]
    if "Name" not in sharp or not others:
        return None
    return abs(float(np.log(sharp["Name"] / np.median(others))) - USUAL) / DEVIATION


def _sharpness(card: Image, box: Box | None) -> float | None:
    """How much of the whole way from print to ground its steepest edges take in one px."""
    if box is None:
        return None
    x0, y0, x1, y1 = (round(edge) for edge in box)
    part = card[max(y0 - ROOM, 0) : y1 + ROOM, max(x0 - ROOM, 0) : x1 + ROOM]
    if part.shape[0] * part.shape[1] < SMALL:
        return None
    grey = grey_of(part)
    dark, bright = np.percentile(grey, (4, 90))
    if bright - dark < FAINT:
        return None
    across, down = (cv2.Sobel(grey, cv2.CV_32F, *way, ksize=3) / 8 for way in ((1, 0), (0, 1)))
    return float(np.percentile(cv2.magnitude(across, down), 97) / (bright - dark))
