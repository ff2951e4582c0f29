"""One picture from a camera."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""A BGR picture, (H, W, 3)."""


@dataclass(frozen=True, eq=False, slots=True)
class Frame:
    """A picture, when it was taken and its place in the stream.

    `image` is BGR (H, W, 3) and read-only, `time` is monotonic seconds, `number` counts from 0 per opening.
    """

    image: Image
    time: float
    number: int

    def __post_init__(self) -> None:
        self.image.setflags(write=False)
