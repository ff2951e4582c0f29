"""The visit as data: states, events, timeouts, limits. Pure; no thread, device or toolkit.

    WELCOME → CARD_FRONT → CARD_BACK → REVIEW → FACE → DECIDING → RESULT → WELCOME

A profile may leave steps out. Every state but WELCOME ends by itself, every repeated step is counted, and help can be
called from anywhere, so nobody gets stuck. Whoever drives the flow wipes the visitor's traces as soon as
`Flow.in_visit` turns false, and closes the journal record with `ending(…)` when that names one.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class State(StrEnum):
    """Where a visit is."""

    WELCOME = "welcome"
    CARD_FRONT = "card-front"
    CARD_BACK = "card-back"
    REVIEW = "review"  # the visitor checks what was read
    FACE = "face"
    DECIDING = "deciding"
    RESULT = "result"
    PAUSED = "paused"  # a device is missing; the visit resumes where it was
    STAFF = "staff"  # out of attempts, help called, or a permanent fault; the visit is over


class Event(StrEnum):
    """What moves a visit."""

    START = "start"  # the visitor agrees and begins
    FRONT_READ = "front-read"
    BACK_READ = "back-read"
    CARD_FAILED = "card-failed"  # a card is held there but cannot be read: this attempt is spent
    CONFIRM = "confirm"
    RETAKE = "retake"
    FACE_DONE = "face-done"
    FACE_FAILED = "face-failed"  # this attempt is spent
    DECIDED = "decided"  # and recorded
    FAULT = "fault"  # a device is missing
    REPAIRED = "repaired"  # all devices are back
    CALL_STAFF = "call-staff"  # by the visitor, or because the verdict cannot be made or recorded
    TOUCHED = "touched"  # the visitor is busy with the screen: see `due`
    NO_LIGHT = "no-light"  # the visitor refuses the screen's colours at the face step, which goes on without them
    OTHER_WAY = "other-way"  # the visitor cannot do what the face step asks for right now, which asks for another thing
    CANCEL = "cancel"
    TIMEOUT = "timeout"  # the state lasted until `due(…)`
    RESET = "reset"


class Ending(StrEnum):
    """How a visit ended, as the journal keeps it."""

    DECIDED = "decided"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed-out"
    STAFF = "staff"
    INTERRUPTED = "interrupted"  # the program was killed midway


STEPS = (State.CARD_FRONT, State.CARD_BACK, State.REVIEW, State.FACE)
"""What a profile chooses from, in the order a visitor meets them."""

VISIT = (*STEPS, State.DECIDING, State.RESULT)
"""The states in which a visitor's data may be held."""

NEEDS_CAMERA = frozenset({State.WELCOME, State.CARD_FRONT, State.CARD_BACK, State.FACE})
"""Where a missing device pauses at once; elsewhere the visitor goes on until one is needed. Nobody is welcomed to a
kiosk that cannot see."""

TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.WELCOME, Event.START): State.CARD_FRONT,
    (State.CARD_FRONT, Event.FRONT_READ): State.CARD_BACK,
    (State.CARD_FRONT, Event.CARD_FAILED): State.CARD_FRONT,
    (State.CARD_FRONT, Event.TIMEOUT): State.CARD_FRONT,
    (State.CARD_BACK, Event.BACK_READ): State.REVIEW,
    (State.CARD_BACK, Event.CARD_FAILED): State.CARD_BACK,
    (State.CARD_BACK, Event.RETAKE): State.CARD_FRONT,
    (State.CARD_BACK, Event.TIMEOUT): State.CARD_BACK,
    (State.REVIEW, Event.CONFIRM): State.FACE,
    (State.REVIEW, Event.RETAKE): State.CARD_FRONT,
    (State.REVIEW, Event.TIMEOUT): State.WELCOME,  # personal data is on the screen: no second wait
    (State.FACE, Event.FACE_DONE): State.DECIDING,
    (State.FACE, Event.FACE_FAILED): State.FACE,
    (State.FACE, Event.TIMEOUT): State.FACE,
    (State.DECIDING, Event.DECIDED): State.RESULT,
    (State.DECIDING, Event.TIMEOUT): State.STAFF,
    (State.RESULT, Event.TIMEOUT): State.WELCOME,
    (State.PAUSED, Event.TIMEOUT): State.STAFF,
    (State.STAFF, Event.TIMEOUT): State.WELCOME,
    **{(state, Event.CALL_STAFF): State.STAFF for state in State if state is not State.STAFF},
    # While deciding, the verdict is being recorded: nobody can back out of it any more.
    **{(state, Event.CANCEL): State.WELCOME for state in State if state not in (State.WELCOME, State.DECIDING)},
    **{(state, Event.RESET): State.WELCOME for state in State if state not in (State.WELCOME, State.DECIDING)},
}
"""Where each event leads. What is not here is ignored: a late or repeated event changes nothing. FAULT and REPAIRED are
not here because they lead to PAUSED and back from every state (see `step`)."""

EXHAUSTED: Mapping[tuple[State, Event], State] = {
    (State.CARD_FRONT, Event.CARD_FAILED): State.STAFF,
    (State.CARD_BACK, Event.CARD_FAILED): State.STAFF,
    (State.CARD_BACK, Event.RETAKE): State.STAFF,
    (State.REVIEW, Event.RETAKE): State.STAFF,
    (State.FACE, Event.FACE_FAILED): State.DECIDING,  # with the evidence there is
    (State.CARD_FRONT, Event.TIMEOUT): State.WELCOME,  # help was offered the first time: nobody is there
    (State.CARD_BACK, Event.TIMEOUT): State.WELCOME,
    (State.FACE, Event.TIMEOUT): State.WELCOME,
}
"""The events that repeat a step, and where they lead once `ATTEMPTS` of them have happened in one visit."""

