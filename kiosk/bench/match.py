"""Comparing faces: every embedder on this machine, every kind of reference, real people if given, and invented ones."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from kiosk.bench.embedding import chips
from kiosk.bench.item import FACE_MODELS, tested
from kiosk.bench.match_data import read_pairs
from kiosk.bench.match_people import compare_people
from kiosk.bench.match_report import Embedding, MatchReport
from kiosk.bench.match_trials import Compared, Eyes, compare_pairs
from kiosk.bench.measure import median, seconds
from kiosk.face.embed import DEFAULT, Embedder, embedders
from kiosk.face.mesh import FaceMesh
from kiosk.inference.store import ModelStore
from kiosk.resources import package_file

HELD_OUT = frozenset({"4", "5"})
"""The folds of LFW that no scale was set on."""
LFW, FIGURES = "LFW view 2, folds 4 and 5", "Public figures, uncontrolled photographs"


def bench_match(
    store: ModelStore, *, lfw: Path | None, figures: Path | None, people: int, seed: int, command: str
) -> MatchReport:
    """Compare all that is given. Raises InputError `pairs-unreadable` or as `load_picture`."""
    here = [Embedder(store, name) for name in embedders(store)]
    found: list[Compared] = []
    missing: list[str] = []
    with FaceMesh(tracking=False) as mesh:
        eyes = Eyes(mesh, here)
        for name, file, folds in ((LFW, lfw, HELD_OUT), (FIGURES, figures, None)):
            if file is None:
                missing.append(name)
            else:
                found += compare_pairs(name, read_pairs(file, folds), file.parent, eyes, seed=seed)
        if people:
            found += compare_people(people, eyes, seed=seed)
        else:
            missing.append("invented people")
    item = tested(store, (*FACE_MODELS, *(embedder.model for embedder in here)))
    return MatchReport(command, item, _listed(store, here), found, missing)


def _listed(store: ModelStore, here: Sequence[Embedder]) -> list[Embedding]:
    """Every embedder of the manifest, with its time beside the default's, all in turn in one run."""
    times = _times(here)
    listed = []
    for entry in store.entries:
        if not entry.embedding:
            continue
        one = next((embedder for embedder in here if embedder.model == entry.name), None)
        known = one.scheme if one is not None and one.scheme.calibrated else None
        scale, combined = (None, None) if known is None else (known.scale, known.combined)
        ratio = times[entry.name] / times[DEFAULT] if one is not None and DEFAULT in times else None
        listed.append(Embedding(entry.name, one is not None, scale, combined, ratio))
    return listed


def _times(here: Sequence[Embedder], n: int = 30) -> dict[str, float]:
    portrait = np.asarray(cv2.imread(str(package_file("skimage", "data/astronaut.png"))), np.uint8)
    times: dict[str, list[float]] = {embedder.model: [] for embedder in here}
    for chip in chips(portrait, n, 1):
        for embedder in here:
            side = embedder.scheme.alignment.side
            sized = np.asarray(cv2.resize(chip, (side, side)), np.uint8)
            times[embedder.model].append(seconds(partial(embedder.embed_chip, sized)))
    return {model: median(taken) for model, taken in times.items()}
