"""A visitor in front of the camera, from finding a place, through the screen's colours, to the last prompt.

Time comes from the frames alone. Where two steps do not disturb each other the next begins before the last has ended:
the first prompt comes with the last colours, since skin has shown most of them before anybody moves; the mouth is asked
for while a head still turns back, since a mouth's rest is known from before the turn; and meanwhile the camera is
told another exposure. None makes a guess easier: actions, order and colours are drawn as before, each prompt waits for
the answer to the one before, and what is done unasked or too early fails as it did.

No prompt is spared by how clearly the rest speaks. A turn alone lets rigid masks pass, whose skin answers the light and
whose depth is true; an open mouth alone lets a bent picture with a hole for the mouth pass, of which only the light's
evenness tells. Each is the only thing that surely tells one of them, and both together take a guess of 1 in 4.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, auto

import numpy as np

from kiosk.devices.exposure import Exposing
from kiosk.devices.frame import Frame
from kiosk.face.challenge import TURNS, judge, unasked
from kiosk.face.follow import LATE
from kiosk.face.light.playing import Playing
from kiosk.face.light.sequence import LightSequence
from kiosk.face.liveness import judge_liveness
from kiosk.face.observation import Action, FaceAdvice, FaceObservation, LivenessResult, Prompt, Trail
from kiosk.face.observe import FaceObserver
from kiosk.face.presence import Presence
from kiosk.face.probe import ExposureProbe
from kiosk.face.recorder import Recorder
from kiosk.face.signals import progress, rest_of
from kiosk.face.status import FaceStatus
from kiosk.face.stillness import STILL, kept_still, turned_back

_STEADY = 0.6  # s of good observations and stillness before the first prompt, which judges them as rest
_STEADY_LIGHT = 0.3  # s before the colours
_STEADY_COUNT = 4  # of either at least, for which a slow camera takes longer
_STEADY_SHARE = 0.85
_AHEAD = 0.9  # s before skin shows that the colours end that the first prompt may come: nobody begins within 0.4
_AHEAD_MOUTH = 1.05  # the same of an open mouth, which leaves brow and cheeks where they are; it is shut before a turn
_TURNS = 8.0  # degrees in which a head that was still begins to turn
_PROMPT = 6.0  # s to answer
_PRAISE = 0.3  # s to show that it was seen; after the last action the next screen says so
_DEEP = 0.25  # s that a turn is followed on, whose depth may be seen last: praise enough while a head turns back
_CALM = 0.3  # s of stillness before and while the camera's exposure is another
_RESTED = 0.5  # s of stillness, what `judge` takes for rest
_SHUT = 0.4  # of `progress`, below which a mouth is not being opened
_REST = 2.5  # s at most to come back to rest before the next prompt
_MEMORY = 14.0  # s of observations kept for judging: two prompts and the rest before them

_TOLERATED = (FaceAdvice.LOOK_STRAIGHT, FaceAdvice.HOLD_STILL, FaceAdvice.BLURRED, FaceAdvice.COVERED)
"""Advice that following a prompt brings about by itself."""


class _Phase(Enum):
    POSITION = auto()
    LIGHT = auto()  # the screen plays its colours
    PROMPT = auto()
    DONE = auto()  # an action was seen; a moment to say so and to come back to rest
    FINISHED = auto()


class FaceCheck:
    """One attempt at one visitor. Feed it every frame; it keeps a bounded number of small samples and best frames.

    `light` is played, once, and the first prompt comes as it ends; without it the light is no part of the judgement.
    `usual` is how late, in s, skin answers it at this terminal, if that is known. `trail` is where the dot goes, where
    Action.FOLLOW is among the actions. `camera`, where there is one that can be told, takes pictures of another
    exposure for a moment once an action was seen; call `leave` when the check is given up, so that it is told the usual
    one again.
    """

    def __init__(
        self,
        observer: FaceObserver,
        actions: Sequence[Action],
        light: LightSequence | None = None,
        usual: float | None = None,
        trail: Trail | None = None,
        camera: Exposing | None = None,
    ) -> None:
        assert trail is not None or Action.FOLLOW not in actions
        self._observer = observer
        self._actions = tuple(actions)
        self._light = light
        self._usual = usual
        self._probe = ExposureProbe(camera)
        self._trail = trail
        self._start_over()

    def see(self, frame: Frame) -> FaceStatus:
        """Take the next frame into account. Once finished, frames are ignored."""
        if self._phase is _Phase.FINISHED:
            return self._status(None, FaceAdvice.GOOD if self._failed is None else self._observer.advice, frame.time)
        face = self._observer.observe(frame)
        advice = self._observer.advice
        if face is not None:
            self._note(frame, face)
        broken = self._presence.broken(frame.time, face, advice)
        if broken is not None:
            self._interrupt(broken)
        if self._phase is _Phase.POSITION:
            self._position(frame.time, advice)
        elif self._phase is _Phase.LIGHT:
            self._await_light(frame.time)
        elif self._phase is _Phase.PROMPT:
            self._await_action(frame.time)
        elif self._phase is _Phase.DONE:
            self._await_rest(frame.time)
        self._look_at_exposure(frame.time)
        darkened = advice is FaceAdvice.TOO_DARK and self._probe.unsettled(frame.time)
        if self._phase is not _Phase.POSITION and (advice in _TOLERATED or darkened):
            advice = FaceAdvice.GOOD
        return self._status(face, advice, frame.time)

    def result(self) -> LivenessResult:
        """What was found, at any time; with prompts unanswered it cannot be live."""
        return judge_liveness(
            self._recorder,
            [*self._prompts, *self._unasked()],
            [] if self._failed is None else [self._failed],
            self._colours.evidence(),
            self._probe.changes,
        )

    def leave(self) -> None:
        """The check is over or given up: the camera is as usual again. Safe to call twice."""
        self._probe.leave()

    def _start_over(self) -> None:
        self._phase = _Phase.POSITION
        self._failed: str | None = None
        self._prompts: list[Prompt] = []
        self._recent: deque[FaceObservation] = deque()
        self._advices: deque[tuple[float, FaceAdvice]] = deque()
        self._recorder = Recorder()
        self._colours = Playing(self._light, self._usual)
        self._presence = Presence()
        self._done_at = 0.0

    def _note(self, frame: Frame, face: FaceObservation) -> None:
        self._recent.append(face)
        while self._recent[0].time < face.time - _MEMORY:
            self._recent.popleft()
        self._recorder.add(frame, face, usual=not self._probe.unsettled(frame.time))
        self._colours.note(frame, face)

    def _interrupt(self, reason: str) -> None:
        """Before anything was asked or shown everything starts over; afterwards this attempt has failed."""
        if self._phase is _Phase.POSITION:
            self._start_over()
        elif self._phase is not _Phase.FINISHED:
            self._phase, self._failed = _Phase.FINISHED, reason

    def _position(self, time: float, advice: FaceAdvice) -> None:
        self._advices.append((time, advice))
        steady = _STEADY if self._light is None else _STEADY_LIGHT
        while len(self._advices) > _STEADY_COUNT and self._advices[1][0] <= time - steady:
            self._advices.popleft()
        good = [a is FaceAdvice.GOOD for _, a in self._advices]
        lasted = time - self._advices[0][0]
        enough = lasted >= steady and len(good) >= _STEADY_COUNT and sum(good) >= _STEADY_SHARE * len(good)
        if not (enough and good[-1] and self._still(time, lasted)):
            return
        self._recorder.forget(self._advices[0][0])
        if self._light is None:
            self._next(time)
        else:
            self._colours.begin(time)
            self._phase = _Phase.LIGHT

    def _still(self, time: float, seconds: float, within: float = STILL) -> bool:
        return kept_still(self._recent, time, seconds, within)

    def _next(self, time: float, rested: float | None = None) -> None:
        if len(self._prompts) == len(self._actions):
            self._phase = _Phase.FINISHED
        else:
            action = self._actions[len(self._prompts)]
            trail = self._trail if action is Action.FOLLOW else None
            until = time + (_PROMPT if trail is None else trail.seconds + LATE)
            self._prompts.append(Prompt(action, time, until, rested, trail))
            self._phase = _Phase.PROMPT

    def _await_light(self, time: float) -> None:
        since = self._colours.since_answer(time)
        ahead = _AHEAD_MOUTH if self._actions[:1] == (Action.OPEN_MOUTH,) else _AHEAD
        if self._actions and since >= -ahead and (self._still(time, _RESTED) or since >= _REST):
            self._next(time)
        elif self._colours.over(time) and not self._actions:
            self._next(time)  # what comes after the colours belongs to the answer too

    def _await_action(self, time: float) -> None:
        if self._at_rest_again(time):
            self._prompts[-1] = replace(self._prompts[-1], rested=time)
        prompt = self._prompts[-1]
        evidence = judge(tuple(self._recent), prompt)
        if evidence.seen:
            self._prompts[-1] = replace(prompt, until=time)
            self._phase, self._done_at = _Phase.DONE, time
        elif evidence.reason == "other-action":
            self._interrupt("other-action")
        elif time > prompt.until:
            self._interrupt("action-timeout")

    def _await_rest(self, time: float) -> None:
        if unasked(tuple(self._recent), self._prompts[-1]) is not None:
            self._interrupt("other-action")
            return
        waited, answered = time - self._done_at, self._prompts[-1]
        more = self._actions[len(self._prompts) :]
        if more and answered.action in TURNS and more[0] is Action.OPEN_MOUTH:
            if waited >= _DEEP:
                self._next(time, answered.rest)
            return
        if more:
            praise, ready = _PRAISE, self._back() and self._still(time, _RESTED) and self._probe.begun
        else:
            # Nothing follows that would have to begin at rest, but a picture that did not follow is looked at again,
            # and one that could not be looked at while the head turned back is looked at now.
            unseen = self._probe.doubtful or answered.rested is not None
            praise, ready = _DEEP if answered.action in TURNS else 0.0, self._probe.over or not unseen
        if waited >= praise and (ready or waited >= _REST):
            self._next(time)

    def _at_rest_again(self, time: float) -> bool:
        """Whether somebody whose mouth was asked for while the head turned back has come to rest, with the mouth shut
        as before: then that rest counts, once, for a mouth is measured a little differently after each turn."""
        prompt = self._prompts[-1]
        if prompt.rested is None or prompt.rested >= prompt.time or not (self._back() and self._still(time, _RESTED)):
            return False
        before, now = ([o for o in self._recent if 0 <= at - o.time < _RESTED] for at in (prompt.rested, time))
        rest = rest_of(before)
        return rest is not None and float(progress(Action.OPEN_MOUTH, now, rest).max()) < _SHUT

    def _back(self) -> bool:
        return turned_back(self._recent, self._prompts[-1].rest)

    def _look_at_exposure(self, time: float) -> None:
        """In the rest after an action and until the next one begins, and while a head turns back whose depth has been
        seen: not while the colours are being measured, and not while a head turns whose points are followed."""
        if self._phase is _Phase.FINISHED:
            self.leave()
        elif self._phase in (_Phase.DONE, _Phase.PROMPT) and not self._probe.over:
            returns = self._prompts[-1].rested is not None
            within = _TURNS if self._probe.running else STILL
            calm = returns or (self._back() and self._still(time, _CALM, within))
            begin = returns or self._phase is _Phase.DONE
            self._probe.see(time, calm and not self._colours.measuring(time), begin, self._recorder.arrivals)

    def _unasked(self) -> list[Prompt]:
        return [Prompt(action, np.inf, np.inf) for action in self._actions[len(self._prompts) :]]

    def _dot(self, time: float) -> float | None:
        trail = self._prompts[-1].trail if self._phase is _Phase.PROMPT else None
        return None if trail is None else trail.at(time - self._prompts[-1].time)

    def _status(self, face: FaceObservation | None, advice: FaceAdvice, time: float) -> FaceStatus:
        ahead = self._colours.wanted and self._phase in (_Phase.POSITION, _Phase.LIGHT)
        light = None if self._phase is _Phase.FINISHED else self._colours.tell(time)
        asking = self._phase in (_Phase.PROMPT, _Phase.DONE)
        return FaceStatus(
            observation=face,
            advice=advice,
            action=self._prompts[-1].action if asking else None,
            index=len(self._prompts),
            count=len(self._actions),
            action_done=self._phase is _Phase.DONE,
            finished=self._phase is _Phase.FINISHED,
            failed_reason=self._failed,
            light=light,
            light_ahead=ahead and (self._phase is _Phase.POSITION or light is not None),
            dot=self._dot(time),
        )
