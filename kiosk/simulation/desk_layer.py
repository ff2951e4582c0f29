"""Pictures with transparency, laid onto a frame by perspective."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image
from kiosk.simulation import desk_optics as optics
from kiosk.simulation.card_print import corner_mask

MARGIN = 0.09
"""How far the card's own shadow reaches around it, in card widths."""


@dataclass(frozen=True, eq=False, slots=True)
class Layer:
    """A picture with transparency and its place in card coordinates (card widths, origin at its top left).

    `levels` are BGRA with premultiplied alpha, each smaller than the one before by √2.
    """

    levels: tuple[NDArray[np.uint8], ...]
    left: float
    top: float
    width: float
    height: float


def pyramid(picture: NDArray[np.uint8], smallest: int = 160) -> tuple[NDArray[np.uint8], ...]:
    """`picture` and smaller copies (averaged, so that a far card does not flicker), down to `smallest` px of width."""
    levels = [picture]
    while levels[-1].shape[1] / 1.41 > smallest:
        height, width = levels[-1].shape[:2]
        size = (round(width / 1.41), round(height / 1.41))
        levels.append(np.asarray(cv2.resize(levels[-1], size, interpolation=cv2.INTER_AREA), np.uint8))
    return tuple(levels)


def card_layer(card: Image, shadow: float = 0.5) -> Layer:
    """`card` cut along its rounded outline, with the soft shadow it throws."""
    height, width = card.shape[:2]
    margin = round(MARGIN * width)
    full = (height + 2 * margin, width + 2 * margin)
    outline = corner_mask(width, height)
    alpha = np.zeros(full, np.uint8)
    alpha[margin : margin + height, margin : margin + width] = outline
    near, far = _shadows(width, height)
    shade = cv2.addWeighted(near, 0.6 * shadow, far, 0.5 * shadow, 0)
    canvas = np.zeros((*full, 4), np.uint8)
    inside = canvas[margin : margin + height, margin : margin + width]
    inside[..., :3] = cv2.multiply(card, cv2.merge([outline] * 3), scale=1 / 255)
    canvas[..., 3] = np.maximum(alpha, shade)
    return Layer(pyramid(canvas), -margin / width, -margin / width, full[1] / width, full[0] / width)


@lru_cache(maxsize=4)
def _shadows(width: int, height: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The sharp dark rim below right of a card and the soft one around, with its margin: the lamp stands up left."""
    margin = round(MARGIN * width)
    dark = np.zeros((height + 2 * margin, width + 2 * margin), np.uint8)
    dark[margin : margin + height, margin : margin + width] = corner_mask(width, height)
    dark = np.roll(dark, (round(0.006 * width), round(0.005 * width)), (0, 1))
    near, far = (np.asarray(cv2.GaussianBlur(dark, (0, 0), share * width), np.uint8) for share in (0.006, 0.02))
    return near, far


def lay(
    frame: Image,
    layer: Layer,
    placing: NDArray[np.float64],
    gains: Image | None,
    solid: NDArray[np.uint8] | None = None,
    smear: tuple[float, float] = (0.0, 0.0),
) -> None:
    """Paint `layer` onto `frame` in place, under `gains`; `solid` (H, W) gets its opacity where it is given.

    `smear` is how many px the layer moves during the exposure, across and down.

    Only the rectangle around the layer is touched.
    """
    height, width = frame.shape[:2]
    right, bottom = layer.left + layer.width, layer.top + layer.height
    rim = np.array([(layer.left, layer.top), (right, layer.top), (right, bottom), (layer.left, bottom)])
    spread = cv2.perspectiveTransform(rim[None], placing)[0]
    x0, y0 = (max(int(value), 0) for value in np.floor(spread.min(axis=0)))
    x1, y1 = (int(value) for value in np.minimum(np.ceil(spread.max(axis=0)) + 1, (width, height)))
    if x1 <= x0 or y1 <= y0:
        return
    # The level a little finer than what is shown: neither soft nor flickering.
    shown = float(max(np.linalg.norm(spread[0] - spread[1]), np.linalg.norm(spread[2] - spread[3])))
    picture = next((level for level in reversed(layer.levels) if level.shape[1] >= shown), layer.levels[0])
    unit = layer.width / picture.shape[1]
    to_layer = np.array([(unit, 0, layer.left), (0, unit, layer.top), (0, 0, 1)])
    to_part = np.array([(1.0, 0, -x0), (0, 1, -y0), (0, 0, 1)])
    patch = cv2.warpPerspective(
        picture,
        to_part @ placing @ to_layer,
        (x1 - x0, y1 - y0),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
    )
    box = (max(round(abs(smear[0])), 1), max(round(abs(smear[1])), 1))
    if box != (1, 1):
        patch = cv2.blur(patch, box)
    colour, alpha = cv2.cvtColor(patch, cv2.COLOR_BGRA2BGR), cv2.extractChannel(patch, 3)
    if gains is not None:
        colour = optics.lit(np.asarray(colour, np.uint8), gains[y0:y1, x0:x1])
    part = frame[y0:y1, x0:x1]
    clear = cv2.cvtColor(cv2.bitwise_not(alpha), cv2.COLOR_GRAY2BGR)
    cv2.add(cv2.multiply(part, clear, scale=1 / 255), colour, dst=part)
    if solid is not None:
        cv2.max(solid[y0:y1, x0:x1], alpha, dst=solid[y0:y1, x0:x1])
