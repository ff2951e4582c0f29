"""Whether the picture follows when the camera's exposure is changed: what is put in the camera's place does not.

Levels come from the stream's arrivals, so this costs nothing more.
"""

from collections.abc import Sequence

import numpy as np

from kiosk.devices.exposure import ExposureChange
from kiosk.face.presentation.stream import Arrival

_SETTLES = 0.25  # s until the first picture with the new exposure is delivered
_LOOKS = 0.6  # s of pictures before and after
_FEW = 3  # pictures in each
_USABLE = (16.0, 235.0)  # grey levels between which brightness can follow
_STEP = 0.2  # stops, less is lost in people's movement
_GAMMA = 2.2
_FOLLOWS = (0.1, 0.45)  # of what was asked: cameras compress, a stream stays where it is


def exposure(arrivals: Sequence[Arrival], changes: Sequence[ExposureChange]) -> float | None:
    """1 when brightness followed every change (ascending in time), 0 when it did not; None without a usable one."""
    followed = []
    before = 0.0
    for change in changes:
        asked, before = change.stops - before, change.stops
        if abs(asked) < _STEP:
            continue
        first = _level(arrivals, change.time - _LOOKS, change.time)
        then = _level(arrivals, change.time + _SETTLES, change.time + _SETTLES + _LOOKS)
        if first is not None and then is not None:
            followed.append(_GAMMA * np.log2(then / first) / asked)
    if not followed:
        return None
    return float(np.clip((np.median(followed) - _FOLLOWS[0]) / (_FOLLOWS[1] - _FOLLOWS[0]), 0.0, 1.0))


def _level(arrivals: Sequence[Arrival], since: float, until: float) -> float | None:
    levels = [one.level for one in arrivals if since <= one.time < until]
    if len(levels) < _FEW:
        return None
    middle = float(np.median(levels))
    return middle if _USABLE[0] < middle < _USABLE[1] else None