ATTEMPTS: Mapping[Event, int] = {Event.CARD_FAILED: 3, Event.RETAKE: 3, Event.FACE_FAILED: 3, Event.TIMEOUT: 2}
"""At which occurrence, in one state, an event in EXHAUSTED gives up; a profile may say otherwise."""

TIMEOUTS: Mapping[State, float] = {
    State.CARD_FRONT: 60.0,
    State.CARD_BACK: 60.0,
    State.REVIEW: 90.0,
    State.FACE: 60.0,
    State.DECIDING: 20.0,
    State.RESULT: 20.0,
    State.PAUSED: 60.0,
    State.STAFF: 60.0,
}
"""Seconds until TIMEOUT; a profile may say otherwise. WELCOME has none: nobody is kept waiting there."""

LONGEST: Mapping[State, float] = {State.REVIEW: 300.0}
"""The states in which a visitor types, whose time begins anew with every touch, and the most seconds they last for all
that: somebody who leans on the screen, or leaves something on it, must not keep a reading there for ever."""

ENDINGS: Mapping[Event, Ending] = {
    Event.DECIDED: Ending.DECIDED,
    Event.CANCEL: Ending.CANCELLED,
    Event.RESET: Ending.CANCELLED,
    Event.TIMEOUT: Ending.TIMED_OUT,
}
"""How the event that leaves a visit ends it, unless it leads to STAFF."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Where a visit is, and what it needs to go on.

    `resume` is where PAUSED returns to, None in every other state. `faulty` while a device is missing. `spent` lists
    the repeats of this visit, each as the state it happened in and the event; `attempt` counts them for the screen.
    """

    state: State = State.WELCOME
    resume: State | None = None
    faulty: bool = False
    spent: tuple[tuple[State, Event], ...] = ()

    @property
    def in_visit(self) -> bool:
        """Whether a visitor's data may be held. False: wipe it."""
        return (self.resume or self.state) in VISIT

    @property
    def attempt(self) -> int:
        """The number of this attempt at the present step, from 1."""
        return self.attempts_at(self.resume or self.state)

    def attempts_at(self, state: State) -> int:
        """How often `state` was tried in this visit so far, from 1."""
        return 1 + sum(TRANSITIONS[key] is state for key in self.spent)


def step(flow: Flow, event: Event, steps: Collection[State] = STEPS, attempts: Mapping[Event, int] = ATTEMPTS) -> Flow:
    """The flow after `event`; the same object if the event means nothing here.

    `steps` are the profile's, out of STEPS; the others are skipped. A step is being repeated when `spent` has grown.
    The clock of `timeout(…)` starts anew whenever `state` or `spent` has changed.
    Raises ValueError if `event` is not an Event.
    """
    event = Event(event)
    if event is Event.FAULT:
        return flow if flow.faulty else _enter(replace(flow, faulty=True), flow.state)
    if event is Event.REPAIRED:
        return _enter(replace(flow, faulty=False), flow.resume or flow.state) if flow.faulty else flow
    key = (flow.state, event)
    if key not in TRANSITIONS or (event is Event.TIMEOUT and timeout(flow) is None):
        return flow
    target, spent = TRANSITIONS[key], flow.spent
    if key in EXHAUSTED:
        spent = (*spent, key)
        if spent.count(key) >= attempts.get(event, ATTEMPTS[event]):
            target = EXHAUSTED[key]
    while target in STEPS and target not in steps:
        target = VISIT[VISIT.index(target) + 1]
    return _enter(replace(flow, spent=spent if target in VISIT else ()), target)


def timeout(flow: Flow, timeouts: Mapping[State, float] = TIMEOUTS) -> float | None:
    """Seconds from entering this state until TIMEOUT is due; None if it stays until something happens."""
    if flow.state is State.WELCOME or flow.resume is State.WELCOME:
        return None  # nobody is waiting
    return timeouts.get(flow.state, TIMEOUTS[flow.state])


def due(flow: Flow, entered: float, touched: float, timeouts: Mapping[State, float] = TIMEOUTS) -> float | None:
    """When TIMEOUT is due in a state entered and last touched at these times (s of one clock); None as `timeout`."""
    limit = timeout(flow, timeouts)
    if limit is None:
        return None
    longest = max(LONGEST.get(flow.state, limit), limit)
    return min(max(touched, entered) + limit, entered + longest)


def ending(before: Flow, event: Event, after: Flow) -> Ending | None:
    """How the visit ended in the step from `before` to `after`; None if it goes on or had ended (or never begun).

    A verdict ends a visit when it is recorded: RESULT only shows it.
    """
    undecided = before.in_visit and before.state is not State.RESULT
    if not undecided or (after.in_visit and after.state is not State.RESULT):
        return None
    return Ending.STAFF if after.state is State.STAFF else ENDINGS[event]


def _enter(flow: Flow, state: State) -> Flow:
    """Go to `state`, or wait before it while it needs a device that is missing."""
    if flow.faulty and state in NEEDS_CAMERA:
        return replace(flow, state=State.PAUSED, resume=state)
    return replace(flow, state=state, resume=None)
