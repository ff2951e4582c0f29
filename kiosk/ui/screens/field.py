"""One field of the reading: its name above its text, the print it was read from, and a remark if it deserves a second
look or was corrected."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.devices.frame import Image
from kiosk.ui.fields import Shown
from kiosk.ui.layout import column, row, space
from kiosk.ui.screens.crop import WithPrint
from kiosk.ui.screens.editor import Editor
from kiosk.ui.screens.marks import MarkedText
from kiosk.ui.text import Text
from kiosk.ui.theme import Colour, Metrics, Type
from kiosk.ui.wording import Wording

EDITOR_SHARE = 0.58
"""Of the width, beside the print."""


class FieldView(QWidget):
    """A field that is only read. `doubtful`: it deserves a second look."""

    def __init__(self) -> None:
        super().__init__()
        self._label = Text(Type.LABEL, Colour.MUTED, wrap=False)
        self._remark = Text(Type.LABEL, Colour.DOUBT, wrap=False)
        self._value, share = self._make_value()
        self._pair = WithPrint(self._value, share)
        self.doubtful = False
        self._words: Wording | None = None
        self.setLayout(column(row(self._label, self._remark, 1, gap=16), self._pair, 1, gap=2))

    def show_field(
        self, label: str, shown: Shown, picture: Image | None, doubtful: bool, words: Wording, *, fresh: bool
    ) -> None:
        """`shown.text` is empty if the field was not found; `fresh` if it comes from another reading than before."""
        self._label.set_text(label)
        self.doubtful = doubtful
        self._words = words
        self._show_text(shown, words, fresh=fresh)
        self._tell()
        if fresh:
            self._pair.set_print(picture, words("review.print"))

    def wipe(self) -> None:
        self._words = None
        self._tell()
        self._pair.set_print(None, "")
        self.doubtful = False
        if isinstance(self._value, MarkedText):
            self._value.set_text("")
            self._value.mark(frozenset())

    def scale(self, metrics: Metrics) -> None:
        space(self.layout(), metrics)

    def set_size(self, type_: Type, print_scale: float) -> None:
        """The size of the field's text and of its print beside it (1: as large as the text, 0: none)."""
        if isinstance(self._value, MarkedText | Editor):
            self._value.set_type(type_)
        self._pair.set_size(type_, print_scale)
        self.updateGeometry()

    def shows_print(self) -> bool:
        return self._pair.is_shown()

    def _make_value(self) -> tuple[QWidget, float | None]:
        """The widget, and its share of the width beside the print; None: what its text needs."""
        return MarkedText(Type.VALUE), None

    def _tell(self) -> None:
        """Say what is to be said of it now."""
        self._remark.set_text(self._remark_text(self._words) if self._words is not None else "")

    def _remark_text(self, words: Wording) -> str:
        return words("review.look") if self.doubtful else ""

    def _show_text(self, shown: Shown, words: Wording, *, fresh: bool) -> None:
        assert isinstance(self._value, MarkedText)
        before = self._value.text()
        self._value.set_text(shown.text or words("review.missing"))
        if self._value.text() != before:
            self._pair.refit()
        self._value.set_colour(Colour.INK if shown.text else Colour.DOUBT)
        self._value.mark(shown.unsure)


class EditableField(FieldView):
    """A field that a keyboard, on the screen or attached, can correct. `touched` when somebody wants to."""

    edited = Signal()
    touched = Signal()

    def __init__(self, longest: int) -> None:
        """`longest` is the most characters it takes."""
        self._longest = longest
        self._read = Shown("")
        self._editing = False
        super().__init__()

    def typed(self) -> str:
        return "".join(self.editor.toPlainText().split("\n")).strip()

    def is_corrected(self) -> bool:
        """Whether there is text, and another than was read."""
        return self.typed() not in ("", self._read.text)

    def set_editing(self, editing: bool) -> None:
        """While it is being edited its remark says how."""
        self._editing = editing
        self._remark.set_colour(Colour.MUTED if editing else Colour.DOUBT)
        self._tell()

    def clear_or_restore(self) -> None:
        """Empty, or where it is empty back to what was read."""
        if self.editor.toPlainText():
            self.editor.clear()
        else:
            self.restore()

    def restore(self) -> None:
        """Back to what was read."""
        self.editor.setPlainText(self._read.text)
        self.editor.mark(self._read.unsure)

    def show_field(
        self, label: str, shown: Shown, picture: Image | None, doubtful: bool, words: Wording, *, fresh: bool
    ) -> None:
        super().show_field(label, shown, picture, doubtful, words, fresh=fresh)
        self.editor.setPlaceholderText(words("review.missing"))
        self.editor.setAccessibleName(label)

    def wipe(self) -> None:
        super().wipe()
        self._read = Shown("")
        self.set_editing(False)
        self.editor.wipe()

    def _make_value(self) -> tuple[QWidget, float | None]:
        self.editor = Editor(self._longest)
        self.editor.textChanged.connect(self.edited)
        self.editor.touched.connect(self.touched)
        return self.editor, EDITOR_SHARE

    def _remark_text(self, words: Wording) -> str:
        if self._editing:
            return words("review.replace.marked" if self.editor.has_marks() else "review.replace")
        return words("review.corrected") if self.is_corrected() else super()._remark_text(words)

    def _show_text(self, shown: Shown, words: Wording, *, fresh: bool) -> None:
        if fresh:
            self._read = shown
            self.editor.wipe()
            self.restore()
