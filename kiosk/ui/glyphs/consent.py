"""The visit in one picture, and the marks beside the consent."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from kiosk.ui.glyphs.cards import card_face
from kiosk.ui.glyphs.drawing import box, disc
from kiosk.ui.glyphs.heads import head
from kiosk.ui.theme import Colour


def hero(painter: QPainter, rect: QRectF, phase: float) -> None:
    """A card and its holder, the same person. For a box twice as wide as high."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(rect.width() / 200, rect.height() / 100)
    painter.translate(rect.left(), rect.center().y() - 50 * side)
    painter.scale(side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Colour.ACCENT_SOFT.qt)
    painter.drawEllipse(QRectF(100, 0, 100, 100))
    card_face(painter, QRectF(2, 16, 108, 68), True)
    painter.translate(112, 10)
    painter.scale(0.76, 0.92)
    head(painter)
    painter.restore()


def _mark(painter: QPainter, rect: QRectF, draw: Callable[[], None]) -> None:
    with box(painter, rect):
        disc(painter, Colour.ACCENT_SOFT.qt, Colour.ACCENT.qt)
        draw()


def captured(painter: QPainter, rect: QRectF, phase: float) -> None:
    """A card."""

    def draw() -> None:
        painter.drawRoundedRect(QRectF(23, 32, 54, 36), 5, 5)
        painter.drawEllipse(QPointF(61, 46), 5, 5)
        painter.drawLine(QPointF(32, 44), QPointF(46, 44))
        painter.drawLine(QPointF(32, 56), QPointF(66, 56))

    _mark(painter, rect, draw)


def here(painter: QPainter, rect: QRectF, phase: float) -> None:
    """A screen on its stand."""

    def draw() -> None:
        painter.drawRoundedRect(QRectF(27, 26, 46, 34), 5, 5)
        painter.drawLine(QPointF(50, 60), QPointF(50, 73))
        painter.drawLine(QPointF(38, 74), QPointF(62, 74))

    _mark(painter, rect, draw)


def clock(painter: QPainter, rect: QRectF, phase: float) -> None:
    def draw() -> None:
        painter.drawEllipse(QPointF(50, 50), 24, 24)
        painter.drawPolyline(QPolygonF([QPointF(50, 36), QPointF(50, 51), QPointF(60, 57)]))

    _mark(painter, rect, draw)
