"""The text of a field that can be corrected: a touch takes one character, and the next one typed replaces it."""

import math
from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from kiosk.ui.screens.marks import paint_marks, spans
from kiosk.ui.text import broken
from kiosk.ui.theme import BASE, Colour, Metrics, Type

Move = QTextCursor.MoveOperation
KEEP = QTextCursor.MoveMode.KeepAnchor


class Editor(QPlainTextEdit):
    """Wrapped text without line breaks of its own. Nothing can be copied out of it, and it keeps no history."""

    touched = Signal()

    def __init__(self, longest: int) -> None:
        """`longest` is the most characters it takes."""
        super().__init__()
        self._longest = longest
        self._metrics = BASE
        self._type = Type.VALUE
        self._marks: list[QTextCursor] = []
        self._helper: Callable[[QKeyEvent], bool] | None = None
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
        self._marks = []
        self._helper = None
        self.clear()
        self.document().clearUndoRedoStacks()
        self.clearFocus()

    def leave(self) -> None:
        """Nobody is typing any more."""
        self._helper = None
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)
        self.clearFocus()

    # What a keyboard on the screen does

    def set_helper(self, helper: Callable[[QKeyEvent], bool] | None) -> None:
        """What is asked first about each key of an attached keyboard, and says whether it took it."""
        self._helper = helper

    def insert(self, text: str) -> None:
        """Put `text` at the caret, or in the place of the character that was touched."""
        cursor = self.textCursor()
        room = self._longest - len(self.toPlainText()) + len(cursor.selectedText())
        if room > 0:
            cursor.insertText(text[:room])
            self.setTextCursor(cursor)

    def erase(self) -> None:
        """Take away the character that was touched, or the one before the caret."""
        cursor = self.textCursor()
        cursor.deletePreviousChar()
        self.setTextCursor(cursor)

    def move(self, step: int) -> None:  # type: ignore[override]
        """The caret one character back (-1) or on (1)."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            cursor.setPosition(cursor.selectionStart() if step < 0 else cursor.selectionEnd())
        else:
            cursor.movePosition(Move.PreviousCharacter if step < 0 else Move.NextCharacter)
        self.setTextCursor(cursor)

    def is_at_start(self) -> bool:
        """Whether what is typed next is the first character."""
        return self.textCursor().selectionStart() == 0

    # Marks

    def mark(self, places: frozenset[int]) -> None:
        """Mark these characters of the text; a mark goes when its character does."""
        where = spans(self.toPlainText())
        self._marks = []
        for place in sorted(places):
            if place < len(where):
                cursor = QTextCursor(self.document())
                cursor.setPosition(where[place][0])
                cursor.setPosition(where[place][1], KEEP)
                cursor.setKeepPositionOnInsert(True)  # what is typed after the character is not marked
                self._marks.append(cursor)
        self.viewport().update()

    def has_marks(self) -> bool:
        return bool(self.marks())

    def marks(self) -> list[tuple[int, int]]:
        """From where to where marked characters stand now, as Qt counts. What was typed in the place of one turns its
        cursor round."""
        return [(mark.anchor(), mark.position()) for mark in self._marks if mark.anchor() < mark.position()]

    def paintEvent(self, event: QPaintEvent) -> None:
        if found := self.marks():
            block = self.document().firstBlock()
            painter = QPainter(self.viewport())
            painter.translate(self._corner())
            paint_marks(painter, block.layout(), found, self._metrics)
            painter.end()
        super().paintEvent(event)

    # Touches and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._take(event.position().toPoint())
            self.touched.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pass  # a finger that slips has still touched one character

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pass

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._helper is not None and self._helper(event):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
            return
        full = len(self.toPlainText()) >= self._longest and not self.textCursor().hasSelection()
        if full and event.text().isprintable() and event.text():
            return
        super().keyPressEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData | None:  # type: ignore[override]
        return None  # the clipboard is emptied

    def _take(self, spot: QPoint) -> None:
        """Select the character at `spot`; touched again, or beside the text, put the caret there."""
        x, y = spot.x() - self._corner().x(), spot.y() - self._corner().y()
        layout = self.document().firstBlock().layout()
        lines = [layout.lineAt(i) for i in range(layout.lineCount())]
        if not lines:
            return
        line = next((line for line in lines if y < line.y() + line.height()), lines[-1])
        cursor, now = QTextCursor(self.document()), self.textCursor()
        cursor.setPosition(line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter))
        if x < line.naturalTextWidth():
            cursor.movePosition(Move.NextCharacter, KEEP)
        if (cursor.anchor(), cursor.position()) == (now.anchor(), now.position()):
            cursor.setPosition(line.xToCursor(x, QTextLine.CursorPosition.CursorBetweenCharacters))
        self.setTextCursor(cursor)

    def _corner(self) -> QPointF:
        """Where the text begins in the viewport."""
        return self.blockBoundingGeometry(self.document().firstBlock()).translated(self.contentOffset()).topLeft()

    # Sizes

    def is_clipped(self) -> bool:
        return self.heightForWidth(self.width()) > self.height() + 1

    def scale(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self.setFont(metrics.font(self._type))
        self.setCursorWidth(metrics.px(3))
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
            self._centre()
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as the text, and never less than a fingertip."""
        return max(self._height_of_text(width), self._metrics.touch)

    def _height_of_text(self, width: int) -> int:
        """With the frame round it, px."""
        line, across, down = self._frame()
        text = broken(self.toPlainText() or " ", self.font(), max(1, width - 2 * (line + 1 + across)))
        height = sum(text.lineAt(i).height() for i in range(text.lineCount()))
        return math.ceil(height) + 2 * (line + 1 + down)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._centre()

    def _centre(self) -> None:
        """A line that is lower than a fingertip stands in the middle."""
        self.setViewportMargins(0, max(0, self.height() - self._height_of_text(self.width())) // 2, 0, 0)

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
        self._centre()
        self.updateGeometry()
