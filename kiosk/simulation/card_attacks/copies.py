"""Copies of a card on paper: what a scanner and a printer make of it."""

from enum import StrEnum

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from kiosk.devices.frame import Image
from kiosk.simulation.card_attacks.ranges import Range

Plane = NDArray[np.float32]

DPI = 720
WIDTH = round(85.6 / 25.4 * DPI)
"""Px of a copied card: enough for the dots of a printer's screen."""


class Process(StrEnum):
    """How the copy is printed."""

    GREY = "copy-grey"
    BLACK_WHITE = "copy-black-white"
    HALFTONE = "copy-halftone"
    COLOUR = "copy-colour"
    PHOTO = "print-photo"


SCREEN_LPI = Range((85, 110), (128, 150), test=(112, 126))
"""Lines per inch of laser printers' screens."""
SCAN_BLUR = Range((0.8, 1.3), (1.7, 2.2), test=(1.3, 1.7))
"""Px at 720 dpi."""
GAMMA = Range((0.75, 0.9), (1.1, 1.35), test=(0.9, 1.1))
WHITE_CLIP = Range((0.86, 0.90), (0.94, 1.0), test=(0.90, 0.94))
"""Reflectance from which a copier leaves the paper white."""
INK_BLACK = Range((0.06, 0.11), (0.16, 0.22), test=(0.11, 0.16))
PAPER = Range((0.90, 0.93), (0.96, 1.0), test=(0.93, 0.96))
ANGLES = {False: (15.0, 75.0, 0.0, 45.0), True: (18.4, 71.6, 0.0, 45.0)}
"""Screen angles in degrees of cyan, magenta, yellow and black: the classic set and the rational-tangent one."""
TONERS = np.array([(0.92, 0.62, 0.10), (0.62, 0.14, 0.88), (0.16, 0.90, 0.96)], np.float32)
"""BGR reflectance of cyan, magenta and yellow in full."""


def copied(picture: Image, process: Process, rng: Generator, *, test: bool) -> Image:
    """`picture` (BGR, WIDTH px to a card's width) as printed by `process`, of the same size."""
    soft = cv2.GaussianBlur(picture, (0, 0), SCAN_BLUR.draw(rng, test)).astype(np.float32) / 255
    toned = np.power(np.clip(soft / WHITE_CLIP.draw(rng, test), 0, 1), GAMMA.draw(rng, test), dtype=np.float32)
    paper = np.float32(PAPER.draw(rng, test)) * (1 + rng.uniform(-0.02, 0.02, 3)).astype(np.float32)
    match process:
        case Process.GREY:
            printed = _toner(_grain(_grey(toned), rng, 0.03), paper, rng, test)
        case Process.BLACK_WHITE:
            printed = _toner(_thresholded(_grey(toned), rng), paper, rng, test)
        case Process.HALFTONE:
            dots = _screened(1 - _grey(toned), SCREEN_LPI.draw(rng, test), 45.0, rng)
            printed = _toner(1 - dots, paper, rng, test)
        case Process.COLOUR:
            printed = _separated(toned, paper, rng, test, screen=True)
        case Process.PHOTO:
            printed = _separated(toned, paper, rng, test, screen=False)
    gain = cv2.GaussianBlur(printed, (0, 0), float(rng.uniform(0.6, 1.0)))
    return np.clip(gain * 255, 0, 255).astype(np.uint8)


def _grey(toned: Plane) -> Plane:
    return np.asarray(cv2.cvtColor(toned, cv2.COLOR_BGR2GRAY), np.float32)


def _toner(grey: Plane, paper: Plane, rng: Generator, test: bool) -> Plane:
    """Black toner on paper: `grey` 1 leaves the paper."""
    black = np.float32(INK_BLACK.draw(rng, test))
    return np.asarray((black + grey[..., None] * (1 - black)) * paper, np.float32)


