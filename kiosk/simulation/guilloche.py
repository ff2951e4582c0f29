"""The card's printed ground: a blue–pink–blue gradient under families of wavy lines, computed by formula."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image

Plane = NDArray[np.float32]

BLUE = (240.0, 228.0, 214.0)
PINK = (238.0, 222.0, 236.0)
BLUE_LINE = (222.0, 196.0, 160.0)
PINK_LINE = (206.0, 176.0, 222.0)


@dataclass(frozen=True, slots=True)
class Ground:
    """`seed` shapes the waves, `lines` is how many run across a card's height, `strength` 0–1 how dark they print."""

    seed: int
    lines: float = 46.0
    strength: float = 0.75


def _family(x: Plane, y: Plane, rng: np.random.Generator, lines: float, angle: float) -> Plane:
    """One family of lines: 1 on a line's middle, 0 between; `x` runs 0–1.585 and `y` 0–1 over the card."""
    c, s = np.cos(angle), np.sin(angle)
    u, v = c * x + s * y, -s * x + c * y
    phase = np.zeros_like(x)
    for _ in range(3):
        frequency, shift = rng.uniform(1.2, 5.0), rng.uniform(0, 6.283)
        phase += (rng.uniform(0.12, 0.32) / frequency * np.sin(frequency * 3.1 * u + shift + 2 * v)).astype(np.float32)
    turns = np.abs(((v + phase) * lines) % 1.0 - 0.5) * 2
    return np.clip((0.42 - turns) / 0.3, 0, 1).astype(np.float32)


@lru_cache(maxsize=4)
def ground(style: Ground, width: int, height: int) -> Image:
    """The empty card, BGR (height, width, 3), read-only."""
    rng = np.random.default_rng(style.seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) / height
    across = x * height / width
    middle = 0.46 + 0.06 * np.sin(3.0 * y + rng.uniform(0, 6))
    pink = np.exp(-(((across - middle) / 0.21) ** 2)).astype(np.float32)[..., None]
    paper = (1 - pink) * np.float32(BLUE) + pink * np.float32(PINK)
    ink = (1 - pink) * np.float32(BLUE_LINE) + pink * np.float32(PINK_LINE)
    angles = rng.uniform(-0.5, 0.5), rng.uniform(0.6, 1.2), rng.uniform(-1.2, -0.6)
    cover = np.zeros((height, width), np.float32)
    for angle, weight in zip(angles, (0.5, 0.4, 0.4), strict=True):
        cover = np.maximum(cover, weight * _family(x, y, rng, style.lines, angle))
    swell = cv2.resize(rng.uniform(0.55, 1.0, (5, 8)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    cover = (cover * swell * style.strength)[..., None]
    picture = np.clip(paper * (1 - cover) + ink * cover, 0, 255).astype(np.uint8)
    picture.setflags(write=False)
    return picture
