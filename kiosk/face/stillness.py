"""Whether a head keeps still, and whether it is back where it was."""

from collections.abc import Sequence

import numpy as np

from kiosk.face.observation import FaceObservation

STILL = 4.0
"""Degrees within which a head counts as held still."""
BACK = 7.0
"""Degrees of yaw within which it is back where it was."""
_BEFORE = 0.8  # s that tell where it was


def kept_still(seen: Sequence[FaceObservation], time: float, seconds: float, within: float = STILL) -> bool:
    """Whether the head's yaw and pitch stayed `within` so many degrees for so many seconds up to `time`; not if it was
    hardly seen. `seen` in order of time."""
    latest = [o for o in seen if o.time >= time - seconds]
    return len(latest) >= 3 and all(np.ptp([getattr(o, axis) for o in latest]) < within for axis in ("yaw", "pitch"))


def turned_back(seen: Sequence[FaceObservation], since: float) -> bool:
    """Whether the head's yaw is what it was just before the moment `since`."""
    before = [o.yaw for o in seen if 0 <= since - o.time < _BEFORE]
    return bool(before) and abs(seen[-1].yaw - float(np.median(before))) < BACK
