"""The temporary resident identity card (临时居民身份证).

Confirmed from the published rules on temporary cards and descriptions of them: ID-1 size, paper in film, rainbow print
going from pale green over pale yellow to pale green; on one side only the title in two lines above the middle and a
brown drawing of the Great Wall; on the other all nine items (name, sex, nation, birth, address, number, portrait in
black and white, period, authority); valid for three months from the day of issue. Approximate: where on its side each
item stands, taken to be as on the lasting card with authority and period above or below the number.
"""

import calendar
from datetime import date, timedelta

import cv2
import numpy as np
from numpy.random import Generator

from kiosk.card.reading import Kind, Side
from kiosk.devices.frame import Image
from kiosk.simulation.card_print import CardStyle
from kiosk.simulation.documents.page import MintedDocument, Page, style_for, wrapped
from kiosk.simulation.persons import TODAY, Holder, invent

GREEN, YELLOW = (0.90, 0.99, 0.90), (0.86, 0.99, 0.98)
BROWN = (96, 130, 168)
LABEL = (92, 112, 64)
PORTRAIT = (690, 70, 945, 390)
VALUE_X = 184


def three_months_later(day: date) -> date:
    """The same day three months on, or the last of that month."""
    month = day.month + 3
    year, month = day.year + (month > 12), (month - 1) % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def mint_temporary(rng: Generator, portrait: Image | None, *, test: bool, width: int) -> MintedDocument:
    """For an invented citizen of 16 or more, issued within the last three months."""
    holder = invent(rng, age=int(rng.integers(16, 80)))
    issued = TODAY - timedelta(days=int(rng.integers(0, 85)))
    period = f"{issued:%Y.%m.%d}-{three_months_later(issued):%Y.%m.%d}"
    text = holder.name + holder.address + holder.nation + holder.authority
    style, photograph = style_for(rng, text, portrait, test=test, width=width)
    front = Page(style, GREEN, YELLOW)
    front.portrait(photograph, PORTRAIT, grey=True)
    _front(front, holder, period, number_last=bool(rng.random() < 0.5))
    truth = {
        "Name": holder.name,
        "Sex": holder.sex,
        "Nation": holder.nation,
        "Birth": holder.birth.isoformat(),
        "Address": holder.address,
        "IdNum": holder.id_number,
        "Authority": holder.authority,
        "ValidDate": period,
    }
    return MintedDocument(Kind.TEMPORARY, front.finished(), _back(style).finished(), {Side.FRONT: truth, Side.BACK: {}})


def _front(page: Page, holder: Holder, period: str, *, number_last: bool) -> None:
    for first, second, y in (("姓", "名", 96), ("性", "别", 158), ("出", "生", 220), ("住", "址", 282)):
        page.write(first, 80, y, 27, LABEL)
        page.write(second, 130, y, 27, LABEL)
    page.write("民  族", 305, 158, 27, LABEL)
    name = holder.name
    size = 35 if page.ink.length(name, 35) <= 480 else 27
    page.value(name, VALUE_X, 96, size)
    page.value(holder.sex, VALUE_X, 158, 32)
    page.value(holder.nation, 398, 158, 32 if len(holder.nation) <= 6 else 26)
    birth = holder.birth
    page.value(f"{birth.year}年 {birth.month}月 {birth.day}日", VALUE_X, 220, 32)
    size, pitch = 32, 45
    lines = wrapped(page.ink, holder.address, 460, size)
    if len(lines) > 3:
        size, pitch = 28, 36
        lines = wrapped(page.ink, holder.address, 480, size)
    for place, line in enumerate(lines):
        page.value(line, VALUE_X, 282 + place * pitch, size)
    number_y, rest_y = (566, 446) if number_last else (446, 516)
    page.write("公民身份号码", 80, number_y, 28, LABEL)
    for place, digit in enumerate(holder.id_number):
        page.value(digit, 300 + place * 27, number_y, 36)
    page.write("签发机关", 80, rest_y, 27, LABEL)
    page.value(holder.authority, 215, rest_y, 30)
    page.write("有效期限", 80, rest_y + 56, 27, LABEL)
    page.value(period, 215, rest_y + 56, 30)


def _back(style: CardStyle) -> Page:
    page = Page(style, GREEN, YELLOW)
    _wall(page)
    page.spread("中华人民共和国", 252, 130, 84, 66)
    page.spread("临时居民身份证", 216, 250, 96, 84)
    return page


def _wall(page: Page) -> None:
    """A wall over hills in brown lines, below the title."""
    xs = np.linspace(60, 950, 200)
    for hill in range(9):
        ys = 400 + hill * 22 - 46 * np.sin(xs / (130 + 12 * hill) + 0.8 * hill)
        points = np.round(np.stack([xs, ys], axis=1) * page.scale).astype(np.int32)
        cv2.polylines(page.picture, [points], False, BROWN, max(round(1.6 * page.scale), 1), cv2.LINE_AA)
    for x in range(200, 800, 16):
        top = 420 - 46 * np.sin(x / 130)
        corners = np.round(np.array([(x, top), (x + 9, top), (x + 9, top - 12), (x, top - 12)]) * page.scale)
        cv2.polylines(page.picture, [corners.astype(np.int32)], True, BROWN, 1, cv2.LINE_AA)
