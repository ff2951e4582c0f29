"""How screens are put together: boxes with spacing in units, and surfaces to put them on."""

from collections.abc import Iterable

import shiboken6
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from kiosk.ui.theme import BASE, Colour, Metrics

ACROSS = QBoxLayout.Direction.LeftToRight
DOWN = QBoxLayout.Direction.TopToBottom
Item = QWidget | QLayout | int | tuple[QWidget | QLayout, int]


def column(*items: Item, gap: int = 0) -> QBoxLayout:
    """Top to bottom. A number is a stretch; an item with a number takes that share. `gap` in units, see `space`."""
    return _box(DOWN, items, gap)


def row(*items: Item, gap: int = 0) -> QBoxLayout:
    """Left to right."""
    return _box(ACROSS, items, gap)


def _box(direction: QBoxLayout.Direction, items: Iterable[Item], gap: int) -> QBoxLayout:
    layout = QBoxLayout(direction)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setProperty("gap", gap)
    for item in items:
        part, share = item if isinstance(item, tuple) else (item, 0)
        if isinstance(part, int):
            layout.addStretch(part)
        elif isinstance(part, QWidget):
            layout.addWidget(part, share)
        else:
            layout.addLayout(part, share)
    return layout


def space(layout: QLayout | None, metrics: Metrics) -> None:
    """Give a layout, and all layouts in it, their gaps in px."""
    if layout is None:
        return
    gap = layout.property("gap")
    if gap is not None:
        layout.setSpacing(metrics.px(gap) if gap else 0)
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is not None and item.layout() is not None:
            space(item.layout(), metrics)


def arrange(widget: QWidget, layout: QLayout) -> None:
    """Lay the children of `widget` out anew. They stay; the layouts that held them go."""
    old = widget.layout()
    if old is not None:
        shiboken6.delete(old)
    widget.setLayout(layout)


class Group(QWidget):
    """Some widgets that are placed as one."""

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self.setLayout(layout)

    def scale(self, metrics: Metrics) -> None:
        space(self.layout(), metrics)


class Surface(QWidget):
    """A rounded ground to put things on, with room round them. Scales what lies on it."""

    def __init__(
        self,
        layout: QLayout,
        ground: Colour = Colour.WHITE,
        border: Colour | None = Colour.LINE,
        pad: tuple[int, int] = (44, 36),
        radius: int = 28,
    ) -> None:
        """`pad` is the room at the sides and at top and bottom, and `radius` the corners', both in units."""
        super().__init__()
        self._ground = ground
        self._border = border
        self._pad = pad
        self._radius = radius
        self._metrics = BASE
        self.setLayout(layout)

    def scale(self, metrics: Metrics) -> None:
        self._metrics = metrics
        layout = self.layout()
        space(layout, metrics)
        if layout is not None:
            across, down = metrics.px(self._pad[0]), metrics.px(self._pad[1])
            layout.setContentsMargins(across, down, across, down)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = max(1.0, self._metrics.unit * 2)
        painter.setBrush(self._ground.qt)
        painter.setPen(QPen(self._border.qt, line) if self._border else Qt.PenStyle.NoPen)
        rect = QRectF(self.rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2)
        radius = min(self._metrics.unit * self._radius, rect.height() / 2)
        painter.drawRoundedRect(rect, radius, radius)
        painter.end()


def settle(root: QWidget) -> None:
    """Give every visible widget below `root` its place now, not after some rounds of events, so that none is seen to
    move. Heights follow from widths, which come from above, and widths ask for heights below: hence twice."""
    nested = [child for child in root.findChildren(QWidget) if child.layout() is not None and child.isVisible()]
    for _ in range(2):
        for widget in reversed(nested):
            widget.updateGeometry()
        for widget in (root, *nested):
            layout = widget.layout()
            if layout is not None:
                layout.activate()


def scale_all(root: QWidget, metrics: Metrics) -> None:
    """Tell every widget below `root` how large things are now."""
    for child in root.findChildren(QWidget):
        scale = getattr(child, "scale", None)
        if callable(scale):
            scale(metrics)
