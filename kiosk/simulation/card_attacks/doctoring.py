"""Doctored cards: print pasted over, portraits exchanged, pictures retouched. Each with where it was done."""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from kiosk.card.reading import CARD_PX
from kiosk.devices.frame import Image
from kiosk.simulation import fonts, guilloche
from kiosk.simulation.card_attacks.ranges import Range
from kiosk.simulation.card_print import NAME_Y, PORTRAIT_BOX
from kiosk.simulation.card_print_ink import Ink
from kiosk.simulation.persons import Holder, invent

Rect = tuple[float, float, float, float]
"""x0, y0, x1, y1 at 300 dpi."""


class Doctoring(StrEnum):
    """The value is the attack's name. The first three are done to the card, the last two to its picture."""

    NUMBER_PASTED = "doctored-number-pasted"
    NAME_PASTED = "doctored-name-pasted"
    PORTRAIT_PASTED = "doctored-portrait-pasted"
    NUMBER_RETOUCHED = "doctored-number-retouched"
    NAME_RETOUCHED = "doctored-name-retouched"


DIGITS = (334.0, 29.4)
"""Left edge and pitch of the number's digits at 300 dpi, and its middle at y 547."""
NUMBER_Y = 547.0
SIZE_ERROR = Range((-0.12, -0.06), (0.07, 0.14), test=(-0.06, 0.07))
SHADE_ERROR = Range((-9.0, -5.0), (5.0, 9.0), test=(-5.0, 5.0))
"""Grey levels by which a paste's ground misses the card's."""
SOFTNESS = Range((0.0, 0.4), (0.9, 1.3), test=(0.4, 0.9))
"""Px at 450 dpi by which pasted print is softer than the card's."""


@dataclass(frozen=True, eq=False, slots=True)
class Doctored:
    """The card's front after it, and the rectangle it was done in."""

    picture: Image
    rect: Rect


def paste(front: Image, how: Doctoring, portrait: Image | None, rng: Generator, *, test: bool) -> Doctored:
    """Paste something over a printed front (BGR, any size)."""
    scale = front.shape[1] / CARD_PX[0]
    other = invent(rng)
    match how:
        case Doctoring.PORTRAIT_PASTED:
            rect = _portrait_rect(rng)
            patch = _portrait_patch(portrait, rect, scale, rng, test)
        case Doctoring.NAME_PASTED | Doctoring.NAME_RETOUCHED:
            rect = (176.0, NAME_Y - 25, 176.0 + 40.0 * max(len(other.name), 4) + 16, NAME_Y + 25)
            patch = _text_patch(front, rect, other, scale, rng, test)
        case _:
            first = int(rng.integers(0, 15))
            count = int(rng.integers(3, 19 - first)) if first < 15 else 3
            left = DIGITS[0] + first * DIGITS[1] - 4
            rect = (left, NUMBER_Y - 22, left + count * DIGITS[1] + 4, NUMBER_Y + 22)
            patch = _digit_patch(front, rect, other.id_number[first : first + count], scale, rng, test)
    return Doctored(_laid(front, patch, rect, scale, rng), rect)


def _portrait_rect(rng: Generator) -> Rect:
    left, top, right, bottom = PORTRAIT_BOX
    dx, dy, grow = (float(value) for value in rng.uniform(-10, 10, 3))
    return (left + dx - grow, top + dy - grow, right + dx + grow, bottom + dy + grow)


