"""Small drawings, made of lines and ellipses in a box of 100 × 100, scaled to where they are wanted.

`phase` runs from 0 to 1 and round again; a drawing that explains a movement moves with it, the others ignore it.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

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


def disc(painter: QPainter, ground: QColor, ink: QColor, width: float = LINE) -> None:
    """Fill the box's disc with `ground`, and draw lines of `ink` from now on."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawEllipse(QRectF(0, 0, 100, 100))
    painter.setPen(pen(ink, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def there_and_back(phase: float) -> float:
    """0 to 1 and back within a period, resting at both ends."""
    rise = min(max((phase - 0.12) / 0.26, 0.0), 1.0) - min(max((phase - 0.62) / 0.26, 0.0), 1.0)
    return 0.5 - 0.5 * math.cos(math.pi * rise)
