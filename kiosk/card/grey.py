"""Pictures without their colours."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image

MEAN = np.full((1, 3), 1 / 3, np.float32)


def grey_of(picture: Image) -> NDArray[np.float32]:
    """The mean of the channels of a BGR picture that is not empty: (H, W), 0–255, not rounded."""
    return np.asarray(cv2.transform(picture.astype(np.float32), MEAN), np.float32)
