"""The live picture: aspect-filled, mirrored for faces, with an overlay that says where to be."""

import time
from collections.abc import Callable

import cv2
import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QHideEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.devices.frame import Image
from kiosk.ui.overlay import Overlay
from kiosk.ui.theme import BASE, Colour, Metrics

FRAME_MS = 33
RADIUS = 28
"""Units."""


class Viewfinder(QWidget):
    """Shows the newest picture under an `Overlay`.

    A picture is cut and scaled to the widget once, when it arrives, into pixels of the widget's own; painting only
    copies them. Mirroring is for display: points given to the overlay are those of the unmirrored frame.
    """

    def __init__(
        self,
        overlay: Overlay,
        *,
        mirrored: bool,
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.overlay = overlay
        self._mirrored = mirrored
        self._clock = clock
        self._metrics = BASE
        self.painted = 0
        """How many pictures have reached the screen."""
        self._fresh = False
        self._image: QImage | None = None
        self._frame_size: tuple[int, int] | None = None
        self._timer = QTimer(self, interval=FRAME_MS)
        self._timer.timeout.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_frame(self, picture: Image) -> None:
        """The newest picture; nothing of `picture` is kept."""
        ratio = self.devicePixelRatioF()
        width, height = round(self.width() * ratio), round(self.height() * ratio)
        if min(width, height) < 2:
            return
        self._frame_size = (picture.shape[1], picture.shape[0])
        cut = aspect_cut(picture, width / height)
        scaled = cv2.resize(cut, (width, height), interpolation=cv2.INTER_LINEAR)
        if self._mirrored:
            cv2.flip(scaled, 1, dst=scaled)
        if self._image is None or (self._image.width(), self._image.height()) != (width, height):
            self._image = QImage(width, height, QImage.Format.Format_RGB32)
            self._image.setDevicePixelRatio(ratio)
        pixels = np.frombuffer(self._image.bits(), np.uint8).reshape(height, width, 4)
        cv2.cvtColor(scaled, cv2.COLOR_BGR2BGRA, dst=pixels)
        self._fresh = True
        self.update()

    def clear(self) -> None:
        """Drop the picture and what lies over it."""
        self._image = None
        self._frame_size = None
        self.overlay.clear()
        self.update()

    def is_empty(self) -> bool:
        return self._image is None and self.overlay.is_empty()

    def scale(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._metrics.px(960), self._metrics.px(640))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._metrics.px(400), self._metrics.px(300))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._image = None

    def showEvent(self, event: QShowEvent) -> None:
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.painted += self._fresh
        self._fresh = False
        if self._image is None:
            painter.fillRect(self.rect(), Colour.SCENE.qt)
        else:
            painter.drawImage(0, 0, self._image)
        area = QRectF(self.rect())
        self.overlay.paint(painter, area, self.to_widget, self._metrics, self._clock())
        # Rounded corners by painting over the outside, which is mostly nothing: cheaper than clipping the picture.
        outside, inside = QPainterPath(), QPainterPath()
        outside.addRect(area.adjusted(-1, -1, 1, 1))
        inside.addRoundedRect(area, self._metrics.px(RADIUS), self._metrics.px(RADIUS))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(outside.subtracted(inside), Colour.CANVAS.qt)
        painter.end()

    def to_widget(self, x: float, y: float, frame_size: tuple[int, int]) -> QPointF:
        """Where a point of a frame of `frame_size` is on the widget. Previews may be smaller than that frame."""
        width, height = frame_size
        scale = max(self.width() / width, self.height() / height)
        px = self.width() / 2 + (x - width / 2) * scale
        py = self.height() / 2 + (y - height / 2) * scale
        return QPointF(self.width() - px if self._mirrored else px, py)


def aspect_cut(picture: Image, aspect: float) -> Image:
    """The largest middle part of `picture` that is `aspect` times as wide as high."""
    height, width = picture.shape[:2]
    if width > height * aspect:
        part = max(1, round(height * aspect))
        left = (width - part) // 2
        return picture[:, left : left + part]
    part = max(1, round(width / aspect))
    top = (height - part) // 2
    return picture[top : top + part]
