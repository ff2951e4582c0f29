"""Somebody who types at the review is not cut off; a terminal that was left is wiped all the same."""

import pytest

from kiosk.decision.flow import LONGEST, TIMEOUTS, Event, State
from kiosk.pipeline.view import Command
from tests.decision.samples import BACK, FRONT

LIMIT, LONGEST_S = TIMEOUTS[State.REVIEW], LONGEST[State.REVIEW]


@pytest.fixture
def reviewed(stage):
    stage.visit.on_command(Command(Event.START, "", "zh"), stage.clock.now)
    for reading in (FRONT, BACK):
        stage.visit._keep(reading, stage.clock.now)
    assert stage.visit.view.state is State.REVIEW
    return stage


def touch(stage, visit=None):
    stage.visit.on_command(Command(Event.TOUCHED, visit or stage.visit.view.visit), stage.clock.now)


def test_who_types_longer_than_the_time_limit_goes_on(reviewed):
    for _ in range(4):
        reviewed.pass_time(LIMIT / 2)
        touch(reviewed)
        assert reviewed.visit.view.deadline == pytest.approx(reviewed.clock.now + LIMIT)
    assert reviewed.visit.view.state is State.REVIEW
    reviewed.visit.on_command(Command(Event.CONFIRM, reviewed.visit.view.visit), reviewed.clock.now)
    assert reviewed.visit.view.state is State.FACE


def test_left_after_a_touch_it_is_wiped_when_the_time_is_over(reviewed):
    reviewed.pass_time(LIMIT - 10)
    touch(reviewed)
    reviewed.pass_time(LIMIT - 1)
    assert reviewed.visit.view.state is State.REVIEW
    reviewed.pass_time(2)
    view = reviewed.visit.view
    assert (view.state, view.visit, view.front, view.back) == (State.WELCOME, "", None, None)
    [record] = reviewed.journal.recent()
    assert (record["ending"], record["fields"]) == ("timed-out", {})


def test_what_keeps_touching_it_does_not_keep_it_for_ever(reviewed):
    began = reviewed.clock.now
    while reviewed.visit.view.state is State.REVIEW:
        touch(reviewed)
        reviewed.pass_time(0.5)
        assert reviewed.clock.now - began < LONGEST_S + 2
    assert reviewed.clock.now - began > LONGEST_S - 1
    assert reviewed.visit.view.state is State.WELCOME


def test_a_touch_of_another_visit_gains_nothing(reviewed):
    before = reviewed.visit.view.deadline
    reviewed.pass_time(20)
    touch(reviewed, "another")
    assert reviewed.visit.view.deadline == before


def test_many_touches_in_a_moment_are_told_once(reviewed):
    shown = []
    publish = reviewed.visit._publish
    reviewed.visit._publish = lambda view: (shown.append(view), publish(view))
    reviewed.pass_time(20)
    for _ in range(20):
        touch(reviewed)
        reviewed.clock.now += 0.01
    assert len(shown) == 1


def test_at_the_card_a_touch_gains_nothing(stage):
    stage.visit.on_command(Command(Event.START, "", "zh"), stage.clock.now)
    before = stage.visit.view
    stage.pass_time(5)
    touch(stage)
    assert stage.visit.view is before
