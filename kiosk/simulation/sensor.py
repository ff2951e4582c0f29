"""What a camera's sensor and lens add to a picture."""

import cv2
import numpy as np

from kiosk.devices.frame import Image

_MARGIN = 96


class Sensor:
    """Noise of one camera, by `seed`: `sigma` in grey levels. A new pattern each frame, out of one drawn sheet."""

    def __init__(self, size: tuple[int, int], seed: int, sigma: float = 2.2, softness: float = 0.0) -> None:
        rng = np.random.default_rng((seed, 0x5E50))
        width, height = size
        sheet = rng.normal(128.5, sigma, (height + _MARGIN, width + _MARGIN, 3))
        self._sheet = sheet.clip(0, 255).astype(np.uint8)
        self._softness = softness
        self._seed = seed

    def seen(self, picture: Image, number: int) -> Image:
        """The picture as this camera delivers it as its frame of that number."""
        if self._softness > 0:
            picture = cv2.GaussianBlur(picture, (0, 0), self._softness).astype(np.uint8)
        height, width = picture.shape[:2]
        left, top = np.random.default_rng((self._seed, number)).integers(0, _MARGIN, 2)
        noise = self._sheet[top : top + height, left : left + width]
        return cv2.addWeighted(picture, 1.0, noise, 1.0, -128.0).astype(np.uint8)
