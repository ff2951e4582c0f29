"""Card after card in one process: resident memory must stay flat, for weeks."""

import time
from collections.abc import Sequence
from datetime import date

from kiosk.bench.measure import Measure, at_most, resident_mb
from kiosk.card.reader import CardReader
from kiosk.devices.frame import Image
from kiosk.errors import InputError
from kiosk.simulation.capture import Difficulty, captures

FRAMES = 24
"""So many pictures are made beforehand and read again and again: it is reading that is watched, not painting."""
SAMPLES = 20
"""How often on the way memory is looked at."""
WARM = 0.1
"""The share of the cards after which caches and pools are full and growth begins to count."""
GROWTH_MB = 1.0
"""The most that resident memory may grow by over 1,000 cards."""
LEAST = 1500
"""Over fewer cards the system's own pages, given and taken, are more than any growth."""


def bench_endurance(reader: CardReader, *, cards: int, seed: int) -> list[Measure]:
    """Read `cards` pictures, of a fixed set of FRAMES, and watch resident memory."""
    pictures = _pictures(seed)
    sizes, refused, start = [resident_mb()], 0, time.perf_counter()
    for number in range(1, cards + 1):
        refused += not _read(reader, pictures[number % len(pictures)])
        if number * SAMPLES // cards > (number - 1) * SAMPLES // cards:
            sizes.append(resident_mb())
    took = time.perf_counter() - start
    first = max(round(WARM * SAMPLES), 1)
    counted = cards * (1 - first / SAMPLES)
    data = f"{cards} cards of seed {seed}, {refused} refused, resident memory: " + " ".join(
        f"{size:.0f}" for size in sizes
    )
    name = f"growth over 1,000 cards, from {first / SAMPLES:.0%} on"
    growth = _slope(sizes[first:]) / (cards / SAMPLES) * 1000 if counted >= LEAST else None
    return [
        at_most(name, growth, GROWTH_MB, "MB", data)
        if growth is not None
        else Measure(name, None, "MB", f"too few cards to tell (at least {LEAST / (1 - WARM):.0f}); {data}"),
        Measure("from first to last", sizes[-1] - sizes[first], "MB", data),
        Measure("a card", took / cards * 1000, "ms", data),
    ]


def _pictures(seed: int) -> list[Image]:
    half = FRAMES // 2
    return [shot[0] for level in (Difficulty.USUAL, Difficulty.HARD) for shot in captures(seed, half, level)]


def _read(reader: CardReader, picture: Image) -> bool:
    try:
        reader.read(picture, today=date(2026, 1, 1))
    except InputError:
        return False
    return True


def _slope(sizes: Sequence[float]) -> float:
    """MB from one sample to the next, by least squares: single samples jump by a page pool or two."""
    middle = (len(sizes) - 1) / 2
    mean = sum(sizes) / len(sizes)
    spread = sum((place - middle) ** 2 for place in range(len(sizes)))
    return sum((place - middle) * (size - mean) for place, size in enumerate(sizes)) / max(spread, 1e-9)