def _grain(grey: Plane, rng: Generator, strength: float) -> Plane:
    noise = cv2.GaussianBlur(rng.standard_normal(grey.shape, dtype=np.float32), (0, 0), 0.9)
    middle = np.sqrt(np.clip(grey * (1 - grey) * 4, 0, 1))
    return np.asarray(np.clip(grey + strength * 2 * noise * middle, 0, 1), np.float32)


def _thresholded(grey: Plane, rng: Generator) -> Plane:
    """A fax-like copy: black or white, by the neighbourhood, with specks."""
    around = cv2.GaussianBlur(grey, (0, 0), 28)
    level = around * float(rng.uniform(0.80, 0.92))
    noise = cv2.GaussianBlur(rng.standard_normal(grey.shape, dtype=np.float32), (0, 0), 1.0)
    return np.asarray(np.clip((grey + 0.05 * noise - level) * 14 + 0.5, 0, 1), np.float32)


def _screened(ink: Plane, lpi: float, angle: float, rng: Generator) -> Plane:
    """Amplitude-modulated dots: where `ink` (0–1) exceeds a rotated cosine screen."""
    height, width = ink.shape
    frequency = 2 * np.pi * lpi / DPI
    turn = np.radians(angle)
    x = np.arange(width, dtype=np.float32)[None] + float(rng.uniform(0, 20))
    y = np.arange(height, dtype=np.float32)[:, None] + float(rng.uniform(0, 20))
    u = (np.cos(turn) * x + np.sin(turn) * y) * np.float32(frequency)
    v = (np.cos(turn) * y - np.sin(turn) * x) * np.float32(frequency)
    threshold = 0.5 + 0.25 * (np.cos(u) + np.cos(v))
    return np.asarray(np.clip((ink - threshold) * 5 + 0.5, 0, 1), np.float32)


def _separated(toned: Plane, paper: Plane, rng: Generator, test: bool, *, screen: bool) -> Plane:
    """Cyan, magenta, yellow and black, each with its own dots and slightly out of register."""
    inks = 1 - toned  # blue absorbs yellow's complement: channel order B, G, R = yellow, magenta, cyan
    black = np.asarray(inks.min(axis=2) * float(rng.uniform(0.5, 1.0)), np.float32)
    rest = np.clip((inks - black[..., None]) / np.maximum(1 - black[..., None], 0.05), 0, 1)
    planes = (*(np.asarray(rest[..., channel], np.float32) for channel in (2, 1, 0)), black)
    lpi = SCREEN_LPI.draw(rng, test)
    dots: list[Plane] = []
    slip = rng.integers(-1, 2, (4, 2))
    for plane, angle, (down, across) in zip(planes, ANGLES[test], slip.tolist(), strict=True):
        moved = np.asarray(np.roll(plane, (down, across), (0, 1)), np.float32)
        dots.append(_screened(moved, lpi, angle, rng) if screen else _dithered(moved, rng))
    out = np.ones_like(toned) * paper
    for dot, toner in zip(dots[:3], TONERS, strict=True):
        out *= 1 - dot[..., None] * (1 - toner)
    return np.asarray(out * (1 - dots[3][..., None] * (1 - np.float32(INK_BLACK.draw(rng, test)))), np.float32)


def _dithered(ink: Plane, rng: Generator) -> Plane:
    """An ink-jet's stochastic dots: a threshold of high-passed noise."""
    noise = rng.random(ink.shape, dtype=np.float32)
    blue = noise - cv2.blur(noise, (3, 3)) + 0.5
    return np.asarray(np.clip((ink - blue) * 4 + 0.5, 0, 1), np.float32)


def sheet_margins(rng: Generator) -> tuple[float, float, float, float]:
    """How much paper is left around the card: left, top, right, bottom, in card widths. Cut out, or a whole sheet."""
    span = (0.0, 0.012) if rng.random() < 0.6 else (0.06, 0.35)
    left, top, right, bottom = (float(value) for value in rng.uniform(*span, 4))
    return left, top, right, bottom
