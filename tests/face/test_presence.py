"""One and the same face stays: what ends that, and what does not."""

import pytest

from kiosk.face.observation import FaceAdvice
from kiosk.face.presence import Presence
from tests.face.tracks import observation

GOOD = FaceAdvice.GOOD


def watched(*frames):
    """What ended it at the first of the frames, (time, face or None), that did."""
    presence = Presence()
    return next((name for time, face in frames if (name := presence.broken(time, face, GOOD)) is not None), None)


def at(time, **changed):
    return time, observation(time, **changed)


def test_a_face_that_stays_breaks_nothing():
    assert watched(*(at(k * 0.1) for k in range(50))) is None


def test_a_moment_without_a_face_is_forgiven_a_second_is_not():
    assert watched(at(0.0), (0.5, None), at(0.9)) is None
    assert watched(at(0.0), (0.5, None), (1.1, None)) == "face-left"


def test_a_face_may_take_a_second_to_come():
    assert watched((0.0, None), (0.9, None), at(1.5)) is None


def test_somebody_who_passes_behind_is_forgiven_who_stays_is_not():
    assert watched(at(0.0), at(0.2, faces=2), at(0.7, faces=2), at(0.9), at(1.0, faces=2)) is None
    assert watched(at(0.0), at(0.2, faces=2), at(0.9, faces=2)) == "several-faces"


@pytest.mark.parametrize("box", [(900.0, 200.0, 280.0, 320.0), (500.0, 200.0, 100.0, 120.0)])
def test_a_face_elsewhere_or_of_another_size_at_once_is_another(box):
    assert watched(at(0.0), at(0.1, box=box)) == "face-changed"
    assert watched(at(0.0), (0.5, None), at(0.9, box=box)) is None


def test_a_frozen_picture_is_no_presence():
    assert Presence().broken(0.0, observation(0.0), FaceAdvice.FROZEN) == "face-frozen"
