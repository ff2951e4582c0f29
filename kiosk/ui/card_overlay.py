"""Over the live picture of a card: a frame to put it into, the card's outline, what is wrong where it is."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF

from kiosk.card.reading import CARD_MM, CardAdvice, Fault
from kiosk.ui.faults import paint_faults
from kiosk.ui.glyphs.drawing import pen
from kiosk.ui.overlay import ToWidget
from kiosk.ui.theme import Colour, Metrics

FOLLOW_S = 0.07
"""The outline covers 63 % of the way to where the card is in this time: smooth, yet not felt to lag."""
FADE_S = 0.35
"""How long an outline stays, fading, when the card is not seen any more."""
CARD_SHARE = 0.74
"""Width of the frame to fill, of the widget's (or what its height allows)."""
GUIDE_BEHIND = 0.3
"""How much of the frame is left to see once a card is in the picture."""
CARD_FINE = frozenset({CardAdvice.GOOD, CardAdvice.HOLD_STILL})


class CardOverlay:
    """Corners to put the card between; the card's outline follows it, green when all is well."""

    def __init__(self) -> None:
        self._quad: NDArray[np.float32] | None = None
        self._faults: tuple[Fault, ...] = ()
        self._frame_size = (1, 1)
        self._fine = False
        self._drawn: NDArray[np.float32] | None = None
        self._drawn_at = 0.0
        self._seen_at = -math.inf

    def show(
        self,
        quad: NDArray[np.float32] | None,
        frame_size: tuple[int, int] | None,
        advice: CardAdvice | None,
        now: float,
        faults: tuple[Fault, ...] = (),
    ) -> None:
        self._quad = quad if frame_size else None
        self._faults = faults if frame_size else ()
        self._fine = advice in CARD_FINE
        if quad is not None and frame_size:
            self._frame_size = frame_size
            self._seen_at = now

    def clear(self) -> None:
        self._quad = self._drawn = None
        self._faults = ()
        self._seen_at = -math.inf

    def is_empty(self) -> bool:
        return self._quad is None and self._drawn is None

    def paint(self, painter: QPainter, area: QRectF, to_widget: ToWidget, metrics: Metrics, now: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_corners(painter, area, metrics, 1.0 if self._quad is None else GUIDE_BEHIND)
        self._follow(now)
        left = 1.0 if self._quad is not None else max(0.0, 1 - (now - self._seen_at) / FADE_S)
        if self._drawn is None or left <= 0:
            self._drawn = None
            return
        corners = self._placed(self._drawn, to_widget)
        colour = Colour.SCENE_GOOD if self._fine else Colour.SCENE_WAIT
        painter.setBrush(colour.faded(0.16 * left))
        painter.setPen(pen(Colour.SCENE.faded(0.55 * left), metrics.px(11)))
        painter.drawPolygon(corners)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen(colour.faded(left), metrics.px(6)))
        painter.drawPolygon(corners)
        if self._quad is not None:
            outlines = [(fault.kind, self._placed(fault.outline, to_widget)) for fault in self._faults]
            paint_faults(painter, outlines, corners, area, metrics)

    def _placed(self, points: NDArray[np.float32], to_widget: ToWidget) -> QPolygonF:
        return QPolygonF([to_widget(float(x), float(y), self._frame_size) for x, y in points])

    def _follow(self, now: float) -> None:
        if self._quad is not None:
            if self._drawn is None:
                self._drawn = self._quad.copy()
            else:
                # The outline may come with another corner first (upside down is known only when read): no swirl.
                turns = [np.roll(self._quad, turn, axis=0) for turn in range(4)]
                drawn = self._drawn
                target = min(turns, key=lambda turned: float(np.abs(turned - drawn).sum()))
                share = 1 - math.exp(-max(now - self._drawn_at, 0.0) / FOLLOW_S)
                self._drawn = (drawn + (target - drawn) * share).astype(np.float32)
        self._drawn_at = now

    def _paint_corners(self, painter: QPainter, area: QRectF, metrics: Metrics, share: float) -> None:
        aspect = CARD_MM[0] / CARD_MM[1]
        width = min(area.width() * CARD_SHARE, area.height() * CARD_SHARE * aspect)
        frame = QRectF(0, 0, width, width / aspect)
        frame.moveCenter(area.center())
        arm, radius = width * 0.11, width * 0.035
        path = QPainterPath()
        for corner, dx, dy in (
            (frame.topLeft(), 1, 1),
            (frame.topRight(), -1, 1),
            (frame.bottomRight(), -1, -1),
            (frame.bottomLeft(), 1, -1),
        ):
            path.moveTo(corner + QPointF(0, dy * arm))
            path.lineTo(corner + QPointF(0, dy * radius))
            path.quadTo(corner, corner + QPointF(dx * radius, 0))
            path.lineTo(corner + QPointF(dx * arm, 0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen(Colour.SCENE.faded(0.45 * share), metrics.px(12)))
        painter.drawPath(path)
        painter.setPen(pen(Colour.WHITE.faded(0.95 * share), metrics.px(6)))
        painter.drawPath(path)
