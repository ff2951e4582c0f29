"""Corners to a fraction of a pixel: each side is fitted to its edge in the full picture."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.lines import cross
from kiosk.devices.frame import Image

SAMPLES = 48
MARGIN = 0.08
"""The share of a side left out at either end, where the corners are rounded."""
REACH = 0.012
"""How far from the rough side its edge is looked for, as a share of the card's width."""
LEAST = 12
"""Fewest samples that make a side; below, the rough one is kept."""


def refine(image: Image, quad: NDArray[np.float32]) -> NDArray[np.float32]:
    """`quad` moved onto the edges nearest to it; sides without a clear edge stay where they are."""
    height, width = image.shape[:2]
    grey = image if image.ndim == 2 else _grey(image, quad)
    origin, picture = grey if isinstance(grey, tuple) else (np.zeros(2, np.float32), grey)
    reach = max(float(np.linalg.norm(quad[1] - quad[0])) * REACH, 2.0)
    lines = np.array(
        [_side(picture, quad[i] - origin, quad[(i + 1) % 4] - origin, reach) for i in range(4)], np.float32
    )
    corners = np.array([cross(lines[i - 1], lines[i]) for i in range(4)], np.float32) + origin
    if not np.isfinite(corners).all() or np.abs(corners - quad).max() > 3 * reach:
        return quad
    limit = np.array([width, height], np.float32) * 1.05
    return np.asarray(corners if (corners > -limit * 0.05).all() and (corners < limit).all() else quad, np.float32)


def _grey(image: Image, quad: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """The part of the picture around the card, grey and slightly smoothed, and where it begins."""
    height, width = image.shape[:2]
    low = np.clip(np.floor(quad.min(axis=0)) - 24, 0, (width - 2, height - 2)).astype(int)
    high = np.clip(np.ceil(quad.max(axis=0)) + 24, low + 2, (width, height)).astype(int)
    part = image[low[1] : high[1], low[0] : high[0]]
    return low.astype(np.float32), np.asarray(cv2.GaussianBlur(cv2.cvtColor(part, cv2.COLOR_BGR2GRAY), (5, 5), 0))


def _side(grey: NDArray[np.uint8], start: NDArray[np.float32], end: NDArray[np.float32], reach: float) -> list[float]:
    """The line (point, direction) of the edge between two rough corners."""
    along = end - start
    length = float(np.linalg.norm(along))
    direction = along / max(length, 1e-6)
    normal = np.array([-direction[1], direction[0]], np.float32)
    t = np.linspace(MARGIN, 1 - MARGIN, SAMPLES, dtype=np.float32) * length
    offsets = np.arange(-reach - 1, reach + 1.01, 0.5, dtype=np.float32)
    points = start + t[:, None, None] * direction + offsets[None, :, None] * normal  # (S, O, 2)
    # Pixel (0, 0) is the square whose middle is at 0.5, 0.5.
    place = np.ascontiguousarray(np.moveaxis(points - 0.5, 2, 0), np.float32)
    sampled = cv2.remap(grey, place[0], place[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    profile = sampled.astype(np.float32)
    slope = np.abs(profile[:, 2:] - profile[:, :-2])
    inside = offsets[1:-1]
    # The nearest clear edge, not the strongest: print and shadows stand close by.
    weight = slope * np.exp(-((inside / reach) ** 2))
    peak = weight.argmax(axis=1)
    strength = slope[np.arange(SAMPLES), peak]
    clear = (strength > max(6.0, 0.4 * float(np.median(strength)))) & (peak > 0) & (peak < len(inside) - 1)
    rough = [float(start[0]), float(start[1]), float(direction[0]), float(direction[1])]
    if clear.sum() < LEAST:
        return rough
    rows = np.arange(SAMPLES)[clear]
    top = peak[clear]
    before, here, after = slope[rows, top - 1], slope[rows, top], slope[rows, top + 1]
    bend = before - 2 * here + after
    shift = np.where(bend < -1e-3, 0.5 * (before - after) / np.where(bend < -1e-3, bend, -1.0), 0.0)
    distance = inside[top] + np.clip(shift, -1, 1) * 0.5
    slant, level = _robust_line(t[clear], distance.astype(np.float32))
    first = start + normal * level
    turned = direction + normal * slant
    turned = turned / np.linalg.norm(turned)
    return [float(first[0]), float(first[1]), float(turned[0]), float(turned[1])]


def _robust_line(x: NDArray[np.float32], y: NDArray[np.float32]) -> tuple[float, float]:
    """Slope and value at 0 of the line through most points (least squares, reweighted by Tukey's biweight)."""
    weight = np.ones_like(x)
    slope, level = 0.0, float(np.median(y))
    scale = max(float(np.median(np.abs(y - level))) * 3, 1.5)
    for _ in range(6):
        rest = (y - slope * x - level) / scale
        weight = np.where(np.abs(rest) < 1, (1 - rest**2) ** 2, 0)
        if weight.sum() < 4:
            break
        mean_x, mean_y = np.average(x, weights=weight), np.average(y, weights=weight)
        spread = float((weight * (x - mean_x) ** 2).sum())
        slope = float((weight * (x - mean_x) * (y - mean_y)).sum()) / max(spread, 1e-6)
        level = float(mean_y - slope * mean_x)
        scale = max(scale * 0.7, 0.8)
    return slope, level