def _portrait_patch(portrait: Image | None, rect: Rect, scale: float, rng: Generator, test: bool) -> Image:
    """Somebody's photograph with its own ground, opaque."""
    size = (round((rect[2] - rect[0]) * scale), round((rect[3] - rect[1]) * scale))
    source = np.full((size[1], size[0], 3), 220, np.uint8) if portrait is None else portrait[:, ::-1]
    picture = cv2.resize(source, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    tint = 1 + rng.uniform(-0.12, 0.12, 3)
    picture = np.clip(picture * tint + SHADE_ERROR.draw(rng, test), 0, 255)
    return np.asarray(_softened(picture, rng, test), np.uint8)


def _ground(front: Image, rect: Rect, scale: float, rng: Generator, test: bool) -> Image:
    """Paper like the card's: its colour, plain or with lines of another card."""
    x0, y0, x1, y1 = (round(value * scale) for value in rect)
    under = front[y0:y1, x0:x1]
    colour = np.percentile(under.reshape(-1, 3), 70, axis=0) + SHADE_ERROR.draw(rng, test)
    if rng.random() < 0.5:
        return np.asarray(np.clip(np.broadcast_to(colour, under.shape), 0, 255), np.uint8).copy()
    ground = guilloche.ground(guilloche.invent_ground(rng, test=test), front.shape[1], front.shape[0])
    part = ground[y0:y1, x0:x1].astype(np.float32)
    return np.clip(part + (colour - np.percentile(part.reshape(-1, 3), 70, axis=0)), 0, 255).astype(np.uint8)


def _text_patch(front: Image, rect: Rect, other: Holder, scale: float, rng: Generator, test: bool) -> Image:
    ground = _ground(front, rect, scale, rng, test)
    faces = [face for face in fonts.heiti() + fonts.installed(fonts.KAITI) if fonts.can_print(face, other.name)]
    face = faces[int(rng.integers(len(faces)))]
    ink = Ink(ground, face, scale, float(rng.uniform(0.85, 1.0)))
    size = 37 * (1 + SIZE_ERROR.draw(rng, test))
    dy = float(rng.uniform(-4, 4))
    ink.write(other.name, 10 + float(rng.uniform(-4, 6)), (rect[3] - rect[1]) / 2 + dy, size, (32, 28, 26))
    return _softened(ink.page().astype(np.float32), rng, test)


def _digit_patch(front: Image, rect: Rect, digits: str, scale: float, rng: Generator, test: bool) -> Image:
    ground = _ground(front, rect, scale, rng, test)
    faces = fonts.installed(fonts.MONO) or fonts.heiti()
    ink = Ink(ground, faces[int(rng.integers(len(faces)))], scale, float(rng.uniform(0.85, 1.0)))
    size = 40 * (1 + SIZE_ERROR.draw(rng, test))
    dx, dy = (float(value) for value in rng.uniform(-3, 3, 2))
    for place, digit in enumerate(digits):
        x = 15 + place * DIGITS[1] * float(rng.uniform(0.995, 1.005)) + dx
        ink.write(digit, x, (rect[3] - rect[1]) / 2 + dy, size, (32, 28, 26), anchor="mm")
    return _softened(ink.page().astype(np.float32), rng, test)


def _softened(picture: NDArray[np.float32], rng: Generator, test: bool) -> Image:
    sigma = SOFTNESS.draw(rng, test)
    soft = cv2.GaussianBlur(picture, (0, 0), sigma) if sigma > 0.15 else picture
    return np.clip(soft, 0, 255).astype(np.uint8)


def _laid(front: Image, patch: Image, rect: Rect, scale: float, rng: Generator) -> Image:
    """The patch on the card, its cut edge a thin line of shade below right."""
    out = front.copy()
    x, y = round(rect[0] * scale), round(rect[1] * scale)
    height, width = patch.shape[:2]
    thick = int(rng.integers(1, 3))
    dark = float(rng.uniform(0.82, 0.95))
    shade = out[y : y + height + thick, x : x + width + thick]
    shade[:] = (shade * dark).astype(np.uint8)
    out[y : y + height, x : x + width] = patch
    return out


def retouch(frame: Image, card: Image, rect: Rect, placing: NDArray[np.float64], rng: Generator) -> Image:
    """The rectangle of `card` (BGR at 450 dpi, doctored) put into a finished picture of the card: sharper or softer and
    with less noise than what surrounds it, its rim blended over two px. `placing` maps card widths to px."""
    scale = card.shape[1] / CARD_PX[0]
    to_card = np.array([(1 / card.shape[1], 0, 0), (0, 1 / card.shape[1], 0), (0, 0, 1)])
    mask = np.zeros(card.shape[:2], np.uint8)
    x0, y0, x1, y1 = (round(value * scale) for value in rect)
    mask[y0:y1, x0:x1] = 255
    size = (frame.shape[1], frame.shape[0])
    near = cv2.GaussianBlur(card, (0, 0), float(rng.uniform(0.4, 1.2)))
    moved = cv2.warpPerspective(near, placing @ to_card, size, flags=cv2.INTER_AREA).astype(np.float32)
    inside = cv2.warpPerspective(mask, placing @ to_card, size, flags=cv2.INTER_AREA)
    ring = (cv2.dilate(inside, np.ones((15, 15), np.uint8)) > 0) & (inside == 0)
    if ring.any() and (inside > 0).any():
        # A retoucher fits the tone to the neighbourhood's.
        here, there = (np.percentile(part, 70, axis=0) for part in (frame[ring], moved[inside > 0]))
        moved *= np.clip(here / np.maximum(there, 1), 0.3, 2)
    weight = (cv2.blur(inside, (3, 3)).astype(np.float32) / 255)[..., None]
    return np.asarray(np.clip(moved * weight + frame * (1 - weight), 0, 255), np.uint8)
