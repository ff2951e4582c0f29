"""A run of observations as signals: what each action moves, in units of what that action takes.

Everything is relative to the person's own rest, so that small eyes, glasses, a resting open mouth, or a camera that
looks up or down do not matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.face.observation import Action, FaceObservation

Series = NDArray[np.float64]
"""One number a frame."""

_TURN = 14.0  # degrees of yaw
_NOD = 8.0  # degrees of pitch, downwards
_MOUTH = 0.135  # of the mouth's width: 30 people of the design range opened it by 0.142 at least
_LIDS = 0.28  # of the opening at rest
_LIDS_LEAST = 0.045  # of the eye's width: less is noise on a closed-looking eye
_NOISE = 5.0  # standard deviations of the rest that an action must exceed,
_NOISE_MOST = 1.5  # but never more than this many times what it takes otherwise


@dataclass(frozen=True, eq=False, slots=True)
class Rest:
    """A person at rest: medians and, for judging what stands out, robust standard deviations."""

    yaw: float
    pitch: float
    mouth: float
    left_eye: float
    right_eye: float
    noise: dict[str, float]


def rest_of(observations: Sequence[FaceObservation]) -> Rest | None:
    """The rest during these observations; None with fewer than three, which say nothing.

    An eye's rest is its upper quartile, since blinks only ever make it smaller.
    """
    if len(observations) < 3:
        return None
    values = {
        name: np.array([getattr(o, name) for o in observations])
        for name in ("yaw", "pitch", "mouth", "left_eye", "right_eye")
    }
    middle = {name: float(np.median(series)) for name, series in values.items()}
    noise = {name: 1.4826 * float(np.median(np.abs(series - middle[name]))) for name, series in values.items()}
    for eye in ("left_eye", "right_eye"):
        middle[eye] = float(np.quantile(values[eye], 0.75))
    return Rest(noise=noise, **middle)


def times(observations: Sequence[FaceObservation]) -> Series:
    return np.array([o.time for o in observations])


def progress(action: Action, observations: Sequence[FaceObservation], rest: Rest) -> Series:
    """How far each observation is into an action: 0 at rest, 1 where it counts, more beyond."""
    match action:
        case Action.TURN_LEFT | Action.TURN_RIGHT:
            way = 1.0 if action is Action.TURN_LEFT else -1.0
            turned = way * (np.array([o.yaw for o in observations]) - rest.yaw)
            return turned / _takes(_TURN, rest.noise["yaw"])
        case Action.NOD:
            lowered = rest.pitch - np.array([o.pitch for o in observations])
            return lowered / _takes(_NOD, rest.noise["pitch"])
        case Action.OPEN_MOUTH:
            opened = np.array([o.mouth for o in observations]) - rest.mouth
            return opened / _takes(_MOUTH, rest.noise["mouth"])
        case Action.BLINK:
            return _closing(observations, rest)
        case Action.FOLLOW:
            return np.zeros(len(observations))  # no one moment tells: see `follow`


def _closing(observations: Sequence[FaceObservation], rest: Rest) -> Series:
    """Lids: of both eyes while the face is frontal, of the nearer eye when it is turned."""
    yaw = np.radians([o.yaw for o in observations])
    lean = np.clip(np.sin(yaw) / np.sin(np.radians(25)), -1, 1)  # 1: turned left, only the right eye is seen well
    weights = {"right_eye": (1 + lean) / 2, "left_eye": (1 - lean) / 2}
    total = np.zeros(len(observations))
    for eye, weight in weights.items():
        at_rest = max(float(getattr(rest, eye)), 1e-3)
        takes = _takes(max(_LIDS * at_rest, _LIDS_LEAST), rest.noise[eye])
        total += weight * (at_rest - np.array([getattr(o, eye) for o in observations])) / takes
    return total


def _takes(least: float, noise: float) -> float:
    return min(max(least, _NOISE * noise), _NOISE_MOST * least)
