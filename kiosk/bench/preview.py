"""The screens while cards are read and a face is watched: how long Qt's thread is blocked, how many frames it shows."""

import time
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random

import numpy as np

from kiosk.app import Kiosk, application, choose_platform
from kiosk.bench.measure import Measure, at_least, at_most, percentile
from kiosk.decision.flow import Event, State
from kiosk.decision.profile import Profile
from kiosk.devices.frame import Image
from kiosk.devices.simulated import SimulatedCamera
from kiosk.face.observation import Action
from kiosk.inference.store import ModelStore
from kiosk.pipeline.terminal import CARD, FACE
from kiosk.pipeline.toolbox import make_tools
from kiosk.pipeline.view import VisitView
from kiosk.simulation.acting import Act
from kiosk.simulation.card_portrait import card_portrait
from kiosk.simulation.card_print import MintedCard, invent_style, mint
from kiosk.simulation.cast import demo_visitors
from kiosk.simulation.desk_scene import DeskScene
from kiosk.simulation.face_scene import FaceScene, LivePerson
from kiosk.simulation.trouble import Trouble
from kiosk.ui.pulse import Pulse
from kiosk.ui.viewfinder import Viewfinder

BLOCKED_MS, FPS = 33.0, 30.0
SHOWN = 0.97
"""The share of the camera's frames that must reach the screen for its rate to count as kept."""
SIZE = (1280, 720)
LOOP = 24
"""Pictures painted beforehand for each step and shown to and fro: painting them live would be measured too."""
READ_S, FACE_S = 15.0, 6.0
"""How long a card may take to be read, and how long a face is watched in each cycle."""
SETTLE_S = 0.3
"""While one screen gives way to another blocking counts, but no frames are expected."""


class Reel:
    """The pictures that belong to what the kiosk shows: `at` is the camera's scene."""

    def __init__(self, seed: int) -> None:
        member = demo_visitors(seed)[0]
        card = mint(member.holder, card_portrait(member.identity), invent_style(np.random.default_rng(seed)))
        face = FaceScene(LivePerson(member.identity, seed), SIZE, seed=seed)
        face.perform(Act(Action.TURN_LEFT, 0.2))
        self._loops = {
            State.CARD_FRONT: _desk(card, seed, Trouble.NONE),
            State.CARD_BACK: _desk(card, seed, Trouble.WRONG_SIDE),
            State.FACE: [face.at(0.5 + number / FPS) for number in range(LOOP)],
        }
        self._state = State.CARD_FRONT

    def follow(self, view: VisitView) -> None:
        if view.state in self._loops:
            self._state = view.state

    def at(self, t: float) -> Image:
        place = round(t * FPS) % (2 * LOOP)
        return self._loops[self._state][min(place, 2 * LOOP - 1 - place)]


def _desk(card: MintedCard, seed: int, trouble: Trouble) -> list[Image]:
    scene = DeskScene(card, seed, SIZE, trouble=trouble, arrive=0.0)
    return [scene.at(3.0 + number / FPS) for number in range(LOOP)]


def bench_preview(store: ModelStore, profile: Profile, folder: Path, *, seconds: float, seed: int) -> list[Measure]:
    """Run the real screens and the real pipeline on pictures painted beforehand, for about `seconds`.

    One visit after another: both sides of a card are captured and read, the reading is confirmed, a face is watched,
    the visit is cancelled. Raises EnvironmentFault as `make_tools` does.
    """
    choose_platform()
    application()
    reel = Reel(seed)
    camera = SimulatedCamera(reel.at, FPS)
    with closing(Kiosk(profile, portrait=True)) as kiosk:
        kiosk.window.resize(1080, 1920)
        kiosk.window.show()
        terminal = kiosk.start(
            {CARD: camera, FACE: camera},
            partial(make_tools, store, profile, camera.name, Random(seed), face_camera=camera),
            folder / "journal.db",
            observe=reel.follow,
        )
        try:
            return _Audience(kiosk).measures(seconds)
        finally:
            terminal.stop()


class _Audience:
    """Watches the screens go through visits."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self._finders = kiosk.window.findChildren(Viewfinder)
        self._shown, self._watched, self._reads = 0, 0.0, 0

    def measures(self, seconds: float) -> list[Measure]:
        if not self._reaches(State.WELCOME, 30.0):
            return [at_most("Qt thread blocked, p99", None, BLOCKED_MS, "ms", "the kiosk did not become ready")]
        pulse = Pulse(self._kiosk.window)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._visit()
        delays = [delay * 1000 for delay in pulse.delays]
        data = f"{self._reads} sides read in {seconds:.0f} s of visits, 1080 × 1920 screen, 720p camera at {FPS:.0f}/s"
        return [
            at_most("Qt thread blocked, p99", percentile(delays, 99), BLOCKED_MS, "ms", f"{len(delays)} ticks; {data}"),
            Measure("Qt thread blocked, longest", max(delays), "ms", data),
            at_least("frames shown a second", self._shown / self._watched, FPS * SHOWN, "", data),
        ]

    def _visit(self) -> None:
        self._kiosk.send(Event.START)
        self._reaches(State.CARD_FRONT, 5.0)
        self._reads += self._watch(State.CARD_BACK, READ_S)
        self._reads += self._watch(State.REVIEW, READ_S)
        self._kiosk.send(Event.CONFIRM)
        self._reaches(State.FACE, 5.0)
        self._watch(State.DECIDING, FACE_S)
        self._kiosk.send(Event.CANCEL)
        self._reaches(State.WELCOME, 5.0)

    def _watch(self, until: State, timeout: float) -> bool:
        """Count the frames shown until the next step; whether it came."""
        self._kiosk.work_for(SETTLE_S)
        before, began = self._painted(), time.monotonic()
        reached = self._reaches(until, timeout)
        self._shown += self._painted() - before
        self._watched += time.monotonic() - began
        return reached

    def _reaches(self, state: State, timeout: float) -> bool:
        return self._kiosk.work_until(lambda: self._kiosk.window.view.state is state, timeout)

    def _painted(self) -> int:
        return sum(finder.painted for finder in self._finders)
