"""Where a parameter is drawn from: one range to design with, and one that no threshold or model has seen."""

from numpy.random import Generator

Span = tuple[float, float]


class Range:
    """Values to design with from any of `design`'s spans, values to test with from `test`, which lies apart."""

    def __init__(self, *design: Span, test: Span) -> None:
        self._design = design
        self._test = test

    def draw(self, rng: Generator, test: bool) -> float:
        """One value."""
        span = self._test if test else self._design[int(rng.integers(len(self._design)))]
        return float(rng.uniform(*span))
