"""The numbers of the documents beside the identity card: how they are built, and what speaks against one.

Confirmed (published adaptation notes of 2023 for the permanent resident's card, card-reader vendors' demonstration
code, and the specimen numbers CAN110081080310, KAZ110090123105 and 932682198501010017, which all agree with it):

- permanent resident, 2017: three letters of nationality (ISO 3166-1), two digits of the province and two of the place
  that took the application, birth YYMMDD, one digit of sequence, one check digit as in ICAO Doc 9303 part 3, 4.9
  (weights 7 3 1 modulo 10, A = 10 … Z = 35);
- permanent resident, 2023: 9, two digits of the province, three digits of nationality (ISO 3166-1 numeric), birth
  YYYYMMDD, three digits of sequence (odd: male), check character ISO 7064 MOD 11-2 as in GB 11643;
- residents of Hong Kong, Macao and Taiwan: GB 11643 with 810000, 820000 and 830000 for the region;
- their travel permits: H or M and eight digits (Hong Kong, Macao), eight digits (Taiwan).
"""

import re

from kiosk.card import number
from kiosk.card.kinds.countries import NUMERIC

PERMIT_REGIONS = ("810000", "820000", "830000")
"""Hong Kong, Macao, Taiwan."""
PROVINCES = frozenset(
    str(province)
    for tens in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65))
    for province in range(tens[0], tens[1] + 1)
)
"""GB/T 2260, first two digits."""


def icao_check_digit(text: str) -> str:
    """ICAO Doc 9303 part 3, 4.9, of digits, capital letters and `<`. Raises ValueError at any other character."""
    total = 0
    for place, character in enumerate(text):
        value = 0 if character == "<" else int(character, 36)
        total += value * (7, 3, 1)[place % 3]
    return str(total % 10)


def is_2017(text: str) -> bool:
    """Three capital letters and twelve digits."""
    return re.fullmatch(r"[A-Z]{3}[0-9]{12}", text) is not None


def is_2023(text: str) -> bool:
    """A 9, sixteen digits more, and a digit or X."""
    return text.startswith("9") and number.well_formed(text)


def is_permit(text: str) -> bool:
    """A citizen's number with the region of Hong Kong, Macao or Taiwan."""
    return text.startswith(PERMIT_REGIONS) and number.well_formed(text)


def foreign_checksum_holds(text: str) -> bool | None:
    """Whether the check digit is right; None when it is a whole number of neither kind."""
    if is_2017(text):
        return icao_check_digit(text[:-1]) == text[-1]
    return number.checksum_holds(text) if is_2023(text) else None


def foreign_birth_agrees(text: str, birth: str) -> bool | None:
    """Whether the number's birth is the printed one, YYYY-MM-DD; None when either is missing."""
    if is_2017(text) and len(birth) == len("YYYY-MM-DD"):
        return text[7:13] == birth[2:].replace("-", "")
    return number.birth_agrees(text, birth) if is_2023(text) else None


def foreign_sex_agrees(text: str, sex: str) -> bool | None:
    """Whether the sequence's parity is the printed sex; None when either is missing, as it always is of 2017."""
    return number.sex_agrees(text, sex) if is_2023(text) else None


def foreign_region_known(text: str) -> bool | None:
    """Whether the application was taken in a province; None when this is a whole number of neither kind."""
    if is_2017(text):
        return text[3:5] in PROVINCES
    return text[1:3] in PROVINCES if is_2023(text) else None


def foreign_nationality_agrees(text: str, nationality: str) -> bool | None:
    """Whether the number's nationality is the printed one, which ends in its three letters; None: cannot be said.

    It is the nationality at the first issue: a holder who has changed it keeps the number.
    """
    match = re.search(r"[A-Z]{3}$", nationality)
    if match is None:
        return None
    if is_2017(text):
        return text[:3] == match[0]
    code = NUMERIC.get(match[0])
    return text[3:6] == code if is_2023(text) and code is not None else None


def pass_number_well_formed(text: str) -> bool:
    """H or M and eight digits, or eight digits."""
    return re.fullmatch(r"[HM]?[0-9]{8}", text) is not None
