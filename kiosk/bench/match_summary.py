"""From distances to error rates, with what the data allow to be said about them (ISO/IEC 19795-1)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.bench.card_summary import Rate
from kiosk.face.calibration import Scale

Distances = NDArray[np.float64]

ROUNDS = 400
"""Of the bootstrap over people."""
ENOUGH = 10
"""Fewer strangers than this behind a rate, and it is only an order of magnitude."""


@dataclass(frozen=True, eq=False, slots=True)
class Strangers:
    """Everybody's reference against everybody else's probe: `distances` (R, P), NaN where it is the same person;
    `references` (R) and `probes` (P) say who, as numbers from 0."""

    distances: Distances
    references: NDArray[np.int64]
    probes: NDArray[np.int64]

    @property
    def people(self) -> int:
        return len({*self.references.tolist(), *self.probes.tolist()})

    @property
    def values(self) -> Distances:
        found: Distances = self.distances[np.isfinite(self.distances)]
        return found


@dataclass(frozen=True, slots=True)
class StrangersRate:
    """A false match rate over all pairs of strangers. The pairs share people, so the 95 % interval is that of a
    bootstrap over people, not of the pairs; (0, 3 / people) by the rule of three where nobody matched."""

    count: int
    total: int
    people: int
    interval: tuple[float, float]

    @property
    def share(self) -> float | None:
        return self.count / self.total if self.total else None

    @property
    def enough(self) -> bool:
        return self.count >= ENOUGH


def fnmr(genuine: Sequence[float], reach: float) -> Rate:
    """False non-matches: the same person farther apart than `reach`."""
    return Rate(sum(apart > reach for apart in genuine), len(genuine))


def fmr(impostors: Sequence[float], reach: float) -> Rate:
    """False matches: different people within `reach`."""
    return Rate(sum(apart <= reach for apart in impostors), len(impostors))


def strangers_rate(strangers: Strangers, reach: float, seed: int = 0) -> StrangersRate:
    """How many of all pairs of strangers lie within `reach`."""
    valid = np.isfinite(strangers.distances)
    rows, columns = np.nonzero(valid & (strangers.distances <= reach))
    people = strangers.people
    if not len(rows):
        return StrangersRate(0, int(valid.sum()), people, (0.0, min(1.0, 3 / max(people, 1))))
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(people, np.full(people, 1 / people), size=ROUNDS).astype(np.float32)
    left, right = weights[:, strangers.references], weights[:, strangers.probes]
    hits = (left[:, rows] * right[:, columns]).sum(axis=1)
    tried = np.einsum("ij,ij->i", left @ valid.astype(np.float32), right)
    low, high = np.quantile(hits / np.maximum(tried, 1), [0.025, 0.975])
    return StrangersRate(len(rows), int(valid.sum()), people, (float(low), float(high)))


def reach_at(strangers: Strangers, rate: float) -> float | None:
    """The distance at which this share of strangers match; None where fewer than ENOUGH stand behind it."""
    values = strangers.values
    return float(np.quantile(values, rate)) if values.size * rate >= ENOUGH else None


def det(genuine: Sequence[float], strangers: Distances, points: int = 200) -> tuple[list[float], list[float]]:
    """FMR and FNMR over all distances."""
    if not len(genuine) or not strangers.size:
        return [], []
    same, other = np.sort(np.asarray(genuine)), np.sort(strangers.ravel())
    rates = np.concatenate([[0.0], np.geomspace(1 / other.size, 1, points)])
    places = np.clip((rates * other.size).astype(int), 0, other.size - 1)
    reaches = np.unique(np.concatenate([other[places], same]))
    found = np.searchsorted(other, reaches, side="right") / other.size
    missed = 1 - np.searchsorted(same, reaches, side="right") / same.size
    return found.tolist(), missed.tolist()


def reaches_of(scale: Scale | None) -> dict[int, float]:
    """The distances at similarity 70 and 80; none without a scale."""
    return {} if scale is None else {similarity: scale.distance(similarity) for similarity in (70, 80)}
