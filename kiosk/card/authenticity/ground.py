"""The card's ground beside its print."""

import cv2
import numpy as np
from numpy.typing import NDArray

NEAR = np.ones((7, 7), np.uint8)
"""What lies within 3 px of print is no longer ground."""
GLOW = 30.0
"""Grey levels: more than uneven light makes from one end of a line of print to the other."""
AROUND_GLOW = np.ones((21, 21), np.uint8)


def bare(
    grey: NDArray[np.float32], print_below: float, low: float = -np.inf, high: float = np.inf
) -> NDArray[np.bool_]:
    """Where part of a rectified card shows its ground: no print, which is `print_below` grey levels darker, and nothing
    outside `low`…`high`, within 3 px."""
    other = (grey < np.percentile(grey, 75) - print_below) | (grey < low) | (grey > high)
    return np.asarray(cv2.dilate(other.astype(np.uint8), NEAR) == 0)


def glowing(grey: NDArray[np.float32], ground: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where a lamp is mirrored, and within 10 px of it: much brighter there than most of `ground`.

    Its flank is steep enough to be taken for an edge, and print under it so pale that it is not known for print.
    """
    if not ground.any():
        return np.zeros(grey.shape, np.bool_)
    bright = cv2.blur(grey, (9, 9)) > np.median(grey[ground]) + GLOW
    return np.asarray(cv2.dilate(bright.astype(np.uint8), AROUND_GLOW) > 0)


def scatter(values: NDArray[np.float32]) -> float:
    """The standard deviation of `values` but for outliers, by the median of absolute deviations."""
    return 1.48 * float(np.median(np.abs(values - np.median(values))))
