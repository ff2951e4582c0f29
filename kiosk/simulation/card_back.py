"""The back of the card, and the pictures on it: an emblem and a wall of our own drawing, and a grey silhouette."""

from functools import lru_cache
from math import cos, pi, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image
from kiosk.simulation import fonts
from kiosk.simulation.card_print_ink import Ink
from kiosk.simulation.persons import Holder

BLACK = (32, 28, 26)
RED = (74, 58, 214)
GOLD = (110, 190, 236)
WALL = (190, 174, 164)
EMBLEM = (164, 166, 98)
"""Centre x, y and radius at 300 dpi."""
VALUE_X = 412
AUTHORITY_WIDTH = 430


@lru_cache(maxsize=4)
def _emblem(radius: int) -> tuple[Image, Image]:
    """A red disc with a gold sun over hills and a ring of grains, and its mask: not the national emblem."""
    big = radius * 4
    side = 2 * big + 8
    picture = np.zeros((side, side, 3), np.uint8)
    mask = np.zeros((side, side), np.uint8)
    middle = (side // 2, side // 2)
    for place in range(44):
        angle = 2 * pi * place / 44
        at = (int(middle[0] + 0.91 * big * cos(angle)), int(middle[1] + 0.91 * big * sin(angle)))
        axes = (int(big * 0.085), int(big * 0.036))
        tilt = angle * 180 / pi + 62
        cv2.ellipse(picture, at, axes, tilt, 0, 360, RED, -1, cv2.LINE_AA)
        cv2.ellipse(mask, at, axes, tilt, 0, 360, 255, -1, cv2.LINE_AA)
    cv2.circle(picture, middle, int(big * 0.83), RED, -1, cv2.LINE_AA)
    cv2.circle(mask, middle, int(big * 0.83), 255, -1, cv2.LINE_AA)
    cv2.circle(picture, middle, int(big * 0.78), GOLD, max(big // 60, 1), cv2.LINE_AA)
    sun = (middle[0], middle[1] - int(big * 0.22))
    cv2.circle(picture, sun, int(big * 0.17), GOLD, -1, cv2.LINE_AA)
    for ray in range(12):
        angle = 2 * pi * ray / 12
        start, end = (
            (int(sun[0] + reach * big * cos(angle)), int(sun[1] + reach * big * sin(angle))) for reach in (0.22, 0.33)
        )
        cv2.line(picture, start, end, GOLD, max(big // 30, 1), cv2.LINE_AA)
    for row in range(3):
        xs = np.linspace(-0.62, 0.62, 40) * (1 - 0.14 * row)
        ys = 0.28 + 0.16 * row - 0.07 * np.cos(xs * (7 + row))
        points = np.stack([middle[0] + xs * big, middle[1] + ys * big], axis=1).astype(np.int32)
        cv2.polylines(picture, [points], False, GOLD, max(big // 36, 1), cv2.LINE_AA)
    size = (2 * radius + 2, 2 * radius + 2)
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8), np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_AREA), np.uint8)


@lru_cache(maxsize=4)
def _wall(width: int, height: int) -> Image:
    """A crenellated wall with a tower winding over hills, as an ink mask: a line drawing by formula."""
    mask = np.zeros((height, width), np.uint8)
    rng = np.random.default_rng(7)
    scale = width / 1011

    def line(points: NDArray[np.float64], strength: int, thick: float = 1.4) -> None:
        shape = [np.round(points * scale * 8).astype(np.int32)]
        cv2.polylines(mask, shape, False, strength, max(round(thick * scale), 1), cv2.LINE_AA, shift=3)

    xs = np.linspace(90, 960, 160)
    for hill in range(14):
        ys = (
            330 + hill * 19 - (62 - hill * 3) * np.sin(xs / (120 + 9 * hill) + hill * 0.9) - 18 * np.sin(xs / 47 + hill)
        )
        fade = xs[int(rng.integers(0, 60)) : int(rng.integers(100, 160))]
        line(np.stack([fade, ys[: len(fade)]], axis=1), 70 + 4 * hill)
    way = np.linspace(0, 1, 120)
    path = np.stack([360 + 480 * way + 70 * np.sin(5 * way), 455 - 150 * way + 60 * np.sin(6.2 * way + 0.7)], axis=1)
    for offset in (0, 26):
        line(path + np.array((0, offset)), 165, 2.2)
    for place in range(0, 118, 3):
        x, y = path[place]
        line(np.array([(x, y), (x, y - 9), (x + 6, y - 9), (x + 6, y)]), 150, 1.6)
    tower = np.array([(640, 395), (632, 300), (726, 296), (722, 392)], float)
    cv2.fillPoly(mask, [np.round(tower * scale).astype(np.int32)], 60)
    line(np.vstack([tower, tower[:1]]), 200, 2.4)
    for x in range(636, 722, 14):
        line(np.array([(x, 298), (x, 286), (x + 7, 286), (x + 7, 298)], float), 190, 2.0)
    for x in (656, 692):
        line(np.array([(x, 372), (x, 336), (x + 9, 326), (x + 18, 336), (x + 18, 372)], float), 200, 2.2)
    return mask


def _blend(page: Image, mask: Image, colour: Image | tuple[int, int, int]) -> None:
    over = np.empty_like(page)
    over[:] = colour
    weight = mask.astype(np.float32) / 255
    page[:] = cv2.blendLinear(over, np.ascontiguousarray(page), weight, 1 - weight)


def silhouette(width: int, height: int) -> Image:
    """A grey bust on white, BGR, where nobody's portrait was given."""
    big = np.full((height * 2, width * 2, 3), 250, np.uint8)
    grey = (150, 142, 138)
    cv2.ellipse(
        big, (width, int(height * 1.95)), (int(width * 0.86), int(height * 0.72)), 0, 180, 360, grey, -1, cv2.LINE_AA
    )
    cv2.ellipse(
        big, (width, int(height * 0.82)), (int(width * 0.44), int(height * 0.5)), 0, 0, 360, grey, -1, cv2.LINE_AA
    )
    return np.asarray(cv2.resize(big, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def draw(
    ground: Image, holder: Holder, face: fonts.Face, scale: float, strength: float, shift: tuple[float, float, float]
) -> Image:
    """The back, BGR, of `ground`'s size; `scale` is px per px at 300 dpi.

    `shift` moves the values right and down, and the first of two lines of an authority down once more.
    """
    page = ground.copy()
    height, width = page.shape[:2]
    _blend(page, _wall(width, height), WALL)
    x, y, radius = (round(value * scale) for value in EMBLEM)
    emblem, mask = _emblem(radius)
    corner = page[y - radius - 1 : y + radius + 1, x - radius - 1 : x + radius + 1]
    _blend(corner, mask, emblem)
    ink = Ink(page, face, scale, strength)
    serif = (fonts.installed(fonts.SONGTI) or (face,))[0]
    for place, character in enumerate("中华人民共和国"):
        ink.write(character, 384 + place * 78.6, 107, 62, BLACK, anchor="mm", face=serif)
    for place, character in enumerate("居民身份证"):
        ink.write(character, 352 + place * 133, 220, 88, BLACK, anchor="mm", face=serif)
    dx, dy, raised = shift
    ink.write("签发机关", 242, 471, 32, BLACK)
    ink.write("有效期限", 242, 548, 32, BLACK)
    lines = _two_lines(ink, holder.authority)
    for place, text in enumerate(lines):
        ink.write(text, VALUE_X + dx, 471 + dy + (raised + place * 38 if len(lines) > 1 else 0), 33, BLACK)
    ink.write(holder.period, VALUE_X + dx, 548 + dy, 33, BLACK)
    ink.write("SPECIMEN 样本", 505, 606, 22, (170, 150, 205), anchor="mm")
    return ink.page()


def _two_lines(ink: Ink, text: str) -> list[str]:
    """An authority too long for its line goes on a second one."""
    end = len(text)
    while ink.length(text[:end], 33) > AUTHORITY_WIDTH:
        end -= 1
    return [text] if end == len(text) else [text[:end], text[end:]]
