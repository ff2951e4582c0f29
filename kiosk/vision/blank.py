"""Pictures in which there is nothing: of a covered lens, or of a camera that delivers none."""

import cv2
import numpy as np

from kiosk.devices.frame import Image

EVERY = 8
"""So many px of a row and of a column are passed over for the next: neither is a matter of detail."""
BLACK, MOST = 16, 0.01
"""Grey level below which a covered lens's picture stays, but for so much of it."""
FLAT = 1.5
"""Standard deviation of grey levels below which even a sensor's noise is missing: a bare table has more."""


def is_blank(image: Image) -> bool:
    """Whether a BGR picture is black or of one colour."""
    grey = cv2.cvtColor(image[::EVERY, ::EVERY], cv2.COLOR_BGR2GRAY)
    return bool(np.count_nonzero(grey >= BLACK) <= MOST * grey.size or grey.std() < FLAT)
