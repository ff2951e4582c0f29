"""Whether a card lies where its edges seemed to be, by its print: papers, fingers and shadows have straight edges too.

Where the print says otherwise, other edges near by are tried, every choice of four of them, and the one taken under
which the print is where it belongs. The front's top right corner is told least: nothing is printed near it.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.lines import cross
from kiosk.card.marks import Points
from kiosk.card.plane import CARD, TALL, Pieces, Window
from kiosk.card.refine import refine
from kiosk.devices.frame import Image

Quad = NDArray[np.float32]
Edges = NDArray[np.float64]
"""(N, 2): how far outside a side's two ends an edge is, in card widths, as are all lengths below."""

LEAST = 6
"""Marks that are needed."""
SEATED = 0.005
"""How far marks may be from where they belong, on average, on a card that is left where it is: 0.004 at most on 145
sound cards of the design range whose corners were right, 0.008 and more on 16 of 17 whose corners were wrong."""
PRINTED = 0.009
"""How far they may be when no better place is found: cards that others printed reach 0.008."""
BETTER = 0.75
"""The share of the marks' distance that may be left elsewhere, for a card to be put there."""
LOST = 0.01
"""Only marks so far from where they belong, and a place that the picture holds whole, put a card where there are no
edges: what print leaves open, edges must say."""
FAR = 0.04
"""A mark farther away counts as if it were so far: one may be misread."""
STIFF, LEVEL = 1e-4, 1e-3
"""How much moving, and tilting, a card costs against the square of a mark's distance."""
ADRIFT = 0.0008
"""What a side on which there is no edge costs, as so much more of the marks' distance."""
WINDOW = Window(scale=400, margin=0.2)
"""Where edges are looked for."""
REACH, SLANT, SHORTEST = 0.15, 9.0, 0.07
"""How far from a side, in degrees how far from its direction, and how long an edge is that may be its own."""
ALIKE, OWN = 0.012, 0.006
"""Edges whose ends are so near are one; and one so near the side is the side itself."""
MOST = 6


@dataclass(frozen=True, eq=False, slots=True)
class Seat:
    """Where the card lies: where it was, the very same `quad`, if its marks agree or nothing better was found, else
    where they say. `sure`: they agree, and its sides lie on edges. `printed`: where the marks alone put a card that is
    not sure, if they agree there; it may lie beyond the picture."""

    quad: Quad
    sure: bool
    printed: Quad | None = None


def seat(image: Image, quad: Quad, there: Points, here: Points) -> Seat | None:
    """The card at `quad` of a BGR picture, whose marks (`kiosk.card.marks`) belong `there` and are `here` when it is
    rectified by `quad`; None with too few of them to tell."""
    if len(there) < LEAST:
        return None
    before = float(_amiss(CARD[None], there, here)[0])
    if before < SEATED:
        return Seat(quad, True)
    found = _moved(here, CARD, quad)
    choices, printed = [_seated(image, quad, there, found)], _by_marks(quad, there, found)
    if choices[0][1] >= SEATED:
        choices.append(_seated(image, printed, there, found))
    near, cost = min(choices, key=lambda choice: choice[1])
    agreeing = _amiss(CARD[None], there, _moved(found, printed, CARD))[0] < min(BETTER * before, PRINTED)
    left = Seat(quad, before < PRINTED, printed if agreeing and before >= PRINTED else None)
    if cost >= BETTER * before:
        return left
    fine = refine(image, near)
    if _amiss(CARD[None], there, _moved(found, fine, CARD))[0] < max(cost, SEATED):
        near = fine
    pieces = _pieces(image, near)
    edged = not any(_bare(_edges(pieces, side)).any() for side in range(4))
    height, width = image.shape[:2]
    inside = bool((near >= 0).all() and (near <= (width, height)).all())
    if edged or (inside and before >= LOST):
        return Seat(near, edged)
    return left


def _seated(image: Image, quad: Quad, there: Points, found: Points) -> tuple[Quad, float]:
    """The best choice of the edges near `quad`, and its cost: how far its marks are from where they belong, and more
    for sides without an edge."""
    here, pieces = _moved(found, quad, CARD), _pieces(image, quad)
    edges = [_edges(pieces, side) for side in range(4)]
    choice = np.stack(np.meshgrid(*(np.arange(len(one)) for one in edges), indexing="ij"), axis=-1).reshape(-1, 4)
    lines = [_lines(side, edges[side][choice[:, side]]) for side in range(4)]
    corners = np.stack([cross(lines[side - 1], lines[side]) for side in range(4)], axis=1).astype(np.float64)
    bare = np.stack([_bare(edges[side])[choice[:, side]] for side in range(4)], axis=1).sum(axis=1)
    cost = _amiss(corners, there, here) + ADRIFT * bare
    best = int(cost.argmin())
    return _moved(corners[best], CARD, quad).astype(np.float32), float(cost[best])


