"""What passive cues look at: a frame reduced to what they need, small enough to keep a few dozen."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Frame, Image
from kiosk.face.mesh import Mesh
from kiosk.face.observation import FaceObservation

_LONGEST = 640
_CLOSEUP = 256

Grey = NDArray[np.uint8]
"""A grey picture, (H, W)."""


@dataclass(frozen=True, eq=False, slots=True)
class Sample:
    """One moment of the stream.

    `grey` is the whole picture reduced to at most 640 px, `mesh` and `observation` belong to the same moment, the mesh
    in px of `grey`.
    """

    time: float
    grey: Grey
    mesh: Mesh
    observation: FaceObservation

    @property
    def face_width(self) -> float:
        """px of `grey`."""
        return float(np.ptp(self.mesh[:, 0]))


def sample_of(frame: Frame, observation: FaceObservation) -> Sample:
    """Reduce a frame. Under 1 ms at 720p."""
    reduction = min(1.0, _LONGEST / max(frame.image.shape[:2]))
    image = frame.image
    if reduction < 1.0:
        image = cv2.resize(image, None, fx=reduction, fy=reduction, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    grey: Grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)  # type: ignore[assignment]
    return Sample(frame.time, grey, (observation.mesh * reduction).astype(np.float32), observation)


@dataclass(frozen=True, eq=False, slots=True)
class Closeup:
    """The middle of the face at one moment as the sensor saw it: `image` is BGR (N, N, 3), no pixel reduced."""

    time: float
    image: Image


def closeup_of(frame: Frame, observation: FaceObservation) -> Closeup:
    """Between the eyes and the mouth, a square of at most 256 px; smaller where the picture ends."""
    height, width = frame.image.shape[:2]
    x, y, w, h = observation.box
    side = min(int(0.8 * w), _CLOSEUP, width, height)
    left = min(max(int(x + w / 2 - side / 2), 0), width - side)
    top = min(max(int(y + h / 2 - side / 2), 0), height - side)
    return Closeup(frame.time, frame.image[top : top + side, left : left + side].copy())
