"""The straight edges beside a card's sides, in the card's own plane, where what is parallel is so at any angle."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.card.plane import TALL, Window
from kiosk.devices.frame import Image

Plane = NDArray[np.float64]
Mask = NDArray[np.bool_]

WINDOW = Window(scale=144, margin=0.7)
SCALE, MARGIN, SIZE = WINDOW.scale, WINDOW.margin, WINDOW.size
NEAREST, FARTHEST = 0.02, 0.68
SHORTEST = 0.06
SLANT = 8.0
"""How far, in degrees, an edge may be from its side's direction: a picture of a card may lie askew on its screen, and
shows a card that was itself seen at an angle."""
BENT = 2.0
"""Degrees between two pieces of one edge, or two edges of one thing."""
STRAIGHT = 0.012
"""How far aside two pieces of one edge may lie."""
LEAST_SEEN = 0.4
"""An edge of which less is in the picture counts as if so much were."""
LEAST_SHARE = 0.1
PLACES = 64
ONWARD = 0.01
ACROSS = 6.0
"""Degrees off a right angle by which a line that crosses an edge may be."""
REACH, THROUGH = 0.08, 0.03
"""A line that crosses an edge comes as near to it on both sides, and goes on beyond it by so much."""
ONE_LINE = 0.02
"""How far apart, along the edge, two pieces of such a line are at most."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight edge beside a side of the card: the share (0–1) of the side's length, as far as it is in view, that
    it runs beside; by how many degrees it is off that side's direction; how far it is from the side's middle; whether
    it is darker beyond it than before it; and whether lines cross it, as those of checks and tiles do."""

    share: float
    slant: float
    distance: float
    dark_beyond: bool
    crossed: bool


@dataclass(frozen=True, eq=False, slots=True)
class Beside:
    """What lies around a card: the plane in grey and what of it is in the picture, both (H, W) as by WINDOW; and for
    each side, clockwise from the top, whether the picture goes on beyond it, and its edges, the longest first. Lengths
    are in card widths."""

    grey: NDArray[np.uint8]
    seen: Mask
    in_view: tuple[bool, ...]
    edges: tuple[tuple[Edge, ...], ...]

    def along(self, side: int, distance: float, slant: float) -> NDArray[np.uint8]:
        """The grey levels on a line beside a side, as far as it is in the picture."""
        return self._on(side, distance, slant, (np.arange(PLACES) + 0.5) / PLACES * length_of(side))

    def onward(self, side: int, distance: float, slant: float) -> tuple[NDArray[np.uint8], ...]:
        """The grey levels where that line goes on beyond either end of the side, ONWARD of a card's width apart."""
        away = np.arange(NEAREST, FARTHEST, ONWARD)
        return tuple(self._on(side, distance, slant, at) for at in (-away, length_of(side) + away))

    def _on(self, side: int, distance: float, slant: float, at: Plane) -> NDArray[np.uint8]:
        across = distance + np.tan(np.radians(slant)) * (at - length_of(side) / 2)
        row, column, inside = _pixels(across, at, self.seen, side)
        return np.asarray(self.grey[row[inside], column[inside]])


def beside(image: Image, quad: NDArray[np.float32]) -> Beside:
    """What lies beside the card at `quad` in a BGR picture."""
    seen = WINDOW.seen(image.shape, quad)
    grey, pieces = WINDOW.grey_and_pieces(image, quad)
    return Beside(grey, seen, _in_view(seen), tuple(_edges(pieces, seen, side) for side in range(4)))


def length_of(side: int) -> float:
    return 1.0 if side % 2 == 0 else TALL


def _in_view(seen: Mask) -> tuple[bool, ...]:
    """Beside which sides a tenth of a card's width is in view."""
    left = top = round((MARGIN - 0.1) * SCALE)
    right, bottom = SIZE[0] - left - 1, SIZE[1] - top - 1
    middle_x, middle_y = SIZE[0] // 2, SIZE[1] // 2
    around = (seen[top, middle_x], seen[middle_y, right], seen[bottom, middle_x], seen[middle_y, left])
    return tuple(map(bool, around))


