"""Pose and openness of a face, on a photograph and on its mesh turned."""

from math import cos, radians, sin

import cv2
import numpy as np
import pytest

from kiosk.devices.frame import Image
from kiosk.face.geometry import box_of, head_rotation, openness_of, pose_of
from kiosk.face.mesh import FaceMesh, Mesh


@pytest.fixture(scope="module")
def mesh(closeup: Image, still: FaceMesh) -> Mesh:
    (found,) = still.find(closeup)
    return found


def turned(mesh: Mesh, yaw: float = 0.0, roll: float = 0.0) -> Mesh:
    """The mesh with its head turned further, degrees."""
    a, b = radians(yaw), radians(roll)
    about_y = np.array([[cos(a), 0, -sin(a)], [0, 1, 0], [sin(a), 0, cos(a)]])
    about_z = np.array([[cos(b), -sin(b), 0], [sin(b), cos(b), 0], [0, 0, 1]])
    middle = mesh.mean(axis=0)
    return ((mesh - middle) @ (about_z @ about_y).T + middle).astype(np.float32)


def test_a_mesh_turned_is_measured_so(mesh: Mesh) -> None:
    before = pose_of(head_rotation(mesh))
    for yaw in (-30, 20):
        assert pose_of(head_rotation(turned(mesh, yaw=yaw))).yaw - before.yaw == pytest.approx(yaw, abs=3)
    for roll in (-15, 15):
        assert pose_of(head_rotation(turned(mesh, roll=roll))).roll - before.roll == pytest.approx(roll, abs=2)


def test_a_turn_does_not_close_the_eyes_nor_open_the_mouth(mesh: Mesh) -> None:
    before = openness_of(mesh, head_rotation(mesh))
    side = turned(mesh, yaw=25)
    after = openness_of(side, head_rotation(side))
    assert after == pytest.approx(before, abs=0.02)


def test_a_mirrored_picture_turns_the_other_way(closeup: Image, mesh: Mesh, still: FaceMesh) -> None:
    (mirrored,) = still.find(np.ascontiguousarray(closeup[:, ::-1]))
    here, there = pose_of(head_rotation(mesh)), pose_of(head_rotation(mirrored))
    assert there.yaw == pytest.approx(-here.yaw, abs=4)
    assert there.roll == pytest.approx(-here.roll, abs=3)
    assert there.pitch == pytest.approx(here.pitch, abs=4)


def test_a_picture_upside_down_still_has_its_face(closeup: Image, mesh: Mesh, still: FaceMesh) -> None:
    (found,) = still.find(np.asarray(cv2.rotate(closeup, cv2.ROTATE_180), np.uint8))
    assert abs(pose_of(head_rotation(found)).roll) > 150
    width = box_of(mesh)[2]
    assert np.abs(np.array(closeup.shape[1::-1]) - found[1, :2] - mesh[1, :2]).max() < 0.1 * width


def test_the_box_is_a_face_s(mesh: Mesh) -> None:
    _, _, width, height = box_of(mesh)
    assert 0.6 < width / height < 1.2
