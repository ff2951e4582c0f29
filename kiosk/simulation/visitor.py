"""Somebody at the terminal: puts the card down, answers the screens, does what is asked of their face.

Behaves by what the kiosk shows and nothing else, at human speed.
"""

import threading
import time
from collections.abc import Callable
from typing import Protocol

import numpy as np

from kiosk.decision.flow import Event, State
from kiosk.devices.frame import Image
from kiosk.face.observation import Action
from kiosk.pipeline.view import Command, VisitView
from kiosk.simulation.acting import Act
from kiosk.simulation.face_scene import FaceScene

_REACTION = (0.4, 0.9)  # s from a prompt to the movement: reading it and starting
_AGAIN = 3.4  # s until somebody whose action was not seen does it once more
_ANSWERS = {
    State.WELCOME: (Event.START, 1.0),
    State.REVIEW: (Event.CONFIRM, 2.2),
    State.RESULT: (Event.RESET, 2.5),
    State.STAFF: (Event.RESET, 2.5),
}
"""What the visitor touches in a state, and after how many seconds of reading."""


class Scene(Protocol):
    """Something that goes on in front of a camera."""

    def at(self, t: float) -> Image:
        """The camera's picture, BGR (H, W, 3), `t` seconds after it began."""


class Visitor:
    """One visit's worth of a visitor, seen by the terminal's one camera.

    `front` and `back` are the desk with either side of the card, `face` whoever stands there. `clock` must be the
    camera's. `follow` and `answers` are for the thread that drives the visit, `at` for the camera's.
    """

    def __init__(
        self,
        front: Scene,
        back: Scene,
        face: FaceScene,
        seed: int = 0,
        language: str = "zh",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._scenes: dict[State, Scene] = {State.CARD_FRONT: front, State.CARD_BACK: back, State.FACE: face}
        self._face = face
        self._language = language
        self._clock = clock
        self._rng = np.random.default_rng((seed, 0x71517))
        self._lock = threading.Lock()
        self._state = State.WELCOME
        self._since = clock()
        self._showing: tuple[Scene, float | None] = (front, None)
        self._asked: tuple[object, ...] | None = None
        self._again = 0.0
        self._answered = False
        self._left = False

    @property
    def left(self) -> bool:
        """Whether they have seen their result and gone."""
        return self._left

    def follow(self, view: VisitView) -> None:
        """Take notice of what the kiosk shows now."""
        now = self._clock()
        with self._lock:
            if view.state is not self._state:
                self._enter(view.state, now)
            if view.state is State.FACE and view.action is not None and not view.action_done:
                self._heed(view, view.action, now)

    def answers(self, view: VisitView) -> Command | None:
        """What they touch on this screen, once, when they have had time to read it. Ask again until then."""
        with self._lock:
            if view.state is not self._state or self._answered or self._left or view.state not in _ANSWERS:
                return None
            event, reading = _ANSWERS[view.state]
            if self._clock() - self._since < reading:
                return None
            self._answered = True
            self._left = event is Event.RESET
        return Command(event, view.visit, self._language)

    def at(self, t: float) -> Image:
        """What the terminal's camera sees at `t` on its clock, BGR (H, W, 3)."""
        with self._lock:
            scene, began = self._showing
        return scene.at(0.0 if began is None else max(t - began, 0.0))

    def _enter(self, state: State, now: float) -> None:
        came_from, self._state, self._since, self._answered = self._state, state, now, False
        scene = self._scenes.get(state)
        if scene is None:
            return  # nothing to show: they wait as they are
        if scene is self._showing[0] and self._showing[1] is not None and came_from is not State.WELCOME:
            return  # resumed or tried again: they are still there
        self._showing = (scene, now)
        self._asked = None

    def _heed(self, view: VisitView, action: Action, now: float) -> None:
        prompt = (view.visit, view.attempt, view.action_index, action)
        if prompt == self._asked and now < self._again:
            return
        self._asked, self._again = prompt, now + _AGAIN
        began = self._showing[1]
        reaction = float(self._rng.uniform(*_REACTION))
        pace, vigour = float(self._rng.uniform(0.85, 1.1)), float(self._rng.uniform(0.92, 1.1))
        self._face.perform(Act(action, now - (now if began is None else began) + reaction, pace, vigour))
