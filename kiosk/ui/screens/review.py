"""Review: the card beside what was read from it. Name and address can be corrected; for the rest, new pictures."""

from collections.abc import Callable

from PySide6.QtGui import QMouseEvent

from kiosk.card.reading import CARD_MM, FRONT_FIELDS, UNPRINTED, CardReading
from kiosk.decision.flow import Event
from kiosk.pipeline.view import VisitView
from kiosk.ui.buttons import Button, Kind
from kiosk.ui.fields import Shown, is_doubtful, shown
from kiosk.ui.keyboard.keyboard import Keyboard
from kiosk.ui.keyboard.pinyin import Place
from kiosk.ui.layout import Group, arrange, column, row, settle, space
from kiosk.ui.picture import Still
from kiosk.ui.screens.crop import print_of
from kiosk.ui.screens.editor import Editor
from kiosk.ui.screens.field import EditableField, FieldView
from kiosk.ui.screens.screen import Screen
from kiosk.ui.screens.sheet import GRID, Sheet
from kiosk.ui.text import Text
from kiosk.ui.theme import BASE, Colour, Metrics, Type
from kiosk.ui.wording import Language, Wording

CARD_ASPECT = CARD_MM[0] / CARD_MM[1]
PORTRAIT_ASPECT = 0.8
LONGEST = {"Name": 40, "Address": 90}
"""The fields that can be corrected, and the most characters each takes."""


