"""Prompts and whether they were followed: random actions, judged over time by pure functions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from kiosk.face.follow import following
from kiosk.face.observation import Action, FaceObservation, Prompt
from kiosk.face.signals import Rest, Series, progress, rest_of, times

TURNS = (Action.TURN_LEFT, Action.TURN_RIGHT)

_REST_BEFORE = 0.5  # s before a prompt that tell the person's rest; longer reaches into how they came to rest
_REACTION = 0.15  # s; nobody answers a written prompt faster (simple visual reactions take 0.2 s)
_ONSET, _COUNTS = 0.4, 1.0  # of `progress`
_OTHER = 1.35  # of `progress`: movements that come along with the right one stay below
_GAP = 0.4  # s without the face that break an action


@dataclass(frozen=True, slots=True)
class _Manner:
    """How people do an action: at most `speed` (units of `progress` a second; a cut in a replay is faster), getting
    there within `rise` s, staying between `least` and `most` s, and whether it ends by itself."""

    speed: float
    rise: float
    least: float
    most: float
    returns: bool


_TURNING = _Manner(speed=32, rise=2.5, least=0.12, most=10.0, returns=False)  # 450 degrees a second
_MANNERS = {
    Action.BLINK: _Manner(speed=np.inf, rise=0.6, least=0.0, most=1.5, returns=True),
    Action.OPEN_MOUTH: _Manner(speed=80, rise=2.0, least=0.12, most=10.0, returns=False),
    Action.TURN_LEFT: _TURNING,
    Action.TURN_RIGHT: _TURNING,
    Action.NOD: _Manner(speed=38, rise=2.0, least=0.0, most=2.0, returns=True),  # 300 degrees a second
}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An action done: when it left rest, when it counted, and its peak in units of what it takes."""

    action: Action
    start: float
    time: float
    strength: float


@dataclass(frozen=True, slots=True)
class ActionEvidence:
    """Whether a prompt was followed. `time` and `reaction` (s after the prompt) are None unless it was.

    `reason` is `answered`, or why not: `no-rest` (too little seen before the prompt), `not-seen`, `too-early` (under
    way before the prompt), `other-action`, `not-asked` (the check ended before). `witness` is when the face was last
    seen straight before it did it, or, where it stays straight, when it had done it; None unless it was followed.
    """

    prompt: Prompt
    seen: bool
    time: float | None
    reaction: float | None
    strength: float
    reason: str
    witness: float | None = None


def draw(rng: Random, count: int = 2, without: Collection[Action] = ()) -> tuple[Action, ...]:
    """`count` distinct actions in random order, at most five; none for 0; fewer where `without` leaves no more.

    A turn of the head is among them: only a turn shows that a face has depth. So is an open mouth: no mask and no print
    follows the jaw, while eyes blink behind a mask's holes and a nod only moves the head. The third, or the next in
    place of what is left out, is the dot to follow, whose places are as hard to guess as colours; then come the others.
    """
    last = [Action.BLINK, Action.NOD]
    rng.shuffle(last)
    turn = rng.choice(TURNS)
    wanted = [turn, Action.OPEN_MOUTH, Action.FOLLOW, *last]
    actions = [action for action in wanted if action not in without][: max(count, 0)]
    rng.shuffle(actions)
    return tuple(actions)


def same_effort(action: Action) -> frozenset[Action]:
    """What whoever cannot do this action cannot do either: turning to one side, to the other."""
    return frozenset(TURNS if action in TURNS else (action,))


def judge(observations: Sequence[FaceObservation], prompt: Prompt) -> ActionEvidence:
    """Whether the visitor did what was asked between `prompt.time` and `prompt.until`.

    The observations, oldest first, must reach back before the rest that precedes the prompt. Blinks while another
    action is asked for are ignored, everybody blinks; any other action, done first, spoils the answer. A dot has been
    followed when it has been to all its places.
    """
    if prompt.action is Action.FOLLOW:
        return _followed(observations, prompt)
    rest = rest_of([o for o in observations if prompt.rest - _REST_BEFORE <= o.time < prompt.rest + _REACTION])
    window = [o for o in observations if prompt.rest - _REST_BEFORE <= o.time <= prompt.until]
    if np.isinf(prompt.time):
        return ActionEvidence(prompt, False, None, None, 0.0, "not-asked")
    if rest is None:
        return ActionEvidence(prompt, False, None, None, 0.0, "no-rest")
    done = occurrences(prompt.action, window, rest)
    answer = next((o for o in done if o.start >= prompt.time + _REACTION), None)
    since, until = prompt.time + _REACTION, (answer.start if answer else prompt.until) - 0.3
    wrong = _first_other(window, rest, prompt.action, since, until)
    strength = max((float(v) for v in progress(prompt.action, window, rest)), default=0.0)
    if wrong is not None:
        return ActionEvidence(prompt, False, None, None, strength, "other-action")
    if answer is None:
        early = any(o.time >= prompt.time - _REACTION for o in done)
        return ActionEvidence(prompt, False, None, None, strength, "too-early" if early else "not-seen")
    reaction = answer.start - prompt.time
    return ActionEvidence(prompt, True, answer.time, reaction, answer.strength, "answered", answer.start)


