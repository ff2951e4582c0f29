"""A stream put in the camera's place: a virtual camera that gives the program the re-enacted photograph itself.

No screen, no paper, no room: what is left to notice is that it is no camera's stream.
"""

from collections import deque
from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from kiosk.devices.frame import Frame, Image
from kiosk.simulation.acting import Act
from kiosk.simulation.attacks.reenactment import Reenactment
from kiosk.simulation.identity import Identity
from kiosk.simulation.screen_light import DARK
from kiosk.simulation.sensor import Sensor


class Flaw(StrEnum):
    """What its maker did not think of."""

    CLEAN = "clean"  # rendered pictures, without any camera's noise
    STAMPED = "stamped"  # the same noise on every frame
    DOUBLED = "doubled"  # 25 frames a second given as 30: some twice
    REORDERED = "reordered"  # a frame comes again after its successor
    TIMES = "times"  # the time stands still and jumps
    NONE = "none"  # fresh noise on every frame, in order and in time: only light and exposure can tell


_DESIGN = (Flaw.CLEAN, Flaw.STAMPED, Flaw.DOUBLED, Flaw.REORDERED, Flaw.TIMES, Flaw.NONE)


class Injection:
    """A presentation by itself: nothing of it went through a lens. Flaws come in turn, by `number`."""

    def __init__(self, victim: Identity, seed: int, number: int, size: tuple[int, int], fps: float) -> None:
        self.fps = fps
        self.flaw = _DESIGN[number % len(_DESIGN)]
        self._stream = Reenactment(victim, seed, size, 0.44, clean=True)
        self._sensor = Sensor(size, seed)
        self._acts: tuple[Act, ...] = ()
        self._sent: deque[Image] = deque(maxlen=2)

    def perform(self, act: Act) -> None:
        self._acts = (*self._acts[-7:], act)

    def shine(self, colour: Sequence[int] | None, since: float) -> None:
        """Nobody is there to be lit."""

    def expose(self, stops: float) -> bool:
        """A program says yes to every setting, and goes on showing what it shows."""
        return True

    def frame(self, t: float, number: int) -> Frame:
        clean = self._stream.at(t, self._acts, DARK)
        match self.flaw:
            case Flaw.CLEAN:
                return Frame(clean, t, number)
            case Flaw.STAMPED:
                return Frame(self._sensor.seen(clean, 1), t, number)
        image = self._sensor.seen(clean, number)
        if self.flaw is Flaw.DOUBLED and len(self._sent) == 2 and number % 6 == 5:
            image = self._sent[-1]
        elif self.flaw is Flaw.REORDERED and len(self._sent) == 2 and number % 5 == 4:
            image = self._sent[0]
        elif self.flaw is Flaw.TIMES:
            t = round(t * 2) / 2 + (number % 7) * 1e-3
        self._sent.append(image)
        return Frame(np.array(image), t, number)
