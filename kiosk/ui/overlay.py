"""What is drawn over the live picture: a frame and the card found in it, or an oval with progress round it."""

import math
from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF, QRadialGradient

from kiosk.card.reading import CARD_MM, CardAdvice, Fault
from kiosk.face.light.flashes import Rgb
from kiosk.face.observation import FaceAdvice
from kiosk.ui.faults import paint_faults
from kiosk.ui.glyphs.drawing import pen
from kiosk.ui.theme import Colour, Metrics

ToWidget = Callable[[float, float, tuple[int, int]], QPointF]

FOLLOW_S = 0.07
"""The outline covers 63 % of the way to where the card is in this time: smooth, yet not felt to lag."""
FADE_S = 0.35
"""How long an outline stays, fading, when the card is not seen any more."""
CARD_SHARE = 0.74
"""Width of the frame to fill, of the widget's (or what its height allows)."""
GUIDE_BEHIND = 0.3
"""How much of the frame is left to see once a card is in the picture."""
OVAL_SHARE = 0.76
"""Height of the oval, of the widget's (or what its width allows)."""
OVAL_ASPECT = 0.76
"""Width by height of a head."""
VEIL = 0.62
RING_GAP_DEG = 7.0
LIGHT_IN_S, LIGHT_OUT_S = 0.12, 0.3
"""How long the colours take to come and to go. In between they are painted as they are told, already smooth."""
LIGHT_EDGE = 1.16
"""Where they are at their full strength, of the oval: they must not hide the face, nor end in a line."""

CARD_FINE = frozenset({CardAdvice.GOOD, CardAdvice.HOLD_STILL})
FACE_FINE = frozenset({FaceAdvice.GOOD, FaceAdvice.HOLD_STILL})


class Overlay(Protocol):
    """Painted on every picture."""

    def paint(self, painter: QPainter, area: QRectF, to_widget: ToWidget, metrics: Metrics, now: float) -> None: ...

    def clear(self) -> None: ...

    def is_empty(self) -> bool: ...


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


class FaceOverlay:
    """An oval to be in, everything else pale, or in the colour that is to light the face; a ring round it with a part
    for each action, green when done."""

    def __init__(self) -> None:
        self._advice: FaceAdvice | None = None
        self._done = 0
        self._count = 0
        self._current = False
        self._veil: QImage | None = None
        self._veil_key: tuple[int, int, float] | None = None
        self._light: Rgb | None = None
        self._colour = QColor()
        self._lit = 0.0  # 0 not, 1 fully
        self._painted_at: float | None = None

    def show(self, advice: FaceAdvice | None, index: int, count: int, done: bool, light: Rgb | None = None) -> None:
        self._advice = advice
        self._light = light
        self._count = count
        self._current = 0 < index <= count and not done
        self._done = min(max(index - 1, 0) + (1 if done and index else 0), count)

    def clear(self) -> None:
        self._advice = self._light = self._painted_at = None
        self._done = self._count = 0
        self._current = False
        self._lit = 0.0

    def is_empty(self) -> bool:
        return self._advice is None and self._count == 0 and self._light is None

    def paint(self, painter: QPainter, area: QRectF, to_widget: ToWidget, metrics: Metrics, now: float) -> None:
        oval = face_oval(area)
        self._fade_light(now)
        painter.drawImage(0, 0, self._veil_for(painter, area, oval))
        if self._lit > 0:
            self._paint_light(painter, area, oval)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        fine = self._advice in FACE_FINE
        painter.setPen(pen(Colour.WHITE.qt, metrics.px(16)))
        painter.drawEllipse(oval)
        painter.setPen(pen((Colour.ACCENT if fine or self._current else Colour.OUTLINE).qt, metrics.px(5)))
        painter.drawEllipse(oval)
        if self._count and self._light is None:
            self._paint_ring(painter, oval, metrics, now)

    def _fade_light(self, now: float) -> None:
        """Let the light come or go, from the last painting to this one; at once where nothing was painted before."""
        seconds = math.inf if self._painted_at is None else max(now - self._painted_at, 0.0)
        self._painted_at = now
        if self._light is not None:
            self._colour = QColor(*self._light)
            self._lit = min(self._lit + seconds / LIGHT_IN_S, 1.0)
        else:
            self._lit = max(self._lit - seconds / LIGHT_OUT_S, 0.0)

    def _paint_light(self, painter: QPainter, area: QRectF, oval: QRectF) -> None:
        """All round the oval, soft towards it."""
        full, none = QColor(self._colour), QColor(self._colour)
        full.setAlphaF(self._lit)
        none.setAlphaF(0)
        edge = QRadialGradient(QPointF(0, 0), LIGHT_EDGE)
        edge.setColorAt(0, none)
        edge.setColorAt(1 / LIGHT_EDGE, none)
        edge.setColorAt(1, full)
        across, down = oval.width() / 2, oval.height() / 2
        painter.save()
        painter.translate(oval.center())
        painter.scale(across, down)
        corner = area.topLeft() - oval.center()
        painter.fillRect(
            QRectF(corner.x() / across, corner.y() / down, area.width() / across, area.height() / down), edge
        )
        painter.restore()

    def _paint_ring(self, painter: QPainter, oval: QRectF, metrics: Metrics, now: float) -> None:
        gap = metrics.px(26)
        ring = oval.adjusted(-gap, -gap, gap, gap)
        span = 360 / self._count
        for part in range(self._count):
            # Clockwise from the top.
            start = 90 - part * span - (RING_GAP_DEG / 2 if self._count > 1 else 0)
            length = span - (RING_GAP_DEG if self._count > 1 else 0)
            line = QPen(Colour.OUTLINE.faded(0.55), metrics.px(14))
            line.setCapStyle(Qt.PenCapStyle.RoundCap)
            if part < self._done:
                line.setColor(Colour.GOOD.qt)
            elif self._current and part == self._done:
                line.setColor(Colour.ACCENT.faded(0.55 + 0.4 * math.cos(now * math.tau / 1.6) ** 2))
            painter.setPen(line)
            painter.drawArc(ring, round(start * 16), round(-length * 16))

    def _veil_for(self, painter: QPainter, area: QRectF, oval: QRectF) -> QImage:
        ratio = painter.device().devicePixelRatioF()
        key = (round(area.width()), round(area.height()), ratio)
        if self._veil is None or self._veil_key != key:
            veil = QImage(
                max(1, round(area.width() * ratio)),
                max(1, round(area.height() * ratio)),
                QImage.Format.Format_ARGB32_Premultiplied,
            )
            veil.setDevicePixelRatio(ratio)
            veil.fill(Colour.CANVAS.faded(VEIL))
            hole = QPainter(veil)
            hole.setRenderHint(QPainter.RenderHint.Antialiasing)
            hole.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            hole.setPen(Qt.PenStyle.NoPen)
            hole.setBrush(Colour.INK.qt)
            hole.drawEllipse(oval)
            hole.end()
            self._veil, self._veil_key = veil, key
        return self._veil


def face_oval(area: QRectF) -> QRectF:
    """Where the head goes."""
    height = min(area.height() * OVAL_SHARE, area.width() * OVAL_SHARE / OVAL_ASPECT)
    oval = QRectF(0, 0, height * OVAL_ASPECT, height)
    oval.moveCenter(area.center())
    return oval
