"""A card shown on a screen: pixels that shine, a frame around them, and bands of the shutter across them."""

from enum import StrEnum

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from kiosk.devices.frame import Image
from kiosk.simulation.card_attacks.ranges import Range


class Display(StrEnum):
    """What shows the picture; the value is the attack's name."""

    PHONE = "screen-phone"
    TABLET = "screen-tablet"
    MONITOR = "screen-monitor"


PIXELS = {
    Display.PHONE: Range((1000, 1150), (1300, 1400), test=(1150, 1300)),
    Display.TABLET: Range((560, 680), (800, 900), test=(680, 800)),
    Display.MONITOR: Range((330, 420), (500, 560), test=(420, 500)),
}
"""The display's own pixels to a card's width."""
WHITE = Range((0.75, 0.95), (1.15, 1.35), test=(0.95, 1.15))
"""How bright the display's white is beside a white paper on the desk."""
BLACK = Range((0.0, 0.03), (0.06, 0.09), test=(0.03, 0.06))
"""What the lit glass reflects, as a share of white."""
BLUE_CAST = Range((-0.10, -0.05), (0.06, 0.12), test=(-0.05, 0.06))
BAND = Range((0.0, 0.02), (0.05, 0.10), test=(0.02, 0.05))
"""How much the display's flicker darkens bands of the rolling shutter."""
LEAK = Range((0.15, 0.25), (0.45, 0.6), test=(0.25, 0.45))
"""How much of a subpixel's light the camera sees beside it."""

STRIPES = np.eye(3, dtype=np.float32)


def shown(picture: Image, scale: float, display: Display, rng: Generator, *, test: bool) -> Image:
    """`picture` as the lit display's surface, three texels to a display's pixel (two for a phone's).

    `scale` is how many px of `picture` make a card's width.
    """
    pixels = PIXELS[display].draw(rng, test)
    size = (round(picture.shape[1] * pixels / scale), round(picture.shape[0] * pixels / scale))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    cast = BLUE_CAST.draw(rng, test)
    white = WHITE.draw(rng, test) * np.array((1 + cast, 1.0, 1 - cast), np.float32)
    veil = BLACK.draw(rng, test)
    light = (veil + (1 - veil) * small ** float(rng.uniform(0.9, 1.15))) * white
    texels = 2 if display is Display.PHONE else 3
    mask = _subpixels(display, texels, LEAK.draw(rng, test), test)
    big = np.repeat(np.repeat(light, texels, axis=0), texels, axis=1)
    big *= np.tile(mask, (size[1], size[0], 1))
    rows = np.arange(big.shape[0], dtype=np.float32) / big.shape[0]
    band = 1 - BAND.draw(rng, test) * (0.5 + 0.5 * np.sin(2 * np.pi * rows * rng.uniform(1.5, 6) + rng.uniform(0, 6)))
    return np.asarray(np.clip(big * band[:, None, None].astype(np.float32) * 255, 0, 255), np.uint8)


def _subpixels(display: Display, texels: int, leak: float, test: bool) -> NDArray[np.float32]:
    """(texels, texels, 3): where within a pixel each colour shines, averaging to 1."""
    if texels == 2:
        mask = np.full((2, 2, 3), 1.0, np.float32)
        mask[1, :, :] -= 0.25
        mask[:, 1, (0, 2)] -= 0.25
    else:
        order = STRIPES[::-1] if test else STRIPES
        mask = np.repeat(order[None], 3, axis=0)
        mask[2] *= 0.35 if display is Display.MONITOR else 0.6
    mask = leak + (1 - leak) * mask
    return np.asarray(mask / mask.mean(axis=(0, 1)), np.float32)


def framed(surface: Image, card_px: float, rng: Generator) -> tuple[Image, float]:
    """`surface` inside a device's dark rim, and the rim's width in card widths. `card_px` is texels to a card width."""
    rim = float(rng.uniform(0.02, 0.09))
    px = round(rim * card_px)
    shade = int(rng.integers(6, 40))
    return np.asarray(
        cv2.copyMakeBorder(surface, px, px, px, px, cv2.BORDER_CONSTANT, value=(shade, shade, shade)), np.uint8
    ), rim
