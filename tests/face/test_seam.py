"""The rim of half a mask, and what looks a little like it."""

import cv2
import numpy as np
import pytest

from kiosk.face.presentation.seam import seam, seam_across
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


def test_a_bare_face_has_no_seam_across(face, mesh):
    assert seam_across(face, mesh).clearness < 0.3


@pytest.mark.parametrize("down", [0.0, 0.05, 0.15])
def test_the_rim_of_half_a_mask_is_seen(face, mesh, down):
    cv2.line(face, *line(mesh, down), (60, 70, 90), 10, cv2.LINE_AA)
    assert seam_across(face, mesh).line > 4


@pytest.mark.parametrize("share", [0.75, 1.3])
def test_a_sharp_step_between_two_skins_is_seen(face, mesh, share):
    (_, y), _ = line(mesh, 0.03)
    face[y:] = np.clip(face[y:] * share, 0, 255)
    assert seam_across(face, mesh).step > 3


@pytest.mark.parametrize(("channel", "trace"), [(1, "red"), (2, "yellow")])
def test_two_skins_as_bright_and_of_another_colour_are_seen(face, mesh, channel, trace):
    (_, y), _ = line(mesh, 0.03)
    lab = cv2.cvtColor(face, cv2.COLOR_BGR2LAB)
    lab[y:, :, channel] += 15
    seen = seam_across(cv2.cvtColor(lab, cv2.COLOR_LAB2BGR), mesh)
    assert getattr(seen, trace) > 2.7 and seen.clearness > 1 and max(seen.line, seen.step) < 2


def test_a_step_on_one_cheek_is_none(face, mesh):
    (_, y), _ = line(mesh, 0.03)
    half = int(mesh[2, 0])
    face[y:, :half] = np.clip(face[y:, :half] * 0.7, 0, 255)
    assert seam_across(face, mesh).step < 1


def test_a_collar_below_the_chin_is_no_step(face, mesh):
    y = int(mesh[152, 1])
    face[y:] = (200, 60, 30)
    assert seam_across(face, mesh).clearness < 0.3


def test_a_soft_shade_is_no_rim(face, mesh):
    shade = np.full(face.shape[:2], 255, np.uint8)
    (_, y), _ = line(mesh, 0.05)
    shade[y:] = 190
    soft = cv2.GaussianBlur(shade, (0, 0), 25)[..., None] / 255
    assert seam_across((face * soft).astype(np.uint8), mesh).clearness < 0.5


@pytest.mark.parametrize("down", [-0.2, -0.12])
def test_the_rims_of_glasses_are_not_that_of_a_mask(face, mesh, down):
    cv2.line(face, *line(mesh, down), (30, 30, 30), 12, cv2.LINE_AA)
    assert seam_across(face, mesh).clearness < 0.3


def test_a_line_on_one_cheek_is_a_scar(face, mesh):
    left, _ = line(mesh, 0.05)
    cv2.line(face, left, tuple(int(value) for value in mesh[2, :2]), (60, 70, 90), 10, cv2.LINE_AA)
    assert seam_across(face, mesh).clearness < 0.5


def test_without_good_frames_nothing_is_measured():
    assert seam(Recorder().best) is None