def _edges(pieces: Plane, seen: Mask, side: int) -> tuple[Edge, ...]:
    """The edges beside a side, the longest first. `pieces` (N, 2, 2) in the card's plane."""
    placed, dark = _running_along(pieces, side)
    if not len(placed):
        return ()
    length = length_of(side)
    run, middle = placed[:, 1] - placed[:, 0], placed.mean(axis=1)
    slant = _slant(run)
    one = _collinear(middle, slant) & (dark[None] == dark[:, None])
    at = (np.arange(PLACES) + 0.5) / PLACES * length
    covers = (at >= placed[:, :1, 1] - 0.01) & (at <= placed[:, 1:, 1] + 0.01)
    along = (one[:, :, None] & covers[None]).any(axis=1)
    inside = _pixels(middle[:, :1] + np.tan(np.radians(slant))[:, None] * (at - middle[:, 1:]), at, seen, side)[2]
    share = (along & inside).sum(axis=1) / np.maximum(inside.sum(axis=1), LEAST_SEEN * PLACES)
    weight = one * run[None, :, 1]
    slant = (weight * slant).sum(axis=1) / weight.sum(axis=1)
    distance = middle[:, 0] + np.tan(np.radians(slant)) * (length / 2 - middle[:, 1])
    found: list[Edge] = []
    outward = _outward(pieces, side)
    for i in np.argsort(-share, kind="stable"):
        if share[i] < LEAST_SHARE:
            break
        crossed = _crossed(outward, float(distance[i]), float(slant[i]), length)
        edge = Edge(float(share[i]), float(slant[i]), float(distance[i]), bool(dark[i]), crossed)
        if not any(_same(edge, other) for other in found):
            found.append(edge)
    return tuple(found)


def _crossed(pieces: Plane, distance: float, slant: float, length: float) -> bool:
    """Whether lines cross an edge along a side of this `length`, from the card to what is beyond: at a rim's corners,
    which are farther out, its own edges do. `pieces` as by `_outward`."""
    lean = np.tan(np.radians(slant))
    run = pieces[:, 1] - pieces[:, 0]
    off = np.degrees(np.arctan2(run[:, 1], run[:, 0])) + slant
    upright = (np.abs((off + 90) % 180 - 90) < ACROSS) & (np.hypot(run[:, 0], run[:, 1]) > SHORTEST)
    pieces, run = pieces[upright], run[upright]
    beyond = pieces[..., 0] - distance - lean * (pieces[..., 1] - length / 2)
    nearest, farthest = beyond.min(axis=1), beyond.max(axis=1)
    # Where the piece, or what continues it, meets the edge.
    at = pieces[:, 0, 1] - beyond[:, 0] * run[:, 1] / run[:, 0]
    beside = (at > 0) & (at < length)
    before = at[beside & (nearest < -THROUGH) & (farthest > -REACH)]
    after = at[beside & (farthest > THROUGH) & (nearest < REACH)]
    return bool((np.abs(before[:, None] - after[None]) < ONE_LINE).any())


def _same(one: Edge, other: Edge) -> bool:
    """Whether both are pieces of one edge."""
    near = abs(one.distance - other.distance) < STRAIGHT and abs(one.slant - other.slant) < BENT
    return near and one.dark_beyond == other.dark_beyond


def _running_along(pieces: Plane, side: int) -> tuple[Plane, Mask]:
    """The pieces (N, 2, 2) that run beside `side`, placed as by `_outward` and running along it; and which of them are
    darker beyond: the detector's direction tells on which side of a piece it is dark."""
    placed = _outward(pieces, side)
    dark = placed[:, 0, 1] > placed[:, 1, 1]
    placed = np.where(dark[:, None, None], placed[:, ::-1], placed)
    run, away = placed[:, 1] - placed[:, 0], placed[:, :, 0].mean(axis=1)
    fits = (np.abs(_slant(run)) < SLANT) & (away > NEAREST) & (away < FARTHEST) & (run[:, 1] > SHORTEST)
    return placed[fits], dark[fits]


def _slant(run: Plane) -> Plane:
    """Degrees between pieces' directions (N, 2) and the side's."""
    return np.asarray(np.degrees(np.arctan2(run[:, 0], run[:, 1])))


def _collinear(middle: Plane, slant: Plane) -> Mask:
    """(N, N): whether the second piece continues the first."""
    away = middle[None] - middle[:, None]
    aside = away[..., 0] - np.tan(np.radians(slant))[:, None] * away[..., 1]
    return np.asarray((np.abs(aside) < STRAIGHT) & (np.abs(slant[None] - slant[:, None]) < BENT))


def _outward(points: Plane, side: int) -> Plane:
    """How far outside `side`, and how far along it, clockwise, points (…, 2) of the card's plane lie."""
    x, y = points[..., 0], points[..., 1]
    across, along = ((-y, x), (x - 1, y), (y - TALL, 1 - x), (-x, TALL - y))[side]
    return np.stack([across, along], axis=-1)


def _pixels(across: Plane, along: Plane, seen: Mask, side: int) -> tuple[NDArray[np.intp], NDArray[np.intp], Mask]:
    """Row and column in WINDOW of points placed as by `_outward`, and which of them are in the picture."""
    along = np.broadcast_to(along, across.shape)
    x, y = ((along, -across), (1 + across, along), (1 - along, TALL + across), (-across, TALL - along))[side]
    column, row = (np.floor((value + MARGIN) * SCALE).astype(np.intp) for value in (x, y))
    inside = (column >= 0) & (row >= 0) & (column < SIZE[0]) & (row < SIZE[1])
    row, column = np.clip(row, 0, SIZE[1] - 1), np.clip(column, 0, SIZE[0] - 1)
    return row, column, inside & seen[row, column]
