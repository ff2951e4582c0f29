"""What a camera's driver is told of its exposure, and told again as it was."""

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np

_AUTO, _EXPOSURE = cv2.CAP_PROP_AUTO_EXPOSURE, cv2.CAP_PROP_EXPOSURE
_NEAR = 0.25  # stops, between what was asked for and what the driver says it does
_BY_HAND = {
    ("V4L2", 1.0): (3.0, 0.0),
    ("V4L2", 2.0): (3.0, 0.0),
    ("V4L2", 0.25): (0.75,),
    ("V4L2", 0.5): (0.75,),
    ("DSHOW", 0.0): (1.0,),
    ("MSMF", 0.0): (1.0,),
}
"""Backends and their values of automatic exposure while the time is set by hand, and what may turn it on: see
`_usual`."""


class Capture(Protocol):
    """What is needed of a `cv2.VideoCapture`."""

    def get(self, propId: int) -> float: ...  # noqa: N803 - cv2's name

    def set(self, propId: int, value: float) -> bool: ...  # noqa: N803 - cv2's name

    def getBackendName(self) -> str: ...


@dataclass(frozen=True, slots=True)
class _Usual:
    """How the driver was: its own value of automatic exposure, the value under which times can be set, the time."""

    auto: float
    manual: float
    exposure: float
    logarithmic: bool

    def exposed(self, stops: float) -> float:
        return round(self.exposure + stops) if self.logarithmic else self.exposure * 2.0**stops

    def stops(self, exposure: float) -> float:
        """How much brighter than usual a driver's value is."""
        if self.logarithmic:
            return exposure - self.exposure
        return float(np.log2(exposure / self.exposure)) if exposure > 0 else -np.inf


class DriverExposure:
    """An opened capture's exposure. For the thread that owns it.

    Whoever cannot be put back, or does not say what it does, is not touched: V4L2 is, and on Windows the drivers whose
    automatic exposure says that it is on, and off once it is off. Network cameras and files are not.
    """

    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        self._usual: _Usual | None = None

    def begin(self) -> None:
        """Let the driver find the time by itself, when the device has been opened.

        Drivers remember: had the program been killed in the midst of a change, its dark picture would be taken for the
        usual one, and the next such end make it darker still. So a time that was set by hand does not last.
        """
        capture = self._capture
        try:
            for auto in _BY_HAND.get((capture.getBackendName(), capture.get(_AUTO)), ()):
                if capture.set(_AUTO, auto) and capture.get(_AUTO) == auto:
                    return
        except cv2.error:
            return  # one that fails here is used as it is

    def change(self, stops: float) -> bool:
        """Take pictures so many stops brighter than usual (−: darker; 0: as usual). False: the driver did not accept
        it or does not say so when it is read back, and is as it was."""
        if stops == 0:
            return self.restore()
        try:
            done = self._told(stops)
        except cv2.error:
            done = False
        if not done:
            self.restore()
        return done

    def restore(self) -> bool:
        """Put back what was there before the first change. Whether it reads so; if not, the next call tries again."""
        usual = self._usual
        if usual is None:
            return True
        try:
            # The time first: it may only be set while the automatic is off.
            self._capture.set(_EXPOSURE, usual.exposure)
            self._capture.set(_AUTO, usual.auto)
            back = self._capture.get(_AUTO) == usual.auto
            if usual.auto == usual.manual:  # otherwise the time is the driver's own affair again
                back &= abs(usual.stops(self._capture.get(_EXPOSURE))) <= _NEAR
        except cv2.error:
            return False
        if back:
            self._usual = None
        return back

    def _told(self, stops: float) -> bool:
        capture = self._capture
        usual = self._usual = self._usual or _usual(capture)
        if usual is None:
            return False
        if capture.get(_AUTO) != usual.manual:
            capture.set(_AUTO, usual.manual)
            if capture.get(_AUTO) != usual.manual:
                return False
        wanted = usual.exposed(stops)
        if abs(usual.stops(wanted) - stops) > _NEAR or not capture.set(_EXPOSURE, wanted):
            return False
        return abs(usual.stops(capture.get(_EXPOSURE)) - stops) <= _NEAR


def _usual(capture: Capture) -> _Usual | None:
    """None for a driver that is better not touched.

    V4L2 counts time evenly. It calls automatic exposure 0 and 3, and 1 and 2 what leaves the time to us
    (`v4l2_exposure_auto_type`); where OPENCV_VIDEOIO_V4L_RANGE_NORMALIZED is set, OpenCV makes that 0 to 1 by quarters.
    DirectShow and Media Foundation count in powers of two (`CameraControl_Exposure`), with 1 for automatic and 0 for
    not; some versions of OpenCV always read 0 there, so that 0 tells nothing.
    """
    auto, exposure = capture.get(_AUTO), capture.get(_EXPOSURE)
    match capture.getBackendName(), auto:
        case "V4L2", 0.0 | 3.0:
            manual = 1.0
        case "V4L2", 0.75:
            manual = 0.25
        case "V4L2", 1.0 | 2.0 | 0.25 | 0.5:
            manual = auto
        case "DSHOW" | "MSMF", 1.0:
            return _Usual(auto, 0.0, exposure, True)
        case _:
            return None
    return _Usual(auto, manual, exposure, False) if exposure > 0 else None
