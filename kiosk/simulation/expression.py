"""Lids, gaze and jaw: how a face's vertices move, in place. Nothing here turns the head."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.simulation.portrait import LOWER_LIP, RIGHT_IRIS, UPPER_LIP, Lids, Points, eye_outline

MOUTH_HEIGHT = 120
"""Rows of the picture of a mouth's inside, px of the portrait."""


def look(points: Points, lids: Lids, x: float, y: float) -> None:
    """Move an iris, −1 to 1 each way, within its eye."""
    upper, _, iris = lids
    width = float(np.ptp(points[list(upper), 0]))
    points[iris, :2] += np.array((x * 0.16, y * 0.07)) * width


def close_eye(points: Points, lids: Lids, shut: float) -> None:
    """Draw the upper lid over the eye and lift the lower one a little; the skin above follows, less and less."""
    if shut <= 0:
        return
    upper, lower, _ = lids
    top, bottom = points[list(upper)].copy(), points[list(lower)].copy()
    gap = bottom - top
    down, up = 0.90 * shut * gap, -0.12 * shut * gap
    middle, width = (top[0] + top[-1]) / 2, float(np.ptp(top[:, 0]))
    contour = np.array(eye_outline(lids))
    skin = np.setdiff1d(np.arange(RIGHT_IRIS), contour)
    offset = points[skin] - middle
    along = np.clip((points[skin, 0] - top[:, 0].min()) / width, 0, 1)
    order = np.argsort(top[:, 0])
    drop = np.interp(along, (top[order, 0] - top[:, 0].min()) / width, down[order, 1])
    beyond = np.maximum(np.abs(offset[:, 0]) - width / 2, 0) / (0.25 * width)
    edge = np.interp(points[skin, 0], top[order, 0], top[order, 1])
    above = (edge - points[skin, 1]) / width
    # The lashes' band comes down whole; the lid's skin unrolls from under the crease above it.
    weight = np.where(above > -0.02, np.clip((0.44 - above) / 0.28, 0, 1), 0) * np.exp(-(beyond**2))
    points[skin, 1] += drop * weight
    points[list(upper[1:-1])] += down[1:-1]
    points[list(lower[1:-1])] += up[1:-1]


def jaw_weights(points: Points) -> NDArray[np.float32]:
    """How far each vertex follows an opening mouth, 0 to 1, told from the portrait, whose lips are apart."""
    left, right = points[61], points[291]
    middle, width = (left + right) / 2, float(right[0] - left[0])
    x, y = points[:, 0], points[:, 1]
    across = np.clip(np.abs(x - middle[0]) / (0.5 * width), 0, 1)
    lip = np.sqrt(1 - across**2)
    upper, lower = points[list(UPPER_LIP)], points[list(LOWER_LIP)]
    line = np.interp(x, upper[:, 0], (upper[:, 1] + lower[:, 1]) / 2)
    below = np.clip((y - middle[1]) / (0.5 * width), 0, 1)
    # A hinge moves what is far in front of it most: the chin fully, the corners of the jaw hardly.
    hinge, chin = float(points[[234, 454], 2].mean()), float(points[152, 2])
    jaw = below * below * (3 - 2 * below) * np.clip((hinge - points[:, 2]) / max(hinge - chin, 1.0), 0, 1.1)
    weights = np.where((y > line) & (across < 1), np.maximum(jaw, lip), jaw * (across >= 1))
    return np.asarray(weights, np.float32)


def open_mouth(points: Points, jaw: NDArray[np.float32], amount: float) -> None:
    """Swing the jaw about its hinge by the ears; lips part from the corners to the middle."""
    if amount <= 0:
        return
    width = float(points[291, 0] - points[61, 0])
    points[:, 1] += 0.5 * width * amount * jaw
    points[[61, 291, 78, 308], 0] += np.array((1, -1, 1, -1)) * 0.04 * width * amount


def mouth_inside(width: int) -> NDArray[np.uint8]:
    """The inside of a mouth, BGR (MOUTH_HEIGHT, width, 3): upper teeth, darkness, a tongue."""
    rows = np.arange(MOUTH_HEIGHT, dtype=np.float32)[:, None]
    columns = np.arange(width, dtype=np.float32)[None, :]
    dark = np.full((MOUTH_HEIGHT, width, 3), (22, 18, 34), np.float32)
    tongue = np.exp(-(((rows - 105) / 38) ** 2)) * np.ones_like(columns)
    dark += tongue[..., None] * np.array((46, 44, 92), np.float32)
    tooth = 15 + 3 * np.abs(np.sin(columns / 15 * np.pi)) ** 0.5
    teeth = np.clip((tooth - rows) / 3, 0, 1) * np.clip((rows + 4) / 5, 0, 1)
    gaps = 1 - 0.25 * np.exp(-(((columns % 15) - 7.5) ** 2) / 1.5)
    dark = dark * (1 - teeth[..., None]) + (teeth * gaps)[..., None] * np.array((168, 186, 196), np.float32)
    return np.asarray(cv2.GaussianBlur(dark, (0, 0), 1.2).clip(0, 255), np.uint8)
