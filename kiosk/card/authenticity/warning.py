"""How a doubt about a card is put."""

from kiosk.card.reading import Box, CardWarning, WarnCode


def warn(
    code: WarnCode, reason: str, score: float, threshold: float, region: Box | None = None
) -> tuple[CardWarning, ...]:
    """The warning if `score` (0–1) reaches `threshold`, else nothing."""
    return (CardWarning(code, reason, score, threshold, region),) if score >= threshold else ()
