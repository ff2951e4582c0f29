"""The stream itself: what no camera does. Frames that come twice, out of order, at impossible times, of changing size,
or without the noise that every sensor has.

Looks at how frames arrived, never at what they show: a stream that is put in the camera's place can show anything.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Frame

_STEP = 8  # every eighth pixel of every eighth row is looked at, unaveraged: noise must stay
_MIDTONES = (12, 243)  # what is black or blown has no noise to show
_FEW = 24  # frames, below which nothing is told
_BACK = 30  # frames back in which a copy is looked for
_REPEATED = (0.03, 0.12)  # share of frames that repeat an earlier one: still a hiccup, surely a made stream
_QUIET = (0.35, 0.6)  # share of pixels that stay exactly as they were: a coarse camera's, no sensor's
_UNEVEN = (0.8, 2.0)  # spread of the steps of time by their middle: a busy machine's, hardly a camera's
_ODD = 0.4  # what uneven steps alone are worth


@dataclass(frozen=True, slots=True)
class Arrival:
    """How one frame came: `time` s, `size` width and height, `digest` of some of its pixels, `unchanged` the share of
    midtone pixels that are exactly those of the frame before; None for the first, after a change of size, and where too
    few are midtones. `level` is the mean brightness, 0-255."""

    time: float
    size: tuple[int, int]
    digest: int
    unchanged: float | None
    level: float


class Arrivals:
    """Notes frames as they come. About 0.2 ms a frame at 720p; keeps one small picture."""

    def __init__(self, most: int) -> None:
        self._noted: deque[Arrival] = deque(maxlen=most)
        self._before: NDArray[np.uint8] | None = None

    def note(self, frame: Frame) -> None:
        some = np.ascontiguousarray(frame.image[::_STEP, ::_STEP])
        height, width = frame.image.shape[:2]
        before, self._before = self._before, some
        unchanged = None if before is None or before.shape != some.shape else _unchanged(before, some)
        self._noted.append(Arrival(frame.time, (width, height), hash(some.tobytes()), unchanged, float(some.mean())))

    @property
    def noted(self) -> tuple[Arrival, ...]:
        return tuple(self._noted)


def _unchanged(before: NDArray[np.uint8], now: NDArray[np.uint8]) -> float | None:
    midtones = (now > _MIDTONES[0]).all(axis=2) & (now < _MIDTONES[1]).all(axis=2)
    total = int(np.count_nonzero(midtones))
    if total < 0.05 * midtones.size:
        return None
    same = cv2.absdiff(before, now).max(axis=2) == 0
    return float(np.count_nonzero(same & midtones) / total)


def order(arrivals: Sequence[Arrival]) -> float | None:
    """1 when every frame was new, 0 when many had been seen a moment before, in or out of turn; None of too few."""
    if len(arrivals) < _FEW:
        return None
    seen: deque[int] = deque(maxlen=_BACK)
    repeated = 0
    for one in arrivals:
        repeated += one.digest in seen
        seen.append(one.digest)
    return _falling(repeated / len(arrivals), _REPEATED)


def timing(arrivals: Sequence[Arrival]) -> float | None:
    """1 when time went on evenly, 0 when it stood still or ran back again and again; None of too few. Uneven steps are
    odd, but a busy machine makes them too."""
    if len(arrivals) < _FEW:
        return None
    steps = np.diff([one.time for one in arrivals])
    if (steps <= 0).mean() > 0.02:
        return 0.0
    middle = float(np.median(steps))
    # A frame without a face is not noted, so some steps are long: quantiles, not the deviation.
    spread = float(np.quantile(steps, 0.9) - np.quantile(steps, 0.1)) / max(middle, 1e-6)
    return max(_falling(spread, _UNEVEN), _ODD)


def size(arrivals: Sequence[Arrival]) -> float | None:
    """1 when the picture kept its size, 0 when it changed; None of too few."""
    if len(arrivals) < _FEW:
        return None
    return float(all(a.size == b.size for a, b in pairwise(arrivals)))


def noise(arrivals: Sequence[Arrival]) -> float | None:
    """1 when the picture had a sensor's noise, 0 when much of it stayed exactly the same from frame to frame; None of
    too few. Not for recordings: their coding takes the noise out of what stands still."""
    shares = [one.unchanged for one in arrivals if one.unchanged is not None]
    if len(shares) < _FEW:
        return None
    return _falling(float(np.median(shares)), _QUIET)


def stream(arrivals: Sequence[Arrival], coded: bool = False) -> float | None:
    """The worst that the stream says about itself; None when nothing could be told. `coded`: it is a recording, in
    which frames may come twice because its rate was converted, and whose coding took the noise."""
    said = [timing(arrivals), size(arrivals)]
    if not coded:
        said += [order(arrivals), noise(arrivals)]
    told = [one for one in said if one is not None]
    return min(told) if told else None


def _falling(value: float, between: tuple[float, float]) -> float:
    return float(np.clip((between[1] - value) / (between[1] - between[0]), 0.0, 1.0))
