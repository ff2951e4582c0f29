"""−9104: a temporary identity card (临时居民身份证), by its title."""

from collections.abc import Iterable

from kiosk.card.authenticity.warning import warn
from kiosk.card.reading import CardWarning, WarnCode
from kiosk.card.text import TextLine


def temporary(lines: Iterable[TextLine]) -> tuple[CardWarning, ...]:
    """`lines` are all that was read on the card."""
    titles = [line for line in lines if "临时" in line.text and "身份证" in line.text]
    score = max((line.confidence for line in titles), default=0.0)
    return warn(WarnCode.TEMPORARY, "temporary", score, 0.5)
