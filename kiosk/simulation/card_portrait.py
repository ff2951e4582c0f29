"""The portrait a card bears: the holder some years ago, in a photographer's light, printed."""

import cv2
import numpy as np

from kiosk.devices.frame import Image
from kiosk.simulation.body import plain
from kiosk.simulation.identity import Identity
from kiosk.simulation.puppet import HeadPose, Light, Puppet

CARD_PORTRAIT_SIZE = (358, 441)
"""Width and height in px that GA 461 asks of a card's portrait: 26 × 32 mm at 350 dpi."""


def card_portrait(identity: Identity, years: int = 6) -> Image:
    """BGR, CARD_PORTRAIT_SIZE: bare pale background, neutral, from the front, `years` before now."""
    width, height = CARD_PORTRAIT_SIZE
    then = identity.years_ago(min(years, max(identity.age - 16, 0)))
    pose = HeadPose(y=0.47, scale=0.50)
    light = Light(azimuth=-8, elevation=20, contrast=0.25, exposure=1.02, warmth=-0.15)
    big = (2 * width, 2 * height)
    sharp = Puppet(then).render(pose, big, plain((236, 234, 230), big), light)
    picture = cv2.resize(sharp, CARD_PORTRAIT_SIZE, interpolation=cv2.INTER_AREA).astype(np.float64)
    rng = np.random.default_rng((identity.seed, 0xCA2D))
    # Dye sublimation: softer, blacks lifted, whites dulled, colours a little off, the ribbon's fine grain.
    picture = cv2.GaussianBlur(picture, (0, 0), 0.7) * (0.90 + rng.uniform(-0.01, 0.01, 3)) + 16
    picture += cv2.GaussianBlur(rng.normal(0, 3.0, (height, width, 1)), (0, 0), 0.6)[..., None]
    return picture.clip(0, 255).astype(np.uint8)
