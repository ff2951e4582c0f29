"""The hand that holds a card by its edge: thumb on top, the palm beyond the edge, fingers underneath."""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.simulation.desk_layer import Layer, pyramid
from kiosk.simulation.desk_pose import TALL

Plane = NDArray[np.float32]
Point = tuple[float, float]

UNIT = 360
"""Px to a card width."""
REACH = 0.5
"""How far the drawing reaches onto the card, in card widths."""
ARM = 2.6
HALF = 0.95
LAMP = (-0.5, -0.6)


class Edge(IntEnum):
    """The card's edge that is held; the value is in quarter turns from the bottom, counter-clockwise."""

    BOTTOM = 0
    RIGHT = 1
    TOP = 2
    LEFT = 3


@dataclass(frozen=True, slots=True)
class Grip:
    """Which edge is held, `along` 0–1 where, how far the thumb reaches onto the card (card widths, at most 0.4)."""

    edge: Edge = Edge.BOTTOM
    along: float = 0.5
    reach: float = 0.12
    tone: tuple[int, int, int] = (128, 158, 206)
    """BGR of the skin in plain light."""


def _capsule(x: Plane, y: Plane, start: Point, end: Point, radii: Point) -> tuple[Plane, Plane]:
    """Of a tapered limb: how far inside each place is (1 axis, 0 outline, below 0 outside), and its shade."""
    way = np.array((end[0] - start[0], end[1] - start[1]), np.float32)
    at = np.clip(((x - start[0]) * way[0] + (y - start[1]) * way[1]) / float(way @ way), 0, 1)
    radius = radii[0] + at * (radii[1] - radii[0])
    dx, dy = (x - start[0] - at * way[0]) / radius, (y - start[1] - at * way[1]) / radius
    far = np.sqrt(dx * dx + dy * dy)
    up = np.sqrt(np.clip(1 - far * far, 0, 1))
    shade = 0.62 + 0.38 * up + 0.14 * (dx * LAMP[0] + dy * LAMP[1])
    return (1 - far) * radius, shade.astype(np.float32)


@lru_cache(maxsize=6)
def hand_layer(grip: Grip) -> Layer:
    """The hand, in card coordinates."""
    height, width = round((REACH + ARM) * UNIT), round(2 * HALF * UNIT)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) / UNIT
    x, y = x - HALF, y - REACH
    shade = np.zeros((height, width), np.float32)
    alpha = np.zeros((height, width), np.float32)
    tip = -grip.reach + 0.1
    limbs = (
        ((0.05, 1.3), (0.0, ARM + 0.2), (0.36, 0.42)),  # forearm
        ((0.28, 0.62), (0.1, 1.15), (0.3, 0.4)),  # back of the hand
        ((0.42, 0.16), (0.36, 0.7), (0.1, 0.2)),  # knuckles, reaching under the card
        ((0.24, 0.2), (0.22, 0.7), (0.11, 0.2)),
        ((-0.12, 0.42), (0.05, 0.95), (0.14, 0.3)),  # ball of the thumb
        ((0.0, tip), (-0.11, 0.42), (0.1, 0.13)),  # thumb
    )
    for number, (start, end, radii) in enumerate(limbs):
        inside, light = _capsule(x, y, start, end, radii)
        cover = np.clip(inside * UNIT / 2 + 0.5, 0, 1)
        if 2 <= number <= 3:  # these fingers are under the card
            cover = cover * np.clip(y * UNIT + 0.5, 0, 1)
        # Soft where limbs meet, so that the hand is one body.
        meet = np.clip(inside / 0.07, 0, 1) if number not in (5,) else cover
        shade = np.where(alpha > 0, shade * (1 - meet) + light * meet, light)
        alpha = np.maximum(alpha, cover)
    nail, gloss = _capsule(x, y, (0.0, tip - 0.035), (-0.012, tip + 0.035), (0.052, 0.056))
    on_nail = np.clip(nail * UNIT / 2, 0, 1)
    tone = np.array(grip.tone, np.float32)
    skin = tone * (shade * (1 - 0.06 * np.sin(60 * y + 9 * x) * (np.abs(x) < 0.3)))[..., None]
    pale = np.minimum(tone * 1.05 + np.array((34, 26, 18), np.float32), 255) * gloss[..., None]
    skin = skin * (1 - on_nail[..., None]) + pale * on_nail[..., None]
    shifted = cv2.warpAffine(
        alpha, np.array([(1, 0, 6), (0, 1, 7)], np.float32), (width, height), borderMode=cv2.BORDER_REPLICATE
    )
    shadow = cv2.GaussianBlur(shifted, (0, 0), 8) * 0.45
    canvas = np.zeros((height, width, 4), np.uint8)
    canvas[..., :3] = np.clip(skin * alpha[..., None], 0, 255)
    canvas[..., 3] = np.clip(255 * np.maximum(alpha, shadow), 0, 255)
    turned = np.ascontiguousarray(np.rot90(canvas, int(grip.edge)))
    left, top = _placed(grip)
    return Layer(pyramid(turned), left, top, turned.shape[1] / UNIT, turned.shape[0] / UNIT)


def _placed(grip: Grip) -> Point:
    """Where the drawing's top left lies, in card coordinates."""
    match grip.edge:
        case Edge.BOTTOM:
            return grip.along - HALF, TALL - REACH
        case Edge.RIGHT:
            return 1 - REACH, grip.along * TALL - HALF
        case Edge.TOP:
            return grip.along - HALF, -ARM
        case Edge.LEFT:
            return -ARM, grip.along * TALL - HALF
