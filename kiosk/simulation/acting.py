"""How people move: what they do when asked, and what they do all the time without being asked."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from math import pi, sin

import numpy as np

from kiosk.face.observation import Action
from kiosk.simulation.rig import HeadPose

# A spontaneous blink: closing about 100 ms, shut briefly, opening about 200 ms (VanderWerf et al., 2003).
_BLINK = ((0.0, 1.0), (0.09, 0.0), (0.15, 0.0), (0.36, 1.0))
_ASKED_BLINK = ((0.0, 1.0), (0.13, 0.0), (0.32, 0.0), (0.56, 1.0), (0.86, 1.0), (0.99, 0.0), (1.18, 0.0), (1.42, 1.0))
_MOUTH = ((0.0, 0.0), (0.42, 1.0), (1.05, 1.0), (1.5, 0.0))
_TURN = ((0.0, 0.0), (0.6, 1.0), (1.2, 1.0), (1.85, 0.0))
_GAZE = 0.9  # of how far an eye turns, for the edge of a screen
_SACCADE_S = 0.06  # 20 degrees take so long (Bahill, Clark and Stark, 1975)
_GLANCE_S = 1.2
_NOD = ((0.0, 0.0), (0.4, -1.0), (0.85, 0.25), (1.25, -0.95), (1.75, 0.0))
DURATION = {
    Action.BLINK: _ASKED_BLINK[-1][0],
    Action.OPEN_MOUTH: _MOUTH[-1][0],
    Action.TURN_LEFT: _TURN[-1][0],
    Action.TURN_RIGHT: _TURN[-1][0],
    Action.NOD: _NOD[-1][0],
    Action.FOLLOW: _GLANCE_S,
}
"""How long each action takes at ordinary speed, s."""


@dataclass(frozen=True, slots=True)
class Act:
    """An action begun at `start` (the scene's seconds), `pace` times as fast as ordinary, with `vigour` 1 ordinary.

    FOLLOW is one glance after the dot, to the place `vigour` of the screen; it lasts until the next.
    """

    action: Action
    start: float
    pace: float = 1.0
    vigour: float = 1.0

    @property
    def end(self) -> float:
        return self.start + DURATION[self.action] / self.pace


def with_acts(pose: HeadPose, acts: Iterable[Act], t: float) -> HeadPose:
    """The pose with whatever of the acts is under way at `t` added."""
    for act in acts:
        if act.start <= t < act.end:
            pose = _with_act(pose, act, (t - act.start) * act.pace)
    return pose


class Idling:
    """What a person does unasked: blinks every few seconds, sways, breathes, looks about a little. A function of time
    and `seed` alone; `blinks=False` for somebody who is only a picture."""

    def __init__(self, seed: int, blinks: bool = True) -> None:
        rng = np.random.default_rng((seed, 0x1D1E))
        # Blinks come about every 3 to 4 s, unevenly (Bentivoglio et al., 1997); half an hour of them is enough.
        self._blinks = (np.cumsum(0.9 + rng.gamma(2.2, 1.2, 600)) - rng.uniform(0, 1.5)).tolist() if blinks else []
        self._saccades = np.cumsum(rng.uniform(0.4, 2.2, 1500)).tolist()
        self._gaze = rng.normal(0, 0.16, (1501, 2)).clip(-0.4, 0.4)
        self._phase = rng.uniform(0, 2 * pi, 16).tolist()
        self._rate = rng.uniform(0.85, 1.15, 16).tolist()

    def pose(self, base: HeadPose, t: float) -> HeadPose:
        """The pose at `t` seconds about a resting one."""
        lids = self._lids(t)
        gaze = self._gaze[min(bisect_right(self._saccades, t), len(self._gaze) - 1)]
        return replace(
            base,
            yaw=base.yaw + self._at(0, 0.17, t) * 1.3 + self._at(1, 0.43, t) * 0.5,
            pitch=base.pitch + self._at(2, 0.13, t) * 1.0 + self._at(3, 0.51, t) * 0.4,
            roll=base.roll + self._at(4, 0.11, t) * 0.9,
            x=base.x + (self._at(5, 0.09, t) * 0.010 + self._at(6, 0.31, t) * 0.003) * base.scale / 0.42,
            y=base.y + (self._at(7, 0.26, t) * 0.004 + self._at(8, 0.12, t) * 0.004) * base.scale / 0.42,
            scale=base.scale * (1 + 0.012 * self._at(9, 0.10, t)),
            left_eye=base.left_eye * lids,
            right_eye=base.right_eye * lids,
            mouth=base.mouth,
            gaze_x=float(gaze[0]),
            gaze_y=float(gaze[1]),
        )

    def _at(self, part: int, hertz: float, t: float) -> float:
        return sin(2 * pi * hertz * self._rate[part] * t + self._phase[part])

    def _lids(self, t: float) -> float:
        last = bisect_right(self._blinks, t) - 1
        return 1.0 if last < 0 else _eased(_BLINK, t - self._blinks[last])


def approach(t: float, base: HeadPose, seconds: float = 1.6, delay: float = 0.2) -> HeadPose:
    """Walking up: from farther away and off to the side to the resting place, with two steps' bob."""
    done = min(max((t - delay) / seconds, 0.0), 1.0)
    far = (1 - done) ** 2
    bob = 0.008 * sin(4 * pi * done) * (1 - done)
    return replace(
        base, x=base.x + 0.20 * far, y=base.y + 0.07 * far + bob, scale=base.scale * (1 - 0.5 * far), yaw=14 * far
    )


def _with_act(pose: HeadPose, act: Act, t: float) -> HeadPose:
    match act.action:
        case Action.BLINK:
            lids = _eased(_ASKED_BLINK, t)
            return replace(pose, left_eye=min(pose.left_eye, lids), right_eye=min(pose.right_eye, lids))
        case Action.OPEN_MOUTH:
            return replace(pose, mouth=max(pose.mouth, min(0.62 * act.vigour, 1.0) * _eased(_MOUTH, t)))
        case Action.TURN_LEFT | Action.TURN_RIGHT:
            side = 1 if act.action is Action.TURN_LEFT else -1
            return replace(pose, yaw=pose.yaw + side * 27 * act.vigour * _eased(_TURN, t), gaze_x=0.0)
        case Action.NOD:
            return replace(pose, pitch=pose.pitch + 16 * act.vigour * _eased(_NOD, t))
        case Action.FOLLOW:
            share = min(t / _SACCADE_S, 1.0)
            return replace(pose, gaze_x=pose.gaze_x * (1 - share) - _GAZE * act.vigour * share, gaze_y=0.0)


def _eased(keys: tuple[tuple[float, float], ...], t: float) -> float:
    """A value through (seconds, value) keys, at rest at each."""
    if t <= keys[0][0]:
        return keys[0][1]
    for (t0, v0), (t1, v1) in pairwise(keys):
        if t < t1:
            share = (t - t0) / (t1 - t0)
            return v0 + (v1 - v0) * share * share * (3 - 2 * share)
    return keys[-1][1]
