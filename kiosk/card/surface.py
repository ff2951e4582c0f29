"""The card's surface, place by place: is this the card itself, a copy, a screen; is it covered or doctored?

One small convolutional network of our own (`models/surface`) looks at the rectified card once and answers for every
cell of 16 × 16 px; the warnings in `kiosk.card.authenticity` judge by what it says.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.reading import CARD_PX
from kiosk.devices.frame import Image
from kiosk.inference.runtime import Session

CELL = 16
GRID = (40, 64)
"""Rows and columns of cells; the last row and column reach beyond the card."""
Plane = NDArray[np.float32]


CHANNELS = 6
FINE = 12.0
"""Grey levels of texture that count as one in the network's eyes."""


@dataclass(frozen=True, eq=False, slots=True)
class Surface:
    """What the network says, as log-odds: above 0 it is rather so than not. The maps are (40, 64)."""

    covered: Plane
    doctored: Plane
    photocopy: float
    rephotographed: float


class SurfaceReader:
    """Looks at surfaces. Safe to use from several threads."""

    def __init__(self, model: Path, threads: int = 2) -> None:
        """`model` is the ONNX file. Raises EnvironmentFault `model-unusable`."""
        self._session = Session(model, threads)

    def look(self, card: Image) -> Surface:
        """Judge a rectified card, BGR at CARD_PX."""
        eyes = channels(padded(card))[None]
        maps, whole = self._session.run({self._session.inputs[0]: eyes})
        return Surface(maps[0, 0], maps[0, 1], float(whole[0, 0]), float(whole[0, 1]))


def channels(picture: Image) -> Plane:
    """What the network is shown of a picture, float32 (6, H, W): colours and texture.

    A copy differs from a card by traces of a few grey levels; beside the light's own range they would be lost on it.
    """
    smooth = cv2.boxFilter(picture, cv2.CV_32F, (9, 9), borderType=cv2.BORDER_REFLECT_101)
    eyes = np.empty((CHANNELS, *picture.shape[:2]), np.float32)
    for place in range(3):
        colour = eyes[place]
        colour[:] = picture[..., place]
        np.subtract(colour, smooth[..., place], out=eyes[3 + place])
    eyes[3:] /= FINE
    eyes[:3] /= 127.5
    eyes[:3] -= 1
    return eyes


def padded(card: Image) -> Image:
    """The card, its right and lower rim repeated until whole cells are full."""
    down, across = GRID[0] * CELL - CARD_PX[1], GRID[1] * CELL - CARD_PX[0]
    return np.asarray(cv2.copyMakeBorder(card, 0, down, 0, across, cv2.BORDER_REPLICATE), np.uint8)
