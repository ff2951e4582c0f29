"""A face check with the screen's colours: who answers them, and what goes wrong while they are shown."""

from collections.abc import Callable
from itertools import count
from random import Random

import numpy as np
import pytest

from kiosk.devices.frame import Frame, Image
from kiosk.face.light.sequence import LightSequence, draw_sequence
from kiosk.face.mesh import FaceMesh
from kiosk.face.observation import Action
from kiosk.face.observe import FaceObserver
from kiosk.face.session import FaceCheck
from kiosk.face.status import FaceStatus
from kiosk.simulation.acting import Act
from kiosk.simulation.attacks.print_attack import PrintAttack
from kiosk.simulation.body import paint_room
from kiosk.simulation.face_scene import Actor, FaceScene, LivePerson
from kiosk.simulation.identity import Identity
from kiosk.simulation.sensor import Sensor

FPS = 12.0
SIZE = (960, 540)
SEQUENCE = draw_sequence(Random(21))
ACTIONS = (Action.OPEN_MOUTH, Action.TURN_LEFT)
PERSON = Identity.from_seed(3, male=False, age=33)


class Booth:
    """Somebody before a terminal whose screen shows what the check says, or something else."""

    def __init__(self, mesh: FaceMesh, actor: Actor, actions: tuple[Action, ...] = ACTIONS) -> None:
        self.check = FaceCheck(FaceObserver(mesh), actions, SEQUENCE)
        self.scene = FaceScene(actor, SIZE, seed=5, screen=0.25)
        self.seen: list[FaceStatus] = []
        self.view: Callable[[float, FaceStatus | None], Image] = lambda time, status: self.scene.at(time)
        self.played: LightSequence | None = None  # instead of what the check says
        self.fps = FPS

    def watch(self, until: Callable[[FaceStatus], bool] = lambda status: False, seconds: float = 25.0) -> FaceStatus:
        answered = set[int]()
        for number in count(len(self.seen)):
            time = number / self.fps
            image = self.view(time, self.seen[-1] if self.seen else None)
            status = self.check.see(Frame(image, time, number))
            self.seen.append(status)
            self.scene.shine(status.light if self.played is None else self.played.at(time), time)
            if status.action is not None and status.index not in answered:
                answered.add(status.index)
                self.scene.perform(Act(status.action, time + 0.5))
            if status.finished or until(status) or time > seconds:
                return status
        raise AssertionError


def test_somebody_lit_by_the_screen_is_live(live: FaceMesh) -> None:
    booth = Booth(live, LivePerson(PERSON, 3))
    status = booth.watch()
    result = booth.check.result()
    assert status.finished and status.failed_reason is None
    assert result.live is True and result.reasons == ()
    assert result.cues["light"] is not None and result.cues["light"] > 0.9
    lit = [s for s in booth.seen if s.light is not None]
    asked = [s for s in lit if s.action is not None]
    assert 0 < len(asked) / FPS < 1.0 and lit[-len(asked) :] == asked  # the first prompt comes with the last colours,
    assert all(s.light_ahead == (s.action is None) for s in lit)  # and from then on there is nothing to refuse
    assert SEQUENCE.seconds - 0.2 < len(lit) / FPS < SEQUENCE.seconds + 0.2
    first = next(number for number, s in enumerate(booth.seen) if s.light is not None)
    assert not any(s.light or s.light_ahead for s in booth.seen[first + len(lit) :])
    assert all(s.light_ahead for s in booth.seen[:first])


def test_a_camera_of_five_pictures_a_second_serves(live: FaceMesh) -> None:
    booth = Booth(live, LivePerson(PERSON, 3))
    booth.fps = 5.0
    assert booth.watch().failed_reason is None
    assert booth.check.result().live is True


def test_a_screen_that_showed_something_else_betrays_a_recording(live: FaceMesh) -> None:
    """Somebody lit by other colours: a video of an earlier visit, put in the camera's place."""
    booth = Booth(live, LivePerson(PERSON, 3))
    booth.played = draw_sequence(Random(23)).begun(1.3)
    booth.watch()
    result = booth.check.result()
    assert result.cues["light"] is not None and result.cues["light"] < 0.25
    assert result.live is False and "no-light-answer" in result.reasons


def test_a_stream_that_no_screen_reaches_is_not_live(live: FaceMesh) -> None:
    booth = Booth(live, LivePerson(PERSON, 3))
    booth.played = SEQUENCE.begun(1000.0)
    booth.watch(lambda status: status.action is not None and status.light is None)
    result = booth.check.result()
    assert result.cues["light"] == pytest.approx(0.1)
    assert result.live is False and "no-light-answer" in result.reasons


def test_a_print_answers_flatly(live: FaceMesh) -> None:
    booth = Booth(live, PrintAttack(PERSON, 3))
    booth.watch(lambda status: status.action is not None and status.light is None)
    light = booth.check.result().cues["light"]
    assert light is not None and light <= 0.3


@pytest.mark.parametrize("goes", ["leaves", "freezes"])
def test_what_ends_an_attempt_ends_it_during_the_colours_too(live: FaceMesh, goes: str) -> None:
    booth = Booth(live, LivePerson(PERSON, 3))
    booth.watch(lambda status: status.light is not None)
    room, sensor, last = paint_room(4, SIZE), Sensor(SIZE, 1), booth.scene.at(3.0)
    booth.view = lambda time, status: sensor.seen(room, int(time * 100)) if goes == "leaves" else last
    status = booth.watch()
    assert status.failed_reason == ("face-left" if goes == "leaves" else "face-frozen")
    assert status.light is None and not status.light_ahead
    assert booth.check.result().live is False


def test_the_colours_alone_make_nobody_live(live: FaceMesh) -> None:
    booth = Booth(live, LivePerson(PERSON, 3), actions=())
    assert booth.watch().finished
    result = booth.check.result()
    assert result.cues["light"] is not None and result.cues["light"] > 0.9
    assert result.live is None


def test_without_colours_they_are_no_part_of_the_judgement(live: FaceMesh) -> None:
    check = FaceCheck(FaceObserver(live), ACTIONS)
    status = check.see(Frame(np.zeros((540, 960, 3), np.uint8), 0.0, 0))
    assert status.light is None and not status.light_ahead
    assert "light" not in check.result().cues
