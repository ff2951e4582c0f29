"""−9104: a temporary identity card (临时居民身份证), by its text."""

from kiosk.card.authenticity.warning import doubt
from kiosk.card.reading import CardWarning, Kind, WarnCode


def temporary(kind: Kind) -> tuple[CardWarning, ...]:
    """`kind` as it was recognised."""
    return doubt(WarnCode.TEMPORARY, "temporary", float(kind is Kind.TEMPORARY), 0.5)
