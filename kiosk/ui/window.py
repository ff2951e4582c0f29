"""The window: the right screen for the visit's state, in the visitor's language, at the window's size."""

import time
from collections.abc import Callable, Collection

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QKeySequence, QPalette, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from kiosk.card.reading import Side
from kiosk.decision.flow import STEPS, Event, State
from kiosk.pipeline.view import Command, Preview, VisitView
from kiosk.ui.bridge import Bridge
from kiosk.ui.chrome import Footer, Header
from kiosk.ui.layout import column, scale_all, settle, space
from kiosk.ui.screens.card import CardScreen
from kiosk.ui.screens.deciding import Deciding
from kiosk.ui.screens.face import FaceScreen
from kiosk.ui.screens.paused import STARTING, Paused
from kiosk.ui.screens.result import Result
from kiosk.ui.screens.review import Review
from kiosk.ui.screens.screen import Screen
from kiosk.ui.screens.staff import Staff
from kiosk.ui.screens.welcome import Welcome
from kiosk.ui.theme import Colour, Metrics
from kiosk.ui.wording import LANGUAGES, USUAL, Language, Wording
from kiosk.ui.wording_venue import Venue

TICK_MS = 250
"""How often countdowns are looked at."""
LANGUAGE_IDLE_MS = 60_000
"""After this the welcome goes back to the venue's own language."""
QUIT_KEYS = "Ctrl+Shift+Q"
MARGIN = 48
"""Units round everything."""
SMALLEST = (640, 480)


class Pages(QStackedWidget):
    """Screens, one on top. Takes the room there is, whatever the tallest page would like."""

    def hasHeightForWidth(self) -> bool:
        return False


class KioskWindow(QWidget):
    """Draws snapshots and sends commands; knows nothing else of the visit.

    `send` is called in the Qt thread. `language` is the venue's; a visitor's choice lasts until the next welcome.
    `steps` and `venue` are the profile's. `portrait` None: whatever the window's shape is. In full screen only
    Ctrl+Shift+Q closes it.
    """

    def __init__(
        self,
        send: Callable[[Command], None],
        *,
        language: Language = "zh",
        steps: Collection[State] = STEPS,
        venue: Venue = USUAL,
        portrait: bool | None = None,
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._send = send
        self._own_language: Language = language
        self._venue = venue
        self._words = Wording(language, venue)
        self._upright = portrait
        self._clock = clock
        self._bridge: Bridge | None = None
        self._may_close = False
        self._view = VisitView(visit="", state=State.PAUSED, profile="", fault=STARTING)
        self._screens: dict[State, Screen] = {
            State.WELCOME: Welcome(),
            State.CARD_FRONT: CardScreen(Side.FRONT),
            State.CARD_BACK: CardScreen(Side.BACK),
            State.REVIEW: Review(),
            State.FACE: FaceScreen(),
            State.DECIDING: Deciding(),
            State.RESULT: Result(),
            State.PAUSED: Paused(),
            State.STAFF: Staff(),
        }
        self._stack = Pages()
        for screen in self._screens.values():
            self._stack.addWidget(screen)
            screen.asked.connect(self._ask)
        self._stack.setCurrentWidget(self.screen_shown)
        self._header = Header(steps)
        self._footer = Footer()
        self._header.language_chosen.connect(self.set_language)
        self._footer.asked.connect(self._ask)
        layout = column(self._header, (self._stack, 1), self._footer, gap=34)
        self.setLayout(layout)
        self.setMinimumSize(*SMALLEST)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(Colour.CANVAS.value))
        self.setPalette(palette)
        self.setAutoFillBackground(True)
        quit_keys = QShortcut(QKeySequence(QUIT_KEYS), self)
        quit_keys.setContext(Qt.ShortcutContext.ApplicationShortcut)
        quit_keys.activated.connect(self.leave)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._draw)
        self._tick.start()
        self._forget_language = QTimer(self, singleShot=True, interval=LANGUAGE_IDLE_MS)
        self._forget_language.timeout.connect(self._return_language)
        self._scale()
        self._draw()

    @property
    def view(self) -> VisitView:
        """The snapshot on the screen."""
        return self._view

    @property
    def screen_shown(self) -> Screen:
        return self._screens[self._view.state]

    @property
    def language(self) -> Language:
        return self._words.language

    def attach(self, bridge: Bridge) -> None:
        """Draw what comes over `bridge`."""
        self._bridge = bridge
        bridge.view_changed.connect(self.show_view)
        bridge.frame_ready.connect(self._take_frame)

    @Slot(object)
    def show_view(self, view: VisitView) -> None:
        """Draw a snapshot."""
        before, self._view = self._view, view
        if before.visit != view.visit:
            for screen in self._screens.values():
                screen.wipe()
        if before.state is not view.state:
            self._screens[before.state].wipe()
            self._footer.relax()
            self._forget_language.stop()
            if view.state is State.WELCOME:  # not before: a visit that ends with staff ends in the visitor's language
                self._return_language()
        self._draw()
        if before.state is not view.state:
            self._stack.setCurrentWidget(self.screen_shown)
            self.setFocus()
            settle(self)

    def show_frame(self, preview: Preview) -> None:
        """Draw the newest picture, if the screen shows one."""
        self.screen_shown.show_frame(preview.image)

    @Slot(str)
    def set_language(self, language: Language) -> None:
        """Speak another language from now on, until the next welcome."""
        if language in LANGUAGES:
            self._speak(language)
            if not self._view.visit:
                self._forget_language.start()

    def leave(self) -> None:
        """Close, by the operator's will."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.isFullScreen() and not self._may_close:
            event.ignore()
        else:
            self._tick.stop()
            event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # Escape and the like mean nothing here

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._scale()

    def _scale(self) -> None:
        screen = self.screen()
        metrics = Metrics.of(self.size(), screen.physicalDotsPerInch() if screen else 0.0, self._upright)
        scale_all(self, metrics)
        margin = metrics.px(MARGIN)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(margin, metrics.px(36), margin, metrics.px(36))
        space(layout, metrics)
        settle(self)

    def _draw(self) -> None:
        now = self._clock()
        self._header.show_view(self._view, self._words)
        self._footer.show_view(self._view, self._words, now)
        self.screen_shown.show_view(self._view, self._words, now)

    @Slot()
    def _take_frame(self) -> None:
        preview = self._bridge.take() if self._bridge else None
        if preview is not None:
            self.show_frame(preview)

    def _return_language(self) -> None:
        if self.language != self._own_language:
            self._speak(self._own_language)

    def _speak(self, language: Language) -> None:
        self._words = Wording(language, self._venue)
        self._draw()
        settle(self)

    def _ask(self, event: Event, corrections: dict[str, str] | None = None) -> None:
        self._send(Command(event, self._view.visit, self.language, corrections or {}))
