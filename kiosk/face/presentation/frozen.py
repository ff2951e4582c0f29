"""A picture that stands still: a stuck camera, or a still injected in its place. Sensors never repeat their noise."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from kiosk.face.presentation.sample import Sample


def frozen(samples: Sequence[Sample]) -> float | None:
    """1 when every picture differs from the one before, 0 when at least half repeat it; None with fewer than five."""
    if len(samples) < 5:
        return None
    same = [
        a.grey.shape == b.grey.shape and np.array_equal(a.grey[::4, ::4], b.grey[::4, ::4])
        for a, b in pairwise(samples)
    ]
    return float(np.clip(1.0 - 2.0 * np.mean(same), 0.0, 1.0))
