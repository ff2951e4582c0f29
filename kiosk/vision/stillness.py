"""Whether a picture as a whole stays as it is."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Frame, Image

CELLS = (32, 18)
"""Parts of the picture that are compared, across and down: averages, that the sensor's noise leaves alone."""
LEVELS = 8
"""Grey levels from which a part is another one."""
PARTS = 3
"""So many other parts make another picture: a card is larger, a flickering lamp changes them all by less."""

Look = NDArray[np.int16]


class Stillness:
    """Call `see` with every frame. All times are the frames' own."""

    def __init__(self) -> None:
        self._look: Look | None = None
        self._since = 0.0
        self._marked: Look | None = None
        self._now = 0.0

    @property
    def seconds(self) -> float:
        """For how long the picture has been as it is."""
        return self._now - self._since

    @property
    def as_marked(self) -> bool:
        """Whether it is as it was when `mark` was called."""
        return self._marked is not None and self._look is not None and not _differ(self._look, self._marked)

    def see(self, frame: Frame) -> None:
        look = _look(frame.image)
        if self._look is None or _differ(look, self._look):
            self._look, self._since = look, frame.time
        self._now = frame.time

    def mark(self) -> None:
        """Remember this picture."""
        self._marked = self._look


def _look(image: Image) -> Look:
    small = cv2.resize(image[::4, ::4], CELLS, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.int16)


def _differ(one: Look, other: Look) -> bool:
    return int((np.abs(one - other) >= LEVELS).sum()) >= PARTS
