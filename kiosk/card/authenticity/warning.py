"""How a doubt about a card is put."""

from kiosk.card.reading import CardWarning, WarnCode


def warn(code: WarnCode, reason: str, score: float, threshold: float) -> tuple[CardWarning, ...]:
    """The warning if `score` (0–1) reaches `threshold`, else nothing."""
    return (CardWarning(code, reason, score, threshold),) if score >= threshold else ()
