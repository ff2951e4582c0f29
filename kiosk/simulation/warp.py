"""One picture bent over a surface: every triangle's affine map in one dense map, one remap a frame."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.simulation.portrait import Points, Triangles

_SHIFT = 4


def paint_triangles(points: Points, triangles: Triangles, size: tuple[int, int]) -> NDArray[np.int32]:
    """Which triangle each pixel of a (width, height) picture shows, int32 (H, W); −1 where none.

    Painted in the order given, later over earlier, but those that show their back before all others: they close the
    creases beside a turned nose.
    """
    width, height = size
    labels = np.full((height, width), -1, np.int32)
    corners = points[triangles][:, :, :2]
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    front = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0] > 0
    fixed = np.rint(corners * (1 << _SHIFT)).astype(np.int32)
    for index in np.argsort(front, kind="stable").tolist():
        cv2.fillConvexPoly(labels, fixed[index], index, cv2.LINE_8, _SHIFT)
    return labels


def affine_maps(points: Points, texture: Points, triangles: Triangles) -> NDArray[np.float32]:
    """For each triangle the coefficients a…f of u = ax + by + c, v = dx + ey + f, float32 (T, 6)."""
    p, t = points[triangles][:, :, :2].astype(np.float64), texture[triangles].astype(np.float64)
    x1, y1 = (p[:, 1] - p[:, 0]).T
    x2, y2 = (p[:, 2] - p[:, 0]).T
    area = x1 * y2 - x2 * y1
    area[np.abs(area) < 1e-6] = 1e-6
    coefficients = []
    for axis in (0, 1):
        t1, t2 = t[:, 1, axis] - t[:, 0, axis], t[:, 2, axis] - t[:, 0, axis]
        a, b = (t1 * y2 - t2 * y1) / area, (t2 * x1 - t1 * x2) / area
        coefficients += [a, b, t[:, 0, axis] - a * p[:, 0, 0] - b * p[:, 0, 1]]
    return np.stack(coefficients, axis=1).astype(np.float32)


def dense_map(labels: NDArray[np.int32], maps: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Texture coordinates u and v (H, W) for each pixel; −10 where no triangle is."""
    height, width = labels.shape
    flat = np.vstack([maps, np.array([[0, 0, -10, 0, 0, -10]], np.float32)])  # label −1 picks the last row
    table = flat[labels]
    x = np.arange(width, dtype=np.float32)[None, :]
    y = np.arange(height, dtype=np.float32)[:, None]
    u = table[..., 0] * x + table[..., 1] * y + table[..., 2]
    v = table[..., 3] * x + table[..., 4] * y + table[..., 5]
    return u.astype(np.float32, copy=False), v.astype(np.float32, copy=False)


def triangle_normals(points: Points, triangles: Triangles) -> NDArray[np.float32]:
    """Unit normals (T, 3), pointing towards the camera for triangles that face it."""
    corners = points[triangles]
    normals = np.cross(corners[:, 2] - corners[:, 0], corners[:, 1] - corners[:, 0])
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.asarray(normals / np.maximum(length, 1e-6), np.float32)


def paste(canvas: NDArray[np.uint8], layer: NDArray[np.uint8], left: int, top: int) -> None:
    """Lay a BGRA layer over a BGR canvas in place, clipped to it."""
    height, width = layer.shape[:2]
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + width, canvas.shape[1]), min(top + height, canvas.shape[0])
    if x0 >= x1 or y0 >= y1:
        return
    part = layer[y0 - top : y1 - top, x0 - left : x1 - left]
    under = canvas[y0:y1, x0:x1]
    cover = cv2.cvtColor(part[..., 3], cv2.COLOR_GRAY2BGR)
    over = cv2.multiply(part[..., :3], cover, scale=1 / 255)
    canvas[y0:y1, x0:x1] = cv2.add(over, cv2.multiply(under, 255 - cover, scale=1 / 255))
