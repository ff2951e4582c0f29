"""A cut: a head that is elsewhere from one frame to the next, and had not moved before nor moves after.

Clips put together one after another show it where one ends and the next begins, however alike they are. A head has
mass: it gathers speed and loses it over several frames. A cross-fade makes the step a few frames long, and each of them
a picture of two heads at once, which is less sharp than either.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kiosk.face.geometry import EYE_CORNERS
from kiosk.face.observation import FaceObservation

_FEW = 24
_GAP = 0.2  # s between two frames, beyond which nothing can be said about speed
_BESIDE = 3  # steps before and after that tell how the head was moving
_FADE = 4  # steps that a cross-fade may take
_LEAST = 0.010  # widths of the face: half a centimetre would be 0.033, a tracker's jitter stays below
_STARTS = (4.2, 5.4)  # times the movement beside it: more sudden than people start, surely a cut
"""Of 110 visits of the design range, at 7 to 25 frames a second, the most sudden step is 3.8 times those beside it; of
40 banks of clips 33 have one of 5.1 or more."""
_BACK = 0.5  # of the shorter of two steps: what both together lead away at most when the second undoes the first
_DEGREE = 0.008  # widths of the face that a degree moves the nose

Steps = NDArray[np.float64]


def cut(observations: Sequence[FaceObservation]) -> float | None:
    """1 when the head moved as something with mass, 0 when it was displaced; None of too few or too slow frames."""
    if len(observations) < _FEW:
        return None
    sizes = sudden(observations)
    if not sizes.size:
        return None
    return float(np.clip((_STARTS[1] - sizes.max()) / (_STARTS[1] - _STARTS[0]), 0.0, 1.0))


def sudden(observations: Sequence[FaceObservation]) -> Steps:
    """How many times larger each step from frame to frame is than those just before and after it; 0 where it is small
    or a slip, and where the frames are too far apart. Empty when no step can be judged."""
    at = np.array([o.time for o in observations])
    places = _places(observations)
    length = np.linalg.norm(np.diff(places, axis=0), axis=1)
    slips = _slips(places, length)
    near = np.diff(at) <= _GAP
    found = np.zeros(len(length))
    judged = False
    for k in range(_BESIDE, len(length) - _BESIDE):
        around = slice(k - _BESIDE, k + _BESIDE + 1)
        if not near[around].all():
            continue
        judged = True
        beside = np.delete(length[around], _BESIDE)
        if length[k] >= _LEAST and not slips[k]:
            found[k] = length[k] / max(float(np.sort(beside)[-2]), _LEAST / 4)
    return found if judged else np.empty(0)


def _slips(places: Steps, length: Steps) -> NDArray[np.bool_]:
    """Which steps lead to where the head is for one frame, or back from there: the tracker's slip. A clip that ends
    does not come back."""
    across = np.linalg.norm(places[2:] - places[:-2], axis=1)
    back = across < _BACK * np.minimum(length[:-1], length[1:])
    slips = np.zeros(len(length), np.bool_)
    slips[:-1] |= back
    slips[1:] |= back
    return slips


def _places(observations: Sequence[FaceObservation]) -> Steps:
    """Where a head is and how it is held, (N, 4) in widths of the face: by the corners of the eyes, which no speech and
    no jaw moves. The width is the usual one, for one that trembles would move everything; so does pitch, left out."""
    width = max(float(np.median([np.ptp(o.mesh[:, 0]) for o in observations])), 1.0)
    eyes = np.array([o.mesh[EYE_CORNERS, :2].mean(axis=0) for o in observations]) / width
    turned = np.array([(o.yaw, o.roll) for o in observations])
    return np.concatenate([eyes, _DEGREE * turned], axis=1)
