"""The composition root: everything is made here, once, and handed to whoever needs it."""

import os
import signal
import sys
import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from kiosk.decision.flow import Event, State
from kiosk.devices.camera import Camera
from kiosk.pipeline.terminal import Terminal
from kiosk.pipeline.view import Command, VisitView
from kiosk.pipeline.visit import Tools
from kiosk.pipeline.writing import Entry
from kiosk.ui.bridge import Bridge
from kiosk.ui.window import KioskWindow
from kiosk.ui.wording import Language

WINDOWED = (540, 960), (1280, 720)
"""The size of a window on an ordinary screen, portrait and landscape."""
SIGNALS_MS = 200
"""How often Python may notice Ctrl+C while Qt runs the loop."""
POLL_MS = 20


class Kiosk:
    """The screens and the terminal behind them. `observe` also gets every snapshot, in the analysis thread."""

    def __init__(
        self,
        cameras: Mapping[str, Camera],
        make_tools: Callable[[Callable[[Entry], None]], Tools],
        journal: Path,
        *,
        language: Language = "zh",
        portrait: bool | None = None,
        steps: Collection[State],
        observe: Callable[[VisitView], None] | None = None,
    ) -> None:
        self.terminal = Terminal(cameras, make_tools, journal, self._deliver, self._notify)
        self._observe = observe
        self.bridge = Bridge(self.terminal.preview)
        self.window = KioskWindow(self.terminal.send, language=language, portrait=portrait, steps=steps)
        self.window.attach(self.bridge)

    def send(self, event: Event) -> None:
        """Do what a touch of the screen would do now."""
        self.terminal.send(Command(event, self.window.view.visit, self.window.language))

    def work_until(self, done: Callable[[], bool], timeout: float) -> bool:
        """Let the screens work until `done`, asked many times a second, or for `timeout` seconds; whether done."""
        loop = QEventLoop()
        until = time.monotonic() + timeout
        finished = False

        def ask() -> None:
            nonlocal finished
            finished = done()
            if finished or time.monotonic() > until:
                loop.quit()

        timer = QTimer(interval=POLL_MS)
        timer.timeout.connect(ask)
        timer.start()
        loop.exec()
        timer.stop()
        return finished

    def work_for(self, seconds: float) -> None:
        """Let the screens work for a while."""
        self.work_until(lambda: False, seconds)

    def _deliver(self, view: VisitView) -> None:
        if self._observe is not None:
            self._observe(view)
        self.bridge.deliver_view(view)

    def _notify(self) -> None:
        self.bridge.notify_frame()


def choose_platform() -> None:
    """Work offscreen where there is no display. Call before `application`."""
    displays = ("DISPLAY", "WAYLAND_DISPLAY")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in displays):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def application() -> QApplication:
    """The one Qt application of this process; Ctrl+C in the terminal ends it."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
        signal.signal(signal.SIGINT, lambda *_: QApplication.quit())
        listen = QTimer(app, interval=SIGNALS_MS)
        listen.timeout.connect(lambda: None)
        listen.start()
    return app


def show(kiosk: Kiosk, *, full_screen: bool, portrait: bool | None) -> bool:
    """Show the kiosk until it is closed; whether everything ended in order."""
    if full_screen:
        kiosk.window.showFullScreen()
    else:
        kiosk.window.resize(*WINDOWED[0 if portrait else 1])
        kiosk.window.show()
    kiosk.terminal.start()
    try:
        application().exec()
    finally:
        ended = kiosk.terminal.stop()
    return ended
