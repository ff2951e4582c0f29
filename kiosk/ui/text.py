"""Running text that wraps into lines of even length, keeps Chinese words whole, and knows when it does not fit."""

import re

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.theme import BASE, Colour, Metrics, Type
from kiosk.ui.wording import unbroken

LEFT = Qt.AlignmentFlag.AlignLeft
CENTRE = Qt.AlignmentFlag.AlignHCenter
RIGHT = Qt.AlignmentFlag.AlignRight
UNBOUNDED = 1_000_000.0
PAUSE = re.compile(r"[，。；：！？]|[,.;:!?] ")
LEAST_HALF = 0.35
"""Two lines are broken where one pauses in reading if the shorter has at least this part of the longer's width."""


class Text(QWidget):
    """A paragraph. `lines` reserves the height of so many lines, so that nothing jumps when the text changes.

    `wrap` False keeps it on one line and asks for the width that takes.
    """

    def __init__(
        self,
        type_: Type = Type.BODY,
        colour: Colour = Colour.INK,
        align: Qt.AlignmentFlag = LEFT,
        *,
        lines: int = 1,
        wrap: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._type = type_
        self._colour = colour
        self._align = align
        self._lines = lines
        self._wrap = wrap
        self._text = ""
        self._metrics = BASE
        self._laid: tuple[int, QTextLayout, float] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)

    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self._changed()

    def set_colour(self, colour: Colour) -> None:
        if colour is not self._colour:
            self._colour = colour
            self.update()

    def set_type(self, type_: Type) -> None:
        if type_ is not self._type:
            self._type = type_
            self._changed()

    def set_align(self, align: Qt.AlignmentFlag) -> None:
        if align != self._align:
            self._align = align
            self._changed()

    def scale(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._changed()

    def is_clipped(self) -> bool:
        """Whether some of the text lies outside."""
        layout, height = self._layout(self.width())
        widest = max((layout.lineAt(i).naturalTextWidth() for i in range(layout.lineCount())), default=0.0)
        return bool(self._text) and (height > self.height() + 1 or widest > self.width() + 1)

    # Sizes

    def hasHeightForWidth(self) -> bool:
        return self._wrap

    def heightForWidth(self, width: int) -> int:
        _, height = self._layout(width)
        return int(max(height, self._lines * line_height(self._type, self._metrics)) + 0.999)

    def sizeHint(self) -> QSize:
        width = self._natural_width()
        return QSize(int(width + 0.999), self.heightForWidth(int(width) + 1))

    def minimumSizeHint(self) -> QSize:
        if not self._wrap:
            return self.sizeHint()
        width = min(self._natural_width(), self._metrics.px(self._type.units * 4))
        return QSize(int(width + 0.999), int(self._lines * line_height(self._type, self._metrics) + 0.999))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        layout, height = self._layout(self.width())
        painter = QPainter(self)
        painter.setPen(self._colour.qt)
        layout.draw(painter, QPointF(0, max(0.0, (self.height() - height) / 2) if self._lines == 1 else 0.0))
        painter.end()

    # Lines

    def _changed(self) -> None:
        self._laid = None
        self.updateGeometry()
        self.update()

    def _natural_width(self) -> float:
        layout = self._broken(self._text, UNBOUNDED)
        return max((layout.lineAt(i).naturalTextWidth() for i in range(layout.lineCount())), default=0.0)

    def _layout(self, width: int) -> tuple[QTextLayout, float]:
        """Lines that fit `width`, and their height. As few as fit, then as even as they get."""
        if self._laid is None or self._laid[0] != width:
            room = float(max(width, 1)) if self._wrap else UNBOUNDED
            layout = self._broken(self._text, room)
            if layout.lineCount() == 2 and (text := self._split(room)):
                layout = self._broken(text, room)
            elif 1 < layout.lineCount() <= 4:
                low, high = room / layout.lineCount(), room
                while high - low > 4:
                    middle = (low + high) / 2
                    low, high = (low, middle) if self._fits(middle, layout.lineCount()) else (middle, high)
                layout = self._broken(self._text, high)
            self._align_lines(layout, width)
            height = sum(layout.lineAt(i).height() for i in range(layout.lineCount()))
            self._laid = (width, layout, height)
        return self._laid[1], self._laid[2]

    def _split(self, room: float) -> str:
        """The text broken after a punctuation mark in its middle part; "" if no half would fit, or be too short."""
        if "\n" in self._text:
            return ""  # sentences that have lines of their own
        metrics = QFontMetricsF(self._metrics.font(self._type))
        best, best_share = "", LEAST_HALF
        for mark in PAUSE.finditer(self._text):
            first, second = self._text[: mark.end()].rstrip(), self._text[mark.end() :].lstrip()
            widths = sorted(metrics.horizontalAdvance(half) for half in (first, second))
            if widths[1] <= room and widths[0] > best_share * widths[1]:
                best, best_share = f"{first}\n{second}", widths[0] / widths[1]
        return best

    def _fits(self, width: float, lines: int) -> bool:
        layout = self._broken(self._text, width)
        # A single long word counts as fitting no narrower than it is.
        return layout.lineCount() <= lines and all(
            layout.lineAt(i).naturalTextWidth() <= width for i in range(layout.lineCount())
        )

    def _broken(self, text: str, width: float) -> QTextLayout:
        return broken(unbroken(text).replace("\n", "\u2028"), self._metrics.font(self._type), width)

    def _align_lines(self, layout: QTextLayout, width: int) -> None:
        for i in range(layout.lineCount()):
            line = layout.lineAt(i)
            spare = width - line.naturalTextWidth()
            share = {CENTRE: 0.5, RIGHT: 1.0}.get(self._align, 0.0)
            line.setPosition(QPointF(max(0.0, spare * share), line.y()))


def broken(text: str, font: QFont, width: float) -> QTextLayout:
    """`text` in as few lines of `width` px as it fits in, one below the other."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


def line_height(type_: Type, metrics: Metrics) -> float:
    """Height of one line, px."""
    layout = broken("国", metrics.font(type_), UNBOUNDED)  # a line lives as long as its layout
    return layout.lineAt(0).height()
