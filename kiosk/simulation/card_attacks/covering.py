"""What lies over a card's print: fingers, the band of a card holder, a sticker."""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from kiosk.card.layout import Zone
from kiosk.card.reading import Side
from kiosk.simulation.card_attacks.ranges import Range
from kiosk.simulation.desk_hand import Edge, Grip, hand_layer
from kiosk.simulation.desk_layer import Layer, pyramid
from kiosk.simulation.desk_pose import TALL
from kiosk.simulation.desk_surface import smooth_noise

UNIT = 700
"""Px to a card width."""


class Cover(StrEnum):
    """The value is the attack's name."""

    FINGER = "cover-finger"
    HOLDER = "cover-holder"
    STICKER = "cover-sticker"


REACH = Range((0.13, 0.19), (0.27, 0.36), test=(0.19, 0.27))
"""How far a finger reaches onto the card, in card widths."""
SIZE = Range((0.07, 0.10), (0.15, 0.22), test=(0.10, 0.15))
"""A sticker's height, in card widths."""
BAND = Range((0.15, 0.17), (0.21, 0.26), test=(0.17, 0.21))
"""How far a holder's band reaches over an edge, in card heights: over the number or the last line."""
SKIN = {False: ((88, 115, 170), (140, 172, 222)), True: ((60, 85, 135), (155, 185, 230))}
SHADES = {False: (0.0, 0.35, 0.6, 1.0), True: (0.35, 0.6)}
"""How light stickers and holders are, 0–1: pairs of spans to design with, one to test with."""

TARGETS = {
    Side.FRONT: {
        "Name": Zone(0.18, 0.165, 0.36, 0.24),
        "Birth": Zone(0.18, 0.40, 0.53, 0.47),
        "Address": Zone(0.18, 0.52, 0.56, 0.64),
        "IdNum": Zone(0.34, 0.825, 0.85, 0.89),
    },
    Side.BACK: {"Authority": Zone(0.40, 0.71, 0.62, 0.77), "ValidDate": Zone(0.41, 0.83, 0.74, 0.89)},
}
"""Where print stands that may be hidden."""


@dataclass(frozen=True, eq=False, slots=True)
class Covering:
    """A layer over the card and the field it was laid over."""

    layer: Layer
    field: str


def cover(kind: Cover, side: Side, rng: Generator, *, test: bool) -> Covering:
    """Something that hides part of one field of `side`, drawn at random."""
    names = list(TARGETS[side])
    name = names[int(rng.integers(len(names)))]
    zone = TARGETS[side][name]
    x = float(rng.uniform(zone.x0, zone.x1))
    y = (zone.y0 + zone.y1) / 2 * TALL
    match kind:
        case Cover.FINGER:
            return Covering(_finger(x, y, rng, test), name)
        case Cover.HOLDER:
            return Covering(_band(side, rng, test), "IdNum" if side is Side.FRONT else "ValidDate")
        case Cover.STICKER:
            return Covering(_sticker(x, y, rng, test), name)


def _finger(x: float, y: float, rng: Generator, test: bool) -> Layer:
    """A thumb from the nearer of the left and the lower edge (upper for the name), its tip at (x, y) or beyond."""
    low, high = SKIN[test]
    tone = rng.uniform(low, high)
    skin = (int(tone[0]), int(tone[1]), int(tone[2]))
    beyond = REACH.draw(rng, test) - 0.12
    if y > 0.55 * TALL:
        return hand_layer(Grip(Edge.BOTTOM, x, min(TALL - y + beyond, 0.4), skin))
    if y < 0.3 * TALL:
        return hand_layer(Grip(Edge.TOP, x, min(y + beyond, 0.4), skin))
    return hand_layer(Grip(Edge.LEFT, y / TALL, min(x + beyond, 0.4), skin))


def _shade(rng: Generator, test: bool) -> NDArray[np.float32]:
    spans = SHADES[test]
    start = 2 * int(rng.integers(len(spans) // 2))
    level = rng.uniform(spans[start], spans[start + 1]) * 255
    return np.clip(level + rng.uniform(-70, 70, 3), 4, 252).astype(np.float32)


def _slab(width: float, height: float, rng: Generator, test: bool, *, radius: float) -> NDArray[np.uint8]:
    """BGRA of something flat with a soft shadow, premultiplied; a tenth of its height larger all round."""
    w, h = max(round(width * UNIT), 8), max(round(height * UNIT), 8)
    pad = max(round(0.1 * h), 6)
    mask = np.zeros((h + 2 * pad, w + 2 * pad), np.uint8)
    r = min(round(radius * UNIT), h // 2 - 1, w // 2 - 1)
    cv2.rectangle(mask, (pad + r, pad), (pad + w - r, pad + h), 255, -1)
    cv2.rectangle(mask, (pad, pad + r), (pad + w, pad + h - r), 255, -1)
    for cx in (pad + r, pad + w - r):
        for cy in (pad + r, pad + h - r):
            cv2.circle(mask, (cx, cy), r, 255, -1, cv2.LINE_AA)
    shadow = cv2.GaussianBlur(np.roll(mask, (3, 3), (0, 1)), (0, 0), 4) * 0.4
    face = _shade(rng, test) * (0.92 + 0.16 * smooth_noise(rng, mask.shape[1], mask.shape[0], 4))[..., None]
    if rng.random() < 0.5:
        _print_on(face, rng)
    canvas = np.zeros((*mask.shape, 4), np.uint8)
    canvas[..., :3] = np.clip(face * (mask[..., None].astype(np.float32) / 255), 0, 255)
    canvas[..., 3] = np.clip(np.maximum(mask, shadow), 0, 255)
    return canvas


def _print_on(face: NDArray[np.float32], rng: Generator) -> None:
    """A few strokes, as stickers and holders bear."""
    height, width = face.shape[:2]
    ink = 255 - face.mean(axis=(0, 1))
    for _ in range(int(rng.integers(1, 5))):
        y = int(rng.uniform(0.25, 0.75) * height)
        x = int(rng.uniform(0.15, 0.6) * width)
        cv2.line(face, (x, y), (x + int(0.3 * width), y), ink.tolist(), int(rng.integers(2, 6)), cv2.LINE_AA)


def _sticker(x: float, y: float, rng: Generator, test: bool) -> Layer:
    height = SIZE.draw(rng, test)
    width = height * float(rng.uniform(1.0, 2.4))
    radius = height / 2 if rng.random() < 0.3 else 0.01
    picture = _slab(width, height, rng, test, radius=radius)
    tall, wide = picture.shape[0] / UNIT, picture.shape[1] / UNIT
    return Layer(pyramid(picture, 40), x - wide / 2, y - tall / 2, wide, tall)


def _band(side: Side, rng: Generator, test: bool) -> Layer:
    """The lower band of a holder, right across and beyond the card on both sides."""
    reach = BAND.draw(rng, test) * TALL
    picture = _slab(1.16, reach + 0.08, rng, test, radius=0.005)
    tall, wide = picture.shape[0] / UNIT, picture.shape[1] / UNIT
    pad = (tall - reach - 0.08) / 2
    return Layer(pyramid(picture, 40), -0.08 - pad, TALL - reach - pad, wide, tall)
