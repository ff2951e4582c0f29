"""Somebody at the terminal: puts the card down, answers the screens, does what is asked of their face.

Behaves by what the kiosk shows and nothing else, at human speed.
"""

import threading
import time
from collections.abc import Callable

import numpy as np

from kiosk.card.reading import CardAdvice, Side
from kiosk.decision.flow import Event, State
from kiosk.devices.frame import Image
from kiosk.pipeline.view import Command, VisitView
from kiosk.simulation.answers import REACTION, Answers
from kiosk.simulation.desk_scene import DeskScene
from kiosk.simulation.face_scene import FaceScene

_HANDLING = 1.7  # s that putting down or turning over a card takes
_PATIENCE = 2.5  # s the kiosk may keep asking for the other side before somebody turns the card again
_READING, _MENDING = 2.0, 2.5  # s that reading what is wrong takes, and laying the card down anew
_MENDED = {
    CardAdvice.SEVERAL,
    CardAdvice.CUT_OFF,
    CardAdvice.CLOSER,
    CardAdvice.FARTHER,
    CardAdvice.TOO_DARK,
    CardAdvice.GLARE,
    CardAdvice.COVERED,
    CardAdvice.BLURRED,
    CardAdvice.OTHER_DOCUMENT,
}
"""What an honest visitor mends when told. Who brought a copy has nothing else to show."""
_WANTED = {State.CARD_FRONT: Side.FRONT, State.CARD_BACK: Side.BACK}
_ANSWERS = {
    State.WELCOME: (Event.START, 1.0),
    State.REVIEW: (Event.CONFIRM, 2.2),
    State.RESULT: (Event.RESET, 2.5),
    State.STAFF: (Event.RESET, 2.5),
}
"""What the visitor touches in a state, and after how many seconds of reading."""


class Visitor:
    """One visit's worth of a visitor, seen by the terminal's one camera.

    `desk`, with nothing put down yet, has their card and `face` whoever stands there. `clock` must be the camera's.
    `follow` and `answers` are for the threads that drive the visit, `at` for the camera's.
    """

    def __init__(
        self,
        desk: DeskScene,
        face: FaceScene,
        seed: int = 0,
        language: str = "zh",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._desk, self._face = desk, face
        self._language, self._clock = language, clock
        self._rng = np.random.default_rng((seed, 0x71517))
        self._lock = threading.Lock()
        self._came = clock()
        self._state, self._since = State.WELCOME, self._came
        self._side: Side | None = None  # what the visitor means the card to show
        self._busy = 0.0  # until then the hands are at the card
        self._stood: float | None = None  # when they stepped before the camera
        self._told: float | None = None  # since when they are told what to mend
        self._does = Answers(face.perform, self._rng.uniform)
        self._answered = self._left = False

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
            if view.state in _WANTED and view.card_advice is CardAdvice.TURN_OVER and now > self._busy + _PATIENCE:
                self._handle(self._desk.turn_over, now)
            if view.state in _WANTED:
                self._mend(view.card_advice, now)
            if self._stood is not None:
                self._stand(view, now - self._stood)

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
        stood = self._stood
        if stood is None:
            return self._desk.at(max(t - self._came, 0.0))
        return self._face.at(max(t - stood, 0.0))

    def _enter(self, state: State, now: float) -> None:
        self._state, self._since, self._answered = state, now, False
        if state is State.FACE:
            if self._stood is None:
                self._stood = now
        elif state in _WANTED:
            self._stood = None
            if self._side is None:
                self._handle(self._desk.put_down, now)
            elif self._side is not _WANTED[state]:
                self._handle(self._desk.turn_over, now)
            self._side = _WANTED[state]

    def _mend(self, advice: CardAdvice | None, now: float) -> None:
        """Lay the card down anew, as it should be, once they were told for a while."""
        if advice not in _MENDED or now < self._busy:
            self._told = None
        elif self._told is None:
            self._told = now
        elif now >= self._told + _READING:
            self._desk.mend(now - self._came)
            self._told, self._busy = None, now + _MENDING

    def _handle(self, move: Callable[[float], None], now: float) -> None:
        start = max(now + float(self._rng.uniform(*REACTION)), self._busy)
        move(start - self._came)
        self._busy = start + _HANDLING

    def _stand(self, view: VisitView, t: float) -> None:
        """Before the camera, in the screen's light."""
        self._face.shine(view.light, t)
        asked = view.state is State.FACE and not view.action_done
        prompt = (self._since, view.attempt, view.action_index, view.action)
        self._does.see(t, prompt, view.action if asked else None, view.dot)
