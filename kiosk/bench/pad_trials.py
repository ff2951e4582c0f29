"""Presentations before the real face check, frame by frame with a clock turned by hand, and what became of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from random import Random
from time import process_time

import numpy as np

from kiosk.face.liveness import remembering, undecided
from kiosk.face.mesh import FaceMesh
from kiosk.face.observation import Action, LivenessResult
from kiosk.face.observe import FaceObserver
from kiosk.face.session import FaceCheck
from kiosk.face.status import FaceStatus
from kiosk.face.tasks import draw_tasks
from kiosk.simulation.answers import Answers
from kiosk.simulation.attacks.presentation import Presentation, Species, presentation
from kiosk.simulation.face_scene import LATENCY

ATTEMPTS = 3
"""What a visit allows unless its profile says otherwise."""
_ACTIONS = 2
"""What the profiles that come with the program ask for; one more without the screen's colours."""
LIMIT_S = 45.0
"""An attempt without an end is given up after this long, as a terminal's timeout does."""
UNMEASURED = "light-unmeasured"


@dataclass(frozen=True, slots=True)
class Job:
    """One presentation in pictures of `size` (width, height); `lit`: the screen plays its colours; `unable`: what is
    said not to be possible, so that the dot to follow takes its place. `latency` and `usual` are the terminal's: s from
    its screen to its camera, and what it knows of that."""

    species: Species
    seed: int
    number: int
    size: tuple[int, int]
    lit: bool = True
    attempts: int = ATTEMPTS
    latency: float = LATENCY
    usual: float | None = None
    unable: frozenset[Action] = frozenset()


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt: what a visit makes of its result, why it ended early (None: it did not), how long it took in the
    visitor's seconds, and the CPU seconds of each frame and of the judgement.

    A face found live whose answer to the light could not be measured goes to a person, as the profiles that come with
    the program say: `live` is None then, and UNMEASURED among the reasons. `undecided`: another attempt may tell.
    """

    live: bool | None
    score: float | None
    cues: Mapping[str, float | None]
    light_delay: float | None
    reasons: tuple[str, ...]
    ended: str | None
    seconds: float
    frames: int
    frame_cpu: float
    judge_cpu: float
    undecided: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one presentation: up to three attempts, as a visit allows them."""

    species: Species
    number: int
    tries: tuple[Try, ...]

    @property
    def live(self) -> bool | None:
        """The verdict the visit goes on with."""
        return self.tries[-1].live

    @property
    def score(self) -> float:
        """The best score of all attempts: what an attacker could hope for. 0 when nothing could be measured."""
        return max((one.score for one in self.tries if one.score is not None), default=0.0)

    @property
    def seconds(self) -> float:
        """From stepping up to the verdict."""
        return sum(one.seconds for one in self.tries)


def outcomes(jobs: Sequence[Job], processes: int) -> Iterator[Outcome]:
    """The jobs' outcomes, in order, from `processes` processes."""
    if processes == 1:
        _prepare()
        yield from map(_attempt, jobs)
        return
    with get_context("spawn").Pool(processes, _prepare) as pool:
        yield from pool.imap(_attempt, jobs)


def outcome(mesh: FaceMesh, job: Job) -> Outcome:
    """Present it until there is a verdict."""
    shown = presentation(job.species, job.seed, job.number, job.size, job.latency)
    chance = Random(repr((job.seed, job.number, str(job.species))))
    mesh.find(np.zeros((job.size[1], job.size[0], 3), np.uint8))  # whoever was there before is gone
    observer = FaceObserver(mesh)
    tries: list[Try] = []
    begin, before = 0.0, None
    while len(tries) < job.attempts:
        actions, light, trail = draw_tasks(chance, _ACTIONS + (not job.lit), job.unable, lit=job.lit)
        check = FaceCheck(observer, actions, light, job.usual, trail, shown)
        one, before = one_try(check, shown, chance, begin, before)
        tries.append(one)
        begin += one.seconds
        if one.ended is None and not one.undecided:
            break
    return Outcome(job.species, job.number, tuple(tries))


def one_try(
    check: FaceCheck, shown: Presentation, chance: Random, begin: float, before: LivenessResult | None
) -> tuple[Try, LivenessResult]:
    """One attempt from `begin` s of the presentation on, after one of this result, and its own."""
    status: FaceStatus | None = None
    does = Answers(shown.perform, chance.uniform)
    number, cpu = 0, 0.0
    t = begin
    while (status is None or not status.finished) and t - begin < LIMIT_S:
        frame = shown.frame(t, round(t * shown.fps))
        start = process_time()
        status = check.see(frame)
        cpu += process_time() - start
        shown.shine(status.light, t)
        does.see(t, status.index, None if status.action_done else status.action, status.dot)
        number += 1
        t += 1 / shown.fps
    check.leave()
    start = process_time()
    result = remembering(check.result(), before)
    judged = process_time() - start
    finished = status is not None and status.finished
    ended = status.failed_reason if status is not None and finished else "timeout"
    unmeasured = result.live is True and "light" in result.cues and result.cues["light"] is None
    tried = Try(
        live=None if unmeasured else result.live,
        score=result.score,
        cues=result.cues,
        light_delay=result.light_delay,
        reasons=(*result.reasons, *((UNMEASURED,) if unmeasured else ())),
        ended=ended,
        seconds=t - begin,
        frames=number,
        frame_cpu=cpu / max(number, 1),
        judge_cpu=judged,
        undecided=undecided(result),
    )
    return tried, result


_mesh: FaceMesh | None = None


def _prepare() -> None:
    """Each process loads the model once."""
    global _mesh
    import cv2

    cv2.setNumThreads(1)
    _mesh = FaceMesh()


def _attempt(job: Job) -> Outcome:
    assert _mesh is not None
    return outcome(_mesh, job)
