"""Which side of a card this is and which way up, by where its print is. Cheap; the text has the last word."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.layout import BACK_PRINT, EMBLEM, FRONT_PRINT
from kiosk.card.reading import Side
from kiosk.devices.frame import Image

THUMB = (96, 60)
"""Width and height of the picture that is judged."""
LIKELY = 0.45
"""From this score on a rectangle is a card with its print where a card has it; measured on simulated captures."""


@dataclass(frozen=True, slots=True)
class SideGuess:
    """`score` is the correlation with the side's layout, -1…1; `lead` how far the runner-up is behind.

    `flipped`: the picture shows the card upside down.
    """

    side: Side
    flipped: bool
    score: float
    lead: float


def guess_side(card: Image) -> SideGuess:
    """Compare a rectified card, of any size with its long side across, with the layouts of both sides."""
    thumb = card if card.shape[:2] == THUMB[::-1] else cv2.resize(card, THUMB, interpolation=cv2.INTER_AREA)
    print_map, red_map = _print_map(np.asarray(thumb, np.uint8))
    scores: list[tuple[float, Side, bool]] = []
    for flipped in (False, True):
        turned = print_map[::-1, ::-1] if flipped else print_map
        red = red_map[::-1, ::-1] if flipped else red_map
        emblem = float(red[EMBLEM.pixels(THUMB)].mean() - red.mean())
        front = _correlation(turned, _layout(Side.FRONT))
        back = _correlation(turned, _layout(Side.BACK)) + min(max(emblem, 0.0), 0.3)
        scores += [(front, Side.FRONT, flipped), (back, Side.BACK, flipped)]
    scores.sort(key=lambda entry: -entry[0])
    best, runner_up = scores[0], scores[1]
    return SideGuess(best[1], best[2], best[0], best[0] - runner_up[0])


def _print_map(thumb: Image) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How much print there is at each place, 0–1, and how red it is, 0–1."""
    colour = thumb.astype(np.float32)
    grey = colour.mean(axis=2)
    ground = cv2.morphologyEx(cv2.blur(grey, (3, 3)), cv2.MORPH_DILATE, np.ones((25, 25), np.uint8))
    ground = cv2.blur(ground, (25, 25))
    dark = np.clip((ground - grey) / np.maximum(ground, 1.0), 0, 1)
    dark[:2], dark[-2:], dark[:, :2], dark[:, -2:] = 0, 0, 0, 0
    scale = float(np.percentile(dark, 95))
    red = np.clip((colour[..., 2] - np.maximum(colour[..., 0], colour[..., 1])) / 80, 0, 1)
    strength = np.clip(dark / max(scale, 0.05), 0, 1)
    return np.asarray(cv2.blur(strength, (3, 3)), np.float32), np.asarray(red, np.float32)


@cache
def _layout(side: Side) -> NDArray[np.float32]:
    """1 where that side is printed, softened by how far printers differ."""
    mask = np.zeros(THUMB[::-1], np.float32)
    for zone in FRONT_PRINT if side is Side.FRONT else BACK_PRINT:
        mask[zone.pixels(THUMB)] = 1
    return cv2.GaussianBlur(mask, (0, 0), 1.5).astype(np.float32)


def _correlation(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    a, b = one - one.mean(), other - other.mean()
    return float((a * b).sum() / np.sqrt(max(float((a * a).sum() * (b * b).sum()), 1e-9)))
