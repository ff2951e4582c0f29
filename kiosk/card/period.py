"""The period of validity on the back: reading it, and what is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.card.reading import Kind

LONG_TERM = "长期"
SPANS: Mapping[Kind, tuple[int, ...]] = {
    Kind.CITIZEN: (5, 10, 20),
    Kind.RESIDENCE_PERMIT: (5,),
    Kind.FOREIGN_PR_2017: (5, 10),
    Kind.FOREIGN_PR_2023: (5, 10),
}
"""Years: 5 under 16, 10 from 16, 20 from 26, 长期 from 46 (Resident Identity Card Law, article 5); measures on the
residence permit for Hong Kong, Macao and Taiwan residents (2018), article 6; foreigners: 5 under 18, 10 from 18."""
LONGEST_TEMPORARY = timedelta(days=93)
"""Three months, of whatever length: measures on the temporary identity card (2005), article 3."""
HANDLING = timedelta(days=183)
"""The longest that may lie between application and issue: half a year."""
FIRST_ISSUE: Mapping[Kind, date] = {
    Kind.CITIZEN: date(2004, 1, 1),
    Kind.TEMPORARY: date(2005, 10, 1),
    Kind.RESIDENCE_PERMIT: date(2018, 9, 1),
    Kind.FOREIGN_PR_2017: date(2017, 6, 16),
    Kind.FOREIGN_PR_2023: date(2023, 12, 1),
}
"""When the first of each kind was issued; a citizen's of the second generation not before the law came into force."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both included; `end` None is 长期."""

    start: date
    end: date | None


def normalised(text: str) -> str | None:
    """A period as printed, in its usual form YYYY.MM.DD-YYYY.MM.DD or YYYY.MM.DD-长期; None if it is none.

    Separators that were misread or lost are of no matter: the digits say it all.
    """
    match = re.search(r"((?:\d\D{0,2}?){8})(.*)", text)
    if match is None:
        return None
    start = re.sub(r"\D", "", match[1])
    rest = re.sub(r"\D", "", match[2])
    if len(rest) == 8:
        return f"{_dotted(start)}-{_dotted(rest)}"
    if not rest and re.search(r"[长長期]", match[2]):
        return f"{_dotted(start)}-{LONG_TERM}"
    return None


def parse(text: str) -> Period | None:
    """The period of a `normalised` text; None when a date is no day of the calendar, and of any other text, which may
    have any number of digits."""
    first, _, last = text.partition("-")
    try:
        start = date(*(int(part) for part in first.split(".")))
        end = None if last == LONG_TERM else date(*(int(part) for part in last.split(".")))
    except (ValueError, TypeError, OverflowError):
        return None
    return Period(start, end)


def well_formed(text: str) -> bool:
    """Two real days, the first before the last, or a real day and 长期."""
    period = parse(text)
    return period is not None and (period.end is None or period.start < period.end)


def doubts(text: str, today: date, birth: date | None = None, kind: Kind = Kind.CITIZEN) -> tuple[str, ...]:
    """What speaks against a `normalised` period on `today`, by stable names, worst first; empty when nothing does.

    `impossible-date reversed before-first-issue impossible-span span-against-age expired not-yet-valid`. `birth`,
    where the front was read, tells which span a citizen's age at issue allows.
    """
    period = parse(text)
    if period is None:
        return ("impossible-date",)
    found: list[str] = []
    if period.end is not None and period.end <= period.start:
        return ("reversed",)
    if period.start < FIRST_ISSUE[kind]:
        found.append("before-first-issue")
    span = _span(period)
    if not _issued_for(period, span, kind):
        found.append("impossible-span")
    elif kind is Kind.CITIZEN and birth is not None and not found and not _span_allowed(period, span, birth):
        found.append("span-against-age")
    if period.end is not None and today > period.end:
        found.append("expired")
    if today < period.start:
        found.append("not-yet-valid")
    return tuple(found)


def is_temporary(period: Period) -> bool:
    """Whether it is no longer than a temporary card's."""
    return period.end is not None and timedelta() < period.end - period.start <= LONGEST_TEMPORARY


def _issued_for(period: Period, span: int | None, kind: Kind) -> bool:
    """Whether cards of that kind are issued for so long."""
    if kind is Kind.TEMPORARY:
        return is_temporary(period)
    if kind is Kind.CITIZEN:
        return span is None or span in SPANS[kind]
    # The other cards' last day may be the one before the anniversary.
    after = None if period.end in (None, date.max) else Period(period.start, period.end + timedelta(days=1))
    return span in SPANS[kind] or (after is not None and _span(after) in SPANS[kind])


def _span(period: Period) -> int | None:
    """Its whole years, None for 长期, 0 where it does not end on an anniversary.

    A period from 29 February may end on 28 February or 1 March.
    """
    if period.end is None:
        return None
    years = period.end.year - period.start.year
    try:
        ends = {period.start.replace(year=period.end.year)}
    except ValueError:
        ends = {date(period.end.year, 2, 28), date(period.end.year, 3, 1)}
    return years if period.end in ends else 0


def _span_allowed(period: Period, span: int | None, birth: date) -> bool:
    """Whether somebody born on `birth` gets that span on the day of issue.

    HANDLING may lie between application and issue, so that ages near a limit allow either span.
    """
    least, most = {5: (0, 16), 10: (16, 26), 20: (26, 46), None: (46, 150)}[span]
    return least <= age(birth, period.start) and age(birth, period.start - HANDLING) < most


def age(born: date, day: date) -> int:
    """Full years on that day; somebody born on 29 February turns older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _dotted(digits: str) -> str:
    return f"{digits[:4]}.{digits[4:6]}.{digits[6:8]}"
