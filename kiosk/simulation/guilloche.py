"""The card's printed ground: a blue–pink–blue gradient under families of wavy lines, computed by formula."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image

Plane = NDArray[np.float32]

BLUE = (243.0, 236.0, 226.0)
PINK = (240.0, 228.0, 240.0)
BLUE_LINE = (224.0, 202.0, 160.0)
PINK_LINE = (206.0, 172.0, 222.0)


@dataclass(frozen=True, slots=True)
class Ground:
    """`seed` shapes the waves, their density and how dark they print."""

    seed: int = 0


GROUNDS = 5000
"""How many there are in the design range, and as many others in the test range."""

COARSE = 8
"""The waves are smooth: they are computed on every eighth pixel and interpolated."""


def _phase(x: Plane, y: Plane, rng: np.random.Generator, lines: float, angle: float) -> Plane:
    """How many lines of one family lie above each place; `x` runs 0–1.585 and `y` 0–1 over the card."""
    u, v = np.cos(angle) * x + np.sin(angle) * y, -np.sin(angle) * x + np.cos(angle) * y
    bent = v.copy()
    for _ in range(3):
        frequency, shift = rng.uniform(1.2, 5.0), rng.uniform(0, 6.283)
        bent += rng.uniform(0.12, 0.32) / frequency * np.sin(frequency * 3.1 * u + shift + 2 * v)
    return np.asarray(bent * lines, np.float32)


def invent_ground(rng: np.random.Generator, *, test: bool = False) -> Ground:
    """One of many: what is judged by a ground must hold for any."""
    return Ground(2 * int(rng.integers(GROUNDS)) + test)


@lru_cache(maxsize=4)
def ground(style: Ground, width: int, height: int) -> Image:
    """The empty card, BGR (height, width, 3), read-only."""
    rng = np.random.default_rng(style.seed)
    lines, strength = rng.uniform(38, 60), rng.uniform(0.5, 0.95)
    small = (width // COARSE + 1, height // COARSE + 1)
    y, x = np.mgrid[0 : small[1], 0 : small[0]].astype(np.float32) / small[1]
    middle = 0.46 + 0.06 * np.sin(3.0 * y + rng.uniform(0, 6))
    pink = np.exp(-(((x * small[1] / small[0] - middle) / 0.21) ** 2)).astype(np.float32)[..., None]
    paper = _full((1 - pink) * np.array(BLUE, np.float32) + pink * np.array(PINK, np.float32), width, height)
    ink = _full((1 - pink) * np.array(BLUE_LINE, np.float32) + pink * np.array(PINK_LINE, np.float32), width, height)
    angles = rng.uniform(-0.5, 0.5), rng.uniform(0.6, 1.2), rng.uniform(-1.2, -0.6)
    cover = np.zeros((height, width), np.float32)
    for angle, weight in zip(angles, (0.5, 0.4, 0.4), strict=True):
        phase = _full(_phase(x, y, rng, lines, angle), width, height)
        between = np.abs(phase - np.floor(phase) - 0.5)
        np.maximum(cover, weight * np.clip((0.21 - between) / 0.15, 0, 1), out=cover)
    swell = rng.uniform(0.55, 1.0, (5, 8)).astype(np.float32)
    cover *= np.float32(strength) * cv2.resize(swell, (width, height), interpolation=cv2.INTER_CUBIC)
    picture = cv2.blendLinear(ink.astype(np.uint8), paper.astype(np.uint8), cover, 1 - cover)
    picture.setflags(write=False)
    return np.asarray(picture, np.uint8)


def _full(coarse: Plane, width: int, height: int) -> Plane:
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
