"""Comparing faces on labelled pairs: false matches and false non-matches at a threshold (ISO/IEC 19795-1)."""

import csv
from collections.abc import Mapping
from pathlib import Path

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
    counts: dict[str, list[int]] = {"1": [0, 0], "0": [0, 0]}  # matched, compared
    failed = 0
    with FaceMesh(tracking=False) as mesh:
        for row in _rows(pairs, folds):
            try:
                images = [load_picture(pairs.parent / row[side]) for side in ("a", "b")]
                match = compare_images(images[0], images[1], mesh, embedder, threshold)
            except InputError:
                failed += 1
                continue
            counts[row["same"]][0] += match.same
            counts[row["same"]][1] += 1
    (hits, genuine), (false, impostors) = counts["1"], counts["0"]
    chosen = "" if folds is None else f" folds {', '.join(sorted(folds))}"
    data = f"{pairs.name}{chosen} at similarity {threshold:g}"
    return [
        rate("FNMR", genuine - hits, genuine, data),
        rate("FMR", false, impostors, data),
        rate("failure to acquire", failed, genuine + impostors + failed, data),
    ]


def _rows(pairs: Path, folds: frozenset[str] | None) -> list[Mapping[str, str]]:
    try:
        with pairs.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("pairs-unreadable", f"{pairs.name} cannot be read; a CSV file is needed") from error
    if not rows or not {"a", "b", "same"} <= rows[0].keys():
        raise InputError("pairs-unreadable", f"{pairs.name} needs columns a, b and same")
    return [row for row in rows if folds is None or row.get("fold") in folds]
