"""From a card in a picture to the card itself, flat and 300 dpi."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.reading import CARD_PX
from kiosk.devices.frame import Image


def rectify(image: Image, quad: NDArray[np.float32], size: tuple[int, int] = CARD_PX) -> Image:
    """The card at `quad` (clockwise from its top left) as a BGR picture of `size` (width, height)."""
    width, height = size
    # The quad bounds pixels, whose middles lie half a pixel inside.
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) - 0.5
    matrix = cv2.getPerspectiveTransform(np.asarray(quad, np.float32) - 0.5, corners)
    side = float(np.linalg.norm(quad[1] - quad[0]))
    method = cv2.INTER_LINEAR if side > width else cv2.INTER_CUBIC
    card = cv2.warpPerspective(image, matrix, size, flags=method, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(card, np.uint8)


def turned(quad: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same card upside down."""
    return np.roll(quad, 2, axis=0)
