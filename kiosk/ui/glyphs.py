"""Small drawings, made of lines and ellipses in a box of 100 × 100, scaled to where they are wanted.

`phase` runs from 0 to 1 and round again; a drawing that explains a movement moves with it, the others ignore it.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from kiosk.face.observation import Action
from kiosk.ui.theme import Colour

Glyph = Callable[[QPainter, QRectF, float], None]
PERIOD_S = 2.4
"""Seconds from phase 0 to 1."""
LINE = 5.0


@contextmanager
def box(painter: QPainter, rect: QRectF) -> Iterator[None]:
    """Draw in a square of 100 × 100, centred in `rect`."""
    side = min(rect.width(), rect.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center() - QPointF(side / 2, side / 2))
    painter.scale(side / 100, side / 100)
    yield
    painter.restore()


def pen(colour: QColor, width: float = LINE) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def there_and_back(phase: float) -> float:
    """0 to 1 and back within a period, resting at both ends."""
    rise = min(max((phase - 0.12) / 0.26, 0.0), 1.0) - min(max((phase - 0.62) / 0.26, 0.0), 1.0)
    return 0.5 - 0.5 * math.cos(math.pi * rise)


# Marks of an outcome


def badge(painter: QPainter, rect: QRectF, ground: Colour, ink: Colour, mark: str) -> None:
    """A disc with a `tick`, a `person` or a `bar`."""
    with box(painter, rect):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground.qt)
        painter.drawEllipse(QRectF(0, 0, 100, 100))
        painter.setPen(pen(ink.qt, 8))
        painter.setBrush(Qt.BrushStyle.NoBrush)
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
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Colour.DOUBT_SOFT.qt)
        painter.drawEllipse(QRectF(0, 0, 100, 100))
        painter.setPen(pen(Colour.DOUBT.qt))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(27, 24, 46, 32), 7, 7)
        painter.drawEllipse(QPointF(50, 40), 9, 9)
        painter.drawLine(QPointF(50, 56), QPointF(50, 63))
        painter.drawLine(QPointF(50, 78), QPointF(50, 86))
        painter.drawLine(QPointF(43, 71), QPointF(57, 71))


# What to do with a card


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


# The visit in one picture


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


# What to do with the head, as in a mirror


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


# Marks beside the consent


def _mark(painter: QPainter, rect: QRectF, draw: Callable[[], None]) -> None:
    with box(painter, rect):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Colour.ACCENT_SOFT.qt)
        painter.drawEllipse(QRectF(0, 0, 100, 100))
        painter.setPen(pen(Colour.ACCENT.qt))
        painter.setBrush(Qt.BrushStyle.NoBrush)
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
