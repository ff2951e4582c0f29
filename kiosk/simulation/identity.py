"""Invented people: the portrait with another face shape, other colours, another age."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.simulation.body import Garment
from kiosk.simulation.portrait import Points, load_portrait
from kiosk.simulation.rig import MOUTH_HEIGHT, Rig, mouth_inside, portrait_rig


@dataclass(frozen=True, slots=True)
class Identity:
    """One invented person, wholly given by `seed`."""

    seed: int

    @classmethod
    def from_seed(cls, seed: int) -> "Identity":
        """The person of that number, always the same."""
        return cls(seed)

    @property
    def garment(self) -> Garment:
        rng = np.random.default_rng((self.seed, 7))
        cloth = tuple(int(v) for v in rng.integers(30, 210, 3))
        inner = tuple(int(v) for v in rng.integers(200, 245, 3))
        return Garment(
            (cloth[0], cloth[1], cloth[2]),
            (inner[0], inner[1], inner[2]),
            ("round", "shirt", "jacket")[int(rng.integers(3))],
            self.seed,
        )

    def rig(self) -> Rig:
        return portrait_rig()

    def texture(self) -> NDArray[np.uint8]:
        portrait = load_portrait()
        head = np.dstack([portrait.picture, portrait.matte])
        mouth = np.dstack([mouth_inside(head.shape[1]), np.full((MOUTH_HEIGHT, head.shape[1]), 255, np.uint8)])
        return np.vstack([head, mouth])

    def skin_colour(self) -> tuple[float, float, float]:
        texture = self.texture()
        blue, green, red = (float(v) for v in np.median(texture[640:690, 370:470, :3].reshape(-1, 3), axis=0))
        return blue, green, red

    def build(self, face_width: float) -> tuple[float, float]:
        """Neck width and half the shoulders' width, px."""
        return 0.76 * face_width, 1.5 * face_width
