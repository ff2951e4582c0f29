"""How good a picture of a card is: light, sharpness, glare, and how much of its edge is there."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image

SLOPES = 0.01
"""The share of steep places that print makes at least; with fewer there are no edges left to measure."""
BLOWN = 251
"""Grey level from which print can no longer be seen: of each channel, on average around a place, as the sensor's
noise pulls it off the full 255 here and there. Set on 74 reflections and 314 sound cards of the design range."""
AROUND = (5, 5)
CUT = 0.005
"""How near to the picture's edge, as a share of its longer side, a card's side that was cut off is found."""
SCANNED = 0.02
"""As near all four sides lie where a scan was cut along the card's edges."""


@dataclass(frozen=True, slots=True)
class CardQuality:
    """`sharpness` 0–1 (from 0.5 on text reads well), `glare` the blown-out share 0–1, `brightness` 0–255 of the
    card's ground, `contrast` 0–1 between ground and print."""

    sharpness: float
    glare: float
    brightness: float
    contrast: float

    @property
    def score(self) -> int:
        """0–100, the worst of its parts: 50 is the least that reads reliably."""
        light = float(np.interp(self.brightness, (30, 70, 100, 235, 254), (0, 50, 100, 100, 60)))
        sharp = float(np.interp(self.sharpness, (0.1, 0.35, 0.8), (0, 50, 100)))
        glare = float(np.interp(self.glare, (0.0, 0.03, 0.15), (100, 50, 0)))
        contrast = float(np.interp(self.contrast, (0.08, 0.2, 0.4), (0, 50, 100)))
        return round(min(light, sharp, glare, contrast))


def card_quality(card: Image) -> CardQuality:
    """Judge a rectified card of any size with text at least some 10 px high."""
    grey = np.asarray(cv2.cvtColor(card, cv2.COLOR_BGR2GRAY), np.uint8)
    inner = grey[round(0.05 * grey.shape[0]) : round(0.95 * grey.shape[0]), round(0.04 * grey.shape[1]) :]
    ground = float(_percentile(inner, 75))
    ink = float(_percentile(inner, 4))
    return CardQuality(sharpness(inner), glare(card), ground, float(np.clip((ground - ink) / max(ground, 1.0), 0, 1)))


def sharpness(grey: NDArray[np.uint8]) -> float:
    """How steep the steepest edges are, 0–1, against their height, so that neither light nor print matter.

    The ratio of the strongest slopes (95th percentile and up) before and after a blur of known width, as in Crété et
    al., The blur effect, 2007: a picture that is blurred already loses little by another blur.
    """
    sharp = np.asarray(cv2.absdiff(grey[:, 1:], grey[:, :-1]), np.uint8)
    strong = sharp >= max(_percentile(sharp, 96), 4)
    if strong.mean() < SLOPES:
        return 0.0
    blurred = cv2.boxFilter(grey, cv2.CV_32F, (5, 1))
    soft = np.abs(blurred[:, 1:] - blurred[:, :-1])
    before, after = float(sharp[strong].mean()), float(soft[strong].mean())
    return float(np.clip((1 - after / max(before, 1e-6)) / 0.75, 0, 1))


def _percentile(grey: NDArray[np.uint8], share: float) -> int:
    """The level that `share` per cent of a grey picture do not exceed."""
    counts = cv2.calcHist([grey], [0], None, [256], [0, 256]).ravel()
    return int(np.searchsorted(np.cumsum(counts), counts.sum() * share / 100))


def glare(card: Image) -> float:
    """The share of the card that is blown out; see `blown`."""
    return float(blown(card).mean())


def blown(card: Image) -> NDArray[np.uint8]:
    """1 where a rectified card is blown out in patches, (H, W): all channels full, and larger than a bright line."""
    full = np.asarray(cv2.inRange(cv2.blur(card, AROUND), (BLOWN,) * 3, (255,) * 3), np.uint8) & 1
    size = max(round(card.shape[1] * 0.012), 3)
    return np.asarray(cv2.morphologyEx(full, cv2.MORPH_OPEN, np.ones((size, size), np.uint8)), np.uint8)


def border_share(quad: NDArray[np.float32], size: tuple[int, int]) -> int:
    """How much of the outline of a card that was read lies inside a picture of `size` (width, height), 0–100.

    A side that lies along the picture's edge is not the card's own but where it was cut; unless all four lie near it:
    then the picture was cut along the card's edges.
    """
    inside = _inside(quad, size)
    if not _along_edge(quad, size, SCANNED).all():
        inside[_along_edge(quad, size, CUT)] = False
    return round(100 * float(inside.mean()))


def leaves(quad: NDArray[np.float32], size: tuple[int, int]) -> bool:
    """Whether corners that were found lie outside a picture of `size`."""
    return round(100 * float(_inside(quad, size).mean())) < 100


def _inside(quad: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.bool_]:
    """Which of 50 points of each side (4, 50) lie in the picture."""
    share = np.linspace(0, 1, 50, dtype=np.float32)[:, None]
    sides = np.stack([quad[i] + share * (quad[(i + 1) % 4] - quad[i]) for i in range(4)])
    return np.asarray(((sides >= -1.5) & (sides <= np.array(size) + 1.5)).all(axis=2))


def _along_edge(quad: NDArray[np.float32], size: tuple[int, int], reach: float) -> NDArray[np.bool_]:
    """Which sides have both ends within `reach`, a share of the picture's longer side, of one of its edges."""
    near = np.abs(np.concatenate([quad, quad - np.array(size, np.float32)], axis=1)) < reach * max(size)
    return np.asarray((near & np.roll(near, -1, axis=0)).any(axis=1))
