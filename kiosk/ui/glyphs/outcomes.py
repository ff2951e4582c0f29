"""Marks of an outcome, and of having to wait for one."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF

from kiosk.ui.glyphs.drawing import box, disc, pen
from kiosk.ui.theme import Colour


def badge(painter: QPainter, rect: QRectF, ground: Colour, ink: Colour, mark: str) -> None:
    """A disc with a `tick`, a `person` or a `bar`."""
    with box(painter, rect):
        disc(painter, ground.qt, ink.qt, 8)
        if mark == "tick":
            painter.drawPolyline(QPolygonF([QPointF(29, 52), QPointF(44, 67), QPointF(72, 36)]))
        elif mark == "person":
            painter.drawEllipse(QPointF(50, 38), 14, 14)
            painter.drawArc(QRectF(24, 60, 52, 44), 14 * 16, 152 * 16)
        else:
            painter.drawLine(QPointF(32, 50), QPointF(68, 50))


def approved(painter: QPainter, rect: QRectF, phase: float) -> None:
    badge(painter, rect, Colour.GOOD_SOFT, Colour.GOOD, "tick")


def review(painter: QPainter, rect: QRectF, phase: float) -> None:
    badge(painter, rect, Colour.DOUBT_SOFT, Colour.DOUBT, "person")


def declined(painter: QPainter, rect: QRectF, phase: float) -> None:
    badge(painter, rect, Colour.BAD_SOFT, Colour.BAD, "bar")


def staff(painter: QPainter, rect: QRectF, phase: float) -> None:
    badge(painter, rect, Colour.ACCENT_SOFT, Colour.ACCENT, "person")


def tick(painter: QPainter, rect: QRectF, phase: float) -> None:
    inset = rect.height() * 0.14
    badge(painter, rect.adjusted(inset, inset, -inset, -inset), Colour.GOOD, Colour.WHITE, "tick")


def waiting(painter: QPainter, rect: QRectF, phase: float) -> None:
    """A ring with a part that travels: something is going on."""
    with box(painter, rect):
        painter.setPen(pen(Colour.ACCENT_SOFT.qt, 8))
        painter.drawEllipse(QRectF(8, 8, 84, 84))
        painter.setPen(pen(Colour.ACCENT.qt, 8))
        painter.drawArc(QRectF(8, 8, 84, 84), round(-phase * 360 * 16), 80 * 16)


def unplugged(painter: QPainter, rect: QRectF, phase: float) -> None:
    """A camera with its cable off."""
    with box(painter, rect):
        disc(painter, Colour.DOUBT_SOFT.qt, Colour.DOUBT.qt)
        painter.drawRoundedRect(QRectF(27, 24, 46, 32), 7, 7)
        painter.drawEllipse(QPointF(50, 40), 9, 9)
        painter.drawLine(QPointF(50, 56), QPointF(50, 63))
        painter.drawLine(QPointF(50, 78), QPointF(50, 86))
        painter.drawLine(QPointF(43, 71), QPointF(57, 71))
