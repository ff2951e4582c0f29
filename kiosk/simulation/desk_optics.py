"""What lamp, lens and sensor do to a picture: light, white balance, blur, noise, compression."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image


@dataclass(frozen=True, slots=True)
class Light:
    """How the scene is lit and filmed. Lengths are shares of the frame's width, so that every size looks alike.

    `level` is the exposure (1 normal), `gradient` how much darker the side away from the lamp is (0–0.8) and `angle`
    where the lamp stands (degrees, 0 right, 90 below). `vignette` 0–0.6 darkens the corners, `shadow` 0–0.7 is the
    depth of a soft shadow across the desk. `balance` scales blue, green and red. `glare` 0–1 is the strength of the
    lamp's reflection at `glare_at` (shares of width and height), `glare_radius` its size. `defocus` and `motion`
    (along `motion_angle` degrees) blur. `noise` is the deviation in grey levels, `jpeg` 1–100 a quality or None.
    """

    level: float = 1.0
    gradient: float = 0.15
    angle: float = 30.0
    vignette: float = 0.1
    shadow: float = 0.0
    shadow_seed: int = 0
    balance: tuple[float, float, float] = (1.0, 1.0, 1.0)
    glare: float = 0.0
    glare_at: tuple[float, float] = (0.5, 0.5)
    glare_radius: float = 0.05
    defocus: float = 0.0
    motion: float = 0.0
    motion_angle: float = 0.0
    noise: float = 2.0
    jpeg: int | None = None


GAIN_ONE = 128.0
"""Gains are kept as uint8 multiples of 1/128, so that light costs one integer multiplication."""


@lru_cache(maxsize=8)
def gain(light: Light, size: tuple[int, int]) -> Image:
    """How bright each place is, (H, W, 3) in multiples of 1/128, at most 255/128."""
    width, height = size
    small = (max(width // 8, 2), max(height // 8, 2))
    y, x = np.mgrid[0 : small[1], 0 : small[0]].astype(np.float32)
    x, y = x / small[0] - 0.5, y / small[1] - 0.5
    along = x * np.cos(np.radians(light.angle)) + y * np.sin(np.radians(light.angle))
    level = light.level * (1 + light.gradient * np.clip(along, -0.7, 0.7))
    level = level * (1 - light.vignette * 2 * (x * x + y * y))
    if light.shadow > 0:
        rng = np.random.default_rng(light.shadow_seed)
        tilt, place, soft = rng.uniform(0, 6.283), rng.uniform(-0.2, 0.3), rng.uniform(0.02, 0.12)
        edge = x * np.cos(tilt) + y * np.sin(tilt) + 0.05 * np.sin(9 * x + tilt) - place
        level = level * (1 - light.shadow / (1 + np.exp(-np.clip(edge / soft, -30, 30))))
    colour = level[..., None] * np.array(light.balance, np.float32) * GAIN_ONE
    return np.asarray(
        cv2.resize(np.clip(colour, 0, 255).astype(np.uint8), size, interpolation=cv2.INTER_LINEAR), np.uint8
    )


def lit(picture: Image, gains: Image) -> Image:
    """`picture` under `gains` of the same size."""
    return np.asarray(cv2.multiply(picture, gains, scale=1 / GAIN_ONE), np.uint8)


@lru_cache(maxsize=2)
def _glare(light: Light, size: tuple[int, int]) -> tuple[Image, tuple[int, int, int, int]]:
    """The reflection to add and its box (left, top, right, bottom)."""
    width, height = size
    cx, cy = light.glare_at[0] * width, light.glare_at[1] * height
    reach = light.glare_radius * width
    left, right = max(int(cx - 3 * reach), 0), min(int(cx + 3 * reach), width)
    top, bottom = max(int(cy - 3 * reach), 0), min(int(cy + 3 * reach), height)
    y, x = np.mgrid[top:bottom, left:right].astype(np.float32)
    far = np.sqrt(((x - cx) / reach) ** 2 + ((y - cy) / (0.75 * reach)) ** 2)
    spot = 300 * light.glare * np.exp(-(far**2.2))
    return np.repeat(np.clip(spot, 0, 255).astype(np.uint8)[..., None], 3, axis=2), (left, top, right, bottom)


def add_glare(frame: Image, light: Light, within: NDArray[np.uint8] | None = None) -> None:
    """Add the lamp's reflection to `frame` in place, only where `within` (H, W) is not 0: paper reflects less."""
    height, width = frame.shape[:2]
    spot, (left, top, right, bottom) = _glare(light, (width, height))
    if right <= left or bottom <= top:
        return
    part = frame[top:bottom, left:right]
    if within is not None:
        spot = np.asarray(cv2.bitwise_and(spot, spot, mask=within[top:bottom, left:right]), np.uint8)
    cv2.add(part, spot, dst=part)


def motion_kernel(length: float, angle: float) -> NDArray[np.float32]:
    """A line `length` px long at `angle` degrees, summing to 1."""
    side = int(np.ceil(length)) | 1
    kernel = np.zeros((side, side), np.float32)
    reach = length / 2 * np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    middle = (side - 1) / 2
    start, end = ((np.array([middle, middle]) + sign * reach) * 16 for sign in (-1, 1))
    cv2.line(kernel, start.astype(int).tolist(), end.astype(int).tolist(), 1.0, 1, cv2.LINE_AA, 4)
    return np.asarray(kernel / kernel.sum(), np.float32)


def blurred(frame: Image, light: Light) -> Image:
    """`frame` out of focus and smeared, as `light` says."""
    width = frame.shape[1]
    if light.defocus > 0:
        frame = np.asarray(cv2.GaussianBlur(frame, (0, 0), light.defocus * width), np.uint8)
    if light.motion * width >= 1.5:
        kernel = motion_kernel(light.motion * width, light.motion_angle)
        frame = np.asarray(cv2.filter2D(frame, -1, kernel), np.uint8)
    return frame


@lru_cache(maxsize=192)  # all levels and sizes that many captures are drawn from
def _noise_tile(deviation: float, size: tuple[int, int]) -> Image:
    """Sensor noise around 128, a little larger than the frame so that every frame can take another corner of it."""
    rng = np.random.default_rng(round(deviation * 1000))
    width, height = size[0] + 64, size[1] + 64
    fine = rng.standard_normal((height, width, 3), dtype=np.float32)
    # Demosaicing and the camera's own filter leave noise softer than single pixels.
    soft = cv2.GaussianBlur(fine, (0, 0), 0.7)
    strength = np.float32(deviation / float(soft.std()))
    return np.asarray(np.clip(soft * strength + 128.5, 0, 255), np.uint8)


def with_noise(frame: Image, deviation: float, rng: np.random.Generator) -> Image:
    """`frame` plus noise of `deviation` grey levels."""
    if deviation <= 0:
        return frame
    height, width = frame.shape[:2]
    tile = _noise_tile(deviation, (width, height))
    x, y = (int(value) for value in rng.integers(0, 64, 2))
    return np.asarray(cv2.addWeighted(frame, 1.0, tile[y : y + height, x : x + width], 1.0, -128), np.uint8)


def compressed(frame: Image, quality: int | None) -> Image:
    """`frame` after a JPEG of `quality`."""
    if quality is None:
        return frame
    _, data = cv2.imencode(".jpg", frame, (cv2.IMWRITE_JPEG_QUALITY, quality))
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
