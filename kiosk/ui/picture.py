"""Widgets that show a drawing or a still picture."""

import time
from collections.abc import Callable

import cv2
from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.devices.frame import Image
from kiosk.ui.glyphs.drawing import PERIOD_S, Glyph
from kiosk.ui.theme import BASE, Colour, Metrics

FRAME_MS = 40
STILL_PHASE = 0.5
START_PHASE = 0.3
"""A movement begins where it already says something."""


class Drawing(QWidget):
    """A glyph of `units` (width, height), moving while it is visible if `moving`."""

    def __init__(
        self,
        glyph: Glyph,
        units: tuple[int, int],
        *,
        moving: bool = False,
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self._units = units
        self._moving = moving
        self._clock = clock
        self._since = 0.0
        self._restart()
        self._timer = QTimer(self, interval=FRAME_MS)
        self._timer.timeout.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_glyph(self, glyph: Glyph) -> None:
        if glyph is not self._glyph:
            self._glyph = glyph
            self._restart()
            self.update()

    def _restart(self) -> None:
        self._since = self._clock() - START_PHASE * PERIOD_S

    def scale(self, metrics: Metrics) -> None:
        self.setFixedSize(metrics.px(self._units[0]), metrics.px(self._units[1]))

    def showEvent(self, event: QShowEvent) -> None:
        if self._moving:
            self._restart()
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        phase = ((self._clock() - self._since) / PERIOD_S) % 1.0 if self._moving else STILL_PHASE
        painter = QPainter(self)
        self._glyph(painter, QRectF(self.rect()), phase)
        painter.end()


class Still(QWidget):
    """A still picture of a visitor's card, as large as fits, with rounded corners. `clear` drops its pixels."""

    def __init__(
        self, aspect: float, radius: float = 14, height: int | None = None, parent: QWidget | None = None
    ) -> None:
        """`aspect` is width by height; `radius` and `height` in units, None: whatever there is room for."""
        super().__init__(parent)
        self._aspect = aspect
        self._radius = radius
        self._height = height
        self._metrics = BASE
        self._source: Image | None = None
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_picture(self, picture: Image | None) -> None:
        if picture is not self._source:
            self._source = picture
            self._image = None
            self.update()

    def clear(self) -> None:
        self.set_picture(None)

    def is_empty(self) -> bool:
        return self._source is None and self._image is None

    def scale(self, metrics: Metrics) -> None:
        self._metrics = metrics
        if self._height is not None:
            self.setFixedSize(metrics.px(self._height * self._aspect), metrics.px(self._height))
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._metrics.px(60 * self._aspect), self._metrics.px(60))

    def sizeHint(self) -> QSize:
        return QSize(self._metrics.px(200 * self._aspect), self._metrics.px(200))

    def paintEvent(self, event: QPaintEvent) -> None:
        width = min(float(self.width()), self.height() * self._aspect)
        height = width / self._aspect
        rect = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        radius = self._metrics.unit * self._radius
        shape = QPainterPath()
        shape.addRoundedRect(rect, radius, radius)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._source is None:
            painter.fillPath(shape, Colour.LINE.faded(0.5))
        else:
            painter.setClipPath(shape)
            painter.drawImage(rect, self._scaled(rect))
            painter.setClipping(False)
        painter.setPen(QPen(Colour.LINE.qt, max(1.0, self._metrics.unit * 2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)
        painter.end()

    def _scaled(self, rect: QRectF) -> QImage:
        assert self._source is not None
        ratio = self.devicePixelRatioF()
        size = (max(1, round(rect.width() * ratio)), max(1, round(rect.height() * ratio)))
        if self._image is None or (self._image.width(), self._image.height()) != size:
            small: Image = cv2.resize(self._source, size, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
            self._image = to_qimage(small)
        return self._image


def to_qimage(picture: Image) -> QImage:
    """A copy of a BGR picture with pixels of its own."""
    height, width = picture.shape[:2]
    return QImage(picture.tobytes(), width, height, 3 * width, QImage.Format.Format_BGR888).copy()
