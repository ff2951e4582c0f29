"""−9100: the period of validity cannot be, does not fit the holder's age, or does not include today."""

from datetime import date

from kiosk.card import period
from kiosk.card.reading import CardWarning, Kind, WarnCode


def invalid_period(
    valid_date: str, today: date, birth: date | None = None, kind: Kind = Kind.CITIZEN
) -> tuple[CardWarning, ...]:
    """One warning for each doubt (`kiosk.card.period.doubts`) about a ValidDate as in CardReading.

    `birth` comes from the other side of the card, where that was read. Text that is no period gives no warning: it
    was misread, which `period-form` says.
    """
    if period.normalised(valid_date) is None:
        return ()
    reasons = period.doubts(valid_date, today, birth, kind)
    return tuple(CardWarning(WarnCode.INVALID_PERIOD, reason, 1.0, 1.0) for reason in reasons)
