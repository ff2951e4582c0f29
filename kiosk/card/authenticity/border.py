"""−9101: part of the card's edge is outside the picture."""

from kiosk.card.authenticity.warning import doubt
from kiosk.card.reading import CardWarning, WarnCode

THRESHOLD = 0.02
"""The share of the outline that may be missing: less is the finding's own inaccuracy."""


def border_incomplete(border: int) -> tuple[CardWarning, ...]:
    """`border` 0–100 as in CardReading."""
    return doubt(WarnCode.BORDER_INCOMPLETE, "border-incomplete", 1 - border / 100, THRESHOLD)
