"""Which side of a card this is and which way up, by where its print is. Cheap; the text has the last word."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.grey import grey_of
from kiosk.card.layout import BACK_PRINT, EMBLEM, FRONT_PRINT
from kiosk.card.reading import Side
from kiosk.devices.frame import Image

Map = NDArray[np.float32]

THUMB = (96, 60)
"""Width and height of the picture that is judged."""
WAYS = ((Side.FRONT, False), (Side.BACK, False), (Side.FRONT, True), (Side.BACK, True))
"""The sides, upright and upside down."""
AROUND = np.ones((25, 25), np.uint8)
FULL = 0.95
"""The share of places that are no darker than what counts as full print."""
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


def guess_side(card: Image, seen: NDArray[np.bool_] | None = None) -> SideGuess:
    """Compare a rectified card, of any size with its long side across, with the layouts of both sides.

    `seen` (60, 96) is where the card is inside the picture, if not all of it is: only there it is compared.
    """
    thumb = card if card.shape[:2] == THUMB[::-1] else cv2.resize(card, THUMB, interpolation=cv2.INTER_AREA)
    dark, red = print_map(np.asarray(thumb, np.uint8))
    layouts, printed = _layouts(), dark.reshape(1, -1)
    if seen is not None:
        layouts, printed = _unit(layouts[:, seen.ravel()]), printed[:, seen.ravel()]
    scores = (layouts @ _unit(printed)[0]).tolist()
    emblems = (red[EMBLEM.pixels(THUMB)], red[::-1, ::-1][EMBLEM.pixels(THUMB)])
    for place, emblem in zip((1, 3), emblems, strict=True):
        scores[place] += min(max(float(emblem.mean() - red.mean()), 0.0), 0.3)
    order = sorted(range(len(WAYS)), key=lambda place: -scores[place])
    best, runner_up = scores[order[0]], scores[order[1]]
    return SideGuess(*WAYS[order[0]], best, best - runner_up)


def print_map(thumb: Image) -> tuple[Map, Map]:
    """How much print there is at each place of a small BGR picture, 0–1, and how red it is, 0–1."""
    colour, grey = thumb.astype(np.float32), grey_of(thumb)
    ground = cv2.blur(cv2.dilate(cv2.blur(grey, (3, 3)), AROUND), (25, 25))
    dark = np.clip((ground - grey) / np.maximum(ground, 1.0), 0, 1)
    dark[:2], dark[-2:], dark[:, :2], dark[:, -2:] = 0, 0, 0, 0
    full = round(FULL * (dark.size - 1))
    scale = float(np.partition(dark, full, axis=None)[full])
    red = np.clip((colour[..., 2] - np.maximum(colour[..., 0], colour[..., 1])) / 80, 0, 1)
    strength = np.minimum(dark / max(scale, 0.05), 1)
    return np.asarray(cv2.blur(strength, (3, 3)), np.float32), np.asarray(red, np.float32)


@cache
def layout(side: Side) -> Map:
    """(60, 96): 1 where that side is printed, softened by how far printers differ."""
    mask = np.zeros(THUMB[::-1], np.float32)
    for zone in FRONT_PRINT if side is Side.FRONT else BACK_PRINT:
        mask[zone.pixels(THUMB)] = 1
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), 1.5), np.float32)


@cache
def _layouts() -> Map:
    """The layouts of WAYS, (4, 5760), each of mean 0 and length 1."""
    return _unit(np.array([(layout(side)[::-1, ::-1] if flip else layout(side)).ravel() for side, flip in WAYS]))


def _unit(rows: Map) -> Map:
    """Rows of mean 0 and length 1: their products are correlations."""
    rows = rows - rows.mean(axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6), np.float32)
