"""The live search for a card: how much of a processor core it takes at thirty pictures a second, and what it finds."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import cv2
import numpy as np

from kiosk.bench.measure import Measure, at_most, percentile, rate
from kiosk.card.reading import CardAdvice, Side
from kiosk.card.rectify import width_of
from kiosk.card.watch import CardWatch
from kiosk.devices.frame import Frame
from kiosk.simulation.capture import minted
from kiosk.simulation.card_print import MintedCard
from kiosk.simulation.desk_pose import Quad
from kiosk.simulation.desk_scene import DeskScene

FPS = 30.0
CORE = 0.5
"""The most of one core that the search may take."""
SIZES = ((1920, 1080), (1280, 720))
EMPTY_S, REST_S, END_S = 0.5, 2.0, 3.5
"""The card is brought from the first on, has surely come to rest at the second, and is filmed until the third."""
NEAR = 0.02
"""Corners so near to the truth, in card widths, have been found."""
PARTS = ("the desk empty", "the card brought", "the card at rest")


@dataclass(slots=True)
class _Film:
    """Processor seconds a picture by part, and of the pictures at rest how many there were and showed the card."""

    spent: dict[str, list[float]] = field(default_factory=lambda: {part: [] for part in PARTS})
    resting: int = 0
    found: int = 0
    captured: int = 0


def bench_live(*, desks: int, seed: int) -> list[Measure]:
    """Watch `desks` simulated desks in two sizes: empty, as a card is brought, and as it lies there. Odd seeds are the
    test range.

    What counts is processor time, with one thread of OpenCV's; painting the pictures is not counted, nor is reading.
    """
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        return [measure for size in SIZES for measure in _of_size(size, desks, seed)]
    finally:
        cv2.setNumThreads(threads)


def _of_size(size: tuple[int, int], desks: int, seed: int) -> Iterator[Measure]:
    rng = np.random.default_rng((seed, 0x11FE))
    film = _Film()
    for _ in range(desks):
        card = minted(rng, test=seed % 2 == 1)
        _watch(card, 2 * int(rng.integers(1 << 20)) + seed % 2, size, film)
    name, data = f"{size[1]}p", f"{desks} desks of seed {seed}, {size[0]} × {size[1]}, processor time"
    everything = [took for times in film.spent.values() for took in times]
    share = float(np.mean(everything)) * FPS
    yield at_most(f"{name}: one core's share at {FPS:.0f} pictures a second", share, CORE, "", data)
    for part, times in film.spent.items():
        mean, high = float(np.mean(times)) * 1000, (percentile(times, 95) or 0.0) * 1000
        yield Measure(f"{name}: a picture, {part}", mean, "ms", f"95th percentile {high:.1f} ms; {data}")
    yield rate(f"{name}: pictures at rest whose card was found", film.found, film.resting, f"corners within {NEAR:.0%}")
    yield rate(f"{name}: cards captured by themselves", film.captured, desks, data)


def _watch(card: MintedCard, desk: int, size: tuple[int, int], film: _Film) -> None:
    scene, watch, captured = DeskScene(card, desk, size, arrive=EMPTY_S), CardWatch(Side.FRONT), False
    for number in range(round(END_S * FPS)):
        frame = Frame(scene.at(number / FPS), number / FPS, number)
        start = time.process_time()
        seen = watch.see(frame)
        took = time.process_time() - start
        film.spent[PARTS[(frame.time >= EMPTY_S) + (frame.time >= REST_S)]].append(took)
        if frame.time >= REST_S:
            film.resting += 1
            film.found += seen is not None and _near(seen.quad, scene.quad(frame.time))
        if watch.captured is not None:
            # It is looked for on and on, as while a visitor is told to better something.
            captured = True
            watch.reject(CardAdvice.UNREADABLE, frame.time)
    film.captured += captured


def _near(quad: Quad, truth: Quad | None) -> bool:
    if truth is None:
        return False
    off = min(float(np.abs(np.roll(quad, turn, axis=0) - truth).max()) for turn in range(4))
    return off < NEAR * width_of(truth)
