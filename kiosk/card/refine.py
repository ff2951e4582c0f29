"""Corners to a fraction of a pixel: each side is fitted to its edge in the full picture."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.lines import cross
from kiosk.card.rectify import width_of
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
    reach = max(width_of(quad) * REACH, 2.0)
    lines = _sides(picture, quad - origin, reach)
    corners = cross(np.roll(lines, 1, axis=0), lines) + origin
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


def _sides(grey: NDArray[np.uint8], quad: NDArray[np.float32], reach: float) -> NDArray[np.float32]:
    """The lines (4, 4), a point and a direction each, of the edges between rough corners."""
    along = np.roll(quad, -1, axis=0) - quad
    length = np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-6)
    direction = along / length
    normal = np.stack([-direction[:, 1], direction[:, 0]], axis=1)
    t = np.linspace(MARGIN, 1 - MARGIN, SAMPLES, dtype=np.float32) * length  # (4, S)
    offsets = np.arange(-reach - 1, reach + 1.01, 0.5, dtype=np.float32)
    rows = quad[:, None] + t[..., None] * direction[:, None]  # (4, S, 2)
    points = rows[:, :, None] + offsets[:, None] * normal[:, None, None]  # (4, S, O, 2)
    # Pixel (0, 0) is the square whose middle is at 0.5, 0.5.
    x, y = (np.ascontiguousarray(points[..., axis] - 0.5).reshape(-1, len(offsets)) for axis in (0, 1))
    sampled = cv2.remap(grey, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    profile = sampled.reshape(4, SAMPLES, -1).astype(np.float32)
    slope = np.abs(profile[..., 2:] - profile[..., :-2])
    inside = offsets[1:-1]
    # The nearest clear edge, not the strongest: print and shadows stand close by.
    peak = (slope * np.exp(-((inside / reach) ** 2))).argmax(axis=2)[..., None]
    strength = np.take_along_axis(slope, peak, 2)[..., 0]
    needed = np.maximum(0.4 * np.median(strength, axis=1, keepdims=True), 6.0)
    clear = (strength > needed) & (peak[..., 0] > 0) & (peak[..., 0] < len(inside) - 1)
    middle = np.clip(peak, 1, len(inside) - 2)
    before, here, after = (np.take_along_axis(slope, middle + step, 2)[..., 0] for step in (-1, 0, 1))
    bend = before - 2 * here + after
    shift = np.where(bend < -1e-3, 0.5 * (before - after) / np.where(bend < -1e-3, bend, -1.0), 0.0)
    distance = inside[middle[..., 0]] + np.clip(shift, -1, 1) * 0.5
    slant, level = _robust_lines(t, distance.astype(np.float32), clear)
    enough = clear.sum(axis=1, keepdims=True) >= LEAST
    first = quad + np.where(enough, level, 0) * normal
    turned = direction + np.where(enough, slant, 0) * normal
    turned /= np.linalg.norm(turned, axis=1, keepdims=True)
    return np.concatenate([first, turned], axis=1).astype(np.float32)


def _robust_lines(
    x: NDArray[np.float32], y: NDArray[np.float32], counts: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Slope and value at 0, (R, 1) each, of the line through most of the points of each row that `counts` (least
    squares, reweighted by Tukey's biweight)."""
    level = _median(y, counts)
    spread = _median(np.abs(y - level), counts)
    slope, scale = np.zeros_like(level), np.maximum(3 * spread, 1.5)
    for _ in range(6):
        rest = (y - slope * x - level) / scale
        weight = np.where(counts & (np.abs(rest) < 1), (1 - rest**2) ** 2, 0)
        total = weight.sum(axis=1, keepdims=True)
        usable = total >= 4
        share = weight / np.maximum(total, 1e-6)
        mean_x, mean_y = (share * x).sum(axis=1, keepdims=True), (share * y).sum(axis=1, keepdims=True)
        off = x - mean_x
        fitted = (share * off * (y - mean_y)).sum(axis=1, keepdims=True)
        fitted /= np.maximum((share * off * off).sum(axis=1, keepdims=True), 1e-9)
        slope, level = np.where(usable, fitted, slope), np.where(usable, mean_y - fitted * mean_x, level)
        scale = np.maximum(scale * 0.7, 0.8)
    return slope.astype(np.float32), level.astype(np.float32)


def _median(values: NDArray[np.float32], counts: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The middle one, (R, 1), of those of each row that `counts`; 0 where none does."""
    ordered = np.sort(np.where(counts, values, np.inf), axis=1)
    number = counts.sum(axis=1, keepdims=True)
    middle = np.take_along_axis(ordered, np.maximum(number - 1, 0) // 2, 1)
    return np.asarray(np.where(number > 0, middle, 0), np.float32)
