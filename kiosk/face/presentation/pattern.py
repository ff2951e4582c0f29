"""Patterns that skin does not have: a screen's grid seen through the sensor's (moiré), a print's dots.

Both are regular, so each gathers at one spot of the spectrum, far above what lies around it. Fine screens and good
prints show none at a terminal's resolution: the lack of a pattern says little.
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
_PEAK = (5.5, 9.0)  # times the ordinary amplitude at that fineness: what noise and wrinkles reach, surely a pattern

Spectrum = NDArray[np.float64]


def pattern(closeups: Sequence[Closeup]) -> float | None:
    """1 without any pattern, 0 with a clear one; None of too few or too small faces."""
    peaks = [peak_of(closeup) for closeup in closeups if min(closeup.image.shape[:2]) >= _LEAST_SIDE]
    if len(peaks) < _FEW:
        return None
    return float(np.clip((_PEAK[1] - np.quantile(peaks, _MOST)) / (_PEAK[1] - _PEAK[0]), 0.0, 1.0))


def peak_of(closeup: Closeup) -> float:
    """The clearest spot of the spectrum, in brightness or in colour, by the median amplitude of its ring."""
    side = min(_SIDE, *closeup.image.shape[:2])
    top, left = ((length - side) // 2 for length in closeup.image.shape[:2])
    piece = closeup.image[top : top + side, left : left + side].astype(np.float32)
    blue, green, red = cv2.split(piece)
    rings, window = _rings(side), _window(side)
    highest = 0.0
    for channel in (green, red - blue):
        amplitude = np.abs(np.fft.rfft2((channel - cv2.blur(channel, (9, 9))) * window))
        for ring in range(1, _RINGS + 1):
            inside = amplitude[rings == ring]
            highest = max(highest, float(inside.max() / max(np.median(inside), 1e-6)))
    return highest


@lru_cache(maxsize=8)
def _rings(side: int) -> NDArray[np.int64]:
    """Which ring of fineness each bin of a real spectrum belongs to, 0 none: out of the band, or one of those that
    the blocks of a camera's own JPEG fill."""
    down, across = np.meshgrid(np.fft.fftfreq(side), np.fft.rfftfreq(side), indexing="ij")
    fineness = np.hypot(down, across)
    ring = 1 + np.floor((fineness - _BAND[0]) / (_BAND[1] - _BAND[0]) * _RINGS).astype(np.int64)
    ring[(fineness < _BAND[0]) | (fineness >= _BAND[1])] = 0
    near = 1.5 / side
    on_block = [np.abs(way - np.round(way * 8) / 8) < near for way in (down, across)]
    on_axis = [np.abs(way) < near for way in (down, across)]
    ring[(on_axis[0] & on_block[1]) | (on_axis[1] & on_block[0])] = 0
    return np.asarray(ring, np.int64)


@lru_cache(maxsize=8)
def _window(side: int) -> NDArray[np.float32]:
    one = np.hanning(side).astype(np.float32)
    return one[:, None] * one[None, :]