class Review(Screen):
    """The reading to check. A touch on a field that can be corrected opens the keyboard below it, with its print beside
    it; everything else comes back when the keyboard closes. Whatever somebody does here says that somebody is there."""

    def __init__(self) -> None:
        super().__init__()
        self._metrics = BASE
        self._front = Still(CARD_ASPECT)
        self._back = Still(CARD_ASPECT)
        self._portrait_still = Still(PORTRAIT_ASPECT, radius=10)
        self._title = Text(Type.PROMPT)
        self._lead = Text(Type.BODY, Colour.MUTED)
        self._legend = Text(Type.LABEL, Colour.DOUBT)
        self._editable = {name: EditableField(longest) for name, longest in LONGEST.items()}
        self._fields = {name: self._editable.get(name) or FieldView() for name in GRID}
        self._sheet = Sheet(self._fields, self._portrait_still)
        self._retake = Button(Kind.SECONDARY)
        self._retake.clicked.connect(lambda: self.ask(Event.RETAKE))
        self._confirm = Button(Kind.PRIMARY)
        self._confirm.clicked.connect(lambda: self.ask(Event.CONFIRM, self.corrections()))
        self._head = Group(column(self._title, self._lead, self._legend, gap=10))
        self._buttons = Group(row((self._retake, 2), (self._confirm, 3), gap=28))
        self._keyboard = Keyboard(self)
        self._keyboard.typed.connect(lambda text: self._with_editor(lambda editor: editor.insert(text)))
        self._keyboard.erased.connect(lambda: self._with_editor(Editor.erase))
        self._keyboard.moved.connect(lambda step: self._with_editor(lambda editor: editor.move(step)))
        self._keyboard.cleared.connect(self._clear_or_restore)
        self._keyboard.closed.connect(self.finish)
        self._keyboard.used.connect(lambda: self.ask(Event.TOUCHED))
        self._readings: tuple[CardReading | None, CardReading | None] = (None, None)
        self._editing: str | None = None
        self._language: Language | None = None
        for name, field in self._editable.items():
            field.touched.connect(lambda name=name: self.edit(name))
            field.edited.connect(self._edited)

    def show_view(self, view: VisitView, words: Wording, now: float) -> None:
        self._title.set_text(words("state.review"))
        self._lead.set_text(words("review.lead"))
        self._retake.set_text(words("review.retake"))
        self._confirm.set_text(words("review.confirm"))
        self._keyboard.show_words(words)
        fresh = self._readings != (view.front, view.back)
        self._readings = (view.front, view.back)
        if fresh:
            self.finish()
        self._front.set_picture(view.front.card if view.front else None)
        self._back.set_picture(view.back.card if view.back else None)
        self._portrait_still.set_picture(view.front.portrait if view.front else None)
        marked = False
        for name, shown_field in self._fields.items():
            reading = self._reading_of(name)
            if reading is None:
                continue
            found = reading.fields.get(name)
            text = shown(name, found, words) if found else Shown("")
            marked |= bool(text.unsure)
            picture = print_of(reading, name) if fresh else None
            doubtful = is_doubtful(name, reading)
            shown_field.show_field(words(f"field.{name}"), text, picture, doubtful, words, fresh=fresh)
        self._legend.set_text(words("review.marked") if marked else "")
        self._legend.setVisible(marked)
        if fresh:
            self._show_parts()
        if fresh or words.language != self._language:
            self._sheet.fit()
        self._language = words.language

    def wipe(self) -> None:
        self.finish()
        self._readings = (None, None)
        for still in (self._front, self._back, self._portrait_still):
            still.clear()
        for field in self._fields.values():
            field.wipe()
        self._show_parts()

    def edit(self, name: str) -> None:
        """Correct a field with the keyboard on the screen."""
        field = self._editable[name]
        if self._editing == name:
            self._keyboard.stay()
            return
        self.finish()
        self._editing = name
        field.set_editing(True)
        field.editor.set_helper(self._keyboard.press)
        read = field.typed()
        self._keyboard.open(self._place, latin=bool(read) and read.isascii())
        self._edited()
        self._rearrange()

    def finish(self) -> None:
        """Close the keyboard, if it is open; what was corrected stays."""
        if self._editing is None:
            return
        field = self._editable[self._editing]
        self._editing = None
        field.set_editing(False)
        field.editor.leave()
        self._keyboard.wipe()
        self._rearrange()

    def corrections(self) -> dict[str, str]:
        """What the visitor typed instead of what was read, by field."""
        return {name: field.typed() for name, field in self._editable.items() if field.is_corrected()}

    def scale(self, metrics: Metrics) -> None:
        self._metrics = metrics
        super().scale(metrics)

    def arrange(self, metrics: Metrics) -> None:
        self._sheet.lay(self._editing)
        if self._editing is not None and metrics.portrait:
            layout = column((self._front, 3), (self._sheet, 2), self._keyboard, gap=28)
        elif self._editing is not None:
            layout = column((self._sheet, 1), self._keyboard, gap=16)
        elif metrics.portrait:
            pictures = row((self._front, 1), (self._back, 1), gap=28)
            layout = column(self._head, (pictures, 1), (self._sheet, 4), self._buttons, gap=34)
        else:
            left = column(self._head, (self._front, 1), (self._back, 1), gap=24)
            right = column((self._sheet, 1), self._buttons, gap=24)
            layout = row((left, 6), (right, 15), gap=52)
        arrange(self, layout)
        self._show_parts()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch beside the field and the keyboard ends typing."""
        self.ask(Event.TOUCHED)
        self.finish()

    def _rearrange(self) -> None:
        self.arrange(self._metrics)
        space(self.layout(), self._metrics)
        settle(self)

    def _show_parts(self) -> None:
        """What is to be seen: everything there is, or the field being edited and, in portrait, its side of the card."""
        whole = self._editing is None
        for part in (self._head, self._buttons, self._portrait_still):
            part.setVisible(whole)
        self._front.setVisible(whole or self._metrics.portrait)
        self._back.setVisible(whole and self._readings[1] is not None)
        for name, field in self._fields.items():
            reading = self._reading_of(name)
            printed = reading is not None and name not in UNPRINTED[reading.kind]
            field.setVisible(printed and self._editing in (None, name))

    def _reading_of(self, name: str) -> CardReading | None:
        return self._readings[0] if name in FRONT_FIELDS else self._readings[1]

    def _place(self) -> Place:
        """Where the next character goes."""
        if self._editing == "Address":
            return Place.ADDRESS
        return Place.SURNAME if self._editable["Name"].editor.is_at_start() else Place.GIVEN

    def _with_editor(self, do: Callable[[Editor], None]) -> None:
        if self._editing is not None:
            editor = self._editable[self._editing].editor
            do(editor)
            editor.setFocus()

    def _clear_or_restore(self) -> None:
        if self._editing is not None:
            self._editable[self._editing].clear_or_restore()

    def _edited(self) -> None:
        if any(field.editor.hasFocus() for field in self._editable.values()):
            self.ask(Event.TOUCHED)  # an attached keyboard may type where the one on the screen is closed
        if self._editing is not None:
            self._keyboard.set_empty(not self._editable[self._editing].editor.toPlainText())
        self._sheet.fit()
