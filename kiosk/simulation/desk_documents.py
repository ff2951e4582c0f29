"""Things that are no identity card: a bank card, a business card, a leaflet. All names on them are made up."""

from enum import StrEnum
from functools import lru_cache

import cv2
import numpy as np

from kiosk.card.reading import CARD_PX
from kiosk.devices.frame import Image
from kiosk.simulation import fonts
from kiosk.simulation.card_print_ink import Ink
from kiosk.simulation.desk_surface import smooth_noise


class Document(StrEnum):
    """What may be laid down by mistake; all of the card's own size."""

    BANK_CARD = "bank-card"
    BUSINESS_CARD = "business-card"
    MEMBER_CARD = "member-card"


@lru_cache(maxsize=6)
def document(kind: Document, seed: int = 0) -> Image:
    """Its face, BGR at 300 dpi, read-only. Raises EnvironmentFault `font-missing`."""
    rng = np.random.default_rng(seed)
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
    picture = ink.page()
    picture.setflags(write=False)
    return picture
