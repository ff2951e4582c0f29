"""The screen's colours in a visit: shown, answered, refused, and left out where the venue wants none."""

from dataclasses import replace

import pytest

from kiosk.decision.flow import Event, State
from kiosk.decision.verdict import Code, Outcome
from kiosk.devices.frame import Frame
from kiosk.face.light.flashes import flashes
from kiosk.pipeline.view import Command
from kiosk.simulation.face_scene import FaceScene, LivePerson
from kiosk.simulation.hurry import play

FPS = 12.0


class Standing:
    """A visit that begins with the face, and somebody who stands there."""

    def __init__(self, new_stage, tools, cast, **profile):
        face_first = tools.profile.model_copy(update={"steps": (State.CARD_FRONT, State.FACE), **profile})
        self.stage = new_stage(replace(tools, profile=face_first))
        self.visit, self.clock = self.stage.visit, self.stage.clock
        self.scene = FaceScene(LivePerson(cast[0].identity, 1), (960, 540), seed=1)
        self.visit.on_command(Command(Event.START, "", "zh"), self.clock.now)
        # The card is not what is tried here.
        self.visit._go(Event.FRONT_READ, self.visit._after(Event.FRONT_READ), self.clock.now)
        assert self.visit.view.state is State.FACE
        self.began, self.number = self.clock.now, 0

    def film(self, seconds, until=lambda view: False):
        seen = []
        for _ in range(round(seconds * FPS)):
            t = self.clock.now - self.began
            self.visit.on_frame(Frame(self.scene.at(t), self.clock.now, self.number))
            self.scene.shine(self.visit.view.light, t)
            seen.append((self.clock.now, self.visit.view))
            self.clock.now += 1 / FPS
            self.number += 1
            if until(self.visit.view):
                break
        return seen

    def refuse(self):
        self.visit.on_command(Command(Event.NO_LIGHT, self.visit.view.visit), self.clock.now)


@pytest.fixture
def standing(new_stage, tools, cast):
    return Standing(new_stage, tools, cast)


def test_colours_come_before_the_first_action_and_do_no_harm(standing):
    seen = standing.film(12, lambda view: view.action is not None)
    view = standing.visit.view
    assert (view.action_index, view.light, view.light_ahead) == (1, None, False)
    lit = [view for _, view in seen if view.light is not None]
    assert all(view.light_ahead and view.action is None for view in lit)
    assert 2.3 <= len(lit) / FPS <= 3.2
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
    standing = Standing(new_stage, tools, cast, light=False)
    seen = standing.film(6, lambda view: view.action is not None)
    assert standing.visit.view.action_count == 2
    assert all(view.light is None and not view.light_ahead for _, view in seen)


class Declining:
    """The visitor, who touches the button as soon as it is there."""

    def __init__(self, visitor):
        self._visitor, self._refused = visitor, False

    def __getattr__(self, name):
        return getattr(self._visitor, name)

    def answers(self, view):
        if view.light_ahead and not self._refused:
            self._refused = True
            return Command(Event.NO_LIGHT, view.visit)
        return self._visitor.answers(view)


def test_a_genuine_visitor_who_refuses_is_looked_at_by_staff(stage, cast):
    verdict = play(stage.visit, Declining(cast[0].enter(stage.clock)), stage.clock)
    assert verdict.outcome is Outcome.REVIEW
    assert [reason.code for reason in verdict.reasons] == [Code.LIGHT_REFUSED]
