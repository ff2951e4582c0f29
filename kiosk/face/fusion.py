"""One score from all cues, with what each of them contributed to it.

A logistic model: every cue that was measured adds `gain * score - cost` to the log-odds of a live face (positive: for,
negative: against), and a cue that was not measured adds nothing at all. `gain` and `cost` are never negative and `cost`
never above `gain`, so that no cue can count the wrong way round.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from typing import NamedTuple


class Weight(NamedTuple):
    """What a cue adds: `gain * score - cost`."""

    gain: float
    cost: float


PRIOR: Mapping[str, Weight] = {
    "challenge": Weight(6.0, 3.0),
    "light": Weight(6.0, 3.0),
    "planarity": Weight(4.0, 2.0),
    "held": Weight(3.0, 3.0),
    "room": Weight(2.5, 2.0),
    "pattern": Weight(2.5, 2.0),
    "stream": Weight(4.0, 3.5),
    "cut": Weight(2.5, 2.0),
    "exposure": Weight(4.0, 4.0),  # a replay before a camera follows too: only not following says something
    "seam": Weight(3.0, 3.0),  # few masks have one in view: only having one says something
    "life": Weight(2.0, 1.0),
    "frozen": Weight(4.0, 2.0),
    "texture": Weight(1.5, 1.0),
}
"""What was believed before anything was measured; the fit starts from it and is held to it where data are few."""

WEIGHTS: Mapping[str, Weight] = {
    "challenge": Weight(5.44, 3.72),
    "light": Weight(5.49, 3.51),
    "planarity": Weight(3.3, 2.7),
    "held": Weight(3.0, 3.0),
    "room": Weight(1.78, 1.78),
    "pattern": Weight(2.11, 2.11),
    "stream": Weight(3.29, 3.29),
    "cut": Weight(1.84, 1.84),
    "exposure": Weight(4.0, 4.0),  # a replay before a camera follows too: only not following says something
    "seam": Weight(3.0, 3.0),
    "life": Weight(1.32, 1.32),
    "frozen": Weight(3.28, 2.72),
    "texture": Weight(1.5, 1.0),
}
"""What is used: fitted by `kiosk bench pad-weights` to 28 single attempts of the design range (the first two of most
species in `kiosk bench pad --seed 2 --n 2 --width 640 --attempts 1`), so the prior still weighs more than the data."""


@dataclass(frozen=True, slots=True)
class Fused:
    """`score` 0-1, None when nothing was measured; `contributions` in log-odds, of the cues that were."""

    score: float | None
    contributions: Mapping[str, float]


def fused(cues: Mapping[str, float | None], against: bool, weights: Mapping[str, Weight] = WEIGHTS) -> Fused:
    """Add up the cues. With `against` (something has already spoken against a live face) only what speaks against it
    counts, so the score is 0.5 at most: an attack is not made good by what it does well."""
    parts = {
        name: weights[name].gain * score - weights[name].cost
        for name, score in cues.items()
        if score is not None and name in weights
    }
    if not parts:
        return Fused(None, {})
    total = sum(min(part, 0.0) if against else part for part in parts.values())
    return Fused(1 / (1 + exp(-max(min(total, 60.0), -60.0))), parts)
