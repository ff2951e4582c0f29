"""Review: the card beside what was read from it. Name and address can be corrected; for the rest, new pictures."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout

from kiosk.card.reading import CARD_MM, FRONT_FIELDS, CardReading
from kiosk.decision.flow import Event
from kiosk.pipeline.view import VisitView
from kiosk.ui.buttons import Button, Kind
from kiosk.ui.fields import is_doubtful, shown
from kiosk.ui.layout import Group, Surface, arrange, column, row
from kiosk.ui.picture import Still
from kiosk.ui.screens.field import EditableField, FieldView
from kiosk.ui.screens.screen import Screen
from kiosk.ui.text import Text
from kiosk.ui.theme import Colour, Metrics, Type
from kiosk.ui.wording import Wording

CARD_ASPECT = CARD_MM[0] / CARD_MM[1]
PORTRAIT_ASPECT = 0.8
GRID = {
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
PORTRAIT_PLACE = (0, 2, 2, 1)
COLUMN_SHARES = (6, 4, 3)
EDITABLE = ("Name", "Address")
LONGEST = {"Name": 40, "Address": 90}


VALUE_TYPES = (Type.VALUE, Type.BODY, Type.LABEL)


class Sheet(Surface):
    """The fields, in the largest type in which they all fit."""

    def __init__(self, grid: QGridLayout, fields: tuple[FieldView, ...]) -> None:
        super().__init__(grid, pad=(40, 22))
        self._fields = fields
        for field in fields:
            if isinstance(field, EditableField):
                field.edited.connect(self.fit)

    def scale(self, metrics: Metrics) -> None:
        super().scale(metrics)
        layout = self.layout()
        if isinstance(layout, QGridLayout):
            layout.setHorizontalSpacing(metrics.px(32))
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()

    def fit(self) -> None:
        """Choose the type; call it when there is more or less to show."""
        layout = self.layout()
        if layout is None:
            return
        for type_ in VALUE_TYPES:
            for field in self._fields:
                field.set_type(type_)
                field.updateGeometry()
            if layout.totalHeightForWidth(self.width()) <= self.height():
                return


class Review(Screen):
    def __init__(self) -> None:
        super().__init__()
        self._front = Still(CARD_ASPECT)
        self._back = Still(CARD_ASPECT)
        self._portrait_still = Still(PORTRAIT_ASPECT, radius=10)
        self._title = Text(Type.PROMPT)
        self._lead = Text(Type.BODY, Colour.MUTED)
        self._fields: dict[str, FieldView] = {
            name: EditableField(LONGEST[name]) if name in EDITABLE else FieldView() for name in GRID
        }
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setProperty("gap", 12)
        for name, place in GRID.items():
            grid.addWidget(self._fields[name], *place)
        grid.addWidget(self._portrait_still, *PORTRAIT_PLACE)
        for number in range(grid.rowCount()):
            grid.setRowStretch(number, 1)
        for number, share in enumerate(COLUMN_SHARES):
            grid.setColumnStretch(number, share)
        self._sheet = Sheet(grid, tuple(self._fields.values()))
        self._retake = Button(Kind.SECONDARY)
        self._retake.clicked.connect(lambda: self.ask(Event.RETAKE))
        self._confirm = Button(Kind.PRIMARY)
        self._confirm.clicked.connect(self._confirmed)
        self._head = Group(column(self._title, self._lead, gap=10))
        self._buttons = Group(row((self._retake, 2), (self._confirm, 3), gap=28))
        self._readings: tuple[CardReading | None, CardReading | None] = (None, None)

    def show_view(self, view: VisitView, words: Wording, now: float) -> None:
        self._title.set_text(words("state.review"))
        self._lead.set_text(words("review.lead"))
        self._retake.set_text(words("review.retake"))
        self._confirm.set_text(words("review.confirm"))
        fresh = self._readings != (view.front, view.back)
        self._readings = (view.front, view.back)
        self._front.set_picture(view.front.card if view.front else None)
        self._back.set_picture(view.back.card if view.back else None)
        self._back.setVisible(view.back is not None)
        self._portrait_still.set_picture(view.front.portrait if view.front else None)
        for name, shown_field in self._fields.items():
            reading = view.front if name in FRONT_FIELDS else view.back
            shown_field.setVisible(reading is not None)
            if reading is None:
                continue
            found = reading.fields.get(name)
            text = shown(name, found.text, words) if found else ""
            shown_field.show_field(words(f"field.{name}"), text, is_doubtful(name, reading), words, fresh=fresh)
        if fresh:
            self._sheet.fit()

    def wipe(self) -> None:
        self._readings = (None, None)
        for still in (self._front, self._back, self._portrait_still):
            still.clear()
        for field in self._fields.values():
            field.wipe()

    def arrange(self, metrics: Metrics) -> None:
        if metrics.portrait:
            pictures = row((self._front, 1), (self._back, 1), gap=28)
            layout = column(self._head, (pictures, 2), (self._sheet, 5), self._buttons, gap=34)
        else:
            left = column(self._head, (self._front, 1), (self._back, 1), gap=24)
            right = column((self._sheet, 1), self._buttons, gap=24)
            layout = row((left, 6), (right, 15), gap=52)
        arrange(self, layout)

    def corrections(self) -> dict[str, str]:
        """What the visitor typed instead of what was read, by field."""
        fields = {name: self._fields[name] for name in EDITABLE}
        return {
            name: field.typed()
            for name, field in fields.items()
            if isinstance(field, EditableField) and field.is_corrected()
        }

    def _confirmed(self) -> None:
        self.ask(Event.CONFIRM, self.corrections())
