"""The light that the terminal's own screen throws on whoever stands before it.

A 24-inch screen whose colours cover a third of it gives a face half a metre away some 40 lx; rooms give it 80 to 400.
What is said here is relative to the ordinary screen, whose light is part of the room's: colours both add and take away.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image

Glow = tuple[float, float, float]
"""Blue, green and red light, linear, as a share of what the room throws on the face; 0 for the ordinary screen."""

DARK: Glow = (0.0, 0.0, 0.0)
"""The ordinary screen, for which all scenes are painted."""

_GAMMA = 2.2
_ORDINARY = np.array((245, 242, 236))  # the canvas that the colours cover
_LEAST = 0.03  # of the light there was: something always comes from elsewhere


def glow_of(colour: Sequence[int] | None, strength: float) -> Glow:
    """The glow of a colour (red, green, blue; sRGB 0-255; None: the ordinary screen) on something right before it.

    `strength` is what a white screen would add there as a share of the room's light: 0.1 in a bright room, 0.5 in a
    dim one, 0.01 in the sun.
    """
    if colour is None:
        return DARK
    shown, ordinary = ((np.asarray(c, np.float64) / 255) ** _GAMMA for c in (colour, _ORDINARY))
    red, green, blue = (strength * (shown - ordinary)).tolist()
    return blue, green, red


def lit(image: Image, glow: Glow, shade: float | NDArray[np.float32] = 1.0) -> Image:
    """A picture of something that reflects, BGR (H, W, 3), with the glow on it too.

    `shade` is how much of the glow reaches each place (H, W), or all of it, compared with the room's light there: 1 for
    a sheet that faces the screen (both lie on it alike), less for what is turned away from it or farther off.
    """
    if glow == DARK:
        return image
    if isinstance(shade, float | int):
        gains = np.maximum(1 + shade * np.array(glow), _LEAST) ** (1 / _GAMMA)
        ramp = np.arange(256)[:, None] * gains
        return cv2.LUT(image, ramp.clip(0, 255).round().astype(np.uint8)[None]).astype(np.uint8)
    gains = np.stack([np.maximum(1 + shade * part, _LEAST) ** (1 / _GAMMA) for part in glow], axis=2)
    return cv2.multiply(image, gains.astype(np.float32), dtype=cv2.CV_8U).astype(np.uint8)


def mirrored(image: Image, glow: Glow, share: float = 0.02) -> Image:
    """A picture of something that shines by itself behind glass, with what the glass throws back of the glow: a veil of
    `share` of it (a phone's glass reflects 4 %, most of it past the camera), the same on dark and on bright places."""
    if glow == DARK:
        return image
    ramp = (np.arange(256) / 255) ** _GAMMA
    veiled = np.maximum(ramp[:, None] + share * np.array(glow), 0) ** (1 / _GAMMA)
    return cv2.LUT(image, (255 * veiled).clip(0, 255).round().astype(np.uint8)[None]).astype(np.uint8)
