"""Under what light, how far away and through what lens somebody stands there: one range to design with, one to test.

The two lie apart, so that what is reported was never seen while a threshold was set (as ISO/IEC 30107-3 asks).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from kiosk.devices.frame import Image
from kiosk.simulation.acting import Act
from kiosk.simulation.card_attacks.ranges import Range
from kiosk.simulation.face_scene import Actor, Stage
from kiosk.simulation.puppet import HeadPose, Light

_EXPOSURE = Range((0.82, 0.95), (1.0, 1.12), test=(0.68, 0.82))
_CONTRAST = Range((0.2, 0.45), test=(0.45, 0.58))
_SIDE = Range((-30.0, 30.0), test=(30.0, 48.0))
_WARMTH = Range((-0.5, 0.0), (0.2, 0.6), test=(0.0, 0.2))
_DISTANCE = Range((0.88, 1.0), (1.05, 1.15), test=(0.78, 0.88))
_SOFTNESS = Range((0.0, 0.5), test=(0.5, 0.8))
_RATE = Range((11.0, 15.0), test=(9.5, 11.0))


@dataclass(frozen=True, slots=True)
class Conditions:
    """`light`; `nearness` multiplies the face's size; `softness` is the lens's blur, sigma in px of a 720-line
    picture; `fps` the frames a second that are analysed."""

    light: Light
    nearness: float
    softness: float
    fps: float

    @classmethod
    def drawn(cls, rng: np.random.Generator, test: bool) -> "Conditions":
        """Conditions at random, of the test range or the design range."""
        side = _SIDE.draw(rng, test) * float(rng.choice((-1.0, 1.0)))
        light = Light(
            azimuth=side,
            elevation=float(rng.uniform(15, 45)),
            contrast=_CONTRAST.draw(rng, test),
            exposure=_EXPOSURE.draw(rng, test),
            warmth=_WARMTH.draw(rng, test),
        )
        return cls(light, _DISTANCE.draw(rng, test), _SOFTNESS.draw(rng, test), _RATE.draw(rng, test))


class Seen:
    """An actor as near as the conditions say, through their lens."""

    def __init__(self, actor: Actor, conditions: Conditions) -> None:
        self._actor, self._conditions = actor, conditions

    def draw(self, stage: Stage, place: HeadPose, acts: Sequence[Act], t: float) -> Image:
        nearer = replace(place, scale=place.scale * self._conditions.nearness)
        picture = self._actor.draw(stage, nearer, acts, t)
        blur = self._conditions.softness * stage.size[1] / 720
        return picture if blur < 0.2 else np.asarray(cv2.GaussianBlur(picture, (0, 0), blur), np.uint8)
