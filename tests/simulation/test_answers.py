"""When somebody moves who is asked to."""

from random import Random

import pytest

from kiosk.face.observation import Action
from kiosk.simulation.answers import Answers


@pytest.fixture
def done():
    return []


@pytest.fixture
def somebody(done):
    return Answers(done.append, Random(4).uniform)


def test_they_move_once_a_prompt_after_having_read_it(somebody, done):
    for frame in range(60):
        somebody.see(frame / 30, 1, Action.OPEN_MOUTH, None)
    (act,) = done
    assert act.action is Action.OPEN_MOUTH
    assert 0.4 <= act.start <= 0.9


def test_what_was_not_seen_they_do_once_more(somebody, done):
    for frame in range(150):
        somebody.see(frame / 30, 1, Action.TURN_LEFT, None)
    first, second = done
    assert second.start > first.end


def test_each_prompt_is_answered_even_if_it_asks_the_same(somebody, done):
    somebody.see(0.0, "one", Action.TURN_LEFT, None)
    somebody.see(1.0, "two", Action.TURN_LEFT, None)
    assert len(done) == 2


def test_nobody_moves_unasked(somebody, done):
    somebody.see(0.0, 1, None, None)
    somebody.see(0.1, 1, Action.FOLLOW, None)
    assert done == []


def test_eyes_follow_each_jump_of_the_dot(somebody, done):
    for t, place in ((0.0, None), (0.1, 0.0), (0.2, 0.0), (1.0, 1.0), (1.1, None)):
        somebody.see(t, 1, Action.FOLLOW, place)
    assert [act.vigour for act in done] == [0.0, 1.0]
    assert done[1].start == pytest.approx(1.23, abs=0.07)