def _followed(observations: Sequence[FaceObservation], prompt: Prompt) -> ActionEvidence:
    """The same of a dot."""
    if np.isinf(prompt.time) or prompt.trail is None:
        return ActionEvidence(prompt, False, None, None, 0.0, "not-asked")
    over = prompt.time + prompt.trail.seconds
    if not observations or observations[-1].time < over:
        return ActionEvidence(prompt, False, None, None, 0.0, "not-seen")
    found = following([o for o in observations if o.time <= prompt.until], prompt.trail, prompt.time)
    strength = max(found.correlation or 0.0, 0.0)
    if not found.followed or observations[-1].time < over + (found.delay or 0.0):
        return ActionEvidence(prompt, False, None, None, strength, "not-seen")
    return ActionEvidence(prompt, True, over, found.delay, strength, "answered", over)


def unasked(observations: Sequence[FaceObservation], answered: Prompt) -> Occurrence | None:
    """Another deliberate action after a prompt was answered (at its `until`) and before the next.

    People come back to rest and wait; a recording goes on. Blinks and the answer's repetition are nobody's fault.
    """
    rest = rest_of([o for o in observations if answered.rest - _REST_BEFORE <= o.time < answered.rest + _REACTION])
    if rest is None:
        return None
    window = [o for o in observations if o.time >= answered.rest - _REST_BEFORE]
    return _first_other(window, rest, answered.action, answered.until, np.inf)


def occurrences(action: Action, observations: Sequence[FaceObservation], rest: Rest) -> list[Occurrence]:
    """Each time an action was done, at human speed, oldest first."""
    if not observations:
        return []
    at, how_far = times(observations), progress(action, observations, rest)
    if action is Action.BLINK:
        pitch = np.array([o.pitch for o in observations])
        how_far = np.where(np.abs(pitch - rest.pitch) > 14, 0.0, how_far)  # looking down lowers the lids too
    found = []
    index = 0
    while index < len(at):
        if how_far[index] < _COUNTS:
            index += 1
            continue
        end = index
        while end + 1 < len(at) and how_far[end + 1] >= _COUNTS * 0.7 and at[end + 1] - at[end] <= _GAP:
            end += 1
        one = _judged(action, at, how_far, index, end)
        if one is not None:
            found.append(one)
        index = end + 1
    return found


def _judged(action: Action, at: Series, how_far: Series, first: int, last: int) -> Occurrence | None:
    """The stay above the threshold from `first` to `last`, if it began from rest and has the manner of the action."""
    manner = _MANNERS[action]
    before = first
    while before > 0 and how_far[before] > _ONSET and at[before] - at[before - 1] <= _GAP:
        before -= 1
    if how_far[before] > _ONSET:
        return None  # never seen at rest
    steps = slice(before, first + 1)
    speed = float(np.max(np.diff(how_far[steps]) / np.maximum(np.diff(at[steps]), 1e-3), initial=0.0))
    if speed > manner.speed or at[first] - at[before] > manner.rise:
        return None
    if not manner.least <= at[last] - at[first] <= manner.most:
        return None
    counted = float(at[first])
    if manner.returns:
        after = next((k for k in range(last + 1, len(at)) if how_far[k] <= _ONSET * 1.25), None)
        if after is None or at[after] - at[last] > 1.5:
            return None
        counted = float(at[after])
    else:
        counted = float(at[first] + manner.least)
    return Occurrence(action, float(at[before]), counted, float(how_far[first : last + 1].max()))


def _first_other(
    window: Sequence[FaceObservation], rest: Rest, asked: Action, since: float, until: float
) -> Occurrence | None:
    """Another deliberate action than the one asked for, begun between two times."""
    for action in _MANNERS:
        if action in (asked, Action.BLINK):
            continue
        for one in occurrences(action, window, rest):
            if since <= one.start < until and one.strength >= _OTHER:
                return one
    return None
