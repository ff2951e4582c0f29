"""A dot that jumps from place to place along the screen, and eyes that go after it.

For visitors who cannot turn the head or open the mouth, and as the third action where no colours are shown: its places
and their times are drawn anew, so a recording looks elsewhere. It says that somebody alive answers now; it says nothing
of depth, and eyes behind the holes of a print or of a mask follow it as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

import numpy as np
from numpy.typing import NDArray

from kiosk.face.observation import FaceObservation, Trail

Series = NDArray[np.float64]

PLACES = (-1.0, 0.0, 1.0)
"""The screen's left edge, as the visitor sees it, its middle, its right edge: in between, eyes tell less surely."""
STAYS = 6
LEAD_S = 1.2
"""How long it stays in the middle before, while the visitor reads what to do and finds it."""
STAY_S = (0.6, 0.75, 0.9)
"""How long the dot may stay, s: longer than eyes need to get there (0.2 s and a jump of 0.05 s; Leigh and Zee, The
Neurology of Eye Movements), short enough that nobody looks away."""
LATE = 0.7
"""s after the dot's last stay that eyes may still answer it."""

_DELAYS = np.arange(0.10, LATE - 0.08, 0.02)
"""s from the dot's jump to that of the eyes in the picture: theirs, the screen's and the camera's together."""
_BEFORE = 0.3  # s
_JUMP_S = 0.08  # how long one is in the picture, with the exposure's length
_FOLLOWS = 0.85  # correlation: eyes that follow any other trail, at any delay, reach it once in 94 times
_LEAST = 0.004  # widths of an eye that a unit of the dot must move the irises: what a mesh makes of a face in paint
_OPEN = 0.6  # of the usual opening: through nearly closed lids no iris is seen
_ENOUGH = 5.0  # observations a second


@dataclass(frozen=True, slots=True)
class Following:
    """How eyes followed a trail: `correlation` −1 to 1, after `delay` s; None where too little was seen of them."""

    correlation: float | None
    delay: float | None

    @property
    def followed(self) -> bool:
        return self.correlation is not None and self.correlation >= _FOLLOWS


def draw_trail(rng: Random) -> Trail:
    """From the middle, never twice the same place in a row, three lengths each: 2⁶ · 3⁶ = 46,656 in all."""
    places = [0.0]
    while len(places) <= STAYS:
        places.append(rng.choice([place for place in PLACES if place != places[-1]]))
    ends = list(accumulate((LEAD_S, *(rng.choice(STAY_S) for _ in places[1:]))))
    return Trail(tuple(places), (0.0, *(round(end, 3) for end in ends[:-1])), round(ends[-1], 3))


def following(observations: Sequence[FaceObservation], trail: Trail, begin: float) -> Following:
    """Whether the eyes of these observations (oldest first) followed a trail begun at `begin`: from shortly before it
    left the middle."""
    since, until = begin + trail.starts[1] - _BEFORE, begin + trail.seconds + LATE
    seen = [o for o in observations if since <= o.time <= until]
    if not seen:
        return Following(None, None)
    lids = np.array([min(o.left_eye, o.right_eye) for o in seen])
    open_ = lids >= _OPEN * np.quantile([min(o.left_eye, o.right_eye) for o in observations], 0.9)
    times, gaze = np.array([o.time for o in seen])[open_], np.array([o.gaze for o in seen])[open_]
    if len(times) < _ENOUGH * (trail.seconds - trail.starts[1]):
        return Following(None, None)
    tried = [_fit(expected(trail, times - begin - delay), gaze) for delay in _DELAYS]
    best = max(range(len(tried)), key=lambda number: tried[number][0])
    correlation, slope = tried[best]
    return Following(correlation if slope >= _LEAST else 0.0, float(_DELAYS[best]))


def expected(trail: Trail, since: Series) -> Series:
    """Where eyes look that go after the dot without delay, at these seconds after it began; before, to the middle. With
    the sign of `gaze`: who looks at the screen's right end looks to their own right."""
    places = np.array([0.0, *trail.places])
    now, before = (np.searchsorted(trail.starts, at, side="right") for at in (since, since - _JUMP_S))
    return np.asarray(-(places[now] + places[before]) / 2, np.float64)


def _fit(shown: Series, gaze: Series) -> tuple[float, float]:
    """Pearson's correlation, and the slope of the gaze by what was shown; (−1, 0) where either stands still."""
    a, b = shown - shown.mean(), gaze - gaze.mean()
    power, energy = float(a @ a), float(b @ b)
    if power < 1e-9 or energy < 1e-12:
        return -1.0, 0.0
    along = float(a @ b)
    return along / (power * energy) ** 0.5, along / power
