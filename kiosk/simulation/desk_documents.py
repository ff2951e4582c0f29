"""What is laid down instead of an identity card: documents of other kinds, and things that are none.

All names on them are made up. The kinds that Kiosk reads are minted in `kiosk.simulation.documents`; of the others only
the title and the labels are as on the real thing, so that they can be told apart.
"""

from enum import StrEnum
from functools import lru_cache

import cv2
import numpy as np
from numpy.random import Generator

from kiosk.card.reading import CARD_PX, Kind, Side
from kiosk.devices.frame import Image
from kiosk.simulation import fonts
from kiosk.simulation.card_print_ink import Ink
from kiosk.simulation.desk_surface import smooth_noise
from kiosk.simulation.documents import mint_document


class Document(StrEnum):
    """What may be laid down instead; all of the card's own size."""

    BANK_CARD = "bank-card"
    BUSINESS_CARD = "business-card"
    MEMBER_CARD = "member-card"
    TEMPORARY = "temporary"
    RESIDENCE_PERMIT = "residence-permit"
    FOREIGN_PR_2017 = "foreign-pr-2017"
    FOREIGN_PR_2023 = "foreign-pr-2023"
    DRIVING_LICENCE = "driving-licence"
    SOCIAL_SECURITY_CARD = "social-security-card"
    TRAVEL_PERMIT_HK_MACAO = "travel-permit-hk-macao"
    EXIT_PERMIT_HK_MACAO = "exit-permit-hk-macao"
    STUDENT_CARD = "student-card"


READ = {
    Document.TEMPORARY: Kind.TEMPORARY,
    Document.RESIDENCE_PERMIT: Kind.RESIDENCE_PERMIT,
    Document.FOREIGN_PR_2017: Kind.FOREIGN_PR_2017,
    Document.FOREIGN_PR_2023: Kind.FOREIGN_PR_2023,
}
"""Those that Kiosk reads."""
MISTAKES = (Document.BANK_CARD, Document.BUSINESS_CARD, Document.MEMBER_CARD)
"""Those that are no document of identity at all."""

TITLES: dict[Document, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Document.DRIVING_LICENCE: (
        ("中华人民共和国机动车驾驶证", "Driving License of the People's Republic of China"),
        ("证号 {number}", "姓名 {name}", "性别 男    国籍 中国", "住址 样本市样本路{road}号", "准驾车型 C1"),
    ),
    Document.SOCIAL_SECURITY_CARD: (
        ("中华人民共和国", "社会保障卡"),
        ("姓名 {name}", "社会保障号码", "{number}", "发卡日期 2019年6月"),
    ),
    Document.TRAVEL_PERMIT_HK_MACAO: (
        ("港澳居民来往内地通行证", "Mainland Travel Permit for Hong Kong and Macao Residents"),
        ("{name}", "YANGBEN, JIA", "1985.03.14    男", "2019.05.01-2029.04.30", "公安部出入境管理局", "H{number:.8}"),
    ),
    Document.EXIT_PERMIT_HK_MACAO: (
        ("往来港澳通行证", "EXIT-ENTRY PERMIT FOR TRAVELLING TO AND FROM HONG KONG AND MACAO"),
        ("{name}", "YANGBEN, JIA", "1985.03.14    男", "2019.05.01-2029.04.30", "广东    C{number:.8}"),
    ),
    Document.STUDENT_CARD: (
        ("样本大学", "学生证"),
        ("姓名 {name}", "性别 男", "学号 {number:.9}", "学院 样本学院"),
    ),
}
"""Title and lines of those that are named, not read."""


@lru_cache(maxsize=6)
def document(kind: Document, seed: int = 0, side: Side = Side.FRONT) -> Image:
    """Its face (or, of those that are read, its back), BGR at 300 dpi, read-only.

    Raises EnvironmentFault `font-missing`.
    """
    rng = np.random.default_rng(seed)
    if kind in READ:
        minted = mint_document(rng, READ[kind])
        return minted.front if side is Side.FRONT else minted.back
    picture = _titled(rng, kind) if kind in TITLES else _mistake(rng, kind)
    picture.setflags(write=False)
    return picture


def _titled(rng: Generator, kind: Document) -> Image:
    width, height = CARD_PX
    paper = rng.uniform(205, 250, 3).astype(np.float32)
    shade = 0.94 + 0.08 * smooth_noise(rng, width, height, 4)
    page = np.clip(paper * shade[..., None], 0, 255).astype(np.uint8)
    cv2.rectangle(page, (730, 230), (940, 490), (176, 170, 168), -1)
    ink = Ink(page, fonts.heiti()[0], 1.0, 0.95)
    titles, lines = TITLES[kind]
    values = {"name": "甲乙丙", "number": "9".join(f"{rng.integers(10**8):08d}" for _ in range(2)) + "1"}
    for place, title in enumerate(titles):
        size = 52 if not title.isascii() else min(30, 30 * 900 / ink.length(title, 30))
        ink.write(title, 505, 70 + place * 62, size, (40, 36, 40), anchor="mm")
    for place, line in enumerate(lines):
        ink.write(line.format(road=int(rng.integers(1, 99)), **values), 80, 225 + place * 62, 32, (50, 44, 42))
    ink.write("SPECIMEN 样本", 505, 612, 22, (170, 150, 205), anchor="mm")
    return ink.page()


def _mistake(rng: Generator, kind: Document) -> Image:
    width, height = CARD_PX
    face = fonts.heiti()[0]
    paper = np.array(rng.uniform(20, 150, 3) if kind is not Document.BUSINESS_CARD else (240, 244, 246), np.float32)
    shade = 0.8 + 0.4 * smooth_noise(rng, width, height, 3)
    page = np.clip(paper * shade[..., None], 0, 255).astype(np.uint8)
    if kind is Document.BANK_CARD:
        cv2.rectangle(page, (90, 230), (215, 325), (110, 190, 214), -1)
        for y in (255, 300):
            cv2.line(page, (90, y), (215, y), (60, 120, 140), 3)
        cv2.fillPoly(page, [np.array([(830, 580), (880, 470), (930, 580)])], (200, 210, 220), cv2.LINE_AA)
        ink = Ink(page, face, 1.0, 0.95)
        ink.write("样本银行  SAMPLE BANK", 90, 110, 48, (250, 250, 250))
        ink.write("  ".join(f"{rng.integers(0, 10000):04d}" for _ in range(4)), 90, 410, 62, (245, 245, 245))
        ink.write("VALID THRU 12/31", 90, 530, 34, (240, 240, 240))
    elif kind is Document.BUSINESS_CARD:
        cv2.rectangle(page, (0, 0), (28, height), rng.uniform(30, 200, 3).tolist(), -1)
        ink = Ink(page, face, 1.0, 0.9)
        ink.write("甲乙丙", 100, 150, 70, (40, 40, 40))
        ink.write("样本科技有限公司  工程师", 100, 260, 36, (90, 90, 90))
        for place, text in enumerate(("地址：样本市样本路一号", "电话：000-00000000", "sample@example.com")):
            ink.write(text, 100, 400 + place * 60, 32, (70, 70, 70))
    else:
        cv2.rectangle(page, (0, 420), (width, 520), (30, 30, 30), -1)
        ink = Ink(page, face, 1.0, 0.95)
        ink.write("样本健身  会员卡", 90, 140, 64, (250, 250, 250))
        ink.write(f"NO. {rng.integers(10**8):08d}", 90, 260, 44, (240, 240, 240))
    return ink.page()
