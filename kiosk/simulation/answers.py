"""How somebody before the camera does what a screen asks of their face: at human speed, again if it was not seen."""

from collections.abc import Callable, Hashable

from kiosk.face.observation import Action
from kiosk.simulation.acting import Act

REACTION = (0.4, 0.9)
"""s from a prompt to the movement: reading it and starting."""
_GLANCE = (0.16, 0.3)  # s from the dot's jump to that of the eyes
_AGAIN = 3.4  # s until somebody whose action was not seen does it once more
_PACE, _VIGOUR = (0.85, 1.1), (0.95, 1.12)


class Answers:
    """What `perform` is told to do, with numbers drawn by `uniform`."""

    def __init__(self, perform: Callable[[Act], None], uniform: Callable[[float, float], float]) -> None:
        self._perform, self._uniform = perform, uniform
        self._asked: Hashable = None
        self._again = 0.0
        self._dot: float | None = None

    def see(self, t: float, prompt: Hashable, action: Action | None, dot: float | None) -> None:
        """Take notice at `t` (the scene's seconds) of the action that is asked for, None once it was seen, and of the
        dot's place. `prompt` tells one asking from the next."""
        if dot is not None and dot != self._dot:
            self._perform(Act(Action.FOLLOW, t + self._uniform(*_GLANCE), vigour=dot))
        self._dot = dot
        if action in (None, Action.FOLLOW) or (prompt == self._asked and t < self._again):
            return
        self._asked, self._again = prompt, t + _AGAIN
        pace, vigour = self._uniform(*_PACE), self._uniform(*_VIGOUR)
        self._perform(Act(action, t + self._uniform(*REACTION), pace, vigour))
