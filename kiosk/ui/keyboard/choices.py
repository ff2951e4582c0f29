"""What may be meant by the letters typed so far: a row of candidates or, after a touch, a whole board of them."""

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.buttons import Kind
from kiosk.ui.keyboard.keys import GAP, Key, height_of, least_width
from kiosk.ui.keyboard.pinyin import Candidate
from kiosk.ui.text import Text
from kiosk.ui.theme import BASE, Colour, Metrics, Type
from kiosk.ui.wording import Wording


class Choices(QWidget):
    """The letters at the left, candidates beside them, and at the right what leads to more of them.

    `chosen` brings the Candidate that was touched, `spread` whether the place of the keys is wanted for candidates,
    `turned` says that somebody asked for others. Each is as wide as its text, at least a fingertip.
    """

    chosen = Signal(object)
    spread = Signal(bool)
    turned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._metrics = BASE
        self._candidates: list[Candidate] = []
        self._pages = [0]  # where each page up to this one begins
        self._shown = 0
        self._spread = False
        self._letters = Text(Type.LEAD, Colour.ACCENT, wrap=False, parent=self)
        self._hint = Text(Type.LABEL, Colour.MUTED, parent=self)
        self._cells: list[Key] = []
        self._back, self._on, self._more = (Key(parent=self) for _ in range(3))
        self._back.clicked.connect(lambda: self._turn(-1))
        self._on.clicked.connect(lambda: self._turn(1))
        self._more.clicked.connect(self._toggle)

    def show_words(self, words: Wording) -> None:
        arrow = "less" if self._spread else "more"
        self._more.set_arrow(arrow, words(f"keyboard.{arrow}"))
        self._back.set_arrow("left", words("keyboard.previous"))
        self._on.set_arrow("right", words("keyboard.next"))

    def offer(self, letters: str, candidates: list[Candidate], hint: str = "") -> None:
        """Show the candidates from the first on; `hint` is said beside them."""
        self._letters.set_text(letters)
        self._hint.set_text(hint)
        self._candidates = candidates
        self._pages = [0]
        if self._spread and not letters:
            self.set_spread(False)
        self._place()

    def shown(self, number: int) -> Candidate | None:
        """The candidate that is shown as `number`, counted from 0; None if there are fewer."""
        return self._candidates[self._pages[-1] + number] if number < self._shown else None

    def wipe(self) -> None:
        self.offer("", [])
        for cell in self._cells:
            cell.set_text("")

    def scale(self, metrics: Metrics) -> None:
        self._metrics = metrics
        for text in (self._letters, self._hint):
            text.scale(metrics)
        for key in (self._back, self._on, self._more, *self._cells):
            key.scale(metrics)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _turn(self, step: int) -> None:
        self.turned.emit()
        if step > 0 and self._pages[-1] + self._shown < len(self._candidates):
            self._pages.append(self._pages[-1] + self._shown)
        elif step < 0 and len(self._pages) > 1:
            self._pages.pop()
        self._place()

    def _toggle(self) -> None:
        self.turned.emit()
        self.set_spread(not self._spread)

    def set_spread(self, spread: bool) -> None:
        """Ask for more room, or give it back."""
        if spread != self._spread:
            self._spread = spread
            self._pages = [0]
            self.spread.emit(spread)

    def _place(self) -> None:
        """Lay out one page."""
        height, gap = height_of(self._metrics), self._metrics.px(GAP)
        rows = max(1, (self.height() + gap) // (height + gap))
        left = self._place_text(height, gap)
        places = self._flow(left, self.width(), rows)
        paged = len(places) < len(self._candidates) or len(self._pages) > 1
        if paged:
            buttons = 1 if rows > 2 else 3
            places = self._flow(left, self.width() - buttons * (least_width(self._metrics) + gap), rows)
        self._place_buttons(paged, rows, height, gap)
        self._shown = len(places)
        while len(self._cells) < len(places):
            self._add_cell()
        for number, cell in enumerate(self._cells):
            cell.setVisible(number < len(places))
            if number < len(places):
                likeliest = number == 0 and len(self._pages) == 1 and bool(self._letters.text())
                cell.set_kind(Kind.CHOSEN if likeliest else Kind.QUIET)
                cell.set_text(self._candidates[self._pages[-1] + number].text)
                cell.setGeometry(places[number])
            else:
                cell.set_text("")

    def _place_text(self, height: int, gap: int) -> int:
        """Letters and hint at the left; how far they reach."""
        left = 0
        for text in (self._letters, self._hint):
            text.setVisible(bool(text.text()))
            if text.text():
                width = min(text.sizeHint().width(), self.width() // 3 if text is self._hint else self.width())
                text.setGeometry(left, 0, width, height)
                left += width + 3 * gap
        return left

    def _place_buttons(self, paged: bool, rows: int, height: int, gap: int) -> None:
        """In the last column, if there are rows for them, or the last three places of the row."""
        width = least_width(self._metrics)
        for number, button in enumerate((self._more, self._back, self._on)):
            column, row = (0, number) if rows > 2 else (number, 0)
            right = self.width() - width
            button.setGeometry(right - column * (width + gap), row * (height + gap), width, height)
            button.setVisible(paged or (self._spread and button is self._more))
        if rows <= 2:  # back before on
            back, on = self._back.geometry(), self._on.geometry()
            self._back.setGeometry(on)
            self._on.setGeometry(back)

    def _flow(self, left: int, right: int, rows: int) -> list[QRect]:
        """Places for as many candidates as fit, row by row; the first row begins at `left`."""
        height, least, gap = height_of(self._metrics), least_width(self._metrics), self._metrics.px(GAP)
        places: list[QRect] = []
        x, row = left, 0
        measure = self._cells[0] if self._cells else self._add_cell()
        for candidate in self._candidates[self._pages[-1] :]:
            width = max(least, measure.width_of(candidate.text))
            if x + width > right:
                x, row = 0, row + 1
            if row == rows or width > right:
                break
            places.append(QRect(x, row * (height + gap), width, height))
            x += width + gap
        return places

    def _add_cell(self) -> Key:
        cell = Key(parent=self)
        cell.scale(self._metrics)
        number = len(self._cells)
        cell.clicked.connect(lambda: self._choose(number))
        self._cells.append(cell)
        return cell

    def _choose(self, number: int) -> None:
        if (candidate := self.shown(number)) is not None:
            self.chosen.emit(candidate)
