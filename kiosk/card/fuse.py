"""Several pictures of one card made one: where the sharpest is blown out, another shows what is printed there."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.quality import blown
from kiosk.devices.frame import Image

SEAM = 15
"""Px by which a glare's soft rim is replaced too."""


def fused(best: Image, others: Sequence[Image]) -> Image:
    """`best` with its blown-out patches from the first of `others` (rectified alike) that is not blown out there."""
    if not others:
        return best
    mask = blown(best)
    if not mask.any():
        return best
    out = best
    for other in others:
        open_here = np.asarray(cv2.bitwise_and(_grown(mask), 1 - _grown(blown(other))), np.uint8)
        weight = cv2.GaussianBlur(open_here.astype(np.float32), (0, 0), SEAM / 3)
        mixed = cv2.blendLinear(np.ascontiguousarray(other), np.ascontiguousarray(out), weight, 1 - weight)
        out = np.asarray(mixed, np.uint8)
        mask = np.asarray(cv2.bitwise_and(mask, 1 - open_here), np.uint8)
        if not mask.any():
            break
    return out


def _grown(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.dilate(mask, np.ones((SEAM, SEAM), np.uint8)), np.uint8)
