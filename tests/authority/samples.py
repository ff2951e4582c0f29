"""Invented people for a library."""

from datetime import UTC, datetime

from kiosk.authority.person import Consent, Listing, Person

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
CONSENT = Consent("the person", "form 7, signed", NOON)
NUMBER, OTHER = "11010119900307002X", "110101201203070024"


def person(name="样本", number=NUMBER, listing=Listing.MEMBER):
    return Person(name, number, listing, "reception desk", CONSENT)
