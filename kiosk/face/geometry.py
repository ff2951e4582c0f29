"""Pose and openness ratios from a mesh. Pure; indices are those of mediapipe's 478-point topology."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kiosk.face.mesh import Mesh

# Points that no expression moves much, left-right pairs side by side, then the midline, and where they sit on an
# average head looking straight ahead (x to the picture's right, y down, z away from the camera; root mean square 1).
# Median of 1,500 meshes of LFW (view 2) after generalised Procrustes alignment, made symmetric.
_RIGID = np.array([33, 263, 133, 362, 127, 356, 234, 454, 93, 323, 54, 284, 67, 297, 103, 332, 21, 251, 162, 389,
                   117, 346, 50, 280, 101, 330, 98, 327, 10, 151, 9, 8, 168, 6, 197, 195, 5, 4, 1, 2])  # fmt: skip
_PAIRED = np.array([[-.728, -.032, -.010], [-.291, -.005, -.095], [-1.168, .009, .796], [-1.156, .247, .877],
                    [-1.144, .491, .892], [-.989, -.608, .208], [-.580, -.840, -.185], [-.827, -.748, -.002],
                    [-1.092, -.431, .411], [-1.148, -.238, .624], [-.858, .238, .001], [-.802, .504, -.091],
                    [-.565, .387, -.174], [-.290, .692, -.296]])  # fmt: skip
_MIDLINE = np.array([[0, -.890, -.320], [0, -.625, -.372], [0, -.342, -.408], [0, -.205, -.383], [0, -.084, -.371],
                     [0, .047, -.438], [0, .168, -.514], [0, .279, -.597], [0, .399, -.683], [0, .539, -.719],
                     [0, .644, -.683], [0, .735, -.426]])  # fmt: skip
_TEMPLATE = np.concatenate([np.stack([_PAIRED, _PAIRED * [-1, 1, 1]], axis=1).reshape(-1, 3), _MIDLINE])

# Each eye: its two corners, then points of the upper lid and the points of the lower lid that they meet.
_RIGHT_EYE = ([33, 133], [160, 159, 158], [144, 145, 153])  # the visitor's own right: on the picture's left
_LEFT_EYE = ([263, 362], [387, 386, 385], [373, 374, 380])
EYE_CORNERS = [*_RIGHT_EYE[0], *_LEFT_EYE[0]]
_MOUTH = ([78, 308], [82, 13, 312], [87, 14, 317])  # inner lips
_RIGHT_IRIS, _LEFT_IRIS = 468, 473  # their middles

OVAL = np.array([10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
                 152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109])  # fmt: skip
"""The outline of the face, clockwise in the picture from the top of the forehead."""


class Pose(NamedTuple):
    """Degrees, with the signs of `FaceObservation`."""

    yaw: float
    pitch: float
    roll: float


class Openness(NamedTuple):
    """Height by width of each eye and of the mouth's opening, as seen from straight ahead."""

    left_eye: float
    right_eye: float
    mouth: float


def head_rotation(mesh: Mesh) -> NDArray[np.float64]:
    """(3, 3) rotation that turns a head looking straight ahead into this one (orthogonal Procrustes, Schönemann 1966).

    Its z comes from the mesh model, so it says where the face seems to look, never whether it has depth.
    """
    points = mesh[_RIGID].astype(np.float64)
    u, _, vt = np.linalg.svd((points - points.mean(axis=0)).T @ _TEMPLATE)
    sign = np.sign(np.linalg.det(u @ vt))
    rotation: NDArray[np.float64] = u @ np.diag([1.0, 1.0, sign]) @ vt
    return rotation


def pose_of(rotation: NDArray[np.float64]) -> Pose:
    """Yaw, pitch and roll of a head rotation, roll applied first, then pitch, then yaw."""
    yaw = np.arctan2(-rotation[0, 2], rotation[2, 2])
    pitch = np.arcsin(np.clip(rotation[1, 2], -1.0, 1.0))
    roll = np.arctan2(rotation[1, 0], rotation[1, 1])
    return Pose(*(float(np.degrees(angle)) for angle in (yaw, pitch, roll)))


def openness_of(mesh: Mesh, rotation: NDArray[np.float64]) -> Openness:
    """Openness ratios, measured with the head turned back to face the camera so that a turn does not look like one."""
    frontal = (mesh.astype(np.float64) @ rotation)[:, :2]

    def ratio(part: tuple[list[int], list[int], list[int]]) -> float:
        (first, second), upper, lower = part
        width = float(np.linalg.norm(frontal[first] - frontal[second]))
        gap = float(np.mean(np.clip(frontal[lower, 1] - frontal[upper, 1], 0.0, None)))
        return gap / max(width, 1e-6)

    return Openness(ratio(_LEFT_EYE), ratio(_RIGHT_EYE), ratio(_MOUTH))


def gaze_of(mesh: Mesh, rotation: NDArray[np.float64]) -> float:
    """How far the irises are from the middle of their eyes, in widths of an eye, both averaged; > 0 towards the
    visitor's own left. Measured with the head turned back, so it is what the eyes do in the head."""
    across = (mesh.astype(np.float64) @ rotation)[:, 0]

    def shift(corners: list[int], iris: int) -> float:
        first, second = across[corners]
        return float((across[iris] - (first + second) / 2) / max(abs(first - second), 1e-6))

    return (shift(_RIGHT_EYE[0], _RIGHT_IRIS) + shift(_LEFT_EYE[0], _LEFT_IRIS)) / 2


def box_of(mesh: Mesh) -> tuple[float, float, float, float]:
    """x, y, width, height in px around all points."""
    x, y = mesh[:, :2].min(axis=0)
    width, height = np.ptp(mesh[:, :2], axis=0)
    return float(x), float(y), float(width), float(height)
