"""A camera whose pictures are painted: for demonstrations, training, and the tests."""

import threading
import time
from collections.abc import Callable

import numpy as np

from kiosk.devices.exposure import exposed
from kiosk.devices.frame import Frame, Image
from kiosk.errors import EnvironmentFault


class SimulatedCamera:
    """Delivers `scene(t)`, t in monotonic seconds, at most `fps` times a second.

    `unplug`, `replug`, `freeze`, `unfreeze`, `blackout` and `lights_on` may be called from any thread, to practise what
    happens then.
    """

    def __init__(
        self, scene: Callable[[float], Image], fps: float = 30.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._scene, self._fps, self._clock = scene, fps, clock
        self._plugged = threading.Event()
        self._plugged.set()
        self._frozen = threading.Event()
        self._dark = threading.Event()
        self._stops = 0.0
        self._due = 0.0
        self._number = 0
        self._last: Image | None = None

    name = "simulated camera"
    virtual = None
    """Virtual it is, but nobody is deceived: an operator asked for it, and its visitors are invented."""

    def open(self) -> None:
        if not self._plugged.is_set():
            raise EnvironmentFault("camera-missing", "the simulated camera is unplugged. Plug it in again")
        self._due, self._number, self._last = self._clock(), 0, None

    def read(self) -> Frame | None:
        wait = self._due - self._clock()
        if wait > 0:
            time.sleep(wait)
        if not self._plugged.is_set():
            raise EnvironmentFault("camera-lost", "the simulated camera was unplugged. Plug it in again")
        now = self._clock()
        # A scene that cannot keep up skips frames, as a camera does, rather than falling behind.
        self._due = max(self._due + 1 / self._fps, now)
        if not self._frozen.is_set() or self._last is None:
            self._last = self._scene(now)
        image = np.zeros_like(self._last) if self._dark.is_set() else exposed(self._last, self._stops)
        frame = Frame(image, now, self._number)
        self._number += 1
        return frame

    def close(self) -> None:
        self._last = None

    def expose(self, stops: float) -> bool:
        """From now on take pictures so many stops brighter (−: darker; 0: as usual)."""
        self._stops = stops
        return True

    def unplug(self) -> None:
        self._plugged.clear()

    def replug(self) -> None:
        self._plugged.set()

    def freeze(self) -> None:
        self._frozen.set()

    def unfreeze(self) -> None:
        self._frozen.clear()

    def blackout(self) -> None:
        self._dark.set()

    def lights_on(self) -> None:
        self._dark.clear()
