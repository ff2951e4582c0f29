"""`kiosk run`: the terminal on its real devices, or on invented visitors."""

import time
from collections.abc import Mapping
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path
from random import Random, SystemRandom
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.commands.console import Exit, emit, end_at_once, ending_on_error, progress
from kiosk.commands.settings import ConfigOption, store_named
from kiosk.simulation.trouble import LESSONS

if TYPE_CHECKING:
    from kiosk.app import Kiosk
    from kiosk.config import CameraSettings, Settings
    from kiosk.decision.profile import Profile
    from kiosk.devices.camera import Camera
    from kiosk.pipeline.terminal import Terminal
    from kiosk.simulation.rehearsal import Rehearsal
    from kiosk.simulation.visitor import Visitor

READY_S = 30.0


def run(
    config: ConfigOption = None,
    profile: Annotated[str | None, typer.Option(help="A shipped profile's name, or the path of one.")] = None,
    simulate: Annotated[bool, typer.Option("--simulate", help="Invented visitors instead of a camera.")] = False,
    windowed: Annotated[bool, typer.Option("--windowed", help="A window instead of the full screen.")] = False,
    trouble: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help=f"With --simulate: what is wrong with every visitor's card. {', '.join(LESSONS)}."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Which visitors are invented.")] = 1,
    trial: Annotated[bool, typer.Option("--trial", help="Start, say as JSON how long it took, and end.")] = False,
) -> None:
    """Run the kiosk. Ctrl+Shift+Q closes it, and so do Ctrl+C in the terminal and SIGTERM."""
    from kiosk import log
    from kiosk.app import Kiosk, application, choose_platform
    from kiosk.config import load
    from kiosk.decision.profile import load_profile
    from kiosk.resources import data_dir

    if trouble is not None and trouble not in LESSONS:
        raise typer.BadParameter(f"there is no {trouble}. Choose from {', '.join(LESSONS)}")
    if trouble is not None and not simulate:
        raise typer.BadParameter("--trouble needs --simulate")
    with ending_on_error(False):
        settings = load(config)
        venue = load_profile(profile or settings.profile)
        log.configure(settings.log_level, data_dir() / "log" / "kiosk.log")
    if simulate:
        choose_platform()
    application(end_at_once)
    portrait = {"portrait": True, "landscape": False}.get(settings.orientation)
    with closing(Kiosk(venue, language=settings.language, portrait=portrait)) as kiosk:
        kiosk.show(full_screen=trial or (settings.full_screen and not windowed))
        shown = time.time()
        with ending_on_error(False):
            terminal = _start(kiosk, settings, venue, seed, simulate, trouble)
        try:
            if trial:
                _try_out(kiosk, shown)
            else:
                kiosk.work()
        finally:
            ended = terminal.stop()
    if not ended:
        progress("a device did not let go in time; the program ends without it")
        raise typer.Exit(Exit.ENVIRONMENT)


def _start(
    kiosk: "Kiosk", settings: "Settings", venue: "Profile", seed: int, simulate: bool, trouble: str | None
) -> "Terminal":
    """Load what a visit needs, which takes most of the time, behind the first screen."""
    from kiosk.commands.new_installation import give_library
    from kiosk.pipeline.terminal import FACE
    from kiosk.pipeline.toolbox import make_tools

    give_library(settings)
    rehearsal = _rehearsal(seed, trouble) if simulate else None
    cameras = _cameras(settings, rehearsal)
    device = ", ".join(sorted({camera.name for camera in cameras.values()}))
    # Which actions are asked for must not be guessable; only a rehearsal may repeat them.
    chance = Random(seed) if simulate else SystemRandom()
    tools = partial(
        make_tools,
        store_named(settings),
        venue,
        device,
        chance,
        embedder=settings.embedder,
        threads=settings.threads,
        gallery=settings.gallery,
        cameras=cameras.values(),
        face_camera=cameras[FACE],
    )
    return kiosk.start(cameras, tools, settings.journal, observe=None if rehearsal is None else rehearsal.follow)


def _try_out(kiosk: "Kiosk", shown: float) -> None:
    """Wait until a visitor may come. `first_screen_s` (when `shown` was) and `ready_s` count from the start of the
    process; null: not reached.
    """
    import psutil

    from kiosk.decision.flow import State

    ready = kiosk.work_until(lambda: kiosk.window.view.state is State.WELCOME, READY_S)
    now, born = time.time(), psutil.Process().create_time()
    fault = kiosk.window.view.fault if kiosk.window.view.state is State.PAUSED else None
    emit({"first_screen_s": shown - born, "ready_s": now - born if ready else None, "fault": fault})
    if not ready:
        raise typer.Exit(Exit.ENVIRONMENT)


def _rehearsal(seed: int, trouble: str | None) -> "Rehearsal":
    from kiosk.simulation.cast import demo_visitors
    from kiosk.simulation.practice import visitors
    from kiosk.simulation.rehearsal import Rehearsal

    if trouble is not None:
        practice = visitors(trouble, seed)
        return Rehearsal(lambda: next(practice), lambda: next(practice))
    members = (member for turn in count() for member in demo_visitors(seed + turn))

    def following() -> "Visitor":
        return next(members).enter(time.monotonic)

    return Rehearsal(following, following)


def _cameras(settings: "Settings", rehearsal: "Rehearsal | None") -> Mapping[str, "Camera"]:
    from kiosk.devices.simulated import SimulatedCamera
    from kiosk.pipeline.terminal import CARD, FACE

    if rehearsal is not None:
        simulated = SimulatedCamera(rehearsal.at)
        return {CARD: simulated, FACE: simulated}
    face = _camera(settings.camera)
    return {CARD: face if settings.card_camera is None else _camera(settings.card_camera), FACE: face}


def _camera(settings: "CameraSettings") -> "Camera":
    """A recording, played again and again, where a file or a folder is named, else a device."""
    from kiosk.devices.opencv_camera import OpenCVCamera
    from kiosk.devices.recorded import RecordedCamera

    path = Path(settings.source)
    if path.is_dir() or (path.is_file() and not settings.source.startswith("/dev/")):
        return RecordedCamera(path, again=True)
    return OpenCVCamera(
        settings.source,
        width=settings.width,
        height=settings.height,
        fps=settings.fps,
        mirror=settings.mirror,
        rotation=settings.rotation,
        exposure=settings.exposure,
    )
