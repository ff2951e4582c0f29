"""Invented people, whom anybody can compare: their card's portrait beside themselves before the camera, years later."""

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from kiosk.bench.card_summary import Rate
from kiosk.bench.match_degrade import REFERENCES
from kiosk.bench.match_summary import Strangers
from kiosk.bench.match_trials import Compared, Eyes, Probe, everybody
from kiosk.devices.frame import Image
from kiosk.face.align import COARSE_BELOW, eyes_apart
from kiosk.face.embed import Embedding, distance
from kiosk.face.gates import PROBE, assess
from kiosk.face.pooling import pooled
from kiosk.simulation.body import paint_room
from kiosk.simulation.card_portrait import card_portrait
from kiosk.simulation.identity import Identity
from kiosk.simulation.puppet import HeadPose, Light, Puppet
from kiosk.simulation.sensor import Sensor

FRAMES = 5
SIZE = (1280, 720)


def compare_people(n: int, eyes: Eyes, *, seed: int) -> list[Compared]:
    """`n` invented people: every portrait against the FRAMES live frames of everybody, combined as in a visit."""
    names = [f"{number:05d}" for number in range(n)]
    people = {name: name for name in names}
    live: dict[str, Probe] = {}
    small: dict[str, set[str]] = {condition: set() for condition in REFERENCES}
    known: dict[str, dict[str, dict[str, Embedding]]] = {condition: {} for condition in REFERENCES}
    failed: dict[str, list[bool]] = {condition: [] for condition in REFERENCES}
    for name in names:
        rng = np.random.default_rng((seed, int(name)))
        identity = Identity.from_seed(int(rng.integers(1 << 31)))
        probe = _probe(identity, eyes, rng)
        portrait = card_portrait(identity, years=int(rng.integers(0, 15)))
        mesh = eyes.face(portrait)
        if probe is not None:
            live[name] = probe
        for condition, degrade in REFERENCES.items():
            made = None if mesh is None else degrade(portrait, mesh, rng, test=seed % 2 == 1)
            found = None if made is None else eyes.face(made)
            failed[condition].append(found is None or probe is None)
            if made is not None and found is not None:
                known[condition][name] = eyes.vectors(made, found)
                if eyes_apart(found) < COARSE_BELOW:
                    small[condition].add(name)
    return [
        _compared(condition, embedder.model, known[condition], small[condition], live, people, failed[condition])
        for condition in REFERENCES
        for embedder in eyes.embedders
    ]


def frames_of(identity: Identity, rng: Generator) -> list[Image]:
    """FRAMES pictures of a person before the terminal: small turns, another light, a sensor's noise."""
    puppet, sensor = Puppet(identity), Sensor(SIZE, int(rng.integers(1 << 20)))
    room = paint_room(int(rng.integers(1 << 20)), SIZE)
    light = Light(
        azimuth=float(rng.uniform(-50, 50)),
        elevation=float(rng.uniform(5, 50)),
        contrast=float(rng.uniform(0.2, 0.7)),
        exposure=float(rng.uniform(0.7, 1.15)),
        warmth=float(rng.uniform(-0.6, 0.6)),
    )
    scale = float(rng.uniform(0.35, 0.6))
    poses = [
        HeadPose(
            yaw=float(rng.normal(0, 6)), pitch=float(rng.normal(0, 5)), roll=float(rng.normal(0, 3)),
            mouth=float(max(rng.normal(0, 0.15), 0)), scale=scale,
        )
        for _ in range(FRAMES)
    ]  # fmt: skip
    return [sensor.seen(puppet.render(pose, SIZE, room.copy(), light), number) for number, pose in enumerate(poses)]


def _probe(identity: Identity, eyes: Eyes, rng: Generator) -> Probe | None:
    vectors: dict[bool, dict[str, list[Embedding]]] = {False: {}, True: {}}
    weights: list[float] = []
    for frame in frames_of(identity, rng):
        mesh = eyes.face(frame)
        quality = None if mesh is None else assess(frame, mesh, PROBE)
        if mesh is None or quality is None or not quality.fit:
            continue
        weights.append(quality.score)
        for small, found in eyes.probes(frame, mesh).items():
            for model, vector in found.items():
                vectors[small].setdefault(model, []).append(vector)
    if not weights:
        return None
    return {small: {model: pooled(each, weights) for model, each in found.items()} for small, found in vectors.items()}


def _compared(
    condition: str,
    model: str,
    known: dict[str, dict[str, Embedding]],
    small: set[str],
    live: dict[str, Probe],
    people: dict[str, str],
    failed: Sequence[bool],
) -> Compared:
    genuine = [distance(known[name][model], live[name][name in small][model]) for name in known if name in live]
    strangers: Strangers | None = None
    if known and live:
        strangers = everybody(
            {name: found[model] for name, found in known.items()},
            {name: found[False][model] for name, found in live.items()},
            people,
            small,
            {name: found[True][model] for name, found in live.items()},
        )
    return Compared(
        "invented people", condition, model, {"": genuine}, {"": []}, strangers, Rate(sum(failed), len(failed)), True
    )
