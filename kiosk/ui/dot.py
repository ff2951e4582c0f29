"""The dot to follow with the eyes: along the top of the screen, where a camera sees the eyes open."""

from PySide6.QtCore import QEasingCurve, QPoint, QPropertyAnimation, QRectF, Qt
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.theme import BASE, Colour, Metrics

GLIDE_MS = 90
"""Shorter than eyes take to start: they see where it went and jump there."""
SIDE = 84
"""Units."""


class Dot(QWidget):
    """A child that lies over a screen and lets every touch through. Hidden until it has a place."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._place: float | None = None
        self._glide = QPropertyAnimation(self, b"pos", self)
        self._glide.setDuration(GLIDE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.scale(BASE)
        self.hide()

    def show_place(self, place: float | None) -> None:
        """−1 the screen's left edge, 1 its right one, None: nowhere."""
        before, self._place = self._place, place
        if place is None:
            self.hide()
        elif before is None:
            self.fit()
            self.raise_()
            self.show()
        elif place != before:
            self._glide.stop()
            self._glide.setStartValue(self.pos())
            self._glide.setEndValue(self._point(place))
            self._glide.start()

    def scale(self, metrics: Metrics) -> None:
        """Fit a screen of another size."""
        self.setFixedSize(metrics.px(SIDE), metrics.px(SIDE))
        self.fit()

    def fit(self) -> None:
        """The screen under it has another size: be where the place is now, at once."""
        self._glide.stop()
        if self._place is not None:
            self.move(self._point(self._place))

    def hideEvent(self, event: QHideEvent) -> None:
        self._glide.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        area = QRectF(self.rect())
        for share, colour in ((1.0, Colour.WHITE), (0.78, Colour.ACCENT), (0.2, Colour.WHITE)):
            painter.setBrush(colour.qt)
            inset = area.width() * (1 - share) / 2
            painter.drawEllipse(area.adjusted(inset, inset, -inset, -inset))
        painter.end()

    def _point(self, place: float) -> QPoint:
        room = self._over.width() - self.width()
        return QPoint(round(room * (place + 1) / 2), 0)
