"""Desk tops to lay a card on, all by formula: plain, wood, cloth, stripes, papers, keyboard, leather."""

from enum import StrEnum
from functools import lru_cache

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from kiosk.devices.frame import Image


class Surface(StrEnum):
    """What lies under the card. The last four are busy: they have edges, corners and boxes of their own."""

    PLAIN = "plain"
    WOOD = "wood"
    LEATHER = "leather"
    CLOTH = "cloth"
    STRIPES = "stripes"
    PAPERS = "papers"
    KEYBOARD = "keyboard"


def smooth_noise(rng: Generator, width: int, height: int, cells: float) -> NDArray[np.float32]:
    """Soft random hills, 0–1, about `cells` of them across the width; (height, width)."""
    across = max(int(cells) + 2, 3)
    down = max(int(cells * height / width) + 2, 3)
    coarse = rng.random((down, across), dtype=np.float32)
    return np.clip(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), 0, 1)


def _colour(rng: Generator, dark: int, light: int, tint: float) -> NDArray[np.float32]:
    grey = rng.uniform(dark, light)
    return np.clip(grey + rng.uniform(-1, 1, 3) * tint, 8, 250).astype(np.float32)


def _plain(rng: Generator, width: int, height: int) -> Image:
    base = _colour(rng, 25, 225, 28)
    shade = 0.94 + 0.12 * smooth_noise(rng, width, height, 3)
    grain = 1 + 0.02 * (smooth_noise(rng, width, height, 300) - 0.5)
    return np.clip(base * (shade * grain)[..., None], 0, 255).astype(np.uint8)


