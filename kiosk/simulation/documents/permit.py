"""The residence permit for residents of Hong Kong and Macao, or of Taiwan (港澳居民居住证, 台湾居民居住证).

Confirmed from the rules of 2018 and card-reader vendors' demonstration code: ID-1 size, valid for five years; name,
sex, birth, address on the mainland, 18-digit number with region 810000, 820000 or 830000, authority, period, the
number of the travel permit (nine characters at most) and how often issued (two characters). Approximate: the layout,
taken to be the identity card's without 民族; whether the last two items share a row is drawn at random.
"""

from dataclasses import replace
from datetime import timedelta

from numpy.random import Generator

from kiosk.card.reading import Kind, Side
from kiosk.devices.frame import Image
from kiosk.simulation.card_print import CardStyle
from kiosk.simulation.documents.page import MintedDocument, Page, style_for, wrapped
from kiosk.simulation.persons import TODAY, Holder, check_digit, invent, years_later

SKY, ROSE = (0.99, 0.95, 0.90), (0.95, 0.93, 0.99)
LABEL = (176, 118, 52)
PORTRAIT = (643, 100, 950, 478)
VALUE_X = 184
PERMITS = (("港澳居民居住证", "810000", "H"), ("港澳居民居住证", "820000", "M"), ("台湾居民居住证", "830000", ""))


def mint_permit(rng: Generator, portrait: Image | None, *, test: bool, width: int) -> MintedDocument:
    """For an invented resident of Hong Kong, Macao or Taiwan, issued within the last five years."""
    title, region, letter = PERMITS[int(rng.integers(len(PERMITS)))]
    holder = invent(rng, nation="汉", age=int(rng.integers(1, 80)))
    first17 = region + holder.id_number[6:17]
    issued = TODAY - timedelta(days=int(rng.integers(0, 1800)))
    holder = replace(
        holder,
        id_number=first17 + check_digit(first17),
        valid_from=issued,
        valid_to=years_later(issued, 5) - timedelta(days=int(rng.integers(2))),
    )
    pass_number = letter + "".join(str(digit) for digit in rng.integers(0, 10, 8))
    count = f"{int(rng.integers(1, 6)):02d}"
    style, photograph = style_for(
        rng, holder.name + holder.address + holder.authority, portrait, test=test, width=width
    )
    front = Page(style, SKY, ROSE)
    front.portrait(photograph, PORTRAIT)
    _front(front, holder)
    back = _back(style, title, holder, pass_number, count, beside=bool(rng.random() < 0.5))
    front_truth = {
        "Name": holder.name,
        "Sex": holder.sex,
        "Birth": holder.birth.isoformat(),
        "Address": holder.address,
        "IdNum": holder.id_number,
    }
    back_truth = {
        "Authority": holder.authority,
        "ValidDate": holder.period,
        "PassNum": pass_number,
        "IssueCount": count,
    }
    return MintedDocument(
        Kind.RESIDENCE_PERMIT, front.finished(), back.finished(), {Side.FRONT: front_truth, Side.BACK: back_truth}
    )


def _front(page: Page, holder: Holder) -> None:
    for first, second, y in (("姓", "名", 129), ("性", "别", 204), ("出", "生", 278), ("住", "址", 353)):
        page.write(first, 80, y, 27, LABEL)
        page.write(second, 130, y, 27, LABEL)
    for text, x in (("年", 305), ("月", 408), ("日", 511)):
        page.write(text, x, 278, 27, LABEL)
    page.value(holder.name, VALUE_X, 129, 37)
    page.value(holder.sex, VALUE_X, 204, 32)
    page.value(f"{holder.birth.year}", VALUE_X, 278, 32)
    page.value(f"{holder.birth.month}", 362, 278, 32)
    page.value(f"{holder.birth.day}", 465, 278, 32)
    size, pitch = 34, 51
    lines = wrapped(page.ink, holder.address, 400, size)
    if len(lines) > 3:
        size, pitch = 31, 43
        lines = wrapped(page.ink, holder.address, 425, size)
    for place, line in enumerate(lines):
        page.value(line, VALUE_X, 353 + place * pitch, size)
    page.write("公民身份号码", 80, 547, 30, LABEL)
    for place, digit in enumerate(holder.id_number):
        page.value(digit, 334 + place * 29.4, 547, 38)


def _back(style: CardStyle, title: str, holder: Holder, pass_number: str, count: str, *, beside: bool) -> Page:
    page = Page(style, SKY, ROSE)
    page.spread("中华人民共和国", 384, 107, 78.6, 62)
    page.spread(title, 352, 215, 92, 80)
    rows = (391, 455, 519) if beside else (375, 431, 487)
    for text, y in zip(("签发机关", "有效期限", "通行证号码"), rows, strict=True):
        page.write(text, 232, y, 31, LABEL)
    page.value(holder.authority, 412, rows[0], 32 if len(holder.authority) < 15 else 27)
    page.value(holder.period, 412, rows[1], 32)
    page.value(pass_number, 412, rows[2], 32)
    x, y = (660, rows[2]) if beside else (232, 543)
    page.write("签发次数", x, y, 31, LABEL)
    page.value(count, x + 160, y, 32)
    return page
