"""−9103: not the card but a picture of one, on a screen or printed."""

from kiosk.card.authenticity.photocopy import chance
from kiosk.card.authenticity.warning import doubt
from kiosk.card.reading import CardWarning, WarnCode
from kiosk.card.surface import Surface

THRESHOLD = 0.26
"""One sound card in a hundred of the design range lies above it."""


def rephotographed(surface: Surface) -> tuple[CardWarning, ...]:
    """Judge by how screen pixels, dithered print and a second lens change the whole surface."""
    return doubt(WarnCode.REPHOTOGRAPHED, "rephotographed", chance(surface.rephotographed), THRESHOLD)
