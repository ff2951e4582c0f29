"""Visitors who cannot do what the face step asks for."""

import pytest

from kiosk.decision.flow import Event, State
from kiosk.decision.outcome import Outcome
from kiosk.decision.verdict import Code
from kiosk.face.challenge import TURNS
from kiosk.face.observation import Action
from kiosk.pipeline.view import Command
from kiosk.simulation.hurry import play
from tests.pipeline.standing import Standing, Touching


@pytest.fixture
def standing(new_stage, tools, cast):
    return Standing(new_stage, tools, cast[0].identity, light=False)


def asked(standing):
    standing.film(8, lambda view: view.action is not None)
    return standing.visit.view.action


def test_what_somebody_cannot_do_is_not_asked_again_and_the_attempt_is_not_lost(standing):
    first = asked(standing)
    standing.cannot()
    assert (standing.visit.view.action, standing.visit.view.attempt) == (None, 1)
    seen = standing.film(25, lambda view: view.state is State.RESULT)
    shown = {view.action for _, view in seen if view.action is not None}
    assert Action.FOLLOW in shown and len(shown) == 2
    assert not shown & set(TURNS if first in TURNS else [first])
    assert len({view.dot for _, view in seen} - {None}) >= 2
    assert all((view.dot is not None) is (view.action is Action.FOLLOW and not view.action_done) for _, view in seen)
    assert [reason.code for reason in standing.visit.view.verdict.reasons] == [Code.ACTION_REPLACED]


def test_who_can_do_hardly_anything_is_helped_by_a_person(standing):
    for _ in range(4):
        assert asked(standing) is not None
        standing.cannot()
        if standing.visit.view.state is not State.FACE:
            break
    assert standing.visit.view.state is State.STAFF


def test_it_means_nothing_while_nothing_is_asked(standing):
    standing.film(0.3)
    before = standing.visit.view
    standing.cannot()
    assert standing.visit.view is before
    asked(standing)
    before = standing.visit.view
    standing.visit.on_command(Command(Event.OTHER_WAY, "another"), standing.clock.now)
    assert standing.visit.view is before


def test_a_genuine_visitor_who_cannot_is_looked_at_by_staff(stage, cast):
    visitor = Touching(cast[0].enter(stage.clock), Event.OTHER_WAY, lambda view: view.action is not None)
    verdict = play(stage.visit, visitor, stage.clock)
    assert verdict.outcome is Outcome.REVIEW
    assert [reason.code for reason in verdict.reasons] == [Code.ACTION_REPLACED]
