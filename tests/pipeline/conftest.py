"""Visits with the real models, a real journal and invented people, played by a clock that the test turns."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

from kiosk.bench.match_people import frames_of
from kiosk.decision.profile import Profile, load_profile
from kiosk.devices.frame import Frame
from kiosk.errors import KioskError
from kiosk.inference.store import ModelStore
from kiosk.journal.store import Journal
from kiosk.pipeline.toolbox import make_tools
from kiosk.pipeline.tools import Tools
from kiosk.pipeline.tries import Tries
from kiosk.pipeline.view import VisitView
from kiosk.pipeline.visit import Visit
from kiosk.pipeline.waiting import Beginning, Entry
from kiosk.simulation.cast import CastMember, demo_visitors
from kiosk.simulation.hurry import HandClock
from kiosk.simulation.identity import Identity


@pytest.fixture(scope="session")
def hotel() -> Profile:
    return load_profile("hotel")


@pytest.fixture(scope="session")
def cast() -> list[CastMember]:
    return demo_visitors(0)


@pytest.fixture(scope="session")
def tools(store: ModelStore, hotel: Profile) -> Iterator[Tools]:
    """Loaded once; `write` is to be replaced."""
    made = make_tools(store, hotel, "test camera", Random(0), lambda _: None)
    yield made
    made.close()


@pytest.fixture(scope="session")
def holder() -> Identity:
    """Whoever stands before the terminal, with a card of their own."""
    return Identity.from_seed(4, age=35)


@pytest.fixture(scope="session")
def frames(holder: Identity) -> tuple[Frame, ...]:
    """Live frames of the holder, best first."""
    images = frames_of(holder, np.random.default_rng(6))
    return tuple(Frame(image, number / 2, number) for number, image in enumerate(images))


class Stage:
    """One visit at a time, its journal beside it, and everything it ever showed that may be kept."""

    def __init__(self, tools: Tools, path: Path) -> None:
        self.clock = HandClock()
        self.journal = Journal(path)
        self.broken: KioskError | None = None
        self.entries: list[Entry] = []
        self.states: list[str] = []
        self.visit = Visit(replace(tools, write=self.write, random=Random(0), tries=Tries()), self._shown)

    def write(self, entry: Entry) -> None:
        self.entries.append(entry)
        if isinstance(entry, Beginning):
            self.journal.begin(entry.visit, entry.profile, entry.language, entry.device, entry.versions, entry.time)
            return
        if self.broken is None:
            self.journal.finish(entry)
        self.visit.on_recorded(entry.visit, self.broken, self.clock.now)

    def pass_time(self, seconds: float) -> None:
        """Nothing happens for a while."""
        for _ in range(round(seconds * 10)):
            self.clock.now += 0.1
            self.visit.tick(self.clock.now)

    def _shown(self, view: VisitView) -> None:
        if not self.states or self.states[-1] != view.state:
            self.states.append(view.state)


@pytest.fixture
def stage(tools: Tools, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tools, tmp_path / "journal.db")
    yield made
    made.journal.close()


@pytest.fixture
def new_stage(tools: Tools, tmp_path: Path) -> Iterator[Callable[[Tools], Stage]]:
    """Stages with tools of one's own."""
    stages: list[Stage] = []

    def make(changed: Tools) -> Stage:
        stages.append(Stage(changed, tmp_path / f"journal-{len(stages)}.db"))
        return stages[-1]

    yield make
    for one in stages:
        one.journal.close()
