"""−9102: a copy on paper: in grey, in black and white, or in the dots of a colour printer."""

from math import exp

import cv2
import numpy as np

from kiosk.card.authenticity.warning import doubt
from kiosk.card.reading import CardWarning, WarnCode
from kiosk.card.surface import Surface
from kiosk.devices.frame import Image

THRESHOLD = 0.5
TONER = 0.005
"""What the network says of no sound card of the design range: those stay below 0.0023."""
COLOURED = 5.0
"""Spread of chroma (CIE Lab units) that every coloured card has: its ground runs from blue to red and back."""


def photocopy(card: Image, surface: Surface) -> tuple[CardWarning, ...]:
    """Judge a rectified card by its missing colours and by the traces of toner, whichever says more."""
    return doubt(WarnCode.PHOTOCOPY, "photocopy", max(colourless(card), toner(chance(surface.photocopy))), THRESHOLD)


def toner(likely: float) -> float:
    """0.5 where the network's own answer leaves sound cards behind, 1 where it has no doubt."""
    return min(0.5 * likely / TONER, 0.5 + 0.5 * likely)


def chance(log_odds: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + exp(-max(min(log_odds, 30.0), -30.0)))


def colourless(card: Image) -> float:
    """1 without any colour of its own, 0.5 at the least that a card has, 0 from twice that on.

    The variation of hue, not its amount: a coloured lamp tints a copy evenly, and the white desk beside it as well.
    """
    return float(np.clip(1 - colour_spread(card) / (2 * COLOURED), 0, 1))


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
