"""Who is in the library: what is kept of a person, and how names and numbers are held against each other."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.card.number import checksum_holds
from kiosk.errors import InputError

_DOTS = str.maketrans(dict.fromkeys("•‧・∙⋅●﹒．.", "·"))


class Listing(StrEnum):
    """What somebody is in the library for."""

    MEMBER = "member"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Consent:
    """Who agreed to the keeping, how (a form, a contract, a legal duty) and when (an aware time)."""

    by: str
    how: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """One person as enrolled. `source` says where the portrait and the particulars came from."""

    name: str
    number: str
    listing: Listing
    source: str
    consent: Consent

    def __post_init__(self) -> None:
        if self.consent.at.tzinfo is None:
            raise ValueError("the library needs aware times")


def as_number(text: str) -> str:
    """A number as it is compared: no spaces, capitals, plain digits. Nothing is repaired.

    Raises InputError `number-invalid` when it is none, or an 18-digit one whose check digit is wrong.
    """
    number = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if not (number.isascii() and number.isalnum() and 5 <= len(number) <= 20) or checksum_holds(number) is False:
        raise InputError("number-invalid", "the number is no document's number: look at it again")
    return number


def as_name(text: str) -> str:
    """A name as it is compared: without spaces, its dots all alike. Raises InputError `name-missing`."""
    name = "".join(unicodedata.normalize("NFKC", text).translate(_DOTS).split()).upper()
    if not name:
        raise InputError("name-missing", "a name is needed")
    return name
