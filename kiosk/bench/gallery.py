"""One against many in the local library: how long a search of it takes."""

from time import perf_counter, process_time

import numpy as np

from kiosk.authority.index import VectorIndex
from kiosk.bench.measure import Measure, at_least, at_most, median, percentile

GOAL_MS = 50.0
WIDTH = 128
_BLOCK = 100_000
_REACH = 0.5
_LENGTH = 1.4  # of dlib's vectors


def bench_gallery(*, n: int, searches: int, seed: int) -> list[Measure]:
    """Search `n` invented vectors for some of their own people, seen again a little differently."""
    rng = np.random.default_rng(seed)
    vectors = np.empty((n, WIDTH), np.float32)
    for start in range(0, n, _BLOCK):
        part = rng.standard_normal((min(_BLOCK, n - start), WIDTH), dtype=np.float32)
        vectors[start : start + len(part)] = part * np.float32(_LENGTH) / np.linalg.norm(part, axis=1, keepdims=True)
    index = VectorIndex(range(n), vectors)
    wall, busy, found = [], [], 0
    for _ in range(searches):
        person = int(rng.integers(n))
        probe = vectors[person] + 0.02 * rng.standard_normal(WIDTH, dtype=np.float32)
        start_wall, start_busy = perf_counter(), process_time()
        near = index.within(probe, _REACH)
        wall.append((perf_counter() - start_wall) * 1000)
        busy.append((process_time() - start_busy) * 1000)
        found += bool(near) and near[0].person == person
    data = f"{searches} searches among {n} invented vectors of {WIDTH}, seed {seed}"
    return [
        at_most("one search, median", median(wall), GOAL_MS, "ms", data),
        Measure("one search, fastest: what a free machine takes", min(wall), "ms", data),
        Measure("one search, 95th percentile", percentile(wall, 95), "ms", data),
        Measure("processor time of one search, median, all cores", median(busy), "ms", data),
        at_least("found", found / searches, 1.0, "", data),
        Measure("memory of the vectors", vectors.nbytes / 1e6, "MB", data),
    ]
