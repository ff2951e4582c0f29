"""What the light's judgement looks at: one frame as the mean colours of a few regions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Frame
from kiosk.face.observation import FaceObservation

Colours = NDArray[np.float64]
"""Mean colours, linear light 0-1, red, green and blue: (N, 3), NaN where nothing was measured."""


@dataclass(frozen=True, eq=False, slots=True)
class LightSample:
    """One moment: colours of `REGIONS` of the face (N, 3) and of what is around it (3,)."""

    time: float
    face: Colours
    around: Colours


def light_sample(frame: Frame, observation: FaceObservation) -> LightSample:
    """Reduce a frame. Well under 1 ms at 720p."""
    raise NotImplementedError
