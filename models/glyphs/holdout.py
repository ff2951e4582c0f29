"""Names of cards that the network was not trained with, as the large recogniser reads them alone and with it: sound
fronts of an even seed.

    python models/glyphs/holdout.py --seed 32 --count 250
"""

import argparse
from collections import Counter

from kiosk.card.reader import CardReader
from kiosk.card.reading import Side
from kiosk.card.text import TextReader
from kiosk.errors import InputError
from kiosk.inference.store import ModelStore
from kiosk.resources import models_dir
from kiosk.simulation.capture import Difficulty
from kiosk.simulation.trials import SOUND, trial


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=32)
    parser.add_argument("--count", type=int, default=250)
    arguments = parser.parse_args()
    if arguments.seed % 2:
        parser.error("odd seeds are the test range")
    store = ModelStore(models_dir())
    reader, ways = CardReader(store), {"alone": TextReader(store, alone=True), "with glyphs": TextReader(store)}
    found: Counter[str] = Counter()
    for number in range(2 * arguments.count):
        difficulty = (Difficulty.USUAL, Difficulty.HARD)[number // 2 % 2]
        shown = trial(SOUND, arguments.seed, number, difficulty)
        if shown.side is not Side.FRONT:
            continue
        try:
            card = reader.read(shown.image, Side.FRONT)[0].card
        except InputError:
            continue
        found[f"{difficulty}: names"] += 1
        said = {
            way: any(line.text.endswith(shown.fields["Name"]) for line in one.lines(card)) for way, one in ways.items()
        }
        found.update(f"{difficulty}: {way}" for way, right in said.items() if right)
    for name, count in sorted(found.items()):
        print(f"{name:24}{count:5}")


if __name__ == "__main__":
    main()
