"""How late skin answers the screen's colours at this terminal.

Screen, camera and machine take the same time for everybody; who answers later has something in between that takes its
own: another camera, a computer that exchanges faces, another screen.
"""

from collections import deque

import numpy as np

LEAST, KEPT = 5, 50
"""How many visits must have been found live before the median of their answers is believed, and how many count."""


class UsualDelay:
    """What the last visits found live say. Nothing is known of a terminal that has just been started."""

    def __init__(self) -> None:
        self._delays: deque[float] = deque(maxlen=KEPT)

    def note(self, delay: float) -> None:
        """Somebody found live answered `delay` s after the screen."""
        self._delays.append(delay)

    @property
    def seconds(self) -> float | None:
        """The usual delay; None before there have been enough visits."""
        return float(np.median(self._delays)) if len(self._delays) >= LEAST else None
