"""Straight edges of a picture, and the four-sided shapes they could bound."""

import cv2
import numpy as np
from numpy.typing import NDArray

Quads = NDArray[np.float32]
"""(K, 4, 2): corners, clockwise."""

MIN_LENGTH = 0.035
"""Shortest segment that counts, as a share of the picture's longer side."""
MAX_LINES = 18
PARALLEL = np.radians(22)
"""How far opposite sides of a card tilted by 30° or so may be from parallel."""
CROSSING = np.radians(55)
"""The least angle between adjacent sides."""


def find_lines(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The picture's straight edges, longest first, at most MAX_LINES: (M, 4) as a point x, y and a unit direction."""
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE).detect(grey)[0]
    empty = np.zeros((0, 4), np.float32)
    if found is None:
        return empty
    segments = np.asarray(found, np.float32).reshape(-1, 4)
    start, along = segments[:, :2], segments[:, 2:] - segments[:, :2]
    length = np.hypot(along[:, 0], along[:, 1])
    keep = np.argsort(-length)[:160]
    keep = keep[length[keep] >= MIN_LENGTH * max(grey.shape)]
    if not len(keep):
        return empty
    start, length = start[keep], length[keep]
    direction = along[keep] / length[:, None]
    middle = start + direction * length[:, None] / 2
    normal = np.stack([-direction[:, 1], direction[:, 0]], axis=1)
    # collinear[i, j]: segment j lies on the line through segment i
    aligned = np.abs(direction @ direction.T) > np.cos(np.radians(4))
    offset = np.abs(np.einsum("ijk,ik->ij", middle[None] - middle[:, None], normal))
    collinear = aligned & (offset < 0.006 * max(grey.shape) + 0.5)
    support = collinear @ length
    chosen: list[int] = []
    free = np.ones(len(length), bool)
    for place in np.argsort(-(support + length)):
        if free[place]:
            chosen.append(int(place))
            free &= ~(collinear[place] & collinear[:, place])
            if len(chosen) == MAX_LINES:
                break
    return np.concatenate([middle[chosen], direction[chosen]], axis=1)


def cross(lines: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    """Where `lines` (…, 4) meet `others` (…, 4): (…, 2); infinite where parallel."""
    p, d, q, e = lines[..., :2], lines[..., 2:], others[..., :2], others[..., 2:]
    denominator = d[..., 0] * e[..., 1] - d[..., 1] * e[..., 0]
    gap = q - p
    with np.errstate(divide="ignore", invalid="ignore"):
        t = (gap[..., 0] * e[..., 1] - gap[..., 1] * e[..., 0]) / denominator
        return np.asarray(p + t[..., None] * d, np.float32)


def quads_of(lines: NDArray[np.float32]) -> Quads:
    """Every four-sided shape of two nearly parallel pairs of `lines`."""
    angles = np.arctan2(lines[:, 3], lines[:, 2])
    pair = parallel_pairs(angles)
    if len(pair) < 2:
        return np.zeros((0, 4, 2), np.float32)
    # The mean direction of a pair, on the doubled circle because lines have no sense.
    mean = np.angle(np.exp(2j * angles[pair]).sum(axis=1)) / 2
    a, b = np.triu_indices(len(pair), 1)
    difference = np.abs(mean[a] - mean[b]) % np.pi
    difference = np.minimum(difference, np.pi - difference)
    fits = difference > CROSSING
    one, other = pair[a[fits]], pair[b[fits]]
    i, k, j, m = lines[one[:, 0]], lines[one[:, 1]], lines[other[:, 0]], lines[other[:, 1]]
    corners = np.stack([cross(i, j), cross(j, k), cross(k, m), cross(m, i)], axis=1)
    return clockwise(corners[np.isfinite(corners).all(axis=(1, 2))])


def clockwise(quads: Quads) -> Quads:
    """The same corners clockwise as seen (y down), from the one nearest the top left, the long side first."""
    area = signed_area(quads)
    turned = np.where((area < 0)[:, None, None], quads[:, ::-1], quads)
    first = turned.sum(axis=2).argmin(axis=1)
    order = (first[:, None] + np.arange(4)) % 4
    return np.take_along_axis(turned, order[:, :, None], axis=1)


def signed_area(quads: Quads) -> NDArray[np.float32]:
    """(K,) in px², positive when clockwise as seen."""
    x, y = quads[..., 0], quads[..., 1]
    return np.asarray((x * np.roll(y, -1, axis=-1) - np.roll(x, -1, axis=-1) * y).sum(axis=-1) / 2, np.float32)


def parallel_pairs(angles: NDArray[np.float32]) -> NDArray[np.intp]:
    """Every two nearly parallel lines of these angles, (P, 2) places, the smaller first."""
    i, j = np.triu_indices(len(angles), 1)
    difference = np.abs(angles[i] - angles[j]) % np.pi
    fits = np.minimum(difference, np.pi - difference) < PARALLEL
    return np.stack([i[fits], j[fits]], axis=1)
