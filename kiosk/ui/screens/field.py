"""One field of the reading: its name above its text, with a remark if it deserves a second look or was corrected."""

import math

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from kiosk.ui.layout import column, row, space
from kiosk.ui.text import Text, broken
from kiosk.ui.theme import BASE, Colour, Metrics, Type
from kiosk.ui.wording import Wording


class FieldView(QWidget):
    """A field that is only read."""

    def __init__(self) -> None:
        super().__init__()
        self._label = Text(Type.LABEL, Colour.MUTED, wrap=False)
        self._remark = Text(Type.LABEL, Colour.DOUBT, wrap=False)
        self._value = self._make_value()
        self.setLayout(column(row(self._label, self._remark, 1, gap=16), self._value, 1, gap=2))

    def show_field(self, label: str, text: str, doubtful: bool, words: Wording, *, fresh: bool) -> None:
        """`text` is empty if the field was not found; `fresh` if it comes from another reading than before."""
        self._label.set_text(label)
        self._show_text(text, words, fresh=fresh)
        self._remark.set_text(words("review.look") if doubtful else "")

    def wipe(self) -> None:
        self._remark.set_text("")
        if isinstance(self._value, Text):
            self._value.set_text("")

    def scale(self, metrics: Metrics) -> None:
        space(self.layout(), metrics)

    def set_type(self, type_: Type) -> None:
        """The size of the field's text."""
        if isinstance(self._value, Text | Editor):
            self._value.set_type(type_)

    def _make_value(self) -> QWidget:
        return Text(Type.VALUE)

    def _show_text(self, text: str, words: Wording, *, fresh: bool) -> None:
        assert isinstance(self._value, Text)
        self._value.set_text(text or words("review.missing"))
        self._value.set_colour(Colour.INK if text else Colour.DOUBT)


class EditableField(FieldView):
    """A field that the attached keyboard can correct."""

    edited = Signal()

    def __init__(self, longest: int) -> None:
        """`longest` is the most characters it takes."""
        self._longest = longest
        self._read = ""
        super().__init__()

    def typed(self) -> str:
        return "".join(self._editor.toPlainText().split("\n")).strip()

    def is_corrected(self) -> bool:
        """Whether there is text, and another than was read."""
        return self.typed() not in ("", self._read)

    def show_field(self, label: str, text: str, doubtful: bool, words: Wording, *, fresh: bool) -> None:
        super().show_field(label, text, doubtful, words, fresh=fresh)
        if self.is_corrected():
            self._remark.set_text(words("review.corrected"))
        self._editor.setPlaceholderText(words("review.missing"))
        self._editor.setAccessibleName(label)

    def wipe(self) -> None:
        super().wipe()
        self._read = ""
        self._editor.wipe()

    def _make_value(self) -> QWidget:
        self._editor = Editor(self._longest)
        self._editor.textChanged.connect(self.edited)
        return self._editor

    def _show_text(self, text: str, words: Wording, *, fresh: bool) -> None:
        if fresh:
            self._read = text
            self._editor.wipe()
            self._editor.setPlainText(text)


class Editor(QPlainTextEdit):
    """Wrapped text without line breaks of its own. Nothing can be copied out of it, and it keeps no history."""

    def __init__(self, longest: int) -> None:
        super().__init__()
        self._longest = longest
        self._metrics = BASE
        self._type = Type.VALUE
        self.setFrameStyle(0)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.textChanged.connect(self._changed)

    def wipe(self) -> None:
        self.clear()
        self.document().clearUndoRedoStacks()
        self.clearFocus()

    def is_clipped(self) -> bool:
        return self.heightForWidth(self.width()) > self.height() + 1

    def scale(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self.setFont(metrics.font(self._type))
        self.document().setDocumentMargin(0)
        line, across, down = self._frame()
        self.setStyleSheet(
            f"QPlainTextEdit {{ color: {Colour.INK.value}; background: {Colour.WHITE.value};"
            f" border: {line}px solid {Colour.OUTLINE.value}; border-radius: {metrics.px(12)}px;"
            f" padding: {down}px {across}px; selection-background-color: {Colour.ACCENT.value}; }}"
            f"QPlainTextEdit:focus {{ border-color: {Colour.ACCENT.value}; border-width: {line + 1}px; }}"
        )
        self.updateGeometry()

    def set_type(self, type_: Type) -> None:
        if type_ is not self._type:
            self._type = type_
            self.setFont(self._metrics.font(type_))
            self.updateGeometry()

    def createMimeDataFromSelection(self) -> QMimeData | None:  # type: ignore[override]
        return None  # the clipboard is emptied

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
            return
        full = len(self.toPlainText()) >= self._longest and not self.textCursor().hasSelection()
        if full and event.text().isprintable() and event.text():
            return
        super().keyPressEvent(event)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as the text, and never less than a fingertip."""
        line, across, down = self._frame()
        text = broken(self.toPlainText() or " ", self.font(), max(1, width - 2 * (line + 1 + across)))
        height = sum(text.lineAt(i).height() for i in range(text.lineCount()))
        return max(math.ceil(height) + 2 * (line + 1 + down), self._metrics.touch)

    def sizeHint(self) -> QSize:
        width = self._metrics.px(300)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._metrics.px(160), self._metrics.touch)

    def _frame(self) -> tuple[int, int, int]:
        """Border, and room at the sides and at top and bottom, px."""
        return max(1, self._metrics.px(2)), self._metrics.px(14), self._metrics.px(6)

    def _changed(self) -> None:
        if len(self.toPlainText()) > self._longest:
            self.setPlainText(self.toPlainText()[: self._longest])
        self.updateGeometry()
