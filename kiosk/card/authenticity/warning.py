"""How a doubt about a card is put."""

from kiosk.card.reading import Box, CardWarning, WarnCode


def doubt(
    code: WarnCode, reason: str, score: float, threshold: float, region: Box | None = None
) -> tuple[CardWarning, ...]:
    """What was judged, whether or not `score` (0–1) reaches `threshold`: `judge` keeps the warnings among them."""
    return (CardWarning(code, reason, score, threshold, region),)


def nearness(strength: float, limit: float) -> float:
    """How near a strength of 0 or more comes to its limit, as a score below 1: 0.5 where it reaches it."""
    return strength / (strength + limit)
