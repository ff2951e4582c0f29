"""Whether a head keeps still and is back, from observations made of numbers."""

import pytest

from kiosk.face.stillness import kept_still, turned_back
from tests.face.tracks import bump, observation, person


def until(time, **how):
    return [one for one in person(**how) if one.time <= time]


@pytest.mark.parametrize("way", ["yaw", "pitch"])
def test_a_head_that_moved_was_not_still_until_it_has_been_so_long_enough(way):
    moved = {way: bump(2.0, 20.0)}
    assert kept_still(until(1.9, **moved), 1.9, 0.5)
    assert not kept_still(until(2.3, **moved), 2.3, 0.5)
    assert not kept_still(until(3.4, **moved), 3.4, 0.5)
    assert kept_still(until(3.8, **moved), 3.8, 0.5)


def test_a_little_may_be_allowed():
    seen = until(2.15, yaw=bump(2.0, 14.0))
    assert not kept_still(seen, 2.15, 0.5)
    assert kept_still(seen, 2.15, 0.5, within=8.0)


def test_who_was_hardly_seen_was_not_still():
    assert not kept_still([observation(1.0), observation(1.1)], 1.1, 0.5)


def test_back_is_where_the_head_was_before():
    turned = bump(2.0, 25.0, stay=1.0)
    assert not turned_back(until(3.0, yaw=turned), 1.9)
    assert turned_back(until(4.2, yaw=turned), 1.9)
    assert not turned_back(until(4.2, yaw=turned), 9.0)  # nothing was seen just before
