"""The foreign permanent resident's identity card (外国人永久居留身份证) of 2017 and of 2023, the "five-star card".

Confirmed from readings of the published specimens and from adaptation notes: the labels and their order (姓名/Name
with the Latin name above the Chinese one, 性别/Sex beside 出生日期/Date of Birth, 国籍/Nationality, 有效期限/Period of
Validity, 2017 also 签发机关/Issuing Authority in both languages, 证件号码/ID Card No. or ID NO.), each label above its
value; the forms 女/F, 1981.08.03, 加拿大/CAN and 2023.09.15-2033.09.14; both numbers and their check digits; ten years
of validity, five for the young; that the card of 2023 notes the number held before, where there is one. Approximate:
sizes and places, the comma in the name, the zone on the back of the card of 2017, and what the back of the card of
2023 bears besides its title.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from numpy.random import Generator

from kiosk.card.kinds.countries import CHINESE, NUMERIC
from kiosk.card.kinds.numbers import PROVINCES, icao_check_digit
from kiosk.card.reading import Kind, Side
from kiosk.devices.frame import Image
from kiosk.simulation import fonts
from kiosk.simulation.card_print import CardStyle
from kiosk.simulation.documents.lexicon import CHINESE_NAMES, GIVEN, SURNAMES
from kiosk.simulation.documents.page import MintedDocument, Page, style_for
from kiosk.simulation.persons import TODAY, age_on, check_digit, years_later

JADE, PEARL = (0.93, 0.99, 0.92), (0.97, 0.97, 0.97)
BLUE, PEACH = (0.99, 0.96, 0.91), (0.91, 0.95, 0.99)
LABEL = (150, 104, 60)
PORTRAIT = (650, 130, 950, 500)
AUTHORITY = "中华人民共和国国家移民管理局"
AUTHORITY_LATIN = "National Immigration Administration, PRC"


@dataclass(frozen=True, slots=True)
class Foreigner:
    """Who the card is made out to. `name` is the Latin one, SURNAME, GIVEN; `sequence` tells the sex by its parity."""

    name: str
    chinese_name: str
    sex: str
    birth: date
    nationality: str
    province: str
    place: int
    sequence: int
    valid_from: date
    valid_to: date

    @property
    def number_2017(self) -> str:
        body = f"{self.nationality}{self.province}{self.place:02d}{self.birth:%y%m%d}{self.sequence % 10}"
        return body + icao_check_digit(body)

    @property
    def number_2023(self) -> str:
        body = f"9{self.province}{NUMERIC[self.nationality]}{self.birth:%Y%m%d}{self.sequence:03d}"
        return body + check_digit(body)

    @property
    def period(self) -> str:
        return f"{self.valid_from:%Y.%m.%d}-{self.valid_to:%Y.%m.%d}"

    @property
    def printed_sex(self) -> str:
        return f"{self.sex}/{'M' if self.sex == '男' else 'F'}"

    @property
    def printed_nationality(self) -> str:
        return f"{CHINESE[self.nationality]}/{self.nationality}"


def invent_foreigner(rng: Generator, earliest: date, latest: date) -> Foreigner:
    """Somebody who does not exist, with a card issued between the two days and still valid."""
    birth = TODAY - timedelta(days=int(rng.integers(5 * 365, 80 * 365)))
    if age_on(birth, earliest) < 18:
        earliest = max(earliest, years_later(TODAY, -5) + timedelta(days=2))
    issued = max(earliest, birth + timedelta(days=400))
    issued += timedelta(days=int(rng.integers(0, max((latest - issued).days, 1))))
    nationality = sorted(CHINESE)[int(rng.integers(len(CHINESE)))]
    given = [GIVEN[int(rng.integers(len(GIVEN)))] for _ in range(1 + (rng.random() < 0.4))]
    span = 10 if age_on(birth, issued) >= 18 else 5
    sex = ("男", "女")[int(rng.integers(2))]
    return Foreigner(
        name=f"{SURNAMES[int(rng.integers(len(SURNAMES)))]}, {' '.join(given)}",
        chinese_name=CHINESE_NAMES[int(rng.integers(len(CHINESE_NAMES)))] if rng.random() < 0.7 else "",
        sex=sex,
        birth=birth,
        nationality=nationality,
        province=sorted(PROVINCES)[int(rng.integers(len(PROVINCES)))],
        place=int(rng.integers(0, 40)),
        sequence=2 * int(rng.integers(0, 40)) + (1 if sex == "男" else 2),
        valid_from=issued,
        valid_to=years_later(issued, span) - timedelta(days=1),
    )


def mint_2017(rng: Generator, portrait: Image | None, *, test: bool, width: int) -> MintedDocument:
    """The card of 2017."""
    who = invent_foreigner(rng, date(2017, 6, 16), date(2023, 11, 30))
    style, photograph = style_for(rng, who.chinese_name, portrait, test=test, width=width)
    front = Page(style, JADE, PEARL)
    front.portrait(photograph, PORTRAIT)
    if rng.random() < 0.5:
        front.write("外国人永久居留身份证", 70, 52, 40)
        front.write("FOREIGN PERMANENT RESIDENT ID CARD", 500, 54, 25)
    _person(front, who, 105)
    front.write("有效期限/Period of Validity", 70, 386, 20, LABEL)
    front.value(who.period, 70, 417, 29)
    front.write("签发机关/Issuing Authority", 70, 455, 20, LABEL)
    front.value(AUTHORITY, 70, 483, 25)
    front.value(AUTHORITY_LATIN, 70, 511, 20)
    front.write("证件号码/ID Card No.", 70, 550, 20, LABEL)
    front.value(who.number_2017, 70, 583, 32)
    truth = _truth(who) | {"IdNum": who.number_2017, "ValidDate": who.period, "Authority": AUTHORITY}
    back, zone = _back_2017(style, who)
    return MintedDocument(
        Kind.FOREIGN_PR_2017, front.finished(), back.finished(), {Side.FRONT: truth, Side.BACK: {"Mrz": zone}}
    )


def mint_2023(rng: Generator, portrait: Image | None, *, test: bool, width: int) -> MintedDocument:
    """The card of 2023."""
    who = invent_foreigner(rng, date(2023, 12, 1), TODAY)
    style, photograph = style_for(rng, who.chinese_name, portrait, test=test, width=width)
    front = Page(style, BLUE, PEACH)
    front.portrait(photograph, PORTRAIT)
    _person(front, who, 75)
    front.write("有效期限/Period of Validity", 70, 400, 21, LABEL)
    front.value(who.period, 70, 434, 31)
    front.write("证件号码/ID NO.", 70, 494, 21, LABEL)
    for place, digit in enumerate(who.number_2023):
        front.value(digit, 70 + place * 27, 536, 38)
    truth = _truth(who) | {"IdNum": who.number_2023, "ValidDate": who.period}
    held_before = rng.random() < 0.5
    back_truth = {"Authority": AUTHORITY} | ({"PreviousNum": who.number_2017} if held_before else {})
    return MintedDocument(
        Kind.FOREIGN_PR_2023,
        front.finished(),
        _back_2023(style, who, held_before).finished(),
        {Side.FRONT: truth, Side.BACK: back_truth},
    )


def _truth(who: Foreigner) -> dict[str, str]:
    named = {"ChineseName": who.chinese_name} if who.chinese_name else {}
    return named | {
        "Name": who.name,
        "Sex": who.sex,
        "Birth": who.birth.isoformat(),
        "Nationality": who.printed_nationality,
    }


def _person(page: Page, who: Foreigner, y: float) -> None:
    """Name to nationality, from `y` down: labels above what they name."""
    page.write("姓名/Name", 70, y, 20, LABEL)
    size = 31 if page.ink.length(who.name, 31) < 560 else 25
    page.value(who.name, 70, y + 35, size)
    page.value(who.chinese_name, 70, y + 78, 32)
    page.write("性别/Sex", 70, y + 124, 20, LABEL)
    page.write("出生日期/Date of Birth", 260, y + 124, 20, LABEL)
    page.value(who.printed_sex, 70, y + 158, 30)
    page.value(f"{who.birth:%Y.%m.%d}", 260, y + 158, 30)
    page.write("国籍/Nationality", 70, y + 205, 20, LABEL)
    page.value(who.printed_nationality, 70, y + 239, 30)


def _title(page: Page, y: float) -> None:
    page.spread("中华人民共和国", 300, y, 68, 52)
    page.spread("外国人永久居留身份证", 230, y + 82, 64, 56)
    page.write("PEOPLE'S REPUBLIC OF CHINA", 505, y + 142, 27, anchor="mm")
    page.write("FOREIGN PERMANENT RESIDENT ID CARD", 505, y + 180, 27, anchor="mm")


def _back_2017(style: CardStyle, who: Foreigner) -> tuple[Page, str]:
    page = Page(style, JADE, PEARL)
    _title(page, 90)
    zone = zone_of(who)
    mono = (fonts.installed(fonts.MONO) or (style.face,))[0]
    for row, line in enumerate(zone):
        for place, character in enumerate(line):
            page.write(character, 66 + place * 30.3, 452 + row * 56, 42, anchor="mm", face=mono)
    return page, "\n".join(zone)


def zone_of(who: Foreigner) -> tuple[str, str, str]:
    """The machine-readable zone, ICAO Doc 9303 part 5, TD1, with a number of more than nine characters."""
    number = who.number_2017
    first = f"C<CHN{number[:9]}<{number[9:]}{icao_check_digit(number)}".ljust(30, "<")
    birth, expiry = f"{who.birth:%y%m%d}", f"{who.valid_to:%y%m%d}"
    second = birth + icao_check_digit(birth) + ("M" if who.sex == "男" else "F") + expiry + icao_check_digit(expiry)
    second = (second + who.nationality).ljust(29, "<")
    second += icao_check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    third = who.name.replace(", ", "<<").replace(" ", "<").replace("-", "<").replace("'", "")
    return first, second, third.ljust(30, "<")[:30]


def _back_2023(style: CardStyle, who: Foreigner, held_before: bool) -> Page:
    page = Page(style, BLUE, PEACH)
    _title(page, 110)
    page.write("签发机关/Issuing Authority", 230, 400, 21, LABEL)
    page.value(AUTHORITY, 230, 434, 29)
    page.value(AUTHORITY_LATIN, 230, 468, 22)
    if held_before:
        page.write("曾持证件号码/Previous ID No.", 230, 516, 21, LABEL)
        page.value(who.number_2017, 230, 552, 30)
    return page
