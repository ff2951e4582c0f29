"""What rims and corners say of cards and of pictures of cards: the constants of `authenticity/rephotographed.py`.

    python models/surface/rephotographed.py --sound 480 --pictures 60 --seed 24

Reads cards, and pictures of cards on screens and photo paper, of the design range (even seeds); prints how square the
sound cards' corners are, the logistic regression of the surface's answer and the rim, and what the highest sound cards
reach.
"""

import argparse

import numpy as np
from numpy.typing import NDArray

from kiosk.card.authenticity.beside import beside
from kiosk.card.authenticity.corners import squareness
from kiosk.card.authenticity.photocopy import chance
from kiosk.card.authenticity.rephotographed import clear, traces
from kiosk.card.authenticity.rim import rim_around
from kiosk.card.marks import marks
from kiosk.card.reader import CardReader
from kiosk.card.seat import seat
from kiosk.card.surface import SurfaceReader
from kiosk.card.text import TextReader
from kiosk.errors import InputError
from kiosk.inference.store import ModelStore
from kiosk.resources import models_dir
from kiosk.simulation.capture import Difficulty
from kiosk.simulation.trials import SOUND, trial

PICTURES = ("screen-phone", "screen-tablet", "screen-monitor", "print-photo")
DIFFICULTIES = (Difficulty.USUAL, Difficulty.HARD, Difficulty.EXTREME)
Vector = NDArray[np.float64]


def measured(
    reader: CardReader, text: TextReader, surface: SurfaceReader, species: str, seed: int, n: int, levels: int
) -> tuple[list[tuple[float, float]], list[float]]:
    """Of `n` trials: traces of the surface and rim where that can be told, and squareness; of cards whose corners are
    known for certain."""
    pairs, square = [], []
    for number in range(n):
        image = trial(species, seed, number, DIFFICULTIES[number % levels]).image
        try:
            card = reader.read(image)[0]
        except InputError:
            continue
        place = seat(image, card.quad, *marks(text.lines(card.card), card.kind, card.side))
        if place is None or place.quad is not card.quad or not place.sure:
            continue
        rim, corners = rim_around(beside(image, card.quad)), squareness(image, card.quad)
        if rim is not None:
            pairs.append((traces(chance(surface.look(card.card).rephotographed)), clear(rim)))
        if corners is not None:
            square.append(corners)
    return pairs, square


def regression(pictures: Vector, sound: Vector) -> Vector:
    """Weights of the logistic regression in which both classes count alike."""
    weights = np.zeros(pictures.shape[1])
    for _ in range(20000):
        wrong, false = 1 / (1 + np.exp(pictures @ weights)), 1 / (1 + np.exp(-sound @ weights))
        weights += 0.3 * ((pictures * wrong[:, None]).mean(axis=0) - (sound * false[:, None]).mean(axis=0))
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sound", type=int, default=480)
    parser.add_argument("--pictures", type=int, default=60)
    parser.add_argument("--seed", type=int, default=24)
    arguments = parser.parse_args()
    if arguments.seed % 2:
        parser.error("odd seeds are the test range")
    store = ModelStore(models_dir())
    models = CardReader(store), TextReader(store), SurfaceReader(store.path("card-surface"))
    pairs, square = measured(*models, SOUND, arguments.seed, arguments.sound, 3)
    shown = [pair for name in PICTURES for pair in measured(*models, name, arguments.seed, arguments.pictures, 2)[0]]
    sound, pictures = (np.c_[np.ones(len(part)), np.array(part)] for part in (pairs, shown))
    weights = regression(pictures, sound)
    highest = np.sort(1 / (1 + np.exp(-(sound @ weights))))[::-1][:5]
    print("squareness of sound cards:", len(square), "highest", np.sort(square)[::-1][:3].round(2))
    print("sole, traces, rim:", weights.round(2), f"of {len(sound)} sound cards and {len(pictures)} pictures")
    print("highest sound cards:", highest.round(3))


if __name__ == "__main__":
    main()
