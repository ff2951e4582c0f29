"""Over the live picture of a face: an oval to be in, the colours that light it, the progress round it."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QRadialGradient

from kiosk.face.light.flashes import Rgb
from kiosk.face.observation import FaceAdvice
from kiosk.ui.glyphs.drawing import pen
from kiosk.ui.overlay import ToWidget
from kiosk.ui.theme import Colour, Metrics

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
FACE_FINE = frozenset({FaceAdvice.GOOD, FaceAdvice.HOLD_STILL})


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
