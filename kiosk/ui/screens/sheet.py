"""The fields of the reading on one ground, as on the card; or one of them, while it is being edited."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.ui.layout import Surface, arrange
from kiosk.ui.screens.field import FieldView
from kiosk.ui.theme import Metrics, Type

Place = tuple[int, int, int, int]
GRID: Mapping[str, Place] = {
    "Name": (0, 0, 1, 2),
    "Sex": (1, 0, 1, 1),
    "Nation": (1, 1, 1, 1),
    "Birth": (2, 0, 1, 1),
    "IdNum": (2, 1, 1, 2),
    "Address": (3, 0, 1, 3),
    "Authority": (4, 0, 1, 1),
    "ValidDate": (4, 1, 1, 2),
}
"""Row, column, rows and columns of each field, as on the card: the portrait is at the top right."""
PORTRAIT_PLACE: Place = (0, 2, 2, 1)
COLUMN_SHARES = (6, 4, 3)

Size = tuple[Type, float, bool]
"""Type of the text, size of the print beside it (1: as large as the text, 0: none), and whether only of doubtful
fields."""
SIZES: tuple[Size, ...] = (
    (Type.VALUE, 1.0, False),
    (Type.BODY, 1.0, False),
    (Type.BODY, 0.85, False),
    (Type.VALUE, 1.0, True),
    (Type.BODY, 1.0, True),
    (Type.BODY, 0.85, True),
    (Type.VALUE, 0.0, False),
    (Type.BODY, 0.0, False),
    (Type.LABEL, 0.0, False),
)
SINGLE_SCALES = (1.0, 0.85, 0.7)
"""Where not all prints fit: the sizes tried for one after another."""
EDITING_SIZES: tuple[Size, ...] = (
    (Type.VALUE, 1.4, False),
    (Type.VALUE, 1.0, False),
    (Type.BODY, 1.0, False),
    (Type.BODY, 0.8, False),
    (Type.LABEL, 0.8, False),
    (Type.LABEL, 0.0, False),
)
"""From the best to what fits in any case."""


class Sheet(Surface):
    """The fields and the portrait, in the largest type in which they all fit, with as much of their print as fits."""

    def __init__(self, fields: Mapping[str, FieldView], portrait: QWidget) -> None:
        super().__init__(QGridLayout(), pad=(40, 22))
        self._fields = fields
        self._portrait = portrait
        self._only: str | None = None
        self.lay(None)

    def lay(self, only: str | None) -> None:
        """Lay out all fields, or only one. Which of them are visible is not decided here."""
        self._only = only
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setProperty("gap", 12)
        if only is not None:
            grid.addWidget(self._fields[only], 0, 0)
        else:
            for name, place in GRID.items():
                grid.addWidget(self._fields[name], *place)
            grid.addWidget(self._portrait, *PORTRAIT_PLACE)
            for number in range(grid.rowCount()):
                grid.setRowStretch(number, 1)
            for number, share in enumerate(COLUMN_SHARES):
                grid.setColumnStretch(number, share)
        arrange(self, grid)
        self.scale(self._metrics)

    def scale(self, metrics: Metrics) -> None:
        super().scale(metrics)
        layout = self.layout()
        if isinstance(layout, QGridLayout):
            layout.setHorizontalSpacing(metrics.px(32))
        self.fit()

    def hasHeightForWidth(self) -> bool:
        return False

    def minimumSizeHint(self) -> QSize:
        """What it holds adapts to its size, not the other way round."""
        return QSize(self._metrics.px(300), self._metrics.px(100))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()

    def fit(self) -> None:
        """Choose type and prints; call it when there is more or less to show."""
        fields = [self._fields[self._only]] if self._only is not None else list(self._fields.values())
        for type_, print_scale, only_doubtful in SIZES if self._only is None else EDITING_SIZES:
            for field in fields:
                field.set_size(type_, print_scale if field.doubtful or not only_doubtful else 0.0)
            if self._fits():
                if only_doubtful or not print_scale:
                    self._add_prints((field for field in fields if not field.shows_print()), type_)
                return

    def _add_prints(self, fields: Iterable[FieldView], type_: Type) -> None:
        """The prints there is room for, of doubtful fields first."""
        for field in sorted(fields, key=lambda field: not field.doubtful):
            for print_scale in SINGLE_SCALES:
                field.set_size(type_, print_scale)
                if self._fits():
                    break
                field.set_size(type_, 0.0)

    def _fits(self) -> bool:
        layout = self.layout()
        return layout is None or layout.totalMinimumHeightForWidth(self.width()) <= self.height()
