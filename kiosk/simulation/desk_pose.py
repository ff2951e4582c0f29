"""Where a card lies before the camera: a pinhole over a plane."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.reading import CARD_MM

Quad = NDArray[np.float32]

FOCAL = 1.1
"""Focal length in widths of the picture: about 49° across, as a document camera has."""
TALL = CARD_MM[1] / CARD_MM[0]
"""A card's height in card widths."""


@dataclass(frozen=True, slots=True)
class CardPose:
    """Where a card lies: `rotation` degrees clockwise in the picture (180 is upside down), tilts in degrees.

    `tilt_x` > 0 turns the card's top edge away from the camera, `tilt_y` > 0 its right edge. `coverage` is the card's
    share of the frame's area, `at` its middle in shares of width and height.
    """

    rotation: float = 0.0
    tilt_x: float = 0.0
    tilt_y: float = 0.0
    coverage: float = 0.4
    at: tuple[float, float] = (0.5, 0.5)


@lru_cache(maxsize=4)
def _homography_of(pose: CardPose, size: tuple[int, int]) -> NDArray[np.float64]:
    width, height = size
    corners = np.array([(-0.5, -TALL / 2, 0), (0.5, -TALL / 2, 0), (0.5, TALL / 2, 0), (-0.5, TALL / 2, 0)])
    turn_x, turn_y, turn_z = np.radians((pose.tilt_x, pose.tilt_y, pose.rotation))
    cx, sx, cy, sy, cz, sz = *_cs(turn_x), *_cs(turn_y), *_cs(turn_z)
    about_x = np.array([(1, 0, 0), (0, cx, sx), (0, -sx, cx)])
    about_y = np.array([(cy, 0, -sy), (0, 1, 0), (sy, 0, cy)])
    about_z = np.array([(cz, -sz, 0), (sz, cz, 0), (0, 0, 1)])
    body = corners @ (about_z @ about_y @ about_x).T
    focal = FOCAL * width
    middle = np.array([(pose.at[0] - 0.5) * width, (pose.at[1] - 0.5) * height]) / focal
    distance = focal * np.sqrt(TALL / (pose.coverage * width * height))
    flat = np.zeros((4, 2))
    for _ in range(6):
        space = body + np.array([middle[0] * distance, middle[1] * distance, distance])
        flat = focal * space[:, :2] / space[:, 2:] + np.array([width / 2, height / 2])
        covered = cv2.contourArea(flat.astype(np.float32)) / (width * height)
        if covered < 1e-6:  # edge-on: there is no distance at which it covers more
            break
        if max(abs(pose.tilt_x), abs(pose.tilt_y)) > 40:  # being turned over: as far away as if it lay flat
            break
        distance *= np.sqrt(covered / pose.coverage)
    plane = np.array([(0, 0), (1, 0), (1, TALL), (0, TALL)], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(plane, flat.astype(np.float32)), np.float64)


def _cs(angle: float) -> tuple[float, float]:
    return float(np.cos(angle)), float(np.sin(angle))


def homography(pose: CardPose, size: tuple[int, int]) -> NDArray[np.float64]:
    """From card coordinates (card widths, origin at its top left) to px of a frame of `size` (width, height)."""
    return _homography_of(pose, size)


def quad_of(pose: CardPose, size: tuple[int, int]) -> Quad:
    """The card's corners in px, float32 (4, 2), clockwise from its top left as printed."""
    plane = np.array([[(0, 0), (1, 0), (1, TALL), (0, TALL)]], np.float64)
    return np.asarray(cv2.perspectiveTransform(plane, homography(pose, size))[0], np.float32)
