"""The composition root: everything is made here, once, and handed to whoever needs it."""

import math
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMessageLogContext,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from kiosk.decision.flow import Event
from kiosk.errors import EnvironmentFault
from kiosk.pipeline.allocator import share_arenas
from kiosk.pipeline.view import Command, VisitView
from kiosk.ui.bridge import Bridge
from kiosk.ui.window import KioskWindow
from kiosk.ui.wording import Language
from kiosk.ui.wording_venue import Venue

if TYPE_CHECKING:
    from kiosk.decision.profile import Profile
    from kiosk.devices.camera import Camera
    from kiosk.pipeline.terminal import Terminal
    from kiosk.pipeline.tools import Tools
    from kiosk.pipeline.waiting import Entry

    Handler = Callable[[int, FrameType | None], object] | int | None

WINDOWED = (540, 960), (1280, 720)
"""The size of a window on an ordinary screen, portrait and landscape."""
NO_DISPLAY = (
    "no display can be reached, so nothing can be shown. Start the kiosk in a desktop session, or name a running one "
    "in DISPLAY or WAYLAND_DISPLAY; `kiosk doctor` says whether the screen toolkit lacks anything"
)
SIGNALLED = 128
"""What a shell adds to a signal's number to tell of a program that was ended by it."""
POLL_MS = 20
SHOWN_S = 2.0
"""The longest that loading waits for the first screen to be seen."""


class Kiosk:
    """The screens as `profile` has them, and from `start` on the terminal behind them: a visitor sees that it is
    starting at once.

    Ctrl+C in a terminal and SIGTERM (a service that is stopped, a session that ends) close the window for good and end
    the program from within `show`, `work` and `work_…` by SystemExit, so that whoever called them tears down first.
    Whoever made it calls `close`, last of all.
    """

    def __init__(self, profile: "Profile", *, language: Language = "zh", portrait: bool | None = None) -> None:
        self.window = KioskWindow(
            self.answer, language=language, portrait=portrait, steps=profile.steps, venue=Venue.of(profile)
        )
        self._portrait = portrait
        self._terminal: Terminal | None = None
        self._signal: int | None = None
        self._before = self._heed_signals()

    def show(self, *, full_screen: bool) -> None:
        """Show the first screen, and come back when it is seen."""
        if full_screen:
            self.window.showFullScreen()
        else:
            self.window.resize(*WINDOWED[0 if self._portrait else 1])
            self.window.show()
        self.work_until(self._seen, SHOWN_S)

    def close(self) -> None:
        """Destroy the window now, not whenever Python finds it lost and still to be painted, and give signals back."""
        self.window.leave()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete.value)
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def start(
        self,
        cameras: "Mapping[str, Camera]",
        make_tools: "Callable[[Callable[[Entry], None]], Tools]",
        journal: Path,
        *,
        observe: Callable[[VisitView], None] | None = None,
    ) -> "Terminal":
        """Put a terminal behind the screens and start it; whoever calls this stops it. `observe` also gets every
        snapshot, in the analysis thread.
        """
        from kiosk.pipeline.terminal import Terminal  # takes long to load: not before the first screen

        def deliver(view: VisitView) -> None:
            if observe is not None:
                observe(view)
            bridge.deliver_view(view)

        terminal = self._terminal = Terminal(cameras, make_tools, journal, deliver, lambda: bridge.notify_frame())
        bridge = Bridge(terminal.preview)
        self.window.attach(bridge)
        terminal.start()
        return terminal

    def send(self, event: Event) -> None:
        """Do what a touch of the screen would do now."""
        self.answer(Command(event, self.window.view.visit, self.window.language))

    def answer(self, command: Command) -> None:
        """The visitor's answer; before `start` there is nobody to ask."""
        if self._terminal is not None:
            self._terminal.send(command)

    def work(self) -> None:
        """Let the screens work until the window is closed."""
        self.work_until(self.window.isHidden, math.inf)

    def work_until(self, done: Callable[[], bool], timeout: float) -> bool:
        """Let the screens work until `done`, asked many times a second, or for `timeout` seconds; whether done."""
        loop = QEventLoop()
        until = time.monotonic() + timeout
        finished = False

        def ask() -> None:
            nonlocal finished
            finished = done()
            if finished or self._signal is not None or time.monotonic() > until:
                loop.quit()

        timer = QTimer(interval=POLL_MS)
        timer.timeout.connect(ask)
        timer.start()
        loop.exec()
        timer.stop()
        if self._signal is not None:
            self.window.leave()
            raise SystemExit(SIGNALLED + self._signal)
        return finished

    def work_for(self, seconds: float) -> None:
        """Let the screens work for a while."""
        self.work_until(lambda: False, seconds)

    def _heed_signals(self) -> "Mapping[signal.Signals, Handler]":
        """Take signals over; what was done about them before."""

        # Only noted: raised in the middle of anything, or of a call by Qt, it would be lost or leave things half done.
        # `work_until` asks often enough for Python to notice while Qt runs the loop.
        def note(number: int, _: FrameType | None) -> None:
            self._signal = number

        return {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}

    def _seen(self) -> bool:
        handle = self.window.windowHandle()
        return handle is not None and handle.isExposed()


def choose_platform() -> None:
    """Work offscreen where no display is named. Call before `application`."""
    displays = ("DISPLAY", "WAYLAND_DISPLAY")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in displays):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def application(refused: Callable[[EnvironmentFault], NoReturn] | None = None) -> QApplication:
    """The one Qt application of this process.

    Where Qt can show nothing it aborts the process, and nothing can be raised through it: `refused` is given the fault
    `display-missing` in time and must end the process itself.
    """
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app

    def hear(kind: QtMsgType, _: QMessageLogContext, text: str) -> None:
        if kind is QtMsgType.QtFatalMsg and refused is not None:
            refused(EnvironmentFault("display-missing", NO_DISPLAY))
        sys.stderr.write(f"{text}\n")

    share_arenas()
    before = qInstallMessageHandler(hear)
    try:
        return QApplication(sys.argv[:1])
    finally:
        qInstallMessageHandler(before)
