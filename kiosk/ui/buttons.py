"""Things to press, each at least a fingertip large."""

from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from kiosk.ui.theme import BASE, Colour, Metrics, Type

ASK_MS = 5000
"""How long a button that asks for a second press waits for it."""


class Kind(Enum):
    """Fill, pressed fill, text and border; type and height in units."""

    PRIMARY = (Colour.ACCENT, Colour.ACCENT_PRESSED, Colour.WHITE, None, Type.HEADING, 108)
    SECONDARY = (Colour.WHITE, Colour.ACCENT_SOFT, Colour.ACCENT, Colour.ACCENT, Type.HEADING, 108)
    QUIET = (Colour.WHITE, Colour.ACCENT_SOFT, Colour.INK, Colour.OUTLINE, Type.BODY, 88)
    CHOSEN = (Colour.ACCENT_SOFT, Colour.ACCENT_SOFT, Colour.ACCENT, Colour.ACCENT, Type.BODY, 88)
    ASKING = (Colour.BAD, Colour.BAD, Colour.WHITE, None, Type.BODY, 88)


class Button(QAbstractButton):
    """A rounded button with one line of text."""

    def __init__(self, kind: Kind = Kind.PRIMARY, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._metrics = BASE
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_text(self, text: str) -> None:
        if text != self.text():
            self.setText(text.replace("&", "&&"))
            self.setAccessibleName(text)
            self.updateGeometry()

    def set_kind(self, kind: Kind) -> None:
        if kind is not self._kind:
            self._kind = kind
            self.updateGeometry()
            self.update()

    def scale(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self.updateGeometry()
        self.update()

    def is_clipped(self) -> bool:
        return self._text_width() > self.width() - self._padding() or self._line_height() > self.height()

    def sizeHint(self) -> QSize:
        *_, units = self._kind.value
        height = self._metrics.control(float(units))
        return QSize(max(round(self._text_width() + 2 * self._padding()), height), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        fill, pressed, ink, border, _, _ = self._kind.value
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self._metrics.px(3)
        rect = QRectF(self.rect()).adjusted(line, line, -line, -line)
        radius = min(rect.height() / 2, self._metrics.px(26))
        painter.setBrush((pressed if self.isDown() else fill).qt)
        painter.setPen(QPen(border.qt, max(1.0, line * 0.7)) if border else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(Colour.WHITE.qt if border is None else Colour.ACCENT.qt, line * 0.7))
            inner = rect.adjusted(2 * line, 2 * line, -2 * line, -2 * line)
            painter.drawRoundedRect(inner, radius - 2 * line, radius - 2 * line)
        painter.setPen(ink.qt)
        painter.setFont(self._type_font())
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic, self.text())
        painter.end()

    def _type_font(self) -> QFont:
        return self._metrics.font(self._kind.value[4])

    def _text_width(self) -> float:
        return QFontMetricsF(self._type_font()).horizontalAdvance(self.text().replace("&&", "&"))

    def _line_height(self) -> float:
        return QFontMetricsF(self._type_font()).height()

    def _padding(self) -> int:
        return self._metrics.px(34)


class CarefulButton(Button):
    """Ends a visit, so it asks for a second press (`confirmed`) unless `careful` is false."""

    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Kind.QUIET, parent)
        self._texts = ("", "")
        self._asking = False
        self.careful = True
        self._timer = QTimer(self, singleShot=True, interval=ASK_MS)
        self._timer.timeout.connect(self.relax)
        self.clicked.connect(self._pressed)

    def set_texts(self, text: str, sure: str) -> None:
        self._texts = (text, sure)
        self.set_text(self._texts[self._asking])

    def relax(self) -> None:
        """Forget the first press."""
        self._ask(False)

    def _pressed(self) -> None:
        if self.careful and not self._asking:
            self._ask(True)
        else:
            self._ask(False)
            self.confirmed.emit()

    def _ask(self, asking: bool) -> None:
        self._asking = asking
        if asking:
            self._timer.start()
        else:
            self._timer.stop()
        self.set_kind(Kind.ASKING if asking else Kind.QUIET)
        self.set_text(self._texts[asking])


class Choice(QWidget):
    """One of a few, side by side, all visible."""

    chosen = Signal(str)

    def __init__(self, keys: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = {key: Button(Kind.QUIET, self) for key in keys}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for key, button in self._buttons.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            row.addWidget(button)

    def set_texts(self, texts: dict[str, str], chosen: str) -> None:
        for key, button in self._buttons.items():
            button.set_text(texts[key])
            button.setChecked(key == chosen)
            button.set_kind(Kind.CHOSEN if key == chosen else Kind.QUIET)
