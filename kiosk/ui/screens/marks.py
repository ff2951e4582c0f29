"""Characters that may be wrong: on a tint, with a stroke below, in a text that is read and in one that is edited."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextLine

from kiosk.ui.text import Text
from kiosk.ui.theme import Colour, Metrics, Type

STROKE = 4
"""Units."""


class MarkedText(Text):
    """A paragraph with some of its characters marked."""

    def __init__(self, type_: Type = Type.VALUE, colour: Colour = Colour.INK) -> None:
        super().__init__(type_, colour)
        self._marked: frozenset[int] = frozenset()

    def mark(self, places: frozenset[int]) -> None:
        """Mark these characters of the text, and no others."""
        if places != self._marked:
            self._marked = places
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._marked and self.text():
            layout, height = self._layout(self.width())
            spots = _matched(self.text(), layout.text())
            painter = QPainter(self)
            painter.translate(0, max(0.0, (self.height() - height) / 2))
            paint_marks(
                painter, layout, (spots[place] for place in sorted(self._marked) if place in spots), self._metrics
            )
            painter.end()
        super().paintEvent(event)


def paint_marks(painter: QPainter, layout: QTextLayout, spans: Iterable[tuple[int, int]], metrics: Metrics) -> None:
    """Mark `spans` of a layout, from one place up to another as Qt counts them."""
    stroke = max(2.0, metrics.unit * STROKE)
    for start, end in spans:
        line = layout.lineForTextPosition(start)
        if not line.isValid():
            continue
        left, right = _x(line, start), _x(line, min(end, line.textStart() + line.textLength()))
        spot = QRectF(QPointF(left, line.y()), QPointF(right, line.y() + line.height()))
        painter.fillRect(spot, Colour.DOUBT_SOFT.qt)
        painter.fillRect(QRectF(spot.left(), spot.bottom() - stroke, spot.width(), stroke), Colour.DOUBT.qt)


def _x(line: QTextLine, place: int) -> float:
    found: Any = line.cursorToX(place)  # with the place itself, which the stubs do not know
    return float(found[0])


def spans(text: str) -> list[tuple[int, int]]:
    """From where to where each character stands, as Qt counts: rare ones take two places."""
    found, at = [], 0
    for character in text:
        wide = 1 + (character > "\uffff")
        found.append((at, at + wide))
        at += wide
    return found


def _matched(text: str, laid: str) -> dict[int, tuple[int, int]]:
    """Where each character of `text` stands in the text that was laid out, which has joiners between and may lack
    spaces at the ends of lines."""
    places, at, found = spans(laid), 0, {}
    for i, character in enumerate(text):
        ahead = at
        while ahead < len(laid) and laid[ahead] != character and laid[ahead] in "\u2060\u2028":
            ahead += 1
        if ahead < len(laid) and laid[ahead] == character:
            found[i] = places[ahead]
            at = ahead + 1
    return found
