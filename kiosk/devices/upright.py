"""Turning a device's pictures the right way round."""

import cv2
import numpy as np

from kiosk.devices.frame import Image

_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def upright(image: Image, rotation: int = 0, mirror: bool = False) -> Image:
    """`image` turned clockwise by `rotation` (0, 90, 180 or 270) degrees, then flipped left to right if `mirror`."""
    if rotation in _TURNS:
        image = np.asarray(cv2.rotate(image, _TURNS[rotation]), np.uint8)
    return np.asarray(cv2.flip(image, 1), np.uint8) if mirror else image
