"""The camera's exposure in a visit: another for a moment in the face step, and the usual one whatever becomes of it."""

from dataclasses import replace
from functools import partial

import pytest

from kiosk.decision.flow import Event, State
from kiosk.devices.exposure import exposed
from kiosk.pipeline.view import Command
from tests.pipeline.standing import Standing


class Filmed:
    """A scene through a camera that can be told."""

    def __init__(self, follows):
        self.follows, self.stops, self.told = follows, 0.0, []

    def expose(self, stops):
        self.stops = stops
        self.told.append(stops)
        return True

    def take(self, scene):
        self.scene = scene

    def at(self, t):
        return exposed(self.scene.at(t), self.stops if self.follows else 0.0)

    def __getattr__(self, name):
        return getattr(self.scene, name)


def stand(new_stage, tools, cast, follows=True):
    """Somebody before a camera, and the camera."""
    camera = Filmed(follows)
    # The models are the next test's too.
    told = replace(tools, face_check=partial(tools.face_check, camera=camera), close=lambda: None)
    standing = Standing(new_stage, told, cast[0].identity, light=False)
    camera.take(standing.scene)
    standing.scene = camera
    return standing, camera


def test_who_stands_there_is_live_and_the_camera_as_usual_afterwards(new_stage, tools, cast):
    standing, camera = stand(new_stage, tools, cast)
    standing.film(20, lambda view: view.state is not State.FACE)
    found = standing.visit._found.liveness
    assert found.live is True and found.cues["exposure"] == 1
    assert camera.told == [-1.0, 0]


def test_a_stream_that_ignores_it_is_not_live_for_that_reason(new_stage, tools, cast):
    standing, camera = stand(new_stage, tools, cast, follows=False)
    standing.film(20, lambda view: view.state is not State.FACE)
    found = standing.visit._found.liveness
    assert found.live is False and found.reasons == ("exposure-ignored",)
    assert camera.stops == 0


@pytest.mark.parametrize("end", ["staff", "cancelled", "walked away", "switched off"])
def test_whatever_ends_the_step_the_camera_is_as_usual(new_stage, tools, cast, end):
    standing, camera = stand(new_stage, tools, cast)
    standing.film(20, lambda view: camera.stops != 0)
    assert camera.stops == -1
    if end == "walked away":
        standing.stage.pass_time(100)
        assert standing.visit.view.attempt == 2
    elif end == "switched off":
        standing.visit.close()
    else:
        event = Event.CALL_STAFF if end == "staff" else Event.CANCEL
        standing.visit.on_command(Command(event, standing.visit.view.visit), standing.clock.now)
    assert camera.stops == 0
    assert camera.told == [-1.0, 0]
