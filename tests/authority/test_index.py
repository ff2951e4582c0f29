"""One against many finds everybody who is near enough, and nobody else."""

import numpy as np
import pytest

from kiosk.authority.index import Alike, VectorIndex
from kiosk.face.calibration import Scale


@pytest.fixture
def vectors(rng):
    return rng.normal(0, 0.1, (5000, 128)).astype(np.float32)


def test_everybody_within_reach_is_found_nearest_first(vectors, rng):
    index = VectorIndex(range(5000), vectors)
    probe = (vectors[7] + rng.normal(0, 0.02, 128)).astype(np.float32)
    apart = np.linalg.norm(vectors - probe, axis=1)
    reach = float(np.sort(apart)[4]) + 1e-4
    found = index.within(probe, reach)
    assert [near.person for near in found] == np.argsort(apart)[:5].tolist()
    assert found[0].person == 7
    assert [near.distance for near in found] == pytest.approx(np.sort(apart)[:5].tolist(), rel=1e-4)
    assert index.within(probe, 0.01) == []


def test_of_several_portraits_of_one_person_the_nearest_counts(vectors):
    index = VectorIndex([3, 3, *range(10, 5008)], vectors)
    [near] = index.within(vectors[1], 0.05)
    assert (near.person, near.distance) == (3, pytest.approx(0, abs=1e-3))


def test_how_alike_somebody_is_is_told_on_the_scale_given():
    scale = Scale((0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7))
    index = VectorIndex([4, 9], np.array([[0.0, 0.0], [0.2, 0.0]], np.float32))
    probe = np.array([0.05, 0.0], np.float32)
    assert index.alike(probe, scale, 80.0) == [Alike(4, pytest.approx(95.0)), Alike(9, pytest.approx(85.0))]
    assert index.alike(probe, scale, 90.0) == [Alike(4, pytest.approx(95.0))]


def test_nobody_is_in_an_empty_library(vectors):
    assert VectorIndex([], np.zeros((0, 0), np.float32)).within(vectors[0], 2.0) == []
    with pytest.raises(ValueError):
        VectorIndex([1], vectors[:2])


def test_who_is_added_is_found_like_the_others(vectors):
    index = VectorIndex([], np.zeros((0, 0), np.float32))
    for person, vector in enumerate(vectors[:200]):
        index.add(person, vector)
    assert len(index) == 200
    whole = VectorIndex(range(200), vectors[:200])
    for probe in (vectors[3], vectors[199], vectors[4000]):
        assert index.within(probe, 1.5) == whole.within(probe, 1.5)
