"""−9102: a grey or black-and-white copy: the card's own colours are missing."""

import cv2
import numpy as np

from kiosk.card.authenticity.warning import warn
from kiosk.card.reading import CardWarning, WarnCode
from kiosk.devices.frame import Image

THRESHOLD = 0.5
COLOURED = 5.0
"""Spread of chroma (CIE Lab units) that every coloured card has: its ground runs from blue to red and back."""


def photocopy(card: Image) -> tuple[CardWarning, ...]:
    """Judge a rectified card by how much its hue varies from place to place.

    The variation, not the amount: a coloured lamp tints a copy evenly, and a white card on the same desk as well.
    """
    return warn(WarnCode.PHOTOCOPY, "photocopy", _score(card), THRESHOLD)


def _score(card: Image) -> float:
    """1 without any colour of its own, 0.5 at the least that a card has, 0 from twice that on."""
    spread = colour_spread(card)
    return float(np.clip(1 - spread / (2 * COLOURED), 0, 1))


def colour_spread(card: Image) -> float:
    """How far apart the card's colours are: the 5th to 95th percentile of a* and b*, the larger, in Lab units.

    Averaged over patches first, so that the sensor's noise does not count.
    """
    small = cv2.resize(card, (48, 30), interpolation=cv2.INTER_AREA)[2:-2, 2:-2]
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_BGR2Lab)
    spread = np.percentile(lab[..., 1:].reshape(-1, 2), 95, axis=0) - np.percentile(
        lab[..., 1:].reshape(-1, 2), 5, axis=0
    )
    return float(spread.max())