def _by_marks(quad: Quad, there: Points, found: Points) -> Quad:
    """Where the marks alone put the card: a homography by least squares, held to the quad that is known."""
    for _ in range(2):
        here = _moved(found, quad, CARD)
        (x, y), (u, v) = there.T, here.T
        none, one = np.zeros_like(x), np.ones_like(x)
        rows = np.concatenate(
            [
                np.stack([x, y, one, none, none, none, -u * x, -u * y], axis=1),
                np.stack([none, none, none, x, y, one, -v * x, -v * y], axis=1),
            ]
        )
        cost = np.diag([STIFF] * 6 + [LEVEL] * 2) * len(x)
        still = np.array([1.0, 0, 0, 0, 1, 0, 0, 0])
        turned = np.linalg.solve(rows.T @ rows + cost, rows.T @ np.concatenate([u, v]) + cost @ still)
        matrix = np.append(turned, 1).reshape(3, 3)
        corners = cv2.perspectiveTransform(CARD[None], matrix)[0]
        if not np.abs(corners - CARD).max() < 2 * REACH and _amiss(corners[None], there, here)[0] > PRINTED:
            break  # marks so far off that do not agree on a place are misread
        quad = _moved(corners, CARD, quad).astype(np.float32)
    return quad


def _moved(points: Points, one: NDArray[np.floating], other: NDArray[np.floating]) -> Points:
    """`points` (N, 2) of the plane in which a card is at `one` quad in that in which it is at the `other`."""
    matrix = cv2.getPerspectiveTransform(one.astype(np.float32), other.astype(np.float32))
    return np.asarray(cv2.perspectiveTransform(np.asarray(points, np.float64)[None], matrix)[0])


def _amiss(corners: Points, there: Points, here: Points) -> Points:
    """How far marks are, on average, from where they belong on cards at `corners` (K, 4, 2), (K,).

    The way from the unit square to four corners is Heckbert's (Fundamentals of Texture Mapping and Image Warping, 1989,
    2.2.3).
    """
    p0, p1, p2, p3 = (corners[:, place] for place in range(4))
    one, other, rest = p1 - p2, p3 - p2, p0 - p1 + p2 - p3
    area = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        g = (rest[:, 0] * other[:, 1] - rest[:, 1] * other[:, 0]) / area
        h = (one[:, 0] * rest[:, 1] - one[:, 1] * rest[:, 0]) / area
        across, down = p1 - p0 + g[:, None] * p1, p3 - p0 + h[:, None] * p3
        u, v = there[:, 0], there[:, 1] / TALL
        placed = across[:, None] * u[:, None] + down[:, None] * v[:, None] + p0[:, None]
        placed /= (g[:, None] * u + h[:, None] * v + 1)[..., None]
        distance = np.linalg.norm(placed - here, axis=2)
    return np.asarray(np.where(distance < FAR, distance, FAR).mean(axis=1))


def _pieces(image: Image, quad: Quad) -> Pieces:
    """The straight edges on and beside the card at `quad`."""
    return WINDOW.pieces(np.asarray(cv2.GaussianBlur(WINDOW.grey(image, quad), (3, 3), 0), np.uint8))


def _edges(pieces: Pieces, side: int) -> Edges:
    """What may be a side's edge: the side itself, as zeros, unless there is one on it, and the longest near by."""
    start, along, outward, length = _frame(side)
    run, middle = pieces[:, 1] - pieces[:, 0], pieces.mean(axis=1)
    ahead, size = run @ along, np.linalg.norm(run, axis=1)
    level = (np.abs(run @ outward) < np.tan(np.radians(SLANT)) * np.abs(ahead)) & (size > SHORTEST)
    slope = (run @ outward) / np.where(level, ahead, 1.0)
    at = (middle - start) @ along
    ends = np.stack([(middle - start) @ outward + slope * (place - at) for place in (0.0, length)], axis=1)
    fits = level & (np.abs(ends.mean(axis=1)) < REACH) & (np.abs(at - length / 2) < 0.6 * length)
    groups: list[tuple[float, NDArray[np.float64]]] = []
    for place in np.flatnonzero(fits)[np.argsort(-size[fits])]:
        alike = [number for number, one in enumerate(groups) if np.abs(one[1] - ends[place]).max() < ALIKE]
        if alike:
            groups[alike[0]] = (groups[alike[0]][0] + float(size[place]), groups[alike[0]][1])
        else:
            groups.append((float(size[place]), ends[place]))
    groups.sort(key=lambda one: -one[0])
    known = [one for _, one in groups[:MOST]]
    own = [] if any(np.abs(one).max() < OWN for one in known) else [np.zeros(2)]
    return np.array([*own, *known])


def _bare(edges: Edges) -> NDArray[np.bool_]:
    """Which of `_edges` is the side itself, without an edge on it."""
    return np.asarray((edges == 0).all(axis=1))


def _frame(side: int) -> tuple[Points, Points, Points, float]:
    """A side's first end, its direction, the direction away from the card, and its length."""
    start, end = CARD[side], CARD[(side + 1) % 4]
    length = float(np.linalg.norm(end - start))
    along = (end - start) / length
    return start, along, np.array([along[1], -along[0]]), length


def _lines(side: int, edges: Edges) -> Quad:
    """The line through each edge, (N, 4), as `cross` takes it."""
    start, along, outward, length = _frame(side)
    begin, end = start + outward * edges[:, :1], start + along * length + outward * edges[:, 1:]
    return np.concatenate([begin, end - begin], axis=1).astype(np.float32)
