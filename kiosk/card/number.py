"""The citizen number, GB 11643: six digits of region, eight of birth, three of sequence (odd: male), one check."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from stdnum.cn import ric

LENGTH = 18
FIRST_BIRTH_YEAR = 1880
BEYOND_MAINLAND = ("71", "81", "82", "83")
"""Provinces of Taiwan, Hong Kong and Macao: numbers begin with them, but no county codes are published."""

LACKING: Mapping[str, str] = {"330113": "临平区", "330114": "钱塘区"}
"""Counties that the register lacks, by their codes: Hangzhou's of 2021."""


def well_formed(number: str) -> bool:
    """Seventeen digits and a digit or X."""
    return len(number) == LENGTH and number.isascii() and number[:17].isdigit() and number[17] in "0123456789X"


def checksum_holds(number: str) -> bool | None:
    """Whether the check digit is right (ISO 7064 MOD 11-2); None when this is not a whole number."""
    return bool(ric.calc_check_digit(number) == number[-1]) if well_formed(number) else None


def birth_of(number: str) -> str | None:
    """The birth date in the number, YYYY-MM-DD, whether or not the calendar has such a day."""
    return f"{number[6:10]}-{number[10:12]}-{number[12:14]}" if well_formed(number) else None


def birth_agrees(number: str, birth: str) -> bool | None:
    """Whether the number's birth date is the printed one, and a day of the calendar; None when either is missing."""
    if not well_formed(number) or len(birth) != len("YYYY-MM-DD"):
        return None
    return birth_of(number) == birth and _is_day(birth)


def sex_agrees(number: str, sex: str) -> bool | None:
    """Whether the sequence's parity is the printed sex; None when either is missing."""
    if not well_formed(number) or sex not in {"男", "女"}:
        return None
    return (int(number[16]) % 2 == 1) == (sex == "男")


def region_known(number: str) -> bool | None:
    """Whether the first six digits are, or ever were, a county of China; None when this is not a whole number.

    The register's own years are not held against the holder: numbers were given out in later years than births.
    """
    if not well_formed(number):
        return None
    if number.startswith(BEYOND_MAINLAND):
        return True
    known = any("county" in properties for _, properties in register().info(number[:6]))
    return known or number[:6] in LACKING


@cache
def register():  # type: ignore[no-untyped-def]  # python-stdnum is untyped
    """GB/T 2260: provinces and counties by their codes, those of retired editions too."""
    from stdnum import numdb

    return numdb.get("cn/loc")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).year >= FIRST_BIRTH_YEAR
    except ValueError:
        return False
