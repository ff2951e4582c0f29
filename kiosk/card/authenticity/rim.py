"""Straight edges around the card that run with its own: the rim of a screen, or of the sheet a picture was printed on.

Looked for in the card's own plane, where a rim is upright whatever the camera's angle, or nearly so where the picture
itself was taken at an angle. Desks have straight edges too, but hardly ever beside two sides of the card; checks and
planks are told by their number.
"""

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
SLANT, BENT = 8.0, 2.0
"""How far, in degrees, an edge may be from the card's direction, and two pieces of one edge from each other's."""
STRAIGHT = 0.012
"""How far aside two pieces of one edge may lie."""
ALIKE = 3.5
"""Degrees by which edges of one rim differ at most, each against its side of the card: a picture may lie askew on its
screen, and shows a card that was itself seen at an angle."""
RIMS = 2
"""A rim has an inner and an outer edge; more, side by side, are a pattern."""
APART = 0.02
LEAST_SEEN = 0.4
"""An edge of which less is in the picture counts as if so much were."""
PLACES = 64


@dataclass(frozen=True, slots=True)
class _Edge:
    """The clearest edge beside one side of the card: the share (0–1) of the side's length, as far as it is in view,
    that it runs beside, and by how many degrees it is off that side's direction."""

    share: float
    slant: float


NO_EDGE = _Edge(0.0, 0.0)


def rim_around(image: Image, quad: NDArray[np.float32]) -> float | None:
    """How much of two sides, of the less clear one, of the card at `quad` in a BGR picture has a rim beside it, 0–1;
    None if the picture ends at the card."""
    seen = WINDOW.seen(image.shape, quad)
    if not _looks_beside(seen):
        return None
    pieces = WINDOW.pieces(WINDOW.grey(image, quad))
    edges = [_edge(pieces, seen, side) for side in range(4)]
    return max(_together(edges, edge.slant) for edge in edges)


def _together(edges: list[_Edge], slant: float) -> float:
    shares = sorted((edge.share for edge in edges if abs(edge.slant - slant) < ALIKE), reverse=True)
    return float(shares[1]) if len(shares) > 1 else 0.0


def _looks_beside(seen: Mask) -> bool:
    """Whether a tenth of a card's width is in view beside at least two of its sides."""
    left = top = round((MARGIN - 0.1) * SCALE)
    right, bottom = SIZE[0] - left - 1, SIZE[1] - top - 1
    middle_x, middle_y = SIZE[0] // 2, SIZE[1] // 2
    beside = (seen[top, middle_x], seen[middle_y, right], seen[bottom, middle_x], seen[middle_y, left])
    return sum(map(bool, beside)) >= 2


def _edge(pieces: Plane, seen: Mask, side: int) -> _Edge:
    """The clearest edge beside a side: 0 top, 1 right, 2 bottom, 3 left. `pieces` (N, 2, 2) in the card's plane."""
    placed, backwards = _beside(pieces, side)
    if not len(placed):
        return NO_EDGE
    length = 1.0 if side % 2 == 0 else TALL
    run, middle = placed[:, 1] - placed[:, 0], placed.mean(axis=1)
    slant = _slant(run)
    one = _collinear(middle, slant) & (backwards[None] == backwards[:, None])
    at = (np.arange(PLACES) + 0.5) / PLACES * length
    covers = (at >= placed[:, :1, 1] - 0.01) & (at <= placed[:, 1:, 1] + 0.01)
    along = (one[:, :, None] & covers[None]).any(axis=1)
    visible = _visible(middle[:, :1] + np.tan(np.radians(slant))[:, None] * (at - middle[:, 1:]), at, seen, side)
    share = (along & visible).sum(axis=1) / np.maximum(visible.sum(axis=1), LEAST_SEEN * PLACES)
    weight = one * run[None, :, 1]
    slant = (weight * slant).sum(axis=1) / weight.sum(axis=1)
    distance = middle[:, 0] + np.tan(np.radians(slant)) * (length / 2 - middle[:, 1])
    best = int(share.argmax())
    clear = (share > LEAST_SEEN * share[best]) & (np.abs(slant - slant[best]) < BENT)
    return NO_EDGE if _apart(distance[clear]) > RIMS else _Edge(float(share[best]), float(slant[best]))


def _beside(pieces: Plane, side: int) -> tuple[Plane, Mask]:
    """The pieces (N, 2, 2) that may be a rim beside `side`, placed as by `_outward` and running along it; and which of
    them were turned for that: the detector's direction tells on which side of a piece it is dark."""
    placed = _outward(pieces, side)
    backwards = placed[:, 0, 1] > placed[:, 1, 1]
    placed = np.where(backwards[:, None, None], placed[:, ::-1], placed)
    run, away = placed[:, 1] - placed[:, 0], placed[:, :, 0].mean(axis=1)
    fits = (np.abs(_slant(run)) < SLANT) & (away > NEAREST) & (away < FARTHEST) & (run[:, 1] > SHORTEST)
    return placed[fits], backwards[fits]


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


def _visible(across: Plane, along: Plane, seen: Mask, side: int) -> Mask:
    """Which of the points, placed as by `_outward`, are in the picture."""
    along = np.broadcast_to(along, across.shape)
    x, y = ((along, -across), (1 + across, along), (1 - along, TALL + across), (-across, TALL - along))[side]
    column, row = (((value + MARGIN) * SCALE).astype(int) for value in (x, y))
    inside = (column >= 0) & (row >= 0) & (column < SIZE[0]) & (row < SIZE[1])
    return np.asarray(inside & seen[np.clip(row, 0, SIZE[1] - 1), np.clip(column, 0, SIZE[0] - 1)])


def _apart(distances: Plane) -> int:
    """How many edges lie side by side."""
    count, last = 0, -np.inf
    for distance in np.sort(distances):
        if distance - last > APART:
            count, last = count + 1, distance
    return count
