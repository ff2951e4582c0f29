"""The back of a card that says all in front: what it lacks comes from there."""

from dataclasses import replace

from kiosk.card.kinds.checks import PERIOD_CHECKS, checks_of
from kiosk.card.reading import ALL_IN_FRONT, BACK_FIELDS, CardReading, Side


def may_be_bare_back(reading: CardReading, front: CardReading | None) -> bool:
    """Whether what was read after `front` can be the back of such a card.

    No title needs to be legible there, so anything without a number will do, but for what was recognised as another
    document or as the front again.
    """
    if front is None or front.kind not in ALL_IN_FRONT or reading.other is not None or "IdNum" in reading.fields:
        return False
    return reading.side is Side.BACK or reading.kind is not front.kind


def bare_back(reading: CardReading, front: CardReading) -> CardReading:
    """`reading` as the back of the card that bears `front`, with the issue and its checks that are printed there."""
    fields = {name: side.fields[name] for side in (reading, front) for name in BACK_FIELDS if name in side.fields}
    of_period = checks_of(fields, Side.FRONT, front.kind)
    checks = checks_of(reading.fields, Side.BACK, front.kind)
    checks |= {name: of_period[name] for name in PERIOD_CHECKS if name in of_period}
    return replace(reading, kind=front.kind, side=Side.BACK, fields=fields, checks=checks, portrait=None)
