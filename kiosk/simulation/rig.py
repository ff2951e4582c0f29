"""The portrait's head as a surface in three dimensions that can be turned and make faces.

Vertices, in order: the 478 landmarks, three rings of hair and ears round the face's oval, copies of both eyes'
contours that stay open behind the lids, and copies of the lips' inner contours that carry the inside of the mouth.
x and y are px of the portrait, z the same scale, negative towards the camera.
"""

from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from kiosk.face.geometry import head_rotation
from kiosk.simulation.expression import MOUTH_HEIGHT, close_eye, jaw_weights, look, open_mouth
from kiosk.simulation.portrait import (
    LEFT_LIDS,
    LOWER_LIP,
    OVAL,
    RIGHT_LIDS,
    UPPER_LIP,
    Lids,
    Points,
    Triangles,
    eye_outline,
    face_triangles,
    load_portrait,
    strip,
)

RING = 478
RINGS = 3
EYES = RING + RINGS * len(OVAL)
MOUTH = EYES + 32
COUNT = MOUTH + 2 * len(UPPER_LIP)

# Outlines sink less than the face when the head turns: a head is about as deep as it is wide.
_RING_KEEPS = (0.1, 0.35, 0.6)


@dataclass(frozen=True, slots=True)
class HeadPose:
    """How a head is held, with the signs of FaceObservation; frames are unmirrored.

    `yaw`, `pitch`, `roll` in degrees (yaw > 0 to the person's own left, pitch > 0 up, roll > 0 leaning to their own
    left). `left_eye` and `right_eye` are 0 shut to 1 open, `mouth` 0 closed to 1 wide open. `gaze_x`, `gaze_y` shift
    the irises, −1 to 1. `x`, `y` is the middle of the resting face as a share of the frame's width and height, `scale`
    the height of the face, hairline to chin, as a share of the frame's height.
    """

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    left_eye: float = 1.0
    right_eye: float = 1.0
    mouth: float = 0.0
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    x: float = 0.5
    y: float = 0.46
    scale: float = 0.42


@dataclass(frozen=True, eq=False, slots=True)
class Rig:
    """`texture` (V, 2) px of the portrait, `rest` (V, 3) the resting surface, `skin` and `inside` its triangles.

    `inside` (eyes, mouth) lies behind `skin` whatever the depth. `jaw` says how much of the mouth's opening each vertex
    of face and rings follows. `size` is the face's resting width and height.
    """

    texture: Points
    rest: Points
    skin: Triangles
    inside: Triangles
    jaw: NDArray[np.float32]
    pivot: NDArray[np.float32]
    size: tuple[float, float]
    centre: tuple[float, float]

    def shaped(self, rest: Points) -> "Rig":
        """The same rig over another resting surface."""
        pivot, size, centre = _measure(rest)
        return replace(self, rest=rest, pivot=pivot, size=size, centre=centre)

    def posed(self, pose: HeadPose) -> tuple[Points, Points]:
        """Vertices (V, 3) in portrait px about the face's centre, and their texture coordinates, for a pose."""
        points = self.rest.copy()
        open_mouth(points[:EYES], self.jaw, pose.mouth)
        texture = self._mouth_texture(points)
        for lids, copy, openness in ((RIGHT_LIDS, EYES, pose.right_eye), (LEFT_LIDS, EYES + 16, pose.left_eye)):
            _copy_eye(points, lids, copy)
            look(points, lids, pose.gaze_x, pose.gaze_y)
            close_eye(points[:RING], lids, 1.0 - openness)
        return self._turned(points, pose), texture

    def _mouth_texture(self, points: Points) -> Points:
        texture = self.texture.copy()
        n = len(UPPER_LIP)
        upper, lower = points[list(UPPER_LIP)], points[list(LOWER_LIP)]
        points[MOUTH : MOUTH + n], points[MOUTH + n :] = upper, lower
        # The teeth belong to the skull: what a dropping lip uncovers is texture further down, not texture stretched.
        top = texture[MOUTH : MOUTH + n, 1]
        texture[MOUTH + n :, 1] = top + np.clip(lower[:, 1] - upper[:, 1], 0, MOUTH_HEIGHT - 4)
        return texture

    def _turned(self, points: Points, pose: HeadPose) -> Points:
        yaw, pitch, roll = radians(pose.yaw), radians(pose.pitch), radians(pose.roll)
        about_y = np.array([[cos(yaw), 0, -sin(yaw)], [0, 1, 0], [sin(yaw), 0, cos(yaw)]])
        about_x = np.array([[1, 0, 0], [0, cos(pitch), sin(pitch)], [0, -sin(pitch), cos(pitch)]])
        about_z = np.array([[cos(roll), -sin(roll), 0], [sin(roll), cos(roll), 0], [0, 0, 1]])
        flat = points - self.pivot
        turned = flat @ (about_x @ about_y).T
        n = len(OVAL)
        for ring, keep in enumerate(_RING_KEEPS):
            rows = slice(RING + ring * n, RING + (ring + 1) * n)
            kept = keep * np.clip(-flat[rows, 1:2] / (0.25 * self.size[1]), 0, 1)  # the jaw turns with the face
            turned[rows, :2] += kept * (flat[rows, :2] - turned[rows, :2])
        turned = turned @ about_z.T
        distance = 5.5 * self.size[0]  # px: a face 15 cm wide at about 80 cm
        turned[:, :2] *= distance / (distance + turned[:, 2:])
        return np.asarray(turned + self.pivot - (*self.centre, 0), np.float32)


