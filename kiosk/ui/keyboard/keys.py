"""The keys of the on-screen keyboard: what each does, and where it lies, wide beside a block of digits or tall below a
row of them."""

import math
from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.ui.buttons import Button, Kind
from kiosk.ui.theme import Colour, Metrics, Type

GAP = 8
"""Units between keys."""
HEIGHT = {False: 80, True: 104}
"""Units of a key, in landscape and in portrait."""


class Act(StrEnum):
    """What a key does that puts no text in; the value is its key in the wording after `keyboard.`."""

    SCRIPT = "script"  # between pinyin and Latin letters
    ERASE = "erase"
    LEFT = "left"
    RIGHT = "right"
    CLEAR = "clear"
    SPACE = "space"
    DONE = "done"


class Spot(NamedTuple):
    """A key's place in the grid: column and width may be halves."""

    key: str
    row: int
    column: float
    width: float = 1.0


def board(portrait: bool) -> tuple[list[Spot], int, float]:
    """The keys, and the rows and columns of the grid they lie on."""
    top = int(portrait)
    spots = [Spot(key, top + row, column + row / 2) for row in range(2) for column, key in enumerate(ROWS[row])]
    spots += [Spot(Act.SCRIPT, top + 2, 0, 1.5), Spot(Act.ERASE, top + 2, 8.5, 1.5)]
    spots += [Spot(key, top + 2, column + 1.5) for column, key in enumerate(ROWS[2])]
    column = 0.0
    for key, width in BOTTOM:
        spots.append(Spot(key, top + 3, column, width))
        column += width
    if portrait:
        return [*(Spot(key, 0, column) for column, key in enumerate("1234567890")), *spots], 5, 10.0
    digits = [Spot(key, number // 3, 10.5 + number % 3) for number, key in enumerate("123456789X0#")]
    return [*spots, *digits], 4, 13.5


ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
BOTTOM: tuple[tuple[str, float], ...] = (
    (Act.LEFT, 1),
    (Act.RIGHT, 1),
    ("·", 1),
    ("-", 1),
    (Act.SPACE, 2.5),
    (Act.CLEAR, 1.5),
    (Act.DONE, 2),
)

ARROWS: dict[str, tuple[tuple[float, float], ...]] = {
    Act.LEFT: ((0.62, 0.24), (0.34, 0.5), (0.62, 0.76)),
    Act.RIGHT: ((0.38, 0.24), (0.66, 0.5), (0.38, 0.76)),
    "more": ((0.24, 0.38), (0.5, 0.66), (0.76, 0.38)),
    "less": ((0.24, 0.62), (0.5, 0.34), (0.76, 0.62)),
}
"""Points of a line in the unit square."""


class Key(Button):
    """A key. It never takes the focus, which stays in the field; it shows a text, or an arrow."""

    def __init__(self, kind: Kind = Kind.QUIET, type_: Type = Type.LEAD, parent: QWidget | None = None) -> None:
        super().__init__(kind, parent)
        self._type = type_
        self._arrow = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_arrow(self, arrow: str, meaning: str) -> None:
        """Show one of ARROWS; `meaning` is for those who cannot see it."""
        self._arrow = arrow
        self.setAccessibleName(meaning)
        self.update()

    def width_of(self, text: str) -> int:
        """The least width for a text, px."""
        return math.ceil(QFontMetricsF(self._type_font()).horizontalAdvance(text)) + self._padding() + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._arrow:
            return
        side = self._metrics.px(44)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ends = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(Colour.INK.qt, self._metrics.unit * 5, Qt.PenStyle.SolidLine, *ends))
        points = [QPointF(box.x() + x * side, box.y() + y * side) for x, y in ARROWS[self._arrow]]
        painter.drawPolyline(points)
        painter.end()

    def _type_font(self) -> QFont:
        return self._metrics.font(self._type)

    def _padding(self) -> int:
        return self._metrics.px(24)


def height_of(metrics: Metrics) -> int:
    """Of a key, px: never below a fingertip."""
    return metrics.control(HEIGHT[metrics.portrait])


def least_width(metrics: Metrics) -> int:
    """Of a candidate, px."""
    return metrics.control(HEIGHT[False])


def place_keys(spots: list[Spot], keys: dict[str, Key], area: QRect, rows: int, columns: float, gap: int) -> None:
    """Lay keys on a grid over `area`."""
    across, down = (area.width() + gap) / columns, (area.height() + gap) / rows
    for spot in spots:
        left, right = round(spot.column * across), round((spot.column + spot.width) * across) - gap
        above, below = round(spot.row * down), round((spot.row + 1) * down) - gap
        keys[spot.key].setGeometry(area.x() + left, area.y() + above, right - left, below - above)
