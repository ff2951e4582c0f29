"""Patterns that skin does not have: a screen's grid seen through the sensor's (moiré), a print's dots.

Both are regular, so each gathers at one spot of the spectrum, far above all that lies around it. Lids, hair and frames
of glasses are strong there too, but as ridges, of which no spot stands out from the next. Fine screens and good prints
show no pattern at a terminal's resolution: the lack of one says little.
"""

from collections.abc import Sequence
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.face.presentation.sample import Closeup

_LEAST_SIDE = 96  # px
_FEW = 3
_SIDE = 128  # px of the pieces that are looked at
_BAND = (0.07, 0.47)  # cycles a px
_RINGS = 24
_MOST = 0.75  # quantile of the moments: fringes come and go with every movement
_CANDIDATES = 6  # spots of each channel that are looked at, the clearest of their rings
_NEAR, _AROUND = 3, 7  # bins: a spot's own width (the window's), and how far its surroundings reach
_STANDS_OUT = (2.0, 3.2)  # times the strongest of its surroundings: what noise reaches, surely a pattern
_FAINT = 0.6  # grey levels, below which a wave is no evidence of anything

Spectrum = NDArray[np.float64]


def pattern(closeups: Sequence[Closeup]) -> float | None:
    """1 without any pattern, 0 with a clear one; None of too few or too small faces."""
    peaks = [peak_of(closeup) for closeup in closeups if min(closeup.image.shape[:2]) >= _LEAST_SIDE]
    if len(peaks) < _FEW:
        return None
    stands_out = float(np.quantile(peaks, _MOST))
    return float(np.clip((_STANDS_OUT[1] - stands_out) / (_STANDS_OUT[1] - _STANDS_OUT[0]), 0.0, 1.0))


def peak_of(closeup: Closeup) -> float:
    """How far the most isolated spot of the spectrum, in brightness or in colour, stands out from its surroundings: it
    by the strongest of them; 0 when no wave is strong enough to be seen."""
    side = min(_SIDE, *closeup.image.shape[:2])
    top, left = ((length - side) // 2 for length in closeup.image.shape[:2])
    piece = closeup.image[top : top + side, left : left + side].astype(np.float32)
    blue, green, red = cv2.split(piece)
    rings, window = _rings(side), _window(side)
    highest = 0.0
    for channel in (green, red - blue):
        amplitude = np.abs(np.fft.rfft2((channel - cv2.blur(channel, (9, 9))) * window)) * 2 / float(window.sum())
        for spot in _clearest(amplitude, rings):
            if amplitude[spot] >= _FAINT:
                highest = max(highest, float(amplitude[spot]) / max(_strongest_around(amplitude, spot), 1e-6))
    return highest


def _clearest(amplitude: Spectrum, rings: NDArray[np.int64]) -> list[tuple[int, int]]:
    """The bins that are highest above the median of their ring, each of another spot."""
    medians = np.array([1.0, *(np.median(amplitude[rings == ring]) for ring in range(1, _RINGS + 1))])
    relative = np.where(rings > 0, amplitude / np.maximum(medians[rings], 1e-6), 0.0)
    found = []
    for _ in range(_CANDIDATES):
        row, column = np.unravel_index(int(relative.argmax()), relative.shape)
        found.append((int(row), int(column)))
        rows = np.arange(row - _NEAR, row + _NEAR + 1) % relative.shape[0]
        relative[rows, max(int(column) - _NEAR, 0) : int(column) + _NEAR + 1] = 0.0
    return found


def _strongest_around(amplitude: Spectrum, spot: tuple[int, int]) -> float:
    """The highest amplitude near a bin but beyond its own width. Rows wrap round; columns are mirrored at 0."""
    offsets = np.arange(-_AROUND, _AROUND + 1)
    down, across = np.meshgrid(offsets, offsets, indexing="ij")
    beside = np.maximum(np.abs(down), np.abs(across)) > _NEAR
    rows, columns = spot[0] + down[beside], spot[1] + across[beside]
    rows = np.where(columns < 0, -rows, rows) % amplitude.shape[0]
    columns = np.abs(columns)
    inside = columns < amplitude.shape[1]
    return float(amplitude[rows[inside], columns[inside]].max())


@lru_cache(maxsize=8)
def _rings(side: int) -> NDArray[np.int64]:
    """Which ring of fineness each bin of a real spectrum belongs to, 0 none: out of the band, or one of those that
    the blocks of a camera's own JPEG fill."""
    down, across = np.meshgrid(np.fft.fftfreq(side), np.fft.rfftfreq(side), indexing="ij")
    fineness = np.hypot(down, across)
    ring = 1 + np.floor((fineness - _BAND[0]) / (_BAND[1] - _BAND[0]) * _RINGS).astype(np.int64)
    ring[(fineness < _BAND[0]) | (fineness >= _BAND[1])] = 0
    near = 1.5 / side
    on_block = [np.abs(way - np.round(way * 16) / 16) < near for way in (down, across)]
    on_axis = [np.abs(way) < near for way in (down, across)]
    ring[(on_axis[0] & on_block[1]) | (on_axis[1] & on_block[0])] = 0
    return np.asarray(ring, np.int64)


@lru_cache(maxsize=8)
def _window(side: int) -> NDArray[np.float32]:
    one = np.hanning(side).astype(np.float32)
    return one[:, None] * one[None, :]
