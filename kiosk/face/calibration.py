"""One scale for every embedder: similarity 70 is where 1 in 1,000 strangers pass, 80 where 1 in 10,000 do."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SIMILARITIES = (100.0, 90.0, 80.0, 70.0, 60.0, 50.0, 30.0, 0.0)
RATES = (0.0, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 0.5, 0.99)
"""The share of strangers who are at least as alike as each of `SIMILARITIES`."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The distance at which each of `SIMILARITIES` is reached: ascending, the first 0."""

    distances: tuple[float, ...]

    def similarity(self, apart: float) -> float:
        """0-100 from the Euclidean distance of two embeddings."""
        return float(np.interp(apart, self.distances, SIMILARITIES))

    def distance(self, similarity: float) -> float:
        """The largest distance that still has this similarity, 0-100."""
        return float(np.interp(similarity, SIMILARITIES[::-1], self.distances[::-1]))


def fitted(strangers: Sequence[float] | NDArray[np.floating]) -> Scale:
    """The scale on which these distances between different people have the rates it promises.

    A rate of 1e-5 rests on one pair in 100,000: with fewer than ten of them it is only the smallest ones seen.
    """
    distances = (0.0, *(float(value) for value in np.quantile(np.asarray(strangers), RATES[1:])))
    return Scale(distances)


def fitted_beside(known: Scale, strangers: Sequence[float] | NDArray[np.floating], enough: int = 10) -> Scale | None:
    """The scale of another way of comparing from fewer strangers: what rests on fewer than `enough` of them stays in
    the proportion to a `known` scale that the nearest rate with enough has. None where that is FMR 1e-3."""
    values = np.asarray(strangers)
    measured = [rate * values.size >= enough for rate in RATES]
    if not measured[SIMILARITIES.index(70.0)]:
        return None
    rarest = measured.index(True)
    found = fitted(values).distances
    part = found[rarest] / known.distances[rarest]
    return Scale((*(apart * part for apart in known.distances[:rarest]), *found[rarest:]))
