"""What may be drawn over the live picture."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from kiosk.ui.theme import Metrics

ToWidget = Callable[[float, float, tuple[int, int]], QPointF]
"""From px of a picture of a size (width, height) to the widget's."""


class Overlay(Protocol):
    """Painted on every picture."""

    def paint(self, painter: QPainter, area: QRectF, to_widget: ToWidget, metrics: Metrics, now: float) -> None: ...

    def clear(self) -> None: ...

    def is_empty(self) -> bool: ...
