"""A card that the picture's edge cuts: three of its sides are seen, and print where a card has it.

Less certain than a whole one and not to be read: so that the visitor hears what is wrong.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.lines import Quads, clockwise, cross, parallel_pairs
from kiosk.card.locate import ASPECT, OUTSIDE, STEPS, Candidate, Reduced, edge_hits
from kiosk.card.rectify import in_picture, rectify
from kiosk.card.side import THUMB, guess_side

LEAST_SEEN, LEAST_SIDE = 0.35, 0.25
"""The share of a cut card that must be in the picture, and of a side to judge it."""
EDGES, SCORE, LEAD = 0.8, 0.48, 0.18
"""From these on (see `Candidate`) it is a card: three lines of a desk are often edges as clear, but without such print.
Set on simulated desks of even seeds."""
POINTS = STEPS[::2]
SQUARE = np.cos(np.radians(62))
"""Adjacent sides are nearer to a right angle than this cosine says."""
CHECKED = 6
"""How many of the best outlines are looked into for a card's print."""


def cut_card(work: Reduced) -> Candidate | None:
    """The likeliest card of which the picture's edge cuts something off; corners lie outside. None: there is none."""
    quads = _completed(work)
    if not len(quads):
        return None
    edges = _seen_edges(quads, work)
    frame = _frame(work.size)
    found: list[Candidate] = []
    for place in np.argsort(-edges):
        quad, clear = quads[place], float(edges[place])
        if clear < EDGES or len(found) == CHECKED:
            break
        if cv2.intersectConvexConvex(quad, frame)[0] < LEAST_SEEN * abs(cv2.contourArea(quad)):
            continue
        guess = guess_side(rectify(work.image, quad, THUMB), _seen(quad, work.size))
        found.append(Candidate(quad * work.ratio, clear, guess, clear * guess.score))
    likely = [one for one in found if one.guess.score > SCORE and one.guess.lead > LEAD]
    return max(likely, key=lambda candidate: candidate.score, default=None)


def cuts(quad: NDArray[np.float32], size: tuple[int, int]) -> list[NDArray[np.float32]]:
    """Where the edges of a picture of `size` (width, height) cut the card at `quad`: a line (2, 2) for each."""
    width, height = size
    _, corners = cv2.intersectConvexConvex(quad, _frame(size))
    if corners is None:
        return []
    shape = np.asarray(corners, np.float32).reshape(-1, 2)
    found = []
    for start, end in zip(shape, np.roll(shape, -1, axis=0), strict=True):
        borders = ((0, 0.0), (1, 0.0), (0, float(width)), (1, float(height)))
        along = any(abs(start[axis] - at) < 1 and abs(end[axis] - at) < 1 for axis, at in borders)
        if along and np.linalg.norm(end - start) > 2:
            found.append(np.array([start, end], np.float32))
    return found


def share_shown(quad: NDArray[np.float32], size: tuple[int, int]) -> float:
    """The share (0–1) of a picture of `size` (width, height) that lies inside `quad`."""
    return float(cv2.intersectConvexConvex(quad, _frame(size))[0]) / (size[0] * size[1])


def exceeds(quad: NDArray[np.float32], size: tuple[int, int]) -> bool:
    """Whether the card at `quad` reaches beyond two opposite edges of a picture of `size`: it is too near."""
    return bool(((quad.min(axis=0) < 0) & (quad.max(axis=0) > np.array(size))).any())


def _frame(size: tuple[int, int]) -> NDArray[np.float32]:
    width, height = size
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)


def _completed(work: Reduced) -> Quads:
    """Cards with two corners in the picture and at least one beyond it: two parallel lines, one across, and the fourth
    side where a card's proportions put it."""
    lines, (width, height) = work.lines, work.size
    empty = np.zeros((0, 4, 2), np.float32)
    pairs = parallel_pairs(np.arctan2(lines[:, 3], lines[:, 2])) if len(lines) > 2 else np.zeros((0, 2), np.intp)
    if not len(pairs):
        return empty
    pair, third = (values.ravel() for values in np.meshgrid(np.arange(len(pairs)), np.arange(len(lines))))
    one, other, across = lines[pairs[pair, 0]], lines[pairs[pair, 1]], lines[third]
    square = np.abs((one[:, 2:] * across[:, 2:]).sum(axis=1)) < SQUARE
    one, other, across = one[square], other[square], across[square]
    a, b = cross(one, across), cross(other, across)
    margin = OUTSIDE * width
    low, high = np.array([-margin, -margin]), np.array([width + margin, height + margin])
    inside = ((a > low) & (a < high) & (b > low) & (b < high)).all(axis=1)
    inside &= np.linalg.norm(b - a, axis=1) > 0.15 * width
    a, b, u, v = a[inside], b[inside], one[inside, 2:], other[inside, 2:]
    v = v * np.sign((u * v).sum(axis=1, keepdims=True))
    side = np.linalg.norm(b - a, axis=1, keepdims=True)
    found = [
        np.stack([a, b, b + way * length * v, a + way * length * u], axis=1)
        for length in (side * ASPECT, side / ASPECT)
        for way in (-1.0, 1.0)
    ]
    quads = np.concatenate(found).astype(np.float32)
    beyond = ((quads[:, 2:] < low) | (quads[:, 2:] > high)).any(axis=(1, 2))
    quads = clockwise(quads[beyond])
    sides = np.linalg.norm(np.roll(quads, -1, axis=1) - quads, axis=2)
    upright = sides[:, 0] + sides[:, 2] < sides[:, 1] + sides[:, 3]
    return np.asarray(np.where(upright[:, None, None], np.roll(quads, 1, axis=1), quads), np.float32)


def _seen_edges(quads: Quads, work: Reduced) -> NDArray[np.float32]:
    """How much of the part of each outline that lies in the picture is an edge there, 0–1; 0 where fewer than three
    sides can be judged."""
    width, height = work.size
    along = np.roll(quads, -1, axis=1) - quads
    points = quads[:, :, None] + along[:, :, None] * POINTS[:, None]
    x, y = points[..., 0], points[..., 1]
    inside = (x > 2) & (y > 2) & (x < width - 3) & (y < height - 3)
    shown = inside.mean(axis=2) >= LEAST_SIDE
    edges = np.zeros(len(quads), np.float32)
    usable = shown.sum(axis=1) >= 3
    if not usable.any():
        return edges
    points, along, inside, shown = points[usable], along[usable], inside[usable], shown[usable]
    hit = np.where(inside, edge_hits(points, along, work), 0)
    share = hit.sum(axis=2) / np.maximum(inside.sum(axis=2), 1)
    least = np.where(shown, share, 1).min(axis=1)
    edges[usable] = np.where(shown, share, 0).sum(axis=1) / shown.sum(axis=1) * (0.4 + 0.6 * least)
    return edges


def _seen(quad: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.bool_]:
    """Where the rectified card, THUMB in size, is inside a picture of `size`."""
    width, height = THUMB
    x, y = np.meshgrid(np.arange(width, dtype=np.float32) + 0.5, np.arange(height, dtype=np.float32) + 0.5)
    place = in_picture(np.stack([x, y], axis=2), quad, THUMB)
    return np.asarray(((place > 1) & (place < np.array(size, np.float32) - 1)).all(axis=2))
