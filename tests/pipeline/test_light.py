"""The screen's colours in a visit: shown, answered, refused, and left out where the venue wants none."""

import pytest

from kiosk.decision.flow import Event
from kiosk.decision.outcome import Outcome
from kiosk.decision.verdict import Code
from kiosk.face.light.flashes import flashes
from kiosk.pipeline.view import Command
from kiosk.simulation.hurry import play
from tests.pipeline.standing import FPS, Standing, Touching


@pytest.fixture
def standing(new_stage, tools, cast):
    return Standing(new_stage, tools, cast[0].identity)


def test_the_first_action_comes_with_the_last_colour_and_colours_do_no_harm(standing):
    seen = standing.film(12, lambda view: view.action is not None and view.light is None)
    view = standing.visit.view
    assert (view.action_index, view.light, view.light_ahead) == (1, None, False)
    lit = [view for _, view in seen if view.light is not None]
    alone = [view for view in lit if view.action is None]
    assert lit[: len(alone)] == alone and all(view.light_ahead for view in alone)
    assert 0 < (len(lit) - len(alone)) / FPS < 1.0
    assert not any(view.light_ahead for view in lit[len(alone) :])
    assert 2.3 <= len(lit) / FPS <= 3.0
    assert seen[0][1].light_ahead
    shown = [view.light or (245, 242, 236) for _, view in seen]
    assert max(flashes([time for time, _ in seen], shown)) <= 1


def test_who_refuses_is_shown_no_colour_and_asked_for_one_action_more(standing):
    standing.film(12, lambda view: view.light is not None)
    standing.refuse()
    assert (standing.visit.view.light, standing.visit.view.light_ahead) == (None, False)
    seen = standing.film(6, lambda view: view.action is not None)
    assert all(view.light is None and not view.light_ahead for _, view in seen)
    assert standing.visit.view.action_count == 3
    assert standing.visit.view.attempt == 1


def test_a_refusal_after_the_colours_changes_nothing(standing):
    standing.film(12, lambda view: view.action is not None)
    before = standing.visit.view
    standing.refuse()
    assert standing.visit.view is before


def test_a_refusal_of_another_visit_changes_nothing(standing):
    standing.film(12, lambda view: view.light is not None)
    standing.visit.on_command(Command(Event.NO_LIGHT, "another"), standing.clock.now)
    assert standing.visit.view.light_ahead


def test_a_venue_without_colours_shows_none(new_stage, tools, cast):
    standing = Standing(new_stage, tools, cast[0].identity, light=False)
    seen = standing.film(6, lambda view: view.action is not None)
    assert standing.visit.view.action_count == 2
    assert all(view.light is None and not view.light_ahead for _, view in seen)


def test_a_genuine_visitor_who_refuses_is_looked_at_by_staff(stage, cast):
    visitor = Touching(cast[0].enter(stage.clock), Event.NO_LIGHT, lambda view: view.light_ahead)
    verdict = play(stage.visit, visitor, stage.clock)
    assert verdict.outcome is Outcome.REVIEW
    assert [reason.code for reason in verdict.reasons] == [Code.LIGHT_REFUSED]
