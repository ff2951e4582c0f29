"""The rim of half a mask, and what looks a little like it."""

import cv2
import numpy as np
import pytest

from kiosk.face.presentation.seam import line_across, seam
from kiosk.face.recorder import Recorder
from kiosk.simulation.portrait import load_portrait


@pytest.fixture(scope="module")
def mesh():
    return load_portrait().mesh


@pytest.fixture
def face():
    """The public-domain portrait."""
    return load_portrait().picture.copy()


def line(mesh, down, share=0.6):
    """The ends of a line across the face, `down` of its height below the base of the nose."""
    way, middle = mesh[454, :2] - mesh[234, :2], mesh[2, :2] + (0, down * np.ptp(mesh[:, 1]))
    return [tuple(int(value) for value in middle + side * share * way) for side in (-1, 1)]


def test_a_bare_face_has_no_line_across(face, mesh):
    assert line_across(face, mesh) < 2


@pytest.mark.parametrize("down", [0.0, 0.05, 0.15])
def test_the_rim_of_half_a_mask_is_seen(face, mesh, down):
    cv2.line(face, *line(mesh, down), (60, 70, 90), 10, cv2.LINE_AA)
    assert line_across(face, mesh) > 4


def test_a_soft_shade_is_no_rim(face, mesh):
    shade = np.full(face.shape[:2], 255, np.uint8)
    (_, y), _ = line(mesh, 0.05)
    shade[y:] = 190
    soft = cv2.GaussianBlur(shade, (0, 0), 25)[..., None] / 255
    assert line_across((face * soft).astype(np.uint8), mesh) < 2


@pytest.mark.parametrize("down", [-0.2, -0.12])
def test_the_rims_of_glasses_are_not_that_of_a_mask(face, mesh, down):
    cv2.line(face, *line(mesh, down), (30, 30, 30), 12, cv2.LINE_AA)
    assert line_across(face, mesh) < 2


def test_a_line_on_one_cheek_is_a_scar(face, mesh):
    left, _ = line(mesh, 0.05)
    cv2.line(face, left, tuple(int(value) for value in mesh[2, :2]), (60, 70, 90), 10, cv2.LINE_AA)
    assert line_across(face, mesh) < 2


def test_without_good_frames_nothing_is_measured():
    assert seam(Recorder().best) is None
