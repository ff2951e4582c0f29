"""Cameras that can be told to take brighter or darker pictures: what comes from a sensor must follow."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import cv2
import numpy as np

from kiosk.devices.frame import Image


@dataclass(frozen=True, slots=True)
class ExposureChange:
    """After the frame of `time` (s on the frames' clock) the camera takes pictures `stops` brighter than by itself."""

    time: float
    stops: float


@runtime_checkable
class Exposing(Protocol):
    """A camera with this method can be asked; the others cannot, and then nothing is measured."""

    def expose(self, stops: float) -> bool:
        """From now on take pictures so many stops brighter (−: darker; 0: as usual). False: the device refuses, and
        goes on as usual. May be called from any thread, and may take as long as a picture."""


def exposed(image: Image, stops: float) -> Image:
    """The picture with so much more light on the sensor, encoded as sRGB about is."""
    if stops == 0:
        return image
    ramp = np.arange(256) * 2 ** (stops / 2.2)
    return np.asarray(cv2.LUT(image, ramp.clip(0, 255).astype(np.uint8)), np.uint8)
