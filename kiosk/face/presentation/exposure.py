"""Whether the picture follows when the camera's exposure is changed: what is put in the camera's place does not.

Levels come from the stream's arrivals, so this costs nothing more.
"""

from collections.abc import Sequence
from itertools import zip_longest

import numpy as np

from kiosk.devices.exposure import ExposureChange
from kiosk.face.presentation.stream import Arrival

SETTLES_S = 0.3
"""Until the first picture with the new exposure has been delivered and looked at."""
LOOKS_S = 0.45
"""How long pictures are looked at before and after a change."""
SURE = 0.45
"""The share of a change from which brightness certainly followed: cameras compress, a stream stays where it is."""
_FEW = 3  # pictures in each
_USABLE = (16.0, 235.0)  # grey levels between which brightness can follow
_STEP = 0.2  # stops, less is lost in people's movement
_GAMMA = 2.2
_IGNORES = 0.1  # the share up to which it stayed where it was


def exposure(arrivals: Sequence[Arrival], changes: Sequence[ExposureChange]) -> float | None:
    """1 when brightness followed the changes (ascending in time), 0 when it did not; None without a usable one.

    It may follow the other way round, as long as it does so each time: many cameras do not say which exposure they have
    chosen by themselves, so that what is meant to be darker than that may be brighter.
    """
    shares = [share for share in followed(arrivals, changes) if share is not None]
    if not shares:
        return None
    return float(np.clip((abs(np.median(shares)) - _IGNORES) / (SURE - _IGNORES), 0.0, 1.0))


def followed(arrivals: Sequence[Arrival], changes: Sequence[ExposureChange]) -> list[float | None]:
    """Which share of each change (ascending in time) was seen, 1 all of it, −1 as much the other way; None where that
    cannot be told: too small a change, too few pictures before the next, or too dark or too bright."""
    shares: list[float | None] = []
    before, settled = 0.0, -np.inf
    for change, following in zip_longest(changes, changes[1:]):
        end = np.inf if following is None else following.time
        asked, before = change.stops - before, change.stops
        first = _level(arrivals, max(change.time - LOOKS_S, settled), change.time)
        settled = change.time + SETTLES_S
        then = _level(arrivals, settled, min(settled + LOOKS_S, end))
        if abs(asked) < _STEP or first is None or then is None:
            shares.append(None)
        else:
            shares.append(float(_GAMMA * np.log2(then / first) / asked))
    return shares


def _level(arrivals: Sequence[Arrival], since: float, until: float) -> float | None:
    levels = [one.level for one in arrivals if since < one.time <= until]
    if len(levels) < _FEW:
        return None
    middle = float(np.median(levels))
    return middle if _USABLE[0] < middle < _USABLE[1] else None
