"""One measured figure, and how a list of them is shown."""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from math import ceil, sqrt
from time import perf_counter
from typing import Any

import psutil
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure, the goal it is held against (None: reported only), whether it was met, and the data behind it."""

    name: str
    value: float | None
    unit: str
    data: str
    goal: str | None = None
    met: bool | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def at_least(name: str, value: float | None, bound: float, unit: str, data: str) -> Measure:
    """A figure that should reach a bound; one that was not measured has not reached it."""
    return Measure(name, value, unit, data, f"≥ {bound:g}", value is not None and value >= bound)


def at_most(name: str, value: float | None, bound: float, unit: str, data: str) -> Measure:
    """A figure that should stay below a bound; one that was not measured has not."""
    return Measure(name, value, unit, data, f"≤ {bound:g}", value is not None and value <= bound)


def seconds(work: Callable[[], Any]) -> float:
    """How long one call took, in wall-clock seconds."""
    start = perf_counter()
    work()
    return perf_counter() - start


def median(values: Iterable[float]) -> float:
    """The middle value. Raises ValueError when there is none."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no values to take the median of")
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def percentile(values: Iterable[float], share: float) -> float | None:
    """The value that `share` percent of them do not exceed (nearest rank); None of none."""
    ordered = sorted(values)
    return ordered[max(ceil(share / 100 * len(ordered)) - 1, 0)] if ordered else None


def resident_mb() -> float:
    """The memory that this process has now, in MB (10⁶ bytes)."""
    return float(psutil.Process().memory_info().rss) / 1e6


def peak_mb() -> float:
    """The most memory that this process ever had, in MB (10⁶ bytes)."""
    if sys.platform == "win32":
        return float(psutil.Process().memory_info().peak_wset) / 1e6
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1e6 if sys.platform == "darwin" else used * 1024 / 1e6


def wilson(successes: int, trials: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a rate (Wilson's score interval, 1927); (0, 1) when nothing was tried."""
    if trials == 0:
        return 0.0, 1.0
    rate = successes / trials
    centre = rate + z * z / (2 * trials)
    spread = z * sqrt(rate * (1 - rate) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def rate(name: str, successes: int, trials: int, data: str) -> Measure:
    """A share with its counts and 95 % interval in the data column."""
    low, high = wilson(successes, trials)
    share = successes / trials if trials else None
    return Measure(name, share, "", f"{successes} of {trials}, 95 % {low:.4f}–{high:.4f}; {data}")


def table(measures: Sequence[Measure]) -> Table:
    """The measures as a table for people."""
    shown = Table("figure", "value", "goal", "met", "data")
    for measure in measures:
        value = "not measured" if measure.value is None else f"{measure.value:.4g} {measure.unit}".strip()
        met = {None: "", True: "yes", False: "NO"}[measure.met]
        shown.add_row(measure.name, value, measure.goal or "", met, measure.data)
    return shown
