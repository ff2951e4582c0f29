"""What a card's dates say: when its holder was born, and whether the card is valid on a day."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date

from kiosk.card.period import parse
from kiosk.decision.verdict import Code


def birth_of_field(text: str) -> date | None:
    """The date in a Birth field, YYYY-MM-DD."""
    return _date(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None


def birth_of_number(text: str) -> date | None:
    """The date in a number of 18 characters: its 7th to 14th (GB 11643-1999)."""
    return _date(text[6:14]) if re.fullmatch(r"\d{17}[\dX]", text) else None


BIRTHS: Mapping[str, Callable[[str], date | None]] = {"Birth": birth_of_field, "IdNum": birth_of_number}
"""The fields that hold a birth date."""


def is_period(text: str) -> bool:
    """Whether it has a period's form, of days the calendar has or not: no card is printed with anything else, which was
    misread then."""
    return re.fullmatch(r"\d{4}\.\d{2}\.\d{2}-(\d{4}\.\d{2}\.\d{2}|长期)", text, re.ASCII) is not None


def period(text: str, today: date) -> Code | None:
    """What is wrong with a period of validity on that day; both its ends belong to it. What is none was misread."""
    if not is_period(text):
        return Code.CHECK_MISSING
    found = parse(text)
    end = date.max if found is None or found.end is None else found.end
    if found is None or found.start >= end:
        return Code.PERIOD_INVALID
    if today < found.start:
        return Code.CARD_NOT_YET_VALID
    return Code.CARD_EXPIRED if today > end else None


def _date(text: str) -> date | None:
    """A date out of its eight digits, however they are parted; None if the calendar has no such day."""
    digits = re.sub(r"[^0-9]", "", text)
    with suppress(ValueError):
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    return None
