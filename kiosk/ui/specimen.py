"""Nobody's card, printed plainly: for screens that show where on the card a text was read."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from kiosk.card.reading import CARD_PX, Box, Side
from kiosk.ui.glyphs.heads import head
from kiosk.ui.theme import BASE, Colour, Type

LINE = 46
"""px from one printed line to the next."""
PLACES: Mapping[Side, Mapping[str, tuple[int, int, int]]] = {
    Side.FRONT: {
        "Name": (175, 56, 11),
        "Sex": (175, 160, 1),
        "Nation": (390, 160, 6),
        "Birth": (175, 232, 20),
        "Address": (175, 296, 13),
        "IdNum": (330, 536, 18),
    },
    Side.BACK: {"Authority": (405, 412, 13), "ValidDate": (405, 520, 24)},
}
"""Left and top of the first line, px, and the most characters of a line."""


def print_card(painter: QPainter, side: Side, fields: Mapping[str, str]) -> dict[str, Box]:
    """Print the fields on a card of CARD_PX; returns where each of them is."""
    width, height = CARD_PX
    painter.fillRect(0, 0, width, height, Colour.ACCENT_SOFT.qt)
    font = BASE.font(Type.VALUE)
    painter.setFont(font)
    boxes = {}
    for name, (left, top, most) in PLACES[side].items():
        text = fields.get(name, "")
        lines = [text[i : i + most].strip() for i in range(0, len(text), most)] or [""]
        painter.setPen(Colour.INK.qt)
        for number, line in enumerate(lines):
            painter.drawText(QRectF(left, top + number * LINE, width, LINE), Qt.AlignmentFlag.AlignVCenter, line)
        across = max(QFontMetricsF(font).horizontalAdvance(line) for line in lines)
        boxes[name] = (left - 6.0, top - 3.0, left + across + 6.0, top + len(lines) * LINE + 3.0)
    if side is Side.FRONT:
        painter.save()
        painter.translate(635, 110)
        painter.scale(2.9, 2.9)
        head(painter)
        painter.restore()
    return boxes
