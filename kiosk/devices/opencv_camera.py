"""A camera that OpenCV can open: by index, by name, by device path or by URL."""

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from kiosk.devices.driver_exposure import DriverExposure
from kiosk.devices.frame import Frame, Image
from kiosk.devices.listing import attached, looks_virtual
from kiosk.devices.upright import upright
from kiosk.errors import EnvironmentFault

OPEN_S = 4.5
"""A camera that has not delivered a picture after this long is called silent; the screen says so within 5 s."""
ANSWER_S = 0.3
"""A driver that takes longer than this to set the exposure is taken to refuse, and told the usual one again."""
SILENCE_S = 2.0
"""A running camera that delivers nothing for this long is lost."""


class OpenCVCamera:
    """One attached or network camera.

    Drivers may block for minutes inside a call that nothing can interrupt. So each opening has a thread of its own
    that owns the device; when it does not answer in time it is left behind, lets go of the device as soon as the
    driver returns, and no second one is started before that.
    """

    def __init__(
        self,
        source: str = "0",
        *,
        width: int = 1920,
        height: int = 1080,
        fps: float = 30.0,
        mirror: bool = False,
        rotation: int = 0,
        exposure: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._width, self._height, self._fps = width, height, fps
        self._mirror, self._rotation = mirror, rotation
        self._exposure = exposure
        self._clock = clock
        self._grabber: _Grabber | None = None
        self._number = 0
        self.virtual: bool | None = None

    @property
    def name(self) -> str:
        # A URL may hold a password.
        return "network camera" if "://" in self._source else f"camera {self._source}"

    def open(self) -> None:
        if self._grabber is not None and self._grabber.is_alive():
            self._grabber.ask_to_stop()
            self._grabber.join(OPEN_S)
            if self._grabber.is_alive():
                raise _silent(self.name)
        self._number = 0
        found = find(self._source)
        self.virtual = looks_virtual(found)
        self._grabber = _Grabber(self._open_device, found, self._clock, exposing=self._exposure)
        self._grabber.start()
        if not self._grabber.first.wait(OPEN_S):
            self._grabber.ask_to_stop()
            raise _silent(self.name)
        if self._grabber.failed:
            message = f"{self.name} cannot be opened. Close other programs that use it, or check the cable"
            raise EnvironmentFault("camera-busy", message)

    def read(self) -> Frame | None:
        grabbed = self._grabber.next(SILENCE_S) if self._grabber else None
        if grabbed is None:
            self.close()
            message = f"{self.name} stopped delivering. Check the cable; the visit goes on when it is back"
            raise EnvironmentFault("camera-lost", message)
        image, taken = grabbed
        frame = Frame(upright(image, self._rotation, self._mirror), taken, self._number)
        self._number += 1
        return frame

    def expose(self, stops: float) -> bool:
        """As `Exposing`. Made with `exposure` False, the camera is never asked."""
        grabber = self._grabber
        return self._exposure and grabber is not None and grabber.expose(stops, ANSWER_S)

    def close(self) -> None:
        if self._grabber is not None:
            self._grabber.ask_to_stop()
            self._grabber.join(SILENCE_S)
            if not self._grabber.is_alive():
                self._grabber = None

    def _open_device(self, source: int | str) -> cv2.VideoCapture:
        capture = cv2.VideoCapture(source)
        if isinstance(source, int) or source.startswith("/dev/"):
            # Without MJPEG most USB cameras manage five frames a second at full size.
            capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
            capture.set(cv2.CAP_PROP_FRAME_WIDTH, self._width)
            capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self._height)
            capture.set(cv2.CAP_PROP_FPS, self._fps)
            capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        return capture


def find(source: str) -> int | str:
    """What OpenCV should open for `source`: an index, a device path or URL, or part of an attached camera's name.

    Raises EnvironmentFault `camera-missing` when nothing attached fits, `camera-denied` when it may not be opened.
    """
    if "://" in source:
        return source
    found: int | str
    if source.isdigit():
        found, path = int(source), Path(f"/dev/video{source}")
    elif source.startswith("/"):
        found, path = source, Path(source)
    else:
        matching = [camera for camera in attached() if source.casefold() in camera.name.casefold()]
        if not matching:
            raise _missing(source)
        found, path = matching[0].index, Path(matching[0].path or "")
    if sys.platform == "linux":
        if not path.exists():
            raise _missing(source)
        if not os.access(path, os.R_OK | os.W_OK):
            message = f"camera {source} may not be opened by this account. Add it to the group video, then log in again"
            raise EnvironmentFault("camera-denied", message)
    return found


def _missing(source: str) -> EnvironmentFault:
    message = f"camera {source} is not attached. Check the cable; `kiosk devices` lists what is there"
    return EnvironmentFault("camera-missing", message)


def _silent(name: str) -> EnvironmentFault:
    message = f"{name} opens but gives no picture. Unplug it, plug it in again, and try another USB port"
    return EnvironmentFault("camera-silent", message)


class _Grabber(threading.Thread):
    """Owns an opened device; keeps the newest picture. A daemon: a driver that never returns must not keep us."""

    def __init__(
        self,
        open_device: Callable[[int | str], cv2.VideoCapture],
        source: int | str,
        clock: Callable[[], float],
        *,
        exposing: bool,
    ) -> None:
        super().__init__(name="camera-grabber", daemon=True)
        self._open_device, self._source, self._clock, self._exposing = open_device, source, clock, exposing
        self._condition = threading.Condition()
        self._newest: tuple[Image, float] | None = None
        self._wanted = self._told = 0.0  # stops: what the device is to do, and what it was told last
        self._obeyed = True
        self._stopping = threading.Event()
        self.first = threading.Event()
        """Set when it is known how opening went."""
        self.failed = False

    def ask_to_stop(self) -> None:
        self._stopping.set()

    def next(self, timeout: float) -> tuple[Image, float] | None:
        """The next picture not yet given and when it came; None when none came in `timeout` seconds."""
        with self._condition:
            self._condition.wait_for(lambda: self._newest is not None or not self.is_alive(), timeout)
            newest, self._newest = self._newest, None
            return newest

    def expose(self, stops: float, timeout: float) -> bool:
        """Have the device told between two pictures; whether it obeyed within `timeout` seconds. What it has not done
        by then is not wanted any more, except to be as usual."""
        with self._condition:
            self._wanted = stops
            told = self._condition.wait_for(lambda: self._told == stops or not self.is_alive(), timeout)
            if told and self._told == stops and self._obeyed:
                return True
            self._wanted = 0.0
            return False

    def _obey(self, exposure: DriverExposure) -> None:
        wanted = self._wanted
        if wanted == self._told and (self._obeyed or wanted != 0):
            return  # what could not be put back is tried again
        obeyed = exposure.change(wanted)  # without the lock: a driver may take its time, and pictures are waited for
        with self._condition:
            self._told, self._obeyed = wanted, obeyed
            self._condition.notify_all()

    def run(self) -> None:
        capture = self._open_device(self._source)
        exposure = DriverExposure(capture)
        try:
            self.failed = not capture.isOpened()
            if self._exposing and not self.failed:
                exposure.begin()
            while not self.failed and not self._stopping.is_set():
                arrived, image = capture.read()
                if not arrived:
                    self.failed = not self.first.is_set()
                    break
                with self._condition:
                    self._newest = np.asarray(image, np.uint8), self._clock()
                    self._condition.notify_all()
                self.first.set()
                self._obey(exposure)
        finally:
            exposure.restore()
            capture.release()
            self.first.set()
            with self._condition:
                self._condition.notify_all()
