"""Invented card holders, consistent in themselves: number, region, address, authority and period fit together.

Names, addresses and numbers are drawn at random from parts; nobody real is meant. Numbers follow GB 11643-1999,
periods article 5 of the Law on Resident Identity Cards: under 16 five years, 16–25 ten, 26–45 twenty, from 46 on 长期.
"""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.random import Generator

from kiosk.simulation import lexicon_names as names
from kiosk.simulation import lexicon_streets as streets
from kiosk.simulation.lexicon_ethnicities import ETHNICITIES, MONGOLIC, OTHERS, RUSSIAN, TIBETAN, TURKIC, YI
from kiosk.simulation.lexicon_regions import Region, registered

TODAY = date(2026, 11, 1)
"""The day the simulation plays on unless told otherwise, so that a seed means the same people for ever."""
FIRST_ISSUE = date(2004, 3, 29)
"""Second-generation cards have been issued since."""
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""GB 11643: the weight of each of the first 17 digits, modulo 11."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a card is made out to. `valid_to` is None for 长期; `nation` is without 族, as printed."""

    name: str
    sex: str
    nation: str
    birth: date
    address: str
    id_number: str
    authority: str
    valid_from: date
    valid_to: date | None

    @property
    def period(self) -> str:
        """As printed: YYYY.MM.DD-YYYY.MM.DD or YYYY.MM.DD-长期."""
        end = "长期" if self.valid_to is None else f"{self.valid_to:%Y.%m.%d}"
        return f"{self.valid_from:%Y.%m.%d}-{end}"


class Flaw(StrEnum):
    """What is wrong with a card that should be doubted."""

    REVERSED_PERIOD = "reversed-period"
    SEVEN_YEARS = "seven-years"
    CHECK_DIGIT = "check-digit"
    SEX_MISMATCH = "sex-mismatch"
    BIRTH_MISMATCH = "birth-mismatch"
    EXPIRED = "expired"


def check_digit(first17: str) -> str:
    """The 18th character of the number that begins with `first17` (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def years_later(day: date, years: int) -> date:
    """The same day `years` on; 28 February for a 29th that does not exist."""
    year = day.year + years
    last = calendar.monthrange(year, day.month)[1]
    return date(year, day.month, min(day.day, last))


def age_on(birth: date, day: date) -> int:
    """Full years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def period_years(age: int) -> int | None:
    """How long a card issued at `age` is valid; None is 长期."""
    if age < 16:
        return 5
    if age <= 25:
        return 10
    return 20 if age <= 45 else None


def _pick(rng: Generator, options: tuple[str, ...] | str) -> str:
    return options[int(rng.integers(len(options)))]


def _han_name(rng: Generator, female: bool) -> str:
    chance = rng.random()
    if chance < 0.04:
        surname = _pick(rng, names.COMPOUND_SURNAMES)
    elif chance < 0.07:
        surname = _pick(rng, names.RARE_SURNAMES)
    else:
        # The common surnames stand first and are drawn more often.
        surname = names.SURNAMES[int(len(names.SURNAMES) * rng.random() ** 2.2)]
    pool = names.GIVEN_FEMALE if female else names.GIVEN_MALE
    given = "".join(
        _pick(rng, names.GIVEN_RARE if rng.random() < 0.06 else pool) for _ in range(1 if rng.random() < 0.22 else 2)
    )
    return surname + given


def _turkic_name(rng: Generator, nation: str, female: bool) -> str:
    uyghur = nation in {"维吾尔", "乌孜别克", "塔塔尔"}
    fathers = names.UYGHUR_MALE if uyghur else names.KAZAKH_MALE
    own = (names.UYGHUR_FEMALE if uyghur else names.KAZAKH_FEMALE) if female else fathers
    parts = [_pick(rng, own), _pick(rng, fathers)]
    if rng.random() < 0.08:
        parts.append(_pick(rng, fathers))
    return "·".join(parts)


def _name(rng: Generator, nation: str, female: bool) -> str:
    if nation in TURKIC:
        return _turkic_name(rng, nation, female)
    if nation in TIBETAN:
        second = names.TIBETAN_FEMALE_ENDINGS if female else names.TIBETAN_PARTS
        return _pick(rng, names.TIBETAN_PARTS) + _pick(rng, second)
    if nation in MONGOLIC and rng.random() < 0.7:
        return _pick(rng, names.MONGOL_FEMALE if female else names.MONGOL_MALE)
    if nation in YI and rng.random() < 0.6:
        dot = "·" if rng.random() < 0.3 else ""
        return _pick(rng, names.YI_CLANS) + dot + _pick(rng, names.YI_FEMALE if female else names.YI_MALE)
    if nation in RUSSIAN or nation == OTHERS[1]:
        return (
            _pick(rng, names.RUSSIAN_FEMALE if female else names.RUSSIAN_MALE) + "·" + _pick(rng, names.RUSSIAN_FATHERS)
        )
    return _han_name(rng, female)


def _urban_tail(rng: Generator) -> str:
    road = _pick(rng, streets.ROADS) + _pick(rng, streets.ROAD_KINDS) + f"{rng.integers(1, 1200)}号"
    estate = _pick(rng, streets.ESTATES) if rng.random() < 0.5 else ("院" if rng.random() < 0.3 else "")
    building = f"{rng.integers(1, 60)}{_pick(rng, ('号楼', '栋', '幢'))}"
    unit = f"{rng.integers(1, 7)}单元" if rng.random() < 0.7 else ""
    floor, room = rng.integers(1, 33), rng.integers(1, 9)
    form = rng.random()
    if form < 0.2:
        return road
    if form < 0.35:
        return f"{road}{rng.integers(1, 900)}室"
    return f"{road}{estate}{building}{unit}{floor}{room:02d}{_pick(rng, ('室', '室', '号', ''))}"


