"""The moment in which the camera's exposure is another: when it comes, how long it lasts, and what it tells."""

from collections.abc import Callable

import numpy as np
import pytest

from kiosk.commands.devices import tried
from kiosk.devices.exposure import exposed
from kiosk.devices.frame import Frame, Image
from kiosk.devices.simulated import SimulatedCamera
from kiosk.face.presentation.exposure import exposure
from kiosk.face.presentation.stream import Arrivals
from kiosk.face.probe import ExposureProbe

FPS = 15.0
MIDDLE = np.full((72, 128, 3), 120, np.uint8)


class Lens:
    """A camera that obeys. `own` is how much darker it is by itself than it says, in stops; once it has been told, it
    is what it was told."""

    def __init__(self, scene: Image = MIDDLE, own: float = 0.0) -> None:
        self.scene, self.own, self.stops = scene, own, 0.0
        self.told: list[float] = []

    def expose(self, stops: float) -> bool:
        self.told.append(stops)
        self.stops = stops
        return True

    def picture(self) -> Image:
        return exposed(self.scene, self.stops + self.own if self.stops else 0.0)


class Stream(Lens):
    """What says yes, and shows what it shows."""

    def picture(self) -> Image:
        return self.scene


class Refusing(Lens):
    def expose(self, stops: float) -> bool:
        super().expose(stops)
        self.stops = 0.0
        return stops == 0


class Moment:
    """A probe that sees what a camera delivers, from a calm moment on or when `calm` says so."""

    def __init__(self, camera: Lens, calm: Callable[[float], bool] = lambda time: time > 0.5) -> None:
        self.camera, self.calm = camera, calm
        self.probe, self.arrivals = ExposureProbe(camera), Arrivals(1000)
        self.number = 0
        self.darker = 0.0  # s

    def pass_time(self, seconds: float) -> "Moment":
        for _ in range(round(seconds * FPS)):
            time = self.number / FPS
            self.arrivals.note(Frame(self.camera.picture(), time, self.number))
            self.probe.see(time, self.calm(time), True, self.arrivals.noted)
            self.darker += self.camera.stops / FPS * -1
            self.number += 1
        return self

    @property
    def score(self) -> float | None:
        return exposure(self.arrivals.noted, self.probe.changes)


def test_a_camera_that_follows_is_asked_once_and_for_half_a_second() -> None:
    moment = Moment(Lens()).pass_time(3)
    assert moment.score == 1
    assert moment.camera.told == [-1.0, 0]
    assert moment.probe.over and not moment.probe.doubtful and moment.darker < 0.7


def test_a_stream_that_ignores_it_is_asked_twice() -> None:
    moment = Moment(Stream()).pass_time(3)
    assert moment.score == 0
    assert moment.camera.told == [-1.0, -2.0, 0]


@pytest.mark.parametrize("own", [-1.0, -0.6, 0.4, 0.7, 0.9, 1.0, 1.1, 1.3, 2.0])
def test_a_camera_that_does_not_say_which_exposure_it_has_chosen_follows_too(own: float) -> None:
    score = Moment(Lens(own=own)).pass_time(3).score
    assert score is not None and score > 0.25, score


@pytest.mark.parametrize(
    "camera",
    [Refusing(), Lens(np.full_like(MIDDLE, 5)), Stream(np.full_like(MIDDLE, 250))],
    ids=["no", "dark", "white"],
)
def test_nothing_is_measured_where_nothing_can_be(camera: Lens) -> None:
    moment = Moment(camera).pass_time(3)
    assert moment.score is None and moment.probe.changes == ()
    assert moment.probe.over and camera.stops == 0


def test_without_a_camera_that_can_be_told_it_is_over() -> None:
    probe = ExposureProbe(None)
    probe.see(0.0, True, True, ())
    probe.leave()
    assert probe.over and not probe.running and probe.changes == ()


def test_a_head_that_moves_breaks_it_off_and_it_is_tried_again() -> None:
    moment = Moment(Lens(), calm=lambda time: 0.5 < time < 0.7 or time > 2).pass_time(1.5)
    assert moment.camera.told == [-1.0, 0] and moment.probe.changes == ()
    assert moment.score is None and not moment.probe.over
    assert moment.pass_time(2).score == 1


def test_pictures_count_as_usual_only_some_time_after() -> None:
    moment = Moment(Lens()).pass_time(0.4)
    assert not moment.probe.unsettled(0.4)
    moment.pass_time(0.2)
    assert moment.probe.running and moment.probe.unsettled(0.6)
    moment.pass_time(2)
    until = moment.probe.changes[-1].time
    assert moment.probe.unsettled(until + 0.1) and not moment.probe.unsettled(until + 0.4)


def test_given_up_it_leaves_the_camera_as_usual_and_never_touches_it_again() -> None:
    moment = Moment(Lens()).pass_time(0.7)
    assert moment.camera.stops == -1
    moment.probe.leave()
    moment.probe.leave()
    moment.pass_time(2)
    assert moment.camera.told == [-1.0, 0] and moment.probe.changes == ()


class Program(SimulatedCamera):
    def expose(self, stops: float) -> bool:
        return True


class Mute(SimulatedCamera):
    def expose(self, stops: float) -> bool:
        return False


@pytest.mark.parametrize(
    ("kind", "answer"), [(SimulatedCamera, "follows"), (Program, "ignores"), (Mute, "cannot-tell")]
)
def test_an_operator_can_try_a_camera(kind: type[SimulatedCamera], answer: str) -> None:
    now = [0.0]

    def clock() -> float:
        now[0] += 0.03
        return now[0]

    assert tried(kind(lambda t: MIDDLE, fps=1000, clock=clock)) == answer


def test_a_camera_that_is_not_there_says_why() -> None:
    camera = SimulatedCamera(lambda t: MIDDLE)
    camera.unplug()
    assert tried(camera) == "camera-missing"
