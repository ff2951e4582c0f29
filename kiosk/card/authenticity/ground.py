"""The card's ground beside its print."""

import cv2
import numpy as np
from numpy.typing import NDArray

NEAR = np.ones((7, 7), np.uint8)
"""What lies within 3 px of print is no longer ground."""
CLEAR = 0.55
"""The share of a line's length that must be free of print."""
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


def free(grey: NDArray[np.float32], print_below: float) -> NDArray[np.float32]:
    """1 where part of a rectified card shows its bare ground and no lamp is mirrored in it, 0 elsewhere."""
    ground = bare(grey, print_below)
    return (ground & ~glowing(grey, ground)).astype(np.float32)


def along(
    plane: NDArray[np.float32], clear: NDArray[np.float32], length: int
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """The mean of `plane` where `clear` is 1, over `length` px to both sides together of each place, 0 where less than
    CLEAR of them are; and where it is known."""
    total, weight = (
        cv2.boxFilter(np.ascontiguousarray(one), -1, (length, 1), normalize=False, borderType=cv2.BORDER_CONSTANT)
        for one in (plane * clear, clear)
    )
    half = length // 2
    known = weight > CLEAR * length
    known[:, :half] = known[:, -half:] = False
    return np.where(known, total / np.maximum(weight, 1), np.float32(0)), known


def scatter(values: NDArray[np.float32]) -> float:
    """The standard deviation of `values` but for outliers, by the median of absolute deviations."""
    return 1.48 * float(np.median(np.abs(values - np.median(values))))
