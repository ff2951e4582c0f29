"""The card's surface, place by place: is this the card itself, a copy, a screen; is it covered or doctored?

One small convolutional network of our own (`models/surface`) looks at the rectified card once and answers for every
cell of 16 × 16 px; the warnings in `kiosk.card.authenticity` judge by what it says.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.reading import CARD_PX
from kiosk.devices.frame import Image
from kiosk.inference.runtime import Session
from kiosk.inference.store import ModelStore

CELL = 16
GRID = (40, 64)
"""Rows and columns of cells; the last row and column reach beyond the card."""
Plane = NDArray[np.float32]


CHANNELS = 8
FINE, TINT = 12.0, 16.0
"""Grey levels that count as one in the network's eyes: of texture, and of the differences between the colours."""


@dataclass(frozen=True, eq=False, slots=True)
class Surface:
    """What the network says, as log-odds: above 0 it is rather so than not. The maps are (40, 64)."""

    covered: Plane
    doctored: Plane
    photocopy: float
    rephotographed: float


class SurfaceReader:
    """Looks at surfaces. Safe to use from several threads."""

    def __init__(self, store: ModelStore, threads: int = 2) -> None:
        """Raises EnvironmentFault when the model is missing, altered or unusable."""
        self._session = Session(store.path("card-surface"), threads)

    def look(self, card: Image) -> Surface:
        """Judge a rectified card, BGR at CARD_PX."""
        eyes = np.ascontiguousarray(channels(padded(card)).transpose(2, 0, 1)[None])
        maps, whole = self._session.run({self._session.inputs[0]: eyes})
        return Surface(maps[0, 0], maps[0, 1], float(whole[0, 0]), float(whole[0, 1]))


def channels(picture: Image) -> Plane:
    """What the network is shown of a picture, float32 (H, W, 8): colours, texture, tints.

    A copy differs from a card by traces of a few grey levels; beside the light's own range they would be lost on it.
    """
    whole = picture.astype(np.float32)
    fine = (whole - cv2.blur(whole, (9, 9))) / FINE
    blue, green, red = cv2.split(whole)
    tints = np.stack([blue - green, red - green], axis=2) / TINT
    return np.concatenate([whole / 127.5 - 1, fine, tints], axis=2)


def padded(card: Image) -> Image:
    """The card, its right and lower rim repeated until whole cells are full."""
    down, across = GRID[0] * CELL - CARD_PX[1], GRID[1] * CELL - CARD_PX[0]
    return np.asarray(cv2.copyMakeBorder(card, 0, down, 0, across, cv2.BORDER_REPLICATE), np.uint8)
