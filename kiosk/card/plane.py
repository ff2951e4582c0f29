"""The plane a card lies in: what is on and beside it, upright whatever the camera's angle."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.reading import CARD_PX
from kiosk.card.rectify import width_of
from kiosk.devices.frame import Image

TALL = CARD_PX[1] / CARD_PX[0]
"""A card's height in card widths, as all lengths in its plane are."""
CARD = np.array([(0, 0), (1, 0), (1, TALL), (0, TALL)], np.float64)

Pieces = NDArray[np.float64]
"""(N, 2, 2): the two ends of straight edges. The detector's direction tells on which side it is dark."""


@dataclass(frozen=True, slots=True)
class Window:
    """How much of the plane is looked at: `margin` beside the card on all sides, `scale` px to a card's width."""

    scale: int
    margin: float

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, px."""
        return round((1 + 2 * self.margin) * self.scale), round((TALL + 2 * self.margin) * self.scale)

    def grey(self, image: Image, quad: NDArray[np.float32]) -> NDArray[np.uint8]:
        """The plane of the card at `quad` in a BGR picture; beyond its edge it goes on as it ends."""
        return self._warped(*self._shrunk(image, quad))

    def grey_and_pieces(self, image: Image, quad: NDArray[np.float32]) -> tuple[NDArray[np.uint8], Pieces]:
        """The plane as `grey` gives it, and the picture's straight edges put into it: none is bent, or made where the
        picture ends."""
        grey, matrix = self._shrunk(image, quad)
        pieces = _straight(grey)
        before_horizon = (pieces @ matrix[2, :2] + matrix[2, 2] > 0).all(axis=1)
        placed = cv2.perspectiveTransform(pieces[before_horizon].reshape(-1, 1, 2), matrix).reshape(-1, 2, 2)
        return self._warped(grey, matrix), placed / self.scale - self.margin

    def seen(self, shape: tuple[int, ...], quad: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Where of that plane a picture of `shape` (H, W, …) shows anything."""
        white = np.full(shape[:2], 255, np.uint8)
        return cv2.warpPerspective(white, self._matrix(quad), self.size, flags=cv2.INTER_NEAREST) > 0

    def pieces(self, grey: NDArray[np.uint8]) -> Pieces:
        """The straight edges of a plane as `grey` gives it, in card widths from the card's top left."""
        return _straight(grey) / self.scale - self.margin

    def _warped(self, grey: NDArray[np.uint8], matrix: NDArray[np.float64]) -> NDArray[np.uint8]:
        return np.asarray(cv2.warpPerspective(grey, matrix, self.size, borderMode=cv2.BORDER_REPLICATE), np.uint8)

    def _shrunk(self, image: Image, quad: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
        """The picture in grey, no larger than the plane needs, and what leads from its px to the plane's."""
        grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
        shrink = min(1.4 * self.scale / max(width_of(quad), 1.0), 1.0)
        if shrink < 0.85:  # warping skips pixels where it makes a picture much smaller
            grey = np.asarray(cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), np.uint8)
        ratio = np.array([grey.shape[1] / image.shape[1], grey.shape[0] / image.shape[0]])
        return grey, self._matrix(quad * ratio)

    def _matrix(self, quad: NDArray[np.floating]) -> NDArray[np.float64]:
        place = ((CARD + self.margin) * self.scale).astype(np.float32)
        return np.asarray(cv2.getPerspectiveTransform(quad.astype(np.float32), place))


def _straight(grey: NDArray[np.uint8]) -> Pieces:
    """The straight edges of a picture, px."""
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE).detect(grey)[0]
    return np.zeros((0, 2, 2)) if found is None else np.asarray(found, np.float64).reshape(-1, 2, 2)