def _wood(rng: Generator, width: int, height: int) -> Image:
    dark = np.float32(rng.uniform((20, 40, 70), (60, 95, 130)))
    light = np.clip(dark * rng.uniform(1.3, 1.9), 0, 245)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) / height
    bend = smooth_noise(rng, width, height, 3) * 0.5 + smooth_noise(rng, width, height, 9) * 0.1
    rings = 0.5 + 0.5 * np.sin((y * rng.uniform(6, 14) + bend * rng.uniform(4, 9)) * 6.283 / 2)
    long = cv2.resize(rng.random((height, 12), dtype=np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    mix = np.clip(0.6 * rings + 0.4 * long, 0, 1)
    if rng.random() < 0.6:
        plank = rng.uniform(0.22, 0.5)
        seam = np.abs((y / plank + rng.random()) % 1.0) < 0.012
        mix = np.where(seam, -0.5, mix)
    picture = dark + mix[..., None] * (light - dark)
    picture += (x * 0)[..., None]
    return np.asarray(np.clip(picture, 5, 250), np.uint8)


def _leather(rng: Generator, width: int, height: int) -> Image:
    base = _colour(rng, 20, 110, 25)
    bumps = smooth_noise(rng, width, height, 130)
    relief = cv2.Sobel(bumps, cv2.CV_32F, 1, 1, ksize=3)
    return np.clip(base * (0.9 + 0.2 * smooth_noise(rng, width, height, 4) + 1.2 * relief)[..., None], 0, 255).astype(
        np.uint8
    )


def _cloth(rng: Generator, width: int, height: int) -> Image:
    one, two = _colour(rng, 40, 220, 50), _colour(rng, 40, 220, 50)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    pitch = rng.uniform(40, 150)
    check = 0.5 * ((x // pitch) % 2) + 0.5 * ((y // pitch) % 2)
    weave = 1 + 0.06 * np.sin(x * 1.1) * np.sin(y * 1.1)
    folds = 0.75 + 0.5 * smooth_noise(rng, width, height, 5)
    picture = (one * (1 - check[..., None]) + two * check[..., None]) * (weave * folds)[..., None]
    return np.asarray(np.clip(picture, 0, 255), np.uint8)


def _stripes(rng: Generator, width: int, height: int) -> Image:
    colours = np.stack([_colour(rng, 20, 235, 60) for _ in range(int(rng.integers(2, 5)))])
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle, pitch = rng.uniform(0, np.pi), rng.uniform(30, 160)
    band = ((x * np.cos(angle) + y * np.sin(angle)) // pitch).astype(np.int32) % len(colours)
    worn = colours[band] * (0.92 + 0.16 * smooth_noise(rng, width, height, 4))[..., None]
    return np.asarray(np.clip(worn, 0, 255), np.uint8)


def _turned_box(rng: Generator, width: int, height: int, share: tuple[float, float]) -> NDArray[np.int32]:
    centre = (rng.uniform(0, width), rng.uniform(0, height))
    size = (rng.uniform(*share) * width, rng.uniform(*share) * width * rng.uniform(0.5, 1.0))
    return cv2.boxPoints((centre, size, rng.uniform(0, 180))).astype(np.int32)


def _papers(rng: Generator, width: int, height: int) -> Image:
    """Sheets with lines of writing, notes, a pen: more straight edges than the card has."""
    picture = _wood(rng, width, height) if rng.random() < 0.5 else _plain(rng, width, height)
    for _ in range(int(rng.integers(4, 9))):
        box = _turned_box(rng, width, height, (0.15, 0.55))
        shadow = np.zeros(picture.shape[:2], np.uint8)
        cv2.fillPoly(shadow, [box + 8], 255)
        soft = cv2.blur(shadow, (25, 25))[..., None].astype(np.float32) / 255
        picture = (picture * (1 - 0.35 * soft)).astype(np.uint8)
        white = _colour(rng, 175, 240, 14)
        cv2.fillPoly(picture, [box], white.tolist(), cv2.LINE_AA)
        corner, along, down = box[0].astype(float), (box[1] - box[0]) * 0.84, (box[3] - box[0]) * 0.9
        pen = (white * rng.uniform(0.25, 0.7)).tolist()
        for row in np.arange(0.08, 0.98, rng.uniform(0.05, 0.11)):
            start = corner + along * 0.09 + down * row
            end = start + along * rng.uniform(0.35, 1.0)
            _writing(picture, rng, start, end, pen)
    for _ in range(int(rng.integers(0, 3))):
        start, way = rng.uniform((0, 0), (width, height)), rng.uniform(-500, 500, 2)
        cv2.line(picture, _pixel(start), _pixel(start + way), _colour(rng, 20, 200, 70).tolist(), 22, cv2.LINE_AA)
    return picture


def _pixel(point: NDArray[np.float64]) -> tuple[int, int]:
    return int(point[0]), int(point[1])


def _writing(
    picture: Image, rng: Generator, start: NDArray[np.float64], end: NDArray[np.float64], pen: list[float]
) -> None:
    """Words as short dashes: what text looks like from across a desk."""
    at, way = 0.0, end - start
    while at < 1:
        length = float(rng.uniform(0.02, 0.12))
        one, two = start + way * at, start + way * min(at + length, 1)
        cv2.line(picture, _pixel(one), _pixel(two), pen, int(rng.integers(3, 7)), cv2.LINE_AA)
        at += length + 0.025


def _keyboard(rng: Generator, width: int, height: int) -> Image:
    """A grid of rounded keys, turned a little, on a plain desk."""
    picture = _plain(rng, width, height)
    key = int(rng.integers(64, 120))
    body, cap = _colour(rng, 20, 190, 10), _colour(rng, 30, 235, 12)
    ink = [255 - value for value in cap.tolist()]
    board = np.empty((height * 2, width * 2, 3), np.uint8)
    board[:] = body.astype(np.uint8)
    for row, y in enumerate(range(0, height * 2 - key, key)):
        x = -int(key * ((0, 0.5, 0.75, 1.25)[row % 4]))
        while x < width * 2:
            span = key * (4 if rng.random() < 0.04 else 1)
            cv2.rectangle(board, (x + 5, y + 5), (x + span - 6, y + key - 6), cap.tolist(), -1)
            letter = chr(int(rng.integers(65, 91)))
            cv2.putText(
                board, letter, (x + key // 5, y + key // 2), cv2.FONT_HERSHEY_SIMPLEX, key / 90, ink, 2, cv2.LINE_AA
            )
            x += span
    angle = float(rng.uniform(-30, 30))
    turn = cv2.getRotationMatrix2D((width, height), angle, 1)
    turn[:, 2] -= np.array((width / 2, height / 2))
    cover = np.zeros((height * 2, width * 2), np.uint8)
    cover[int(height * 0.4) : int(height * rng.uniform(1.2, 1.7))] = 255
    keys, mask = cv2.warpAffine(board, turn, (width, height)), cv2.warpAffine(cover, turn, (width, height))
    return np.where(mask[..., None] > 127, keys, picture).astype(np.uint8)


_DRAWN = {
    Surface.PLAIN: _plain,
    Surface.WOOD: _wood,
    Surface.LEATHER: _leather,
    Surface.CLOTH: _cloth,
    Surface.STRIPES: _stripes,
    Surface.PAPERS: _papers,
    Surface.KEYBOARD: _keyboard,
}


@lru_cache(maxsize=6)
def surface(kind: Surface, seed: int, size: tuple[int, int]) -> Image:
    """A desk top seen from above, BGR of `size` (width, height), read-only; the same for the same arguments."""
    picture = _DRAWN[kind](np.random.default_rng(seed), *size)
    picture.setflags(write=False)
    return picture
