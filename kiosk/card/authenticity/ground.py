"""The card's ground beside its print."""

import cv2
import numpy as np
from numpy.typing import NDArray

NEAR = np.ones((7, 7), np.uint8)
"""What lies within 3 px of print is no longer ground."""


def bare(
    grey: NDArray[np.float32], print_below: float, low: float = -np.inf, high: float = np.inf
) -> NDArray[np.bool_]:
    """Where part of a rectified card shows its ground: no print, which is `print_below` grey levels darker, and nothing
    outside `low`…`high`, within 3 px."""
    other = (grey < np.percentile(grey, 75) - print_below) | (grey < low) | (grey > high)
    return np.asarray(cv2.dilate(other.astype(np.uint8), NEAR) == 0)


def scatter(values: NDArray[np.float32]) -> float:
    """The standard deviation of `values` but for outliers, by the median of absolute deviations."""
    return 1.48 * float(np.median(np.abs(values - np.median(values))))
