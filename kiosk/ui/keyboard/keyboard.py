"""The on-screen keyboard: Chinese by pinyin, Latin letters, digits and the few signs that cards bear."""

from collections.abc import Callable
from threading import Thread

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.buttons import Kind
from kiosk.ui.keyboard.choices import Choices
from kiosk.ui.keyboard.keys import GAP, Act, Key, board, height_of, place_keys
from kiosk.ui.keyboard.pinyin import Candidate, Place, candidates, divided
from kiosk.ui.keyboard.sounds import sounds
from kiosk.ui.keyboard.words import QUICK, SIGNS
from kiosk.ui.theme import BASE, Metrics, Type
from kiosk.ui.wording import Wording

IDLE_MS = 30_000
"""Untouched for so long it closes by itself: the rest of the reading, and the way on, are behind it."""
LOADING_MS = 40
"""How often to look whether the sounds are ready, the first time."""
MOST_LETTERS = 30
ACTS = frozenset[str](Act)
STEPS: dict[str, int] = {Act.LEFT: -1, Act.RIGHT: 1}
OTHER_MEANING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Keyboard(QWidget):
    """Says what to do with a text: `typed` to put in, `erased` one character, `moved` -1 or 1, `cleared`, `closed`; and
    `used` with every touch that shows that somebody is there."""

    typed = Signal(str)
    erased = Signal()
    moved = Signal(int)
    cleared = Signal()
    closed = Signal()
    used = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._metrics = BASE
        self._words: Wording | None = None
        self._place: Callable[[], Place] = lambda: Place.GIVEN
        self._letters = ""
        self._latin = False
        self._empty = False
        self._spread = False
        self._loading: Thread | None = None
        self._choices = Choices(self)
        self._choices.chosen.connect(self._take)
        self._choices.spread.connect(self._set_spread)
        self._choices.turned.connect(self.stay)
        names = dict.fromkeys(spot.key for tall in (True, False) for spot in board(tall)[0])
        self._keys = {name: self._make(name) for name in names}
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self.closed)
        self._look = QTimer(self, singleShot=True, interval=LOADING_MS)
        self._look.timeout.connect(self._offer)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def open(self, place: Callable[[], Place], *, latin: bool) -> None:
        """Begin; `place` tells where the next character goes, `latin` whether letters are meant as such."""
        if not _ready() and self._loading is None:
            self._loading = Thread(target=sounds, name="sounds", daemon=True)
            self._loading.start()
        self._place, self._letters, self._latin = place, "", latin
        self._label()
        self._offer()
        self.show()
        self.stay()

    def wipe(self) -> None:
        """Close, and forget what was typed."""
        self._letters = ""
        self._idle.stop()
        self._look.stop()
        self._choices.wipe()
        self.hide()

    def stay(self) -> None:
        """Somebody is still typing."""
        self._idle.start()
        self.used.emit()

    def set_empty(self, empty: bool) -> None:
        """Whether the text is empty: there is nothing to clear then, but the reading to restore."""
        if empty is not self._empty:
            self._empty = empty
            self._label()

    def show_words(self, words: Wording) -> None:
        if words is not self._words:
            self._words = words
            self._label()
            self._offer()

    def press(self, event: QKeyEvent) -> bool:
        """A key of an attached keyboard, taken as an input method takes it; False: it means what it always does."""
        self.stay()
        key, text = event.key(), event.text()
        if event.modifiers() & OTHER_MEANING:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self._take_first():
                self.closed.emit()
        elif key == Qt.Key.Key_Escape:
            self._act(Act.CLEAR if self._letters else Act.DONE)
        elif self._letters and key == Qt.Key.Key_Backspace:
            self._act(Act.ERASE)
        elif self._letters and text.isdecimal() and text != "0":
            if (meant := self._choices.shown(int(text) - 1)) is not None:
                self._take(meant)
        elif text == " " and self._letters:
            self._act(Act.SPACE)
        elif not self._latin and "a" <= text <= "z":
            self._type(text)
        else:
            return False
        return True

    # Sizes

    def scale(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self.updateGeometry()
        self._arrange()

    def sizeHint(self) -> QSize:
        rows = board(self._metrics.portrait)[1] + 1
        height, gap = height_of(self._metrics), self._metrics.px(GAP)
        return QSize(self._metrics.px(1000), rows * (height + gap) - gap)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # between the keys: not a touch of what lies behind

    def _arrange(self) -> None:
        height, gap = height_of(self._metrics), self._metrics.px(GAP)
        spots, rows, columns = board(self._metrics.portrait)
        below = QRect(0, height + gap, self.width(), self.height() - height - gap)
        place_keys(spots, self._keys, below, rows, columns, gap)
        shown = set() if self._spread else {spot.key for spot in spots}
        for name, key in self._keys.items():
            key.setVisible(name in shown)
        self._choices.setGeometry(0, 0, self.width(), self.height() if self._spread else height)

    def _set_spread(self, spread: bool) -> None:
        self._spread = spread
        self._arrange()
        if self._words is not None:
            self._choices.show_words(self._words)

    # Keys

    def _make(self, name: str) -> Key:
        key = Key(Kind.PRIMARY if name == Act.DONE else Kind.QUIET, Type.BODY if name in ACTS else Type.LEAD, self)
        key.setAutoRepeat(name in (Act.ERASE, Act.LEFT, Act.RIGHT))
        key.clicked.connect(lambda: self._act(name))
        return key

    def _label(self) -> None:
        if (words := self._words) is None:
            return
        for name, key in self._keys.items():
            if name in STEPS:
                key.set_arrow(name, words(f"keyboard.{name}"))
            elif name == Act.SCRIPT:
                key.set_text(words("keyboard.pinyin" if self._latin else "keyboard.letters"))
            elif name == Act.CLEAR:
                key.set_text(words("keyboard.restore" if self._empty else "keyboard.clear"))
            elif name in ACTS:
                key.set_text(words(f"keyboard.{name}"))
            else:
                key.set_text(name.upper() if self._latin else name)
        self._choices.show_words(words)

    def _act(self, name: str) -> None:
        self.stay()
        if name == Act.SCRIPT:
            self._latin, self._letters = not self._latin, ""
            self._label()
        elif name == Act.ERASE and self._letters:
            self._letters = self._letters[:-1]
        elif name == Act.CLEAR and self._letters:
            self._letters = ""
        elif name == Act.ERASE:
            self.erased.emit()
        elif name == Act.CLEAR:
            self.cleared.emit()
        elif name in STEPS and not self._letters:
            self.moved.emit(STEPS[name])
        elif name == Act.SPACE:
            if not self._letters:
                self.typed.emit(" ")
            self._take_first()
            return
        elif name == Act.DONE:
            self._take_first()
            self.closed.emit()
            return
        elif name not in ACTS:
            self._type(name)
            return
        self._offer()

    def _type(self, text: str) -> None:
        if not self._latin and "a" <= text <= "z":
            self._letters = (self._letters + text)[:MOST_LETTERS]
        else:
            self._take_first()
            self.typed.emit(text.upper() if self._latin else text)
        self._offer()

    # Candidates

    def _take_first(self) -> bool:
        """Put in what the letters most likely mean; whether there was anything."""
        first = self._choices.shown(0) if self._letters else None
        if first is not None:
            self._take(first)
        return first is not None

    def _take(self, candidate: Candidate) -> None:
        self.stay()
        self._letters = self._letters[candidate.used :]
        self.typed.emit(candidate.text)
        self._offer()

    def _offer(self) -> None:
        """Look up what the letters may mean; at the very first, when that is ready."""
        words = self._words
        if not self._letters:
            quick = SIGNS if self._latin else QUICK if self._place() is Place.ADDRESS else ()
            offered = [Candidate(text, 0) for text in quick]
            self._choices.offer("", offered, words("keyboard.hint") if words and not self._latin else "")
        elif not _ready() and self._loading is not None and self._loading.is_alive():
            self._choices.offer(self._letters, [])
            self._look.start()
        else:
            found = candidates(self._letters, self._place(), sounds())
            hint = words("keyboard.none") if words and not found else ""
            self._choices.offer(divided(self._letters, sounds()), found, hint)


def _ready() -> bool:
    """Whether the sounds were loaded, by this keyboard or another."""
    return sounds.cache_info().currsize > 0