def _rural_tail(rng: Generator) -> str:
    town = _pick(rng, streets.TOWNS) + _pick(rng, streets.TOWN_KINDS)
    village = _pick(rng, streets.VILLAGES) + _pick(rng, streets.VILLAGE_KINDS)
    form = rng.random()
    if form < 0.35:
        return f"{town}{village}{_pick(rng, streets.GROUPS)}组{rng.integers(1, 200)}号"
    if form < 0.7:
        return f"{town}{village}{rng.integers(1, 20)}组{rng.integers(1, 300)}号"
    return f"{town}{village}{rng.integers(1, 400)}号"


def _address(rng: Generator, region: Region) -> str:
    prefecture = "" if region.county_city and rng.random() < 0.7 else region.prefecture
    village = rng.random() < (0.75 if region.rural else 0.35 if region.county_city else 0.08)
    return region.province + prefecture + region.county + (_rural_tail(rng) if village else _urban_tail(rng))


def _authority(region: Region) -> str:
    """Districts have branches of the city's bureau, counties and county-level cities a bureau of their own."""
    if region.county.endswith("区") and not region.county.endswith(("林区", "特区")):
        city = region.prefecture or region.province
        district = region.county if len(region.county) <= 2 else region.county[:-1]
        return f"{city}公安局{district}分局"
    autonomous = region.prefecture.endswith("自治州")
    return f"{region.prefecture if autonomous else ''}{region.county}公安局"


def _days(rng: Generator, first: date, last: date) -> date:
    return first + timedelta(days=int(rng.integers(0, max((last - first).days, 0) + 1)))


def invent(
    rng: Generator,
    *,
    age: int | None = None,
    sex: str | None = None,
    nation: str | None = None,
    flaw: Flaw | None = None,
    today: date = TODAY,
) -> Holder:
    """Somebody who does not exist, with a card valid on `today`; what is not given is drawn.

    `age` is full years on `today` (1–95 when drawn), `sex` 男 or 女, `nation` one of ETHNICITIES or OTHERS. `flaw`
    puts exactly one thing wrong.
    """
    years = int(rng.triangular(1, 32, 95)) if age is None else age
    birth = _days(rng, years_later(today, -years - 1) + timedelta(days=1), years_later(today, -years))
    gender = ("男", "女")[int(rng.integers(2))] if sex is None else sex
    if nation is None:
        # Rare ones are what readers stumble over: a third of the cards bear one, each as often as any other.
        drawn = rng.random()
        nation = "汉" if drawn < 0.66 else _pick(rng, ETHNICITIES[1:]) if drawn < 0.98 else _pick(rng, OTHERS)
    places = registered(birth.year)
    home = places[int(rng.integers(len(places)))]
    sequence = int(rng.integers(0, 500)) * 2 + (gender == "男")
    first17 = f"{home.code}{birth:%Y%m%d}{sequence % 1000:03d}"
    issued, until = _period(rng, birth, today)
    holder = Holder(
        name=_name(rng, nation, gender == "女"),
        sex=gender,
        nation=nation,
        birth=birth,
        address=_address(rng, home),
        id_number=first17 + check_digit(first17),
        authority=_authority(home),
        valid_from=issued,
        valid_to=until,
    )
    return holder if flaw is None else spoil(rng, holder, flaw, today=today)


def _period(rng: Generator, birth: date, today: date) -> tuple[date, date | None]:
    """When a card that is valid on `today` was issued, and until when."""
    earliest = max(FIRST_ISSUE, birth + timedelta(days=min(30, (today - birth).days)))
    for _ in range(50):
        issued = _days(rng, earliest, today)
        span = period_years(age_on(birth, issued))
        until = None if span is None else years_later(issued, span)
        if until is None or until >= today:
            return issued, until
    span = period_years(age_on(birth, today))
    return today, None if span is None else years_later(today, span)


def spoil(rng: Generator, holder: Holder, flaw: Flaw, *, today: date = TODAY) -> Holder:
    """`holder` with exactly one thing wrong; everything else stays consistent."""
    number = holder.id_number
    match flaw:
        case Flaw.REVERSED_PERIOD:
            end = holder.valid_to or years_later(holder.valid_from, 20)
            return replace(holder, valid_from=end, valid_to=holder.valid_from)
        case Flaw.SEVEN_YEARS:
            issued = _days(rng, years_later(today, -5), today)
            return replace(holder, valid_from=issued, valid_to=years_later(issued, 7))
        case Flaw.EXPIRED:
            span = 10
            ended = _days(rng, years_later(today, -5), today - timedelta(days=1))
            return replace(holder, valid_from=years_later(ended, -span), valid_to=ended)
        case Flaw.CHECK_DIGIT:
            wrong = [digit for digit in "0123456789X" if digit != number[-1]]
            return replace(holder, id_number=number[:-1] + wrong[int(rng.integers(len(wrong)))])
        case Flaw.SEX_MISMATCH:
            return replace(holder, sex="女" if holder.sex == "男" else "男")
        case Flaw.BIRTH_MISMATCH:
            shift = int(np.clip(rng.integers(40, 300), 40, 300))
            first17 = f"{number[:6]}{holder.birth - timedelta(days=shift):%Y%m%d}{number[14:17]}"
            return replace(holder, id_number=first17 + check_digit(first17))
