"""Fit the fusion's weights to what a report of an even seed found."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from kiosk.errors import InputError
from kiosk.face.fusion import PRIOR, Weight
from kiosk.simulation.attacks.presentation import HARMLESS

Trial = tuple[Mapping[str, float | None], bool]
"""One attempt's cues, and whether a living face was there."""

_HELD = 0.2  # how firmly the prior is believed, in attempts' weight for each squared unit of log-odds
_STEPS, _PACE = 4000, 0.2


def fit(trials: Sequence[Trial], prior: Mapping[str, Weight] = PRIOR) -> dict[str, Weight]:
    """The most plausible weights: logistic loss, living faces and attacks weighing the same together, and a normal
    prior about `prior`, which is what a cue keeps that was never measured. By projected gradient; deterministic."""
    names = list(prior)
    start = np.array([prior[name] for name in names], np.float64)
    score = np.array([[cues.get(name) or 0.0 for name in names] for cues, _ in trials], np.float64)
    seen = np.array([[cues.get(name) is not None for name in names] for cues, _ in trials], np.float64)
    live = np.array([alive for _, alive in trials], np.float64)
    share = np.where(live == 1, 0.5 / max(live.sum(), 1), 0.5 / max((1 - live).sum(), 1))
    weights = start.copy()
    for _ in range(_STEPS):
        odds = (score * seen) @ weights[:, 0] - seen @ weights[:, 1]
        error = share * (1 / (1 + np.exp(-odds.clip(-50, 50))) - live)
        slope = np.stack([error @ (score * seen), -(error @ seen)], axis=1) + _HELD * (weights - start)
        weights -= _PACE * slope
        weights = np.maximum(weights, 0.0)
        weights[:, 1] = np.minimum(weights[:, 1], weights[:, 0])
    return {name: Weight(round(float(g), 2), round(float(c), 2)) for name, (g, c) in zip(names, weights, strict=True)}


def trials_of(report: Path) -> list[Trial]:
    """Every attempt in a pad.json.

    Raises InputError `report-unreadable`, or `report-of-the-test-range`: nothing is set on odd seeds.
    """
    try:
        found = json.loads(report.read_text("utf-8"))
        odd = found["seed"] % 2 == 1
        trials = [
            (attempt["cues"], one["species"] in HARMLESS) for one in found["presentations"] for attempt in one["tries"]
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError("report-unreadable", f"{report.name} is no pad.json of `kiosk bench pad --report`") from error
    if odd:
        raise InputError("report-of-the-test-range", f"{report.name} is of an odd seed; weights are set on even ones")
    return trials