@cache
def portrait_rig() -> Rig:
    """The rig of the portrait itself, turned to look straight ahead."""
    portrait = load_portrait()
    rest = np.zeros((COUNT, 3), np.float32)
    texture = np.zeros((COUNT, 2), np.float32)
    rest[:RING] = portrait.mesh
    rest[RING:EYES] = _rings(portrait.mesh, portrait.matte)
    texture[:EYES] = rest[:EYES, :2]
    for lids, copy in ((RIGHT_LIDS, EYES), (LEFT_LIDS, EYES + 16)):
        _copy_eye(rest, lids, copy)
        texture[copy : copy + 16] = rest[copy : copy + 16, :2]
    n = len(UPPER_LIP)
    texture[MOUTH:, 0] = np.tile(rest[list(UPPER_LIP), 0], 2)
    texture[MOUTH : MOUTH + n, 1] = portrait.picture.shape[0] + 2
    texture[MOUTH + n :, 1] = portrait.picture.shape[0] + 20
    straight = _straightened(rest, _measure(rest)[0])
    skin, inside = (_facing(texture, found) for found in (_skin_triangles(), _inside_triangles()))
    return Rig(texture, straight, skin, inside, jaw_weights(straight[:EYES]), *_measure(straight))


def _measure(rest: Points) -> tuple[NDArray[np.float32], tuple[float, float], tuple[float, float]]:
    """Pivot, size and centre of a resting face."""
    oval = rest[list(OVAL)]
    low, high = oval.min(axis=0), oval.max(axis=0)
    width, height = float(high[0] - low[0]), float(high[1] - low[1])
    centre = (float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2)
    # Heads turn on the neck: below the ears, behind the face's edge.
    pivot = np.array([centre[0], centre[1] + 0.18 * height, float(rest[[234, 454], 2].mean())], np.float32)
    return pivot, (width, height), centre


def _straightened(rest: Points, pivot: NDArray[np.float32]) -> Points:
    """Take out how the portrait itself holds its head, as the face room measures it."""
    rotation = head_rotation(rest[:RING])
    return ((rest - pivot) @ rotation + pivot).astype(np.float32)


def _rings(mesh: Points, matte: NDArray[np.uint8]) -> Points:
    """Three rings between the oval and the matte's edge, each further back."""
    oval = mesh[list(OVAL)]
    centre = oval[:, :2].mean(axis=0)
    height, width = matte.shape
    rings = np.zeros((RINGS, len(OVAL), 3), np.float32)
    for i, point in enumerate(oval):
        ray = point[:2] - centre
        steps = centre + np.linspace(0.9, 2.6, 700)[:, None] * ray
        column, row = steps[:, 0].astype(int), steps[:, 1].astype(int)
        within = (column >= 0) & (column < width) & (row >= 0) & (row < height)
        reached = within & (matte[row.clip(0, height - 1), column.clip(0, width - 1)] > 8)
        edge = steps[np.flatnonzero(reached)[-1]] + 10 * ray / np.linalg.norm(ray)
        away = float(np.linalg.norm(edge - point[:2]))
        for ring in range(RINGS):
            share = (ring + 1) / RINGS
            rings[ring, i, :2] = (1 - share) * point[:2] + share * edge
            rings[ring, i, 2] = point[2] + away * 0.6 * share
    return rings.reshape(-1, 3)


def _skin_triangles() -> Triangles:
    n = len(OVAL)
    triangles = face_triangles().tolist()
    rows = [OVAL, *(tuple(range(RING + k * n, RING + (k + 1) * n)) for k in range(RINGS))]
    for inner, outer in pairwise(rows):
        triangles += strip((*inner, inner[0]), (*outer, outer[0]))
    return np.array(triangles, np.int32)


def _inside_triangles() -> Triangles:
    triangles = []
    for lids, copy in ((RIGHT_LIDS, EYES), (LEFT_LIDS, EYES + 16)):
        triangles += [(copy + i, copy + (i + 1) % 16, lids[2]) for i in range(16)]
    n = len(UPPER_LIP)
    triangles += strip(tuple(range(MOUTH, MOUTH + n)), tuple(range(MOUTH + n, MOUTH + 2 * n)))
    return np.array(triangles, np.int32)


def _facing(texture: Points, triangles: Triangles) -> Triangles:
    """The same triangles with their corners in the order that makes a positive area in the portrait."""
    a, b, c = (texture[triangles[:, i]] for i in range(3))
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    return np.where((area < 0)[:, None], triangles[:, [0, 2, 1]], triangles).astype(np.int32)


def _copy_eye(points: Points, lids: Lids, copy: int) -> None:
    points[copy : copy + 16] = points[list(eye_outline(lids))]
