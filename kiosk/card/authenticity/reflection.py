"""−9107: a lamp's reflection hides part of the card."""

from kiosk.card.authenticity.warning import warn
from kiosk.card.reading import CardWarning, WarnCode

THRESHOLD = 0.012
"""The blown-out share of the card from which a field may be hidden: one address line's worth of characters."""


def reflection(glare: float) -> tuple[CardWarning, ...]:
    """`glare` 0–1 as in CardSighting."""
    return warn(WarnCode.REFLECTION, "reflection", glare, THRESHOLD)
