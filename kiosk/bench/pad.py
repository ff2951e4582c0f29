"""Genuine visitors and attacks before the real face check: who gets in, how long it takes, what a frame costs."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import process_time

import numpy as np

from kiosk.bench.item import FACE_MODELS, tested
from kiosk.bench.measure import Measure, at_most, median, percentile
from kiosk.bench.pad_real import judge_folder
from kiosk.bench.pad_report import CPU_GOAL, PadReport
from kiosk.bench.pad_trials import Job, outcomes
from kiosk.devices.frame import Frame
from kiosk.errors import InputError
from kiosk.face.challenge import same_effort
from kiosk.face.light.usual import UsualDelay
from kiosk.face.mesh import FaceMesh
from kiosk.face.observation import Action
from kiosk.face.observe import FaceObserver
from kiosk.face.presentation.texture import TextureNet
from kiosk.face.session import FaceCheck
from kiosk.inference.store import ModelStore
from kiosk.resources import models_dir
from kiosk.simulation.attacks.presentation import Species, presentation

SPEED_SIZE = (1280, 720)
_WARM = 6  # frames before the clock counts
_TIMED = 60
LATENCIES = (0.05, 0.14)
"""s from a terminal's screen to its camera's picture; one of them is a run's."""
_EARLIER = 10_000  # the first number of the visits before: none of those that are reported


def species_named(text: str | None) -> tuple[Species, ...]:
    """The species in `genuine,print`; all of them for None. Raises InputError `species-unknown`."""
    if text is None:
        return tuple(Species)
    try:
        return tuple(Species(part.strip()) for part in text.split(","))
    except ValueError as error:
        raise InputError("species-unknown", f"species are: {', '.join(Species)}") from error


def bench_pad(
    *,
    n: int,
    seed: int,
    species: Sequence[Species],
    width: int,
    lit: bool,
    attempts: int,
    processes: int,
    before: int,
    unable: Sequence[Action],
    command: str,
    real: Path | None,
) -> PadReport:
    """`n` visits of each species, twice as many of genuine visitors, in pictures `width` px wide (16:9), at one
    terminal that has had `before` genuine visits; `lit`: with the screen's colours; `unable`: see `Job`."""
    latency = float(np.random.default_rng((seed, 0x1A7E)).uniform(*LATENCIES))
    place = Job(Species.GENUINE, seed, 0, (width, width * 9 // 16), lit, attempts, latency)
    # The long part comes last: whatever is missing on this machine is said before it.
    store = ModelStore(models_dir())
    texture, item = TextureNet.if_present(store), tested(store, FACE_MODELS)
    judged = judge_folder(real, texture) if real is not None and real.is_dir() else None
    speed = bench_frames(seed)
    without = frozenset().union(*map(same_effort, unable))
    usual = _usual(place, before, processes) if lit else None
    counts = {kind: 2 * n if kind is Species.GENUINE else n for kind in species}
    jobs = [
        replace(place, species=kind, number=number, usual=usual, unable=without)
        for kind, count in counts.items()
        for number in range(count)
    ]
    found = list(outcomes(jobs, processes))
    return PadReport(command, seed, place.size, attempts, before, found, speed, judged, item)


def _usual(place: Job, before: int, processes: int) -> float | None:
    """What the terminal knows of its delay after so many genuine visits."""
    usual = UsualDelay()
    for one in outcomes([replace(place, number=_EARLIER + number) for number in range(before)], processes):
        if one.live and (delay := one.tries[-1].light_delay) is not None:
            usual.note(delay)
    return usual.seconds


def bench_frames(seed: int) -> list[Measure]:
    """CPU of one analysed frame at 720p, all of it: finding the face, noting it, judging the prompt."""
    shown = presentation(Species.GENUINE, seed, 0, SPEED_SIZE)
    times = []
    with FaceMesh() as mesh:
        check = FaceCheck(FaceObserver(mesh), (Action.TURN_LEFT, Action.OPEN_MOUTH))
        for number in range(_WARM + _TIMED):
            seen = shown.frame(1.0 + number / shown.fps, number)
            frame = Frame(seen.image, seen.time, number)
            start = process_time()
            check.see(frame)
            times.append((process_time() - start) * 1000)
        start = process_time()
        check.result()
        judged = (process_time() - start) * 1000
    times = times[_WARM:]
    data = f"{len(times)} frames of 1280 × 720, one genuine visitor, all threads"
    return [
        at_most("CPU of an analysed frame, median", median(times), CPU_GOAL, "ms", data),
        Measure("CPU of an analysed frame, 90th percentile", percentile(times, 90), "ms", data),
        Measure("CPU of the judgement at the end", judged, "ms", data),
    ]
