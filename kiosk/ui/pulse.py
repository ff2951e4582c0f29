"""How long the Qt thread is ever kept from its work: a timer that notes how late it is."""

import time

from PySide6.QtCore import QObject, Qt, QTimer

INTERVAL_MS = 4


class Pulse(QObject):
    """Ticks while it lives; `delays` are seconds that the Qt thread was busy with something else, one a tick."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.delays: list[float] = []
        self._due = time.perf_counter()
        self._timer = QTimer(self, interval=INTERVAL_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.delays.append(max(0.0, now - self._due))
        self._due = now + INTERVAL_MS / 1000
