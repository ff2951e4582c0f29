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
    method = cv2.INTER_LINEAR if width_of(quad) > width else cv2.INTER_CUBIC
    card = cv2.warpPerspective(image, matrix, size, flags=method, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(card, np.uint8)


def in_picture(points: NDArray[np.float32], quad: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    """Where `points` (…, 2) px of a card rectified to `size` are in the picture that shows it at `quad`, alike."""
    width, height = size
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    back = cv2.getPerspectiveTransform(corners, np.asarray(quad, np.float32))
    placed = cv2.perspectiveTransform(points.astype(np.float32).reshape(-1, 1, 2), back)
    return np.asarray(placed, np.float32).reshape(points.shape)


def width_of(quad: NDArray[np.floating]) -> float:
    """How long the card's upper edge is, px."""
    return float(np.linalg.norm(quad[1] - quad[0]))


def turned(quad: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same card upside down."""
    return np.roll(quad, 2, axis=0)
