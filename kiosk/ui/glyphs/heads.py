"""What to do with the head, as in a mirror."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from kiosk.face.observation import Action
from kiosk.ui.glyphs.drawing import Glyph, box, pen, there_and_back
from kiosk.ui.theme import Colour


def head(
    painter: QPainter, turn: float = 0.0, nod: float = 0.0, eyes: float = 1.0, mouth: float = 0.0, look: float = 0.0
) -> None:
    """A face in the box: `turn` −1 left to 1 right, `nod` 0–1 down, `eyes` 1 open to 0, `mouth` 0 closed to 1, `look`
    −1 left to 1 right."""
    x, y = 50 + 15 * turn, 43 + 11 * nod
    painter.setPen(pen(Colour.ACCENT.qt, 3.4))
    painter.setBrush(Colour.WHITE.qt)
    painter.drawEllipse(QPointF(50, 43 + 3 * nod), 30, 38 - 2 * nod)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Colour.ACCENT.qt)
    squeeze = 1 - 0.3 * abs(turn)
    for side in (-1, 1):
        middle = QPointF(x + side * 12 * squeeze + 4.5 * look, y - 6)
        painter.drawEllipse(middle, 3.6 * squeeze, max(3.6 * eyes, 0.9))
    painter.setPen(pen(Colour.ACCENT.faded(0.6), 2.6))
    painter.drawLine(QPointF(x, y + 1), QPointF(x + 3 * turn, y + 7))
    painter.setPen(pen(Colour.ACCENT.qt, 3.0))
    painter.setBrush(Colour.ACCENT_SOFT.qt)
    if mouth > 0.15:
        painter.drawEllipse(QPointF(x, y + 19), 8 * squeeze, 8 * mouth)
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(QRectF(x - 9 * squeeze, y + 9, 18 * squeeze, 10), -30 * 16, -120 * 16)


def _arrow(painter: QPainter, tail: QPointF, tip: QPointF) -> None:
    painter.setPen(pen(Colour.ACCENT.qt, 4.4))
    painter.drawLine(tail, tip)
    angle = math.atan2(tip.y() - tail.y(), tip.x() - tail.x())
    for turn in (2.5, -2.5):
        painter.drawLine(tip, tip + QPointF(9 * math.cos(angle + turn), 9 * math.sin(angle + turn)))


def look_straight(painter: QPainter, rect: QRectF, phase: float) -> None:
    with box(painter, rect):
        head(painter)


def turn_left(painter: QPainter, rect: QRectF, phase: float) -> None:
    with box(painter, rect):
        reach = there_and_back(phase)
        head(painter, turn=-reach)
        _arrow(painter, QPointF(56, 92), QPointF(40 - 16 * reach, 92))


def turn_right(painter: QPainter, rect: QRectF, phase: float) -> None:
    with box(painter, rect):
        reach = there_and_back(phase)
        head(painter, turn=reach)
        _arrow(painter, QPointF(44, 92), QPointF(60 + 16 * reach, 92))


def nod(painter: QPainter, rect: QRectF, phase: float) -> None:
    with box(painter, rect):
        reach = there_and_back(phase)
        head(painter, nod=reach)
        _arrow(painter, QPointF(93, 32), QPointF(93, 46 + 16 * reach))


def blink(painter: QPainter, rect: QRectF, phase: float) -> None:
    with box(painter, rect):
        head(painter, eyes=0.0 if 0.3 < phase < 0.42 or 0.58 < phase < 0.7 else 1.0)


def open_mouth(painter: QPainter, rect: QRectF, phase: float) -> None:
    with box(painter, rect):
        head(painter, mouth=there_and_back(phase))


def follow(painter: QPainter, rect: QRectF, phase: float) -> None:
    """A dot that wanders, and eyes that look at it."""
    with box(painter, rect):
        look = 2 * there_and_back(phase) - 1
        head(painter, look=look)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Colour.ACCENT.qt)
        painter.drawEllipse(QPointF(50 + 34 * look, 94), 5, 5)


ACTIONS: dict[Action, Glyph] = {
    Action.OPEN_MOUTH: open_mouth,
    Action.BLINK: blink,
    Action.NOD: nod,
    Action.TURN_LEFT: turn_left,
    Action.TURN_RIGHT: turn_right,
    Action.FOLLOW: follow,
}
