"""The lattice that a screen's pixels shine in, finer than those of the camera.

What is finer than a sensor can show does not vanish but comes back folded, by as much as it differs from the sensor's
own lattice. Where in the spectrum that is follows, for every place of the picture, from how the card lies and from how
many pixels of the screen make its width. So for each number that there may be, the spectra of small pieces of the card
are looked up where so many would have to be: print, lines of the ground and noise are in no two pieces at these places.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.plane import CARD, TALL
from kiosk.card.rectify import width_of
from kiosk.devices.frame import Image

Plane = NDArray[np.float32]
Matrix = cv2.typing.MatLike

PIXELS = np.arange(300.0, 1500.0, 5.0)
"""Of a screen, to a card's width: from a monitor's that shows the card at its size to a fine phone's."""
PIECE = 64
"""Px of the picture, in both directions."""
MOST = (10, 7)
"""Pieces in a row, and rows."""
LEAST = 12
MARGIN = 0.06
"""Card widths from the card's edge within which pieces do not have their middle."""
CHANNEL = 2
"""Red: a subpixel of one colour alternates with the others, which all together do not."""
NEXT, AROUND = 3, 9
"""Frequencies beside one another: those that a piece cannot tell apart, and those whose mean, but for these, is what
print and noise have there."""
WAYS = ((AROUND, AROUND), (AROUND, 1), (1, AROUND))
"""How far around, across and down; the most of these means counts."""
NOTHING = 576.0
"""Power added to any: that of noise of one grey level, less than which is what rounding and compression left."""
CLEAREST = 1.5
"""Powers of e by which a piece may stand out there at most, so that no few of them decide."""
SLOW = 0.08
"""Cycles a px: what is coarser than that is print."""
BLOCK = 8
"""Frequencies apart: where JPEG's blocks of as many px show."""
SHARE = 0.4
"""Of the pieces, so many must be able to show a lattice."""


def lattice(image: Image, quad: NDArray[np.float32]) -> float | None:
    """How clearly the card at `quad` in a BGR picture is made of square pixels in line with it, in deviations of a
    spectrum without any, of the number of pixels that fits best; None where there are too few pieces to tell."""
    flat, seen = CARD.astype(np.float32), quad.astype(np.float32)
    corners = _corners(image.shape, seen, cv2.getPerspectiveTransform(flat, seen))
    if len(corners) < LEAST:
        return None
    standing = _standing_out(_spectra(image, corners))
    across, down = (_strength(standing, slope) for slope in _slopes(corners, cv2.getPerspectiveTransform(seen, flat)))
    return float(((across + down) / np.sqrt(2)).max())


def _corners(shape: tuple[int, ...], quad: NDArray[np.float32], to_picture: Matrix) -> NDArray[np.int_]:
    """The upper left corners (N, 2) of the pieces that lie in the picture, px."""
    fit = width_of(quad) / PIECE
    columns, rows = min(max(round(fit), 4), MOST[0]), min(max(round(fit * TALL), 4), MOST[1])
    x, y = np.meshgrid(np.linspace(MARGIN, 1 - MARGIN, columns), np.linspace(MARGIN, TALL - MARGIN, rows))
    middles = cv2.perspectiveTransform(np.stack([x.ravel(), y.ravel()], axis=1)[None], to_picture)[0]
    corners = np.rint(middles - PIECE / 2).astype(np.int_)
    inside = (corners >= 0) & (corners + PIECE <= np.array(shape[1::-1]))
    return np.asarray(corners[inside.all(axis=1)])


def _slopes(corners: NDArray[np.int_], to_card: Matrix) -> NDArray[np.float64]:
    """(2, N, 2): by how many card widths the place on the card goes across, and down, for a px of the picture."""
    *places, depth = to_card @ np.c_[corners + PIECE / 2, np.ones(len(corners))].T
    return np.stack(
        [
            (row[:2] - np.outer(place / depth, to_card[2, :2])) / depth[:, None]
            for row, place in zip(to_card[:2], places, strict=True)
        ]
    )


def _spectra(image: Image, corners: NDArray[np.int_]) -> Plane:
    """(N, PIECE, PIECE // 2 + 1): the logarithm of each piece's power by its cycles down and across, less its mean."""
    window = np.outer(np.hanning(PIECE), np.hanning(PIECE)).astype(np.float32)
    power = np.empty((len(corners), PIECE, PIECE // 2 + 1), np.float32)
    for number, (x, y) in enumerate(corners):
        piece = image[y : y + PIECE, x : x + PIECE, CHANNEL] * window
        found = cv2.dft(piece, flags=cv2.DFT_COMPLEX_OUTPUT)[:, : PIECE // 2 + 1]
        power[number] = found[..., 0] ** 2 + found[..., 1] ** 2
    power = np.log(power + NOTHING)
    return np.asarray(power - power.mean(axis=(1, 2), keepdims=True), np.float32)


def _standing_out(spectra: Plane) -> Plane:
    """By how much each frequency of each piece exceeds those around it in all pieces together."""
    mean, half = spectra.mean(axis=0), AROUND // 2
    whole = np.concatenate([mean, np.roll(mean[::-1], 1, axis=0)[:, -2:0:-1]], axis=1)
    wrapped = np.pad(whole, half, mode="wrap")
    # Strokes that lie with the picture's edges are ridges of the spectrum: nothing on one stands out of its floor.
    usual = np.max([_beside(wrapped, across, down) for across, down in WAYS], axis=0)[half:-half, half:-half]
    return np.asarray(np.clip(spectra - usual[:, : mean.shape[1]], -CLEAREST, CLEAREST), np.float32)


def _beside(plane: Plane, across: int, down: int) -> Plane:
    """The mean around each place but for what is next to it."""
    size, next_to = (across, down), (min(across, NEXT), min(down, NEXT))
    far, near = (cv2.boxFilter(plane, -1, ksize, normalize=False) for ksize in (size, next_to))
    return np.asarray((far - near) / (np.prod(size) - np.prod(next_to)), np.float32)


def _strength(standing: Plane, slope: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each of PIXELS, what all pieces have where lines so close would show, in deviations."""
    cycles = PIXELS[:, None, None] * slope
    folded = cycles - np.rint(cycles)
    column, row = np.moveaxis(np.rint(folded * PIECE).astype(np.int_), 2, 0)
    shown = (np.square(folded).sum(axis=2) > SLOW**2) & ((column % BLOCK > 0) | (row % BLOCK > 0))
    row = np.where(column < 0, -row, row) % PIECE
    found = np.where(shown, standing[np.arange(len(standing)), row, abs(column)], 0).sum(axis=1)
    count = shown.sum(axis=1)
    return np.where(count > SHARE * len(standing), found / np.sqrt(np.maximum(count, 1)), 0.0)
