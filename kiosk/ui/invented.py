"""Cards and faces of nobody, as painted pictures and readings: what the gallery's screens show."""

from collections.abc import Callable, Mapping

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QLinearGradient, QPainter

from kiosk.card.reading import BACK_FIELDS, CARD_PX, FRONT_FIELDS, Box, CardReading, Field, Side
from kiosk.devices.frame import Image
from kiosk.ui.glyphs.cards import card_face
from kiosk.ui.glyphs.heads import head
from kiosk.ui.specimen import print_card
from kiosk.ui.theme import Colour

FRAME = (1280, 720)

INVENTED = {
    "Name": "欧阳示例",
    "Sex": "女",
    "Nation": "汉",
    "Birth": "1990-03-07",
    "Address": "北京市东城区示例路街道样本社区 128 号院 3 号楼 2 单元 1601 室",
    "IdNum": "11010119900307002X",
    "Authority": "北京市公安局东城分局",
    "ValidDate": "2016.05.20-2036.05.20",
}
"""Nobody."""
LONG = {
    **INVENTED,
    "Name": "阿卜杜热合曼·买买提依明江·示例",
    "Nation": "维吾尔",
    "Address": "新疆维吾尔自治区巴音郭楞蒙古自治州博斯腾湖乡示例村民委员会第四村民小组幸福路北二巷样本院 128 号",
    "Authority": "巴音郭楞蒙古自治州公安局示例分局博斯腾湖派出所",
    "ValidDate": "2016.05.20-长期",
}
"""The longest that cards hold."""


def reading(
    side: Side,
    fields: dict[str, str],
    confidence: float = 0.98,
    unsure: Mapping[str, tuple[int, ...]] | None = None,
) -> CardReading:
    """A reading of nobody's card; `unsure` are the places of characters that were hard to read, by field."""
    names = FRONT_FIELDS if side is Side.FRONT else BACK_FIELDS
    boxes: dict[str, Box] = {}
    card = _painted(*CARD_PX, lambda painter: boxes.update(print_card(painter, side, fields)))
    portrait = card[90:450, 635:925].copy() if side is Side.FRONT else None
    read = {}
    for name in names:
        doubted = (unsure or {}).get(name, ())
        chances = tuple(0.6 if i in doubted else 0.999 for i in range(len(fields[name])))
        if fields[name]:
            read[name] = Field(fields[name], min(confidence, *chances), chances, boxes[name])
    return CardReading(
        side=side,
        fields=read,
        checks={},
        warnings=(),
        quality=90,
        border=100,
        quad=np.zeros((4, 2), np.float32),
        card=card,
        portrait=portrait,
        elapsed_ms=120.0,
    )


def card_scene(side: Side) -> tuple[Image, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    """A card on a desk, and its corners."""
    width, height = FRAME
    corners = [(-286, -180), (286, -180), (286, 180), (-286, 180)]
    turn = np.deg2rad(-5.0)
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    quad = (np.array(corners) @ spin.T + (width / 2, height / 2)).astype(np.float32)

    def draw(painter: QPainter) -> None:
        wood = QLinearGradient(0, 0, width, height)
        wood.setColorAt(0, "#9C8268")
        wood.setColorAt(1, "#6E573F")
        painter.fillRect(QRectF(0, 0, width, height), wood)
        painter.translate(width / 2, height / 2)
        painter.rotate(-5)
        card_face(painter, QRectF(-286, -180, 572, 360), side is Side.FRONT)

    return _painted(width, height, draw), quad


def face_scene() -> Image:
    """A cartoon of a visitor before a plain wall."""
    width, height = FRAME

    def draw(painter: QPainter) -> None:
        wall = QLinearGradient(0, 0, 0, height)
        wall.setColorAt(0, "#C9D2D6")
        wall.setColorAt(1, "#9FABB1")
        painter.fillRect(QRectF(0, 0, width, height), wall)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Colour.ACCENT.qt)
        painter.drawEllipse(QPointF(width / 2, height * 1.08), 330, 260)
        painter.translate(width / 2 - 240, height / 2 - 230)
        painter.scale(4.8, 4.8)
        head(painter)

    return _painted(width, height, draw)


def _painted(width: int, height: int, draw: Callable[[QPainter], None]) -> Image:
    image = QImage(width, height, QImage.Format.Format_BGR888)
    image.fill(Colour.WHITE.qt)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
    return rows[:, : 3 * width].reshape(height, width, 3).copy()
