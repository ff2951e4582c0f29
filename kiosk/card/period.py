"""The period of validity on the back: reading it, and what is wrong with it."""

import re
from dataclasses import dataclass
from datetime import date

LONG_TERM = "长期"
SPANS = (5, 10, 20)
"""Years, by the Resident Identity Card Law, article 5: 5 under 16, 10 from 16, 20 from 26, 长期 from 46."""
FIRST_ISSUE = date(2004, 1, 1)
"""The Resident Identity Card Law came into force; no card of the second generation is older."""


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
    """The period of a `normalised` text; None when a date is no day of the calendar."""
    first, _, last = text.partition("-")
    try:
        start = date(*(int(part) for part in first.split(".")))
        end = None if last == LONG_TERM else date(*(int(part) for part in last.split(".")))
    except (ValueError, TypeError):
        return None
    return Period(start, end)


def well_formed(text: str) -> bool:
    """Two real days, the first before the last, or a real day and 长期."""
    period = parse(text)
    return period is not None and (period.end is None or period.start < period.end)


def doubts(text: str, today: date, birth: date | None = None) -> tuple[str, ...]:
    """What speaks against a `normalised` period on `today`, by stable names, worst first; empty when nothing does.

    `impossible-date reversed before-first-issue impossible-span span-against-age expired not-yet-valid`. `birth`,
    where the front was read, tells which span the holder's age at issue allows.
    """
    period = parse(text)
    if period is None:
        return ("impossible-date",)
    found: list[str] = []
    if period.end is not None and period.end <= period.start:
        return ("reversed",)
    if period.start < FIRST_ISSUE:
        found.append("before-first-issue")
    span = _span(period)
    if span == 0:
        found.append("impossible-span")
    elif birth is not None and not _span_allowed(period, span, birth):
        found.append("span-against-age")
    if period.end is not None and today > period.end:
        found.append("expired")
    if today < period.start:
        found.append("not-yet-valid")
    return tuple(found)


def _span(period: Period) -> int | None:
    """Its whole years if they are one of SPANS, None for 长期, 0 for anything else.

    A period from 29 February may end on 28 February or 1 March.
    """
    if period.end is None:
        return None
    for years in SPANS:
        year = period.start.year + years
        try:
            ends = {period.start.replace(year=year)}
        except ValueError:
            ends = {date(year, 2, 28), date(year, 3, 1)}
        if period.end in ends:
            return years
    return 0


def _span_allowed(period: Period, span: int | None, birth: date) -> bool:
    """Whether somebody born on `birth` gets that span on the day of issue.

    Up to half a year may lie between application and issue, so that ages near a limit allow either span.
    """
    age = (period.start - birth).days / 365.2425
    least, most = {5: (0.0, 16.0), 10: (16.0, 26.0), 20: (26.0, 46.0), None: (46.0, 150.0)}[span]
    return least <= age < most + 0.5


def _dotted(digits: str) -> str:
    return f"{digits[:4]}.{digits[4:6]}.{digits[6:8]}"
