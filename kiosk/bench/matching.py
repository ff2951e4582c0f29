"""Comparing faces on labelled pairs: false matches and false non-matches at a threshold (ISO/IEC 19795-1)."""

from pathlib import Path

from kiosk.bench.match_data import read_pairs
from kiosk.bench.measure import Measure, rate
from kiosk.errors import InputError
from kiosk.face.embed import Embedder
from kiosk.face.match import compare_images
from kiosk.face.mesh import FaceMesh
from kiosk.vision.picture import load_picture


def bench_matching(pairs: Path, embedder: Embedder, threshold: float, folds: frozenset[str] | None) -> list[Measure]:
    """Every pair of a CSV file with columns a, b, same (0 or 1) and perhaps fold; `folds` picks some of them.

    A pair in which a face cannot be found counts as a failure to acquire, and as nothing else.
    """
    counts = {True: [0, 0], False: [0, 0]}  # matched, compared
    failed = 0
    with FaceMesh(tracking=False) as mesh:
        for pair in read_pairs(pairs, folds):
            try:
                images = [load_picture(pairs.parent / name) for name in (pair.a, pair.b)]
                match = compare_images(images[0], images[1], mesh, embedder, threshold)
            except InputError:
                failed += 1
                continue
            counts[pair.same][0] += match.same
            counts[pair.same][1] += 1
    (hits, genuine), (false, impostors) = counts[True], counts[False]
    chosen = "" if folds is None else f" folds {', '.join(sorted(folds))}"
    data = f"{pairs.name}{chosen} at similarity {threshold:g}"
    return [
        rate("FNMR", genuine - hits, genuine, data),
        rate("FMR", false, impostors, data),
        rate("failure to acquire", failed, genuine + impostors + failed, data),
    ]
