"""A flat thing held up by somebody who hides behind it."""

from dataclasses import dataclass
from math import cos, pi, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image
from kiosk.simulation.body import Garment, paint_body
from kiosk.simulation.puppet import HeadPose, draw_body
from kiosk.simulation.screen_light import DARK, Glow
from kiosk.simulation.warp import paste


@dataclass(frozen=True, slots=True)
class Hold:
    """How a sheet is held: angles in degrees as for a head, `dx`, `dy` in sheet heights."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    dx: float = 0.0
    dy: float = 0.0


class Hand:
    """The unsteadiness of a hand (physiological tremor and slow drift), by `seed`."""

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng((seed, 0x4A2D))
        self._phase = rng.uniform(0, 2 * pi, 10).tolist()

    def at(self, t: float) -> Hold:
        """The hold at `t` seconds about upright."""

        def wave(part: int, hertz: float) -> float:
            return sin(2 * pi * hertz * t + self._phase[part])

        return Hold(
            yaw=3.0 * wave(0, 0.21) + 0.5 * wave(1, 1.3),
            pitch=2.5 * wave(2, 0.17) + 0.4 * wave(3, 1.7),
            roll=1.6 * wave(4, 0.14) + 0.3 * wave(5, 2.1),
            dx=0.018 * wave(6, 0.19) + 0.0012 * wave(7, 7.3),
            dy=0.012 * wave(8, 0.23) + 0.0012 * wave(9, 8.1),
        )


def sheet_corners(centre: tuple[float, float], size: tuple[float, float], hold: Hold) -> NDArray[np.float32]:
    """Corners (4, 2) px, clockwise from the top left, of a sheet of `size` px about `centre`, seen from near."""
    width, height = size
    flat = np.array([(-width, -height, 0), (width, -height, 0), (width, height, 0), (-width, height, 0)]) / 2
    yaw, pitch, roll = radians(hold.yaw), radians(hold.pitch), radians(hold.roll)
    about_y = np.array([[cos(yaw), 0, -sin(yaw)], [0, 1, 0], [sin(yaw), 0, cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, cos(pitch), sin(pitch)], [0, -sin(pitch), cos(pitch)]])
    about_z = np.array([[cos(roll), -sin(roll), 0], [sin(roll), cos(roll), 0], [0, 0, 1]])
    turned = flat @ (about_z @ about_x @ about_y).T
    distance = 2.2 * height
    seen = turned[:, :2] * (distance / (distance + turned[:, 2:]))
    return np.asarray(seen + np.array(centre) + np.array((hold.dx, hold.dy)) * height, np.float32)


def sheet_map(size: tuple[int, int], corners: NDArray[np.float32]) -> NDArray[np.float64]:
    """The homography from a picture of (width, height) to those corners."""
    width, height = size
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(source, corners), np.float64)


def place_sheet(frame: Image, sheet: NDArray[np.uint8], mapping: NDArray[np.float64]) -> None:
    """Lay a BGRA sheet over the frame in place."""
    (x0, y0), (x1, y1) = covered_box(sheet.shape[1::-1], mapping, frame.shape[1::-1])
    if x1 <= x0 or y1 <= y0:
        return
    shift = np.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1]], np.float64)
    layer = cv2.warpPerspective(sheet, shift @ mapping, (x1 - x0, y1 - y0), flags=cv2.INTER_AREA)
    paste(frame, layer.astype(np.uint8), x0, y0)


def covered_box(
    size: tuple[int, ...], mapping: NDArray[np.float64], frame: tuple[int, ...]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """The part of the frame, as its top left and bottom right, that a mapped picture of (width, height) can reach."""
    width, height = size
    corners = np.array([[(0, 0), (width, 0), (width, height), (0, height)]], np.float64)
    reached = cv2.perspectiveTransform(corners, mapping)[0]
    low, high = np.floor(reached.min(axis=0)), np.ceil(reached.max(axis=0)) + 1
    left, top = (int(max(v, 0)) for v in low)
    return (left, top), (int(min(high[0], frame[0])), int(min(high[1], frame[1])))


class Holder:
    """The shoulders of whoever holds it."""

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng((seed, 0x601D))
        cloth = [int(v) for v in rng.uniform(30, 120) + rng.uniform(-20, 20, 3)]
        self._body = paint_body(
            Garment((cloth[0], cloth[1], cloth[2]), (230, 230, 230), "round", seed), (110.0, 135.0, 175.0), 290.0, 590.0
        )

    def draw(self, frame: Image, place: HeadPose, glow: Glow = DARK) -> None:
        """Draw them in place, where the head's `place` says."""
        height, width = frame.shape[:2]
        chin = (place.x * width, (place.y + 0.55 * place.scale) * height)
        draw_body(frame, self._body, place.scale * height / 430, chin, glow)
