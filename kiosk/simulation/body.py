"""Neck, shoulders and clothes, and the rooms behind: all painted, none from a photograph."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image

BODY_SIZE = (1500, 1500)
"""Width and height of the painted body in portrait px."""
NECK = (750, 180)
"""Where on it the chin belongs: the neck's pit lies a little below."""
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Garment:
    """What somebody wears: `cloth` and `inner` BGR colours, `collar` one of round, shirt, jacket."""

    cloth: tuple[int, int, int]
    inner: tuple[int, int, int]
    collar: str
    seed: int


def paint_body(garment: Garment, skin: tuple[float, float, float], neck_width: float, shoulder: float) -> Image:
    """A body, BGRA (BODY_SIZE), for a face whose skin has the BGR colour `skin`.

    `neck_width` in portrait px, `shoulder` the half width of the shoulders in portrait px.
    """
    rng = np.random.default_rng(garment.seed)
    width, height = (round(v * _HALF) for v in BODY_SIZE)
    cx, top = NECK[0] * _HALF, NECK[1] * _HALF
    neck, half = neck_width * _HALF / 2, shoulder * _HALF
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    away = np.abs(xx - cx)

    drop = 0.34 * half * (np.clip((away - neck) / (half - neck), 0, 1) ** 1.6)
    line = top + 36 + drop - 30 * np.exp(-(((away - neck) / 26).clip(0) ** 1.4))
    cloth_cover = _soft(np.minimum(yy - line, half * (1 + 0.08 * (yy - top) / height) - away), 1.5)
    neck_cover = _soft(neck * (1 + 0.12 * ((yy - top) / 60).clip(0, 2) ** 2) - away, 1.5) * _soft(yy - top + 90, 4)

    shade = 1 - 0.30 * (away / (neck * 1.15)).clip(0, 1) ** 2.5
    shade *= 0.72 + 0.22 * _soft(yy - top - 16, 16)
    flesh = np.array(skin, np.float32) * shade[..., None] + rng.normal(0, 2.5, (height, width, 1))

    folds = _noise(rng, (height, width), 60) * 0.05 + _noise(rng, (height, width), 14) * 0.015
    round_off = 1 - 0.35 * (away / half).clip(0, 1) ** 3
    cloth = (
        np.array(garment.cloth, np.float32)
        * ((1 + folds) * round_off * (0.86 + 0.14 * _soft(yy - line - 14, 9)))[..., None]
    )
    cloth += rng.normal(0, 2.0, (height, width, 1))

    opening = _opening(garment.collar, away, yy, top, neck)
    inner = np.array(garment.inner, np.float32) * ((1 + 0.5 * folds) * 0.92)[..., None]
    skin_opening = _opening("shirt" if garment.collar == "jacket" else garment.collar, away, yy, top - 6, neck)
    edge = np.exp(-((opening[0] / 3.0) ** 2)) * 0.25
    dressed = cloth * (1 - edge[..., None])
    under = inner if garment.collar == "jacket" else flesh
    dressed = dressed + _soft(opening[0], 1.2)[..., None] * (under - dressed)
    if garment.collar == "jacket":
        dressed = dressed + _soft(skin_opening[0], 1.2)[..., None] * (flesh - dressed)
    picture = flesh + cloth_cover[..., None] * (dressed - flesh)
    alpha = np.maximum(cloth_cover, neck_cover)
    body = np.dstack([picture, alpha * 255]).clip(0, 255).astype(np.uint8)
    return cv2.resize(body, BODY_SIZE, interpolation=cv2.INTER_LINEAR).astype(np.uint8)


@lru_cache(maxsize=4)
def paint_room(seed: int, size: tuple[int, int]) -> Image:
    """An out-of-focus room, BGR (width, height): a wall, a floor of light, a few large things."""
    rng = np.random.default_rng(seed)
    width, height = size
    w, h = 320, max(round(320 * height / width), 1)
    wall = np.array((190, 196, 200), np.float32) * rng.uniform(0.55, 1.05) + rng.uniform(-22, 22, 3)
    yy, xx = np.mgrid[0:h, 0:w].astype(np.float32)
    side = rng.uniform(-0.3, 0.3)
    picture = np.ones((h, w, 1), np.float32) * wall * (1 + side * (xx / w - 0.5) - 0.18 * yy / h)[..., None]
    for _ in range(int(rng.integers(3, 8))):
        left, tall = rng.uniform(-0.1, 1.0) * w, rng.uniform(0.2, 0.9) * h
        wide, base = rng.uniform(0.05, 0.25) * w, rng.uniform(0.5, 1.1) * h
        colour = rng.uniform(40, 235, 3) * (0.6 + 0.4 * rng.random()) * 0.5 + wall * 0.5
        cv2.rectangle(picture, (int(left), int(base - tall)), (int(left + wide), int(base)), colour.tolist(), -1)
    for _ in range(int(rng.integers(0, 4))):
        spot = (int(rng.uniform(0, w)), int(rng.uniform(0, 0.35 * h)))
        cv2.ellipse(picture, spot, (int(rng.uniform(8, 30)), 5), 0, 0, 360, (245, 248, 250), -1)
    picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(3.0, 7.0))
    picture += _noise(rng, (h, w), 30)[..., None] * 5
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC).clip(0, 255), np.uint8)


def plain(colour: tuple[int, int, int], size: tuple[int, int]) -> Image:
    """One colour, BGR (width, height)."""
    return np.full((size[1], size[0], 3), colour, np.uint8)


def _soft(distance: NDArray[np.float32], width: float) -> NDArray[np.float32]:
    """0 outside to 1 inside over `width` px each side of a signed distance of 0."""
    share = np.clip(distance / (2 * width) + 0.5, 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def _noise(rng: np.random.Generator, shape: tuple[int, int], grain: int) -> NDArray[np.float32]:
    """Smooth noise with a standard deviation of about 1 and features of `grain` px."""
    coarse = rng.normal(0, 1, (shape[0] // grain + 4, shape[1] // grain + 4)).astype(np.float32)
    fine = cv2.resize(coarse, (shape[1] + 2 * grain, shape[0] + 2 * grain), interpolation=cv2.INTER_CUBIC)
    return fine[grain : grain + shape[0], grain : grain + shape[1]].astype(np.float32)


def _opening(
    collar: str, away: NDArray[np.float32], yy: NDArray[np.float32], top: float, neck: float
) -> tuple[NDArray[np.float32]]:
    """How far inside a garment's neck opening each pixel lies, px."""
    if collar == "round":
        depth = top + 44 - 18 * (away / (neck * 1.25)) ** 2
        return (np.minimum(depth + 12 - yy, neck * 1.35 - away),)
    reach, wide = (104.0, 1.12) if collar == "shirt" else (330.0, 1.35)
    return (np.minimum((top + reach - yy) * neck * wide / reach - away, neck * 1.5 - away),)
