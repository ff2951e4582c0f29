"""The threads together: a simulated camera, a real journal, real models behind them."""

import threading
import time
from dataclasses import replace
from random import Random

import pytest

from kiosk.decision.flow import Event, State
from kiosk.devices.simulated import SimulatedCamera
from kiosk.errors import EnvironmentFault
from kiosk.pipeline import writing
from kiosk.pipeline.terminal import CARD, FACE, Terminal
from kiosk.pipeline.view import Command
from kiosk.simulation.desk_scene import DeskScene
from kiosk.simulation.trouble import Trouble


class Screen:
    """Keeps what the terminal shows, and waits for what it should show."""

    def __init__(self):
        self.views = []
        self.changed = threading.Condition()

    def show(self, view):
        with self.changed:
            self.views.append(view)
            self.changed.notify_all()

    def wait(self, state, timeout=20):
        with self.changed:
            assert self.changed.wait_for(lambda: self.views and self.views[-1].state is state, timeout), state
            return self.views[-1]


@pytest.fixture(scope="module")
def desk():
    return DeskScene(None, 1, (640, 360), trouble=Trouble.NO_CARD)


@pytest.fixture
def open_terminal(tools, desk, tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "RETRY_S", 0.05)
    terminals = []

    def start(camera=None, make=None, journal=None):
        camera = camera or SimulatedCamera(lambda t: desk.at(0.0))
        screen = Screen()
        made = make or (lambda write: replace(tools, write=write, close=lambda: None, random=Random(0)))
        cameras = {CARD: camera, FACE: camera}
        terminal = Terminal(cameras, made, journal or tmp_path / "journal.db", screen.show)
        terminals.append(terminal)
        terminal.start()
        return terminal, screen, camera

    yield start
    for terminal in terminals:
        assert terminal.stop()


def test_pictures_flow_and_a_visit_begins_and_is_cancelled(open_terminal):
    terminal, screen, _ = open_terminal()
    screen.wait(State.WELCOME)
    terminal.send(Command(Event.START, "", "en"))
    view = screen.wait(State.CARD_FRONT)
    assert view.visit
    until = time.monotonic() + 10
    while screen.views[-1].card_advice is None and time.monotonic() < until:
        time.sleep(0.02)
    assert screen.views[-1].frame_size == (640, 360)
    assert terminal.preview.wait(5) is not None
    terminal.send(Command(Event.CANCEL, view.visit))
    assert screen.wait(State.WELCOME).visit == ""
    assert terminal.crash is None


def test_a_camera_that_is_not_there_says_so_within_five_seconds_and_is_found_later(open_terminal, desk):
    camera = SimulatedCamera(lambda t: desk.at(0.0))
    camera.unplug()
    _, screen, _ = open_terminal(camera)
    view = screen.wait(State.PAUSED, timeout=5)
    assert view.fault == "camera-missing"
    camera.replug()
    assert screen.wait(State.WELCOME).fault is None


class Slow(SimulatedCamera):
    """Is opened only once somebody lets it be, or finds that it is not there."""

    def __init__(self, scene):
        super().__init__(scene)
        self.let = threading.Event()

    def open(self):
        self.let.wait(10)
        super().open()


@pytest.fixture
def slow(desk):
    return Slow(lambda t: desk.at(0.0))


@pytest.fixture
def ready(tools):
    """A visit's tools, and the event that they are made."""
    made = threading.Event()

    def make(write):
        made.set()
        return replace(tools, write=write, close=lambda: None)

    return make, made


@pytest.mark.parametrize("plugged", [True, False])
def test_nobody_is_welcomed_before_the_camera_has_answered(open_terminal, slow, ready, plugged):
    make, made = ready
    if not plugged:
        slow.unplug()
    _, screen, _ = open_terminal(slow, make)
    assert made.wait(10)
    with screen.changed:
        assert not screen.changed.wait_for(lambda: screen.views, 0.3)
    slow.let.set()
    screen.wait(State.WELCOME if plugged else State.PAUSED)
    assert len({view.state for view in screen.views}) == 1


def test_of_two_cameras_that_are_called_the_same_both_must_answer(tools, desk, slow, ready, tmp_path):
    make, made = ready
    screen, other = Screen(), SimulatedCamera(lambda t: desk.at(0.0))
    terminal = Terminal({CARD: other, FACE: slow}, make, tmp_path / "journal.db", screen.show)
    terminal.start()
    try:
        assert made.wait(10) and terminal.preview.wait(10) is not None
        with screen.changed:
            assert not screen.changed.wait_for(lambda: screen.views, 0.3)
        slow.let.set()
        screen.wait(State.WELCOME)
    finally:
        slow.let.set()
        assert terminal.stop()


def test_unplugging_pauses_a_visit_and_plugging_in_again_resumes_it(open_terminal):
    terminal, screen, camera = open_terminal()
    screen.wait(State.WELCOME)
    terminal.send(Command(Event.START, ""))
    visit = screen.wait(State.CARD_FRONT).visit
    camera.unplug()
    assert screen.wait(State.PAUSED).fault in ("camera-lost", "camera-missing")
    camera.replug()
    assert screen.wait(State.CARD_FRONT).visit == visit


def test_nobody_is_welcomed_while_the_journal_cannot_be_written(open_terminal, tmp_path):
    journal = tmp_path / "in the way"
    journal.mkdir()
    _, screen, camera = open_terminal(journal=journal)
    assert screen.wait(State.PAUSED).fault == "journal-read-only"
    assert {view.state for view in screen.views} == {State.PAUSED}
    camera.unplug()
    until = time.monotonic() + 10
    while not screen.views[-1].fault.startswith("camera") and time.monotonic() < until:
        time.sleep(0.02)
    assert screen.views[-1].state is State.PAUSED
    camera.replug()
    journal.rmdir()
    screen.wait(State.WELCOME)


def test_missing_models_are_told_and_loaded_when_they_are_there(open_terminal, tools):
    tries = []

    def make(write):
        tries.append(1)
        if len(tries) == 1:
            raise EnvironmentFault("model-missing", "not there. Run: kiosk models prepare")
        return replace(tools, write=write, close=lambda: None)

    _, screen, _ = open_terminal(make=make)
    assert screen.wait(State.PAUSED).fault == "model-missing"
    screen.wait(State.WELCOME)


def test_a_bug_in_the_middle_of_a_visit_calls_staff_and_the_next_visitor_is_served(open_terminal, tools):
    watches = []

    def watch(side):
        made = tools.watch(side)
        if not watches:
            made.see = lambda frame: 1 / 0
        watches.append(made)
        return made

    def make(write):
        return replace(tools, write=write, close=lambda: None, watch=watch)

    terminal, screen, _ = open_terminal(make=make)
    screen.wait(State.WELCOME)
    terminal.send(Command(Event.START, ""))
    view = screen.wait(State.STAFF)
    assert isinstance(terminal.crash, ZeroDivisionError)
    terminal.send(Command(Event.RESET, view.visit))
    screen.wait(State.WELCOME)
    terminal.send(Command(Event.START, ""))
    screen.wait(State.CARD_FRONT)
