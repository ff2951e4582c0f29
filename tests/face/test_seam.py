"""The rim of half a mask, and what looks a little like it."""

import cv2
import numpy as np
import pytest

from kiosk.devices.frame import Frame
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
    assert line_across(face, mesh).depth < 2


@pytest.mark.parametrize("down", [0.0, 0.05, 0.15])
def test_the_rim_of_half_a_mask_is_seen(face, mesh, down):
    cv2.line(face, *line(mesh, down), (60, 70, 90), 10, cv2.LINE_AA)
    assert line_across(face, mesh).depth > 4


def test_a_soft_shade_and_glasses_are_no_rim(face, mesh):
    shade = np.full(face.shape[:2], 255, np.uint8)
    (_, y), _ = line(mesh, 0.05)
    shade[y:] = 190
    soft = cv2.GaussianBlur(shade, (0, 0), 25)[..., None] / 255
    assert line_across((face * soft).astype(np.uint8), mesh).depth < 2
    cv2.line(face, *line(mesh, -0.2), (30, 30, 30), 12, cv2.LINE_AA)
    assert line_across(face, mesh).depth < 2


def test_a_line_on_one_cheek_is_a_scar(face, mesh):
    left, _ = line(mesh, 0.05)
    cv2.line(face, left, tuple(int(value) for value in mesh[2, :2]), (60, 70, 90), 10, cv2.LINE_AA)
    assert line_across(face, mesh).depth < 2


def test_without_good_frames_nothing_is_measured():
    assert seam(Recorder().best) is None


class Seen:
    """What `seam` looks at of an observation."""

    def __init__(self, mesh):
        self.mesh, self.yaw = mesh, 0.0
        self.box = (0.0, 0.0, float(np.ptp(mesh[:, 0])), float(np.ptp(mesh[:, 1])))


def several(image, mesh):
    return [(Frame(image, float(number), number), Seen(mesh)) for number in range(5)]


def faint(face, mesh, ink=0.87):
    """A line hardly darker than the skin."""
    drawn = np.zeros(face.shape[:2], np.uint8)
    cv2.line(drawn, *line(mesh, 0.05), 255, 10, cv2.LINE_AA)
    share = drawn[..., None] / 255
    return (face * (1 - share * (1 - ink))).astype(np.uint8)


def two_coloured(face, mesh):
    """Another skin below: as bright, but redder."""
    (_, left), (_, right) = line(mesh, 0.05)
    lab = cv2.cvtColor(face, cv2.COLOR_BGR2LAB).astype(np.int16)
    lab[(left + right) // 2 :, :, 1] += 9
    return cv2.cvtColor(lab.clip(0, 255).astype(np.uint8), cv2.COLOR_LAB2BGR)


def test_a_faint_line_counts_only_between_two_colours(face, mesh):
    grey = cv2.cvtColor(cv2.cvtColor(face, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    lined = faint(two_coloured(face, mesh), mesh)
    assert line_across(lined, mesh).relative > 1.8 and line_across(lined, mesh).depth < 3
    assert seam(several(lined, mesh)) == 0
    assert seam(several(faint(grey, mesh), mesh)) > 0.25
    assert seam(several(two_coloured(face, mesh), mesh)) == 1
    assert seam(several(face, mesh)) == 1


def test_a_faint_line_in_a_few_of_many_frames_is_none(face, mesh):
    lined = faint(two_coloured(face, mesh), mesh)
    assert seam([*several(lined, mesh)[:2], *several(face, mesh)]) == 1
    assert seam(several(lined, mesh)[:4]) > 0.25  # too few to believe one that is hardly there


def test_turned_faces_are_not_looked_at(face, mesh):
    turned = several(face, mesh)
    for _, seen in turned:
        seen.yaw = 20.0
    assert seam(turned) is None


def test_a_line_on_a_dark_face_is_as_dark_by_its_skin(face, mesh):
    lined = faint(face, mesh, ink=0.7)
    bright, dark = line_across(lined, mesh), line_across((lined * 0.5).astype(np.uint8), mesh)
    assert dark.depth < 0.7 * bright.depth
    assert dark.relative == pytest.approx(bright.relative, rel=0.25)
