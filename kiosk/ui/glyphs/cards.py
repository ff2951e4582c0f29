"""What to do with a card."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF

from kiosk.ui.glyphs.drawing import box, pen
from kiosk.ui.theme import Colour


def card_face(painter: QPainter, rect: QRectF, front: bool) -> None:
    """A made-up card: a portrait and lines, or a round emblem and lines."""
    painter.save()
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 85.6, rect.height() / 54.0)
    painter.setPen(pen(Colour.ACCENT.qt, 1.6))
    painter.setBrush(Colour.WHITE.qt)
    painter.drawRoundedRect(QRectF(0, 0, 85.6, 54), 4, 4)
    painter.setPen(pen(Colour.ACCENT.faded(0.55), 2.4))
    if front:
        for y, length in ((10, 20), (18, 28), (26, 36), (34, 30)):
            painter.drawLine(QPointF(8, y), QPointF(8 + length, y))
        painter.drawLine(QPointF(20, 46), QPointF(76, 46))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Colour.ACCENT_SOFT.qt)
        painter.drawRoundedRect(QRectF(54, 8, 24, 30), 2, 2)
        painter.setBrush(Colour.ACCENT.qt)
        painter.drawEllipse(QPointF(66, 19), 5.5, 6.5)
        shoulders = QPainterPath(QPointF(56.5, 38))
        shoulders.cubicTo(QPointF(57, 26), QPointF(75, 26), QPointF(75.5, 38))
        painter.drawPath(shoulders)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Colour.BAD.faded(0.85))
        painter.drawEllipse(QPointF(18, 17), 10, 10)
        painter.setBrush(Colour.WHITE.qt)
        painter.drawEllipse(QPointF(18, 17), 4.5, 4.5)
        painter.setPen(pen(Colour.ACCENT.faded(0.55), 3.2))
        painter.drawLine(QPointF(36, 14), QPointF(74, 14))
        painter.drawLine(QPointF(40, 23), QPointF(70, 23))
        painter.setPen(pen(Colour.ACCENT.faded(0.55), 2.4))
        painter.drawLine(QPointF(30, 38), QPointF(62, 38))
        painter.drawLine(QPointF(30, 46), QPointF(70, 46))
    painter.restore()


def _frame_corners(painter: QPainter, rect: QRectF) -> None:
    painter.setPen(pen(Colour.ACCENT.qt, 2.6))
    arm = 9.0
    for corner, dx, dy in (
        (rect.topLeft(), 1, 1),
        (rect.topRight(), -1, 1),
        (rect.bottomLeft(), 1, -1),
        (rect.bottomRight(), -1, -1),
    ):
        painter.drawPolyline(QPolygonF([corner + QPointF(dx * arm, 0), corner, corner + QPointF(0, dy * arm)]))


def _place(painter: QPainter, rect: QRectF, phase: float, front: bool) -> None:
    with box(painter, rect):
        _frame_corners(painter, QRectF(3, 20, 94, 60))
        way = 1 - min(phase / 0.35, 1.0)
        painter.setOpacity(min(1.0, phase / 0.12) if phase < 0.9 else (1 - phase) / 0.1)
        card_face(painter, QRectF(12, 26 + 22 * way * way, 76, 48), front)


def place_front(painter: QPainter, rect: QRectF, phase: float) -> None:
    """The card comes into the frame, portrait up."""
    _place(painter, rect, phase, True)


def place_back(painter: QPainter, rect: QRectF, phase: float) -> None:
    """The card comes into the frame, emblem up."""
    _place(painter, rect, phase, False)


def turn_over(painter: QPainter, rect: QRectF, phase: float, to_front: bool = False) -> None:
    """The card turns to its other side."""
    with box(painter, rect):
        _frame_corners(painter, QRectF(3, 20, 94, 60))
        angle = math.pi * (0.5 - 0.5 * math.cos(math.pi * min(max((phase - 0.2) / 0.4, 0.0), 1.0)))
        width = max(76 * abs(math.cos(angle)), 1.5)
        card_face(painter, QRectF(50 - width / 2, 26, width, 48), (angle < math.pi / 2) != to_front)


def turn_to_front(painter: QPainter, rect: QRectF, phase: float) -> None:
    turn_over(painter, rect, phase, to_front=True)
