"""Review: the card beside what was read from it. Name and address can be corrected; for the rest, new pictures."""

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
    "Name": (0, 0, 1, 3),
    "Sex": (0, 3, 1, 1),
    "Nation": (0, 4, 1, 2),
    "Birth": (1, 0, 1, 3),
    "IdNum": (1, 3, 1, 3),
    "Address": (2, 0, 1, 6),
    "Authority": (3, 0, 1, 3),
    "ValidDate": (3, 3, 1, 3),
}
"""Row, column, rows and columns of each field."""
EDITABLE = ("Name", "Address")
LONGEST = {"Name": 40, "Address": 90}


class Review(Screen):
    def __init__(self) -> None:
        super().__init__()
        self._front = Still(CARD_ASPECT)
        self._back = Still(CARD_ASPECT)
        self._portrait_still = Still(PORTRAIT_ASPECT, radius=10)
        self._title = Text(Type.TITLE)
        self._lead = Text(Type.BODY, Colour.MUTED)
        self._fields: dict[str, FieldView] = {
            name: EditableField(LONGEST[name]) if name in EDITABLE else FieldView() for name in GRID
        }
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setProperty("gap", 22)
        for name, place in GRID.items():
            grid.addWidget(self._fields[name], *place)
        for number in range(6):
            grid.setColumnStretch(number, 1)
        self._sheet = Surface(grid, pad=(40, 30))
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

    def wipe(self) -> None:
        self._readings = (None, None)
        for still in (self._front, self._back, self._portrait_still):
            still.clear()
        for field in self._fields.values():
            field.wipe()

    def arrange(self, metrics: Metrics) -> None:
        if metrics.portrait:
            pictures = row((self._front, 16), (self._portrait_still, 8), (self._back, 16), gap=22)
            layout = column(self._head, (pictures, 3), (self._sheet, 6), self._buttons, gap=34)
        else:
            pictures = column((self._front, 3), (self._back, 3), (self._portrait_still, 2), gap=22)
            right = column(self._head, (self._sheet, 1), self._buttons, gap=22)
            layout = row((pictures, 5), (right, 16), gap=48)
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
