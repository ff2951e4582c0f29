"""`kiosk demo`: five invented visitors go through the real screens and the real pipeline."""

import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.commands.console import Exit, JsonFlag, emit, end_at_once, ending_on_error, progress
from kiosk.commands.settings import store_of
from kiosk.decision.flow import Event, State
from kiosk.errors import InputError

if TYPE_CHECKING:
    from kiosk.app import Kiosk
    from kiosk.devices.simulated import SimulatedCamera
    from kiosk.pipeline.view import VisitView
    from kiosk.simulation.cast import CastMember
    from kiosk.simulation.rehearsal import Rehearsal

READY_S = 60.0
VISIT_S = 300.0
"""Patience with a machine that does more beside this: three attempts at the face take a busy one two minutes."""
SETTLED_S = 1.2
"""How long a screen has been shown when its picture is taken."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one invented visit went."""

    visitor: str
    expected: tuple[str, ...]
    outcome: str | None
    reasons: tuple[str, ...]
    seconds: float

    @property
    def right(self) -> bool:
        return self.outcome in self.expected


def demo(
    seed: Annotated[int, typer.Option(min=0, help="Which visitors are invented.")] = 1,
    landscape: Annotated[bool, typer.Option("--landscape", help="1920 × 1080 instead of 1080 × 1920.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Five invented visitors at a simulated terminal. Exit code 4 if any verdict is not the expected one.

    Leaves a picture of every screen and the journal in var/demo/.
    """
    from kiosk import log
    from kiosk.app import Kiosk, application, choose_platform
    from kiosk.decision.profile import load_profile
    from kiosk.devices.simulated import SimulatedCamera
    from kiosk.pipeline.terminal import CARD, FACE
    from kiosk.pipeline.toolbox import make_tools
    from kiosk.resources import data_dir
    from kiosk.simulation.cast import demo_visitors
    from kiosk.simulation.rehearsal import Rehearsal

    folder = data_dir() / "demo"
    with ending_on_error(as_json):
        store = store_of(None)
        _make_room(folder)
        log.configure("warning", folder / "kiosk.log")
        venue = load_profile("hotel")
    choose_platform()
    application(partial(end_at_once, as_json=as_json))
    progress("inventing five visitors …")
    cast = demo_visitors(seed)
    rehearsal = Rehearsal(partial(cast[0].enter, time.monotonic))
    camera = SimulatedCamera(rehearsal.at)
    with closing(Kiosk(venue, portrait=not landscape)) as kiosk:
        kiosk.window.resize(*((1920, 1080) if landscape else (1080, 1920)))
        kiosk.window.show()
        terminal = kiosk.start(
            {CARD: camera, FACE: camera},
            partial(make_tools, store, venue, camera.name, Random(seed), face_camera=camera),
            folder / "journal.db",
            observe=rehearsal.follow,
        )
        try:
            outcomes = list(_play(kiosk, camera, rehearsal, cast, folder, as_json))
        finally:
            ended = terminal.stop()
    _conclude(outcomes, folder, as_json)
    if terminal.crash is not None:
        raise terminal.crash
    if not ended or not all(outcome.right for outcome in outcomes) or len(outcomes) != len(cast):
        raise typer.Exit(Exit.UNEXPECTED_VERDICT)


def _make_room(folder: Path) -> None:
    """An empty folder in the place of the last demonstration's. Raises InputError `folder-unwritable`."""
    try:
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
    except OSError as error:
        message = f"the folder {folder} cannot be made anew ({error.strerror}). Set KIOSK_DATA to one that can"
        raise InputError("folder-unwritable", message) from error


def _play(
    kiosk: "Kiosk",
    camera: "SimulatedCamera",
    rehearsal: "Rehearsal",
    cast: "list[CastMember]",
    folder: Path,
    as_json: bool,
) -> Iterator[Outcome]:
    """One visitor after another; the first one's screens are photographed, the second one's camera is unplugged."""
    album = _Album(kiosk, folder)
    if not kiosk.work_until(lambda: kiosk.window.view.state is State.WELCOME, READY_S):
        progress(f"the kiosk did not become ready: {kiosk.window.view.fault}")
        return
    for place, member in enumerate(cast):
        progress(f"{place + 1} of {len(cast)}: {member.name} …")
        kiosk.window.set_language("en" if place % 2 else "zh")
        rehearsal.enter(member.enter(time.monotonic))
        rehearsal.follow(kiosk.window.view)
        unplugging = _Unplugging(camera) if place == 1 else None
        outcome = _visit(kiosk, rehearsal, album, unplugging, member)
        if as_json:
            emit({**asdict(outcome), "right": outcome.right})
        yield outcome
    kiosk.send(Event.START)
    if kiosk.work_until(lambda: kiosk.window.view.state is State.CARD_FRONT, 5.0):
        kiosk.send(Event.CALL_STAFF)
        kiosk.work_until(lambda: kiosk.window.view.state is State.STAFF, 5.0)
        kiosk.work_for(SETTLED_S)
        album.take(kiosk.window.view)
        kiosk.send(Event.RESET)
        kiosk.work_for(SETTLED_S)


def _visit(
    kiosk: "Kiosk",
    rehearsal: "Rehearsal",
    album: "_Album",
    unplugging: "_Unplugging | None",
    member: "CastMember",
) -> Outcome:
    began = time.monotonic()
    verdicts: list[VisitView] = []
    gone = False

    def over() -> bool:
        nonlocal gone
        view = kiosk.window.view
        if view.verdict is not None and not verdicts:
            verdicts.append(view)
        if unplugging is not None:
            unplugging.see(view)
        album.see(view)
        if (command := rehearsal.answers(view)) is not None:
            if command.event is Event.START:
                kiosk.send(Event.START)  # in the window's language
            else:
                kiosk.answer(command)
            gone = gone or command.event is Event.RESET
        return gone and view.state is State.WELCOME

    kiosk.work_until(over, VISIT_S)
    if not (gone and kiosk.window.view.state is State.WELCOME):
        kiosk.send(Event.CANCEL)
        kiosk.work_until(lambda: kiosk.window.view.state is State.WELCOME, 30.0)
    verdict = verdicts[0].verdict if verdicts else None
    return Outcome(
        visitor=member.name,
        expected=tuple(str(outcome) for outcome in member.expected),
        outcome=str(verdict.outcome) if verdict else None,
        reasons=tuple(str(reason.code) for reason in verdict.reasons) if verdict else (),
        seconds=time.monotonic() - began,
    )


def _conclude(outcomes: list[Outcome], folder: Path, as_json: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    if as_json:
        return
    table = Table("visitor", "expected", "verdict", "reasons", "seconds", "")
    for one in outcomes:
        row = (one.visitor, " or ".join(one.expected), one.outcome or "none", ", ".join(one.reasons))
        table.add_row(*row, f"{one.seconds:.0f}", "✓" if one.right else "UNEXPECTED")
    Console(width=140).print(table)
    progress(f"pictures of the screens and the journal are in {folder}")


class _Album:
    """Photographs each screen once in each language it is met in, when it has settled."""

    def __init__(self, kiosk: "Kiosk", folder: Path) -> None:
        self._kiosk, self._folder = kiosk, folder
        self._taken: set[str] = set()
        self._shown: tuple[object, float] = (None, 0.0)

    def see(self, view: "VisitView") -> None:
        key = (view.state, view.action, view.verdict and view.verdict.outcome)
        if key != self._shown[0]:
            self._shown = (key, time.monotonic())
        elif time.monotonic() - self._shown[1] >= SETTLED_S:
            self.take(view)

    def take(self, view: "VisitView") -> None:
        parts = [str(view.state), view.action.name.lower() if view.action else "", self._kiosk.window.language]
        if view.verdict is not None:
            parts.insert(1, str(view.verdict.outcome))
        name = "-".join(part for part in parts if part)
        if name not in self._taken:
            self._taken.add(name)
            self._kiosk.window.grab().save(str(self._folder / f"{len(self._taken):02d}-{name}.png"))


class _Unplugging:
    """Pulls the camera's plug once, while a card is wanted, and puts it back."""

    def __init__(self, camera: "SimulatedCamera") -> None:
        self._camera = camera
        self._since: float | None = None
        self._done = False

    def see(self, view: "VisitView") -> None:
        now = time.monotonic()
        if self._done:
            return
        if self._since is None and view.state is State.CARD_FRONT:
            self._camera.unplug()
            self._since = now
        elif self._since is not None and view.state is State.PAUSED and now - self._since > 2 * SETTLED_S:
            self._camera.replug()
            self._done = True
