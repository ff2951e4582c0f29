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


@dataclass(frozen=True, eq=False, slots=True)
class Surface:
    """What the network says, each (40, 64), log-odds: above 0 it is rather so than not."""

    photocopy: Plane
    rephotographed: Plane
    covered: Plane
    doctored: Plane


class SurfaceReader:
    """Looks at surfaces. Safe to use from several threads."""

    def __init__(self, store: ModelStore, threads: int = 2) -> None:
        """Raises EnvironmentFault when the model is missing, altered or unusable."""
        self._session = Session(store.path("card-surface"), threads)

    def look(self, card: Image) -> Surface:
        """Judge a rectified card, BGR at CARD_PX."""
        planes = self._session.run({self._session.inputs[0]: network_input(card)})[0][0]
        return Surface(*planes)


def padded(card: Image) -> Image:
    """The card, its right and lower rim repeated until whole cells are full."""
    down, across = GRID[0] * CELL - CARD_PX[1], GRID[1] * CELL - CARD_PX[0]
    return np.asarray(cv2.copyMakeBorder(card, 0, down, 0, across, cv2.BORDER_REPLICATE), np.uint8)


def network_input(card: Image) -> Plane:
    """float32 (1, 3, 640, 1024), BGR, -1…1."""
    return np.ascontiguousarray(padded(card).transpose(2, 0, 1)[None], np.float32) / 127.5 - 1
