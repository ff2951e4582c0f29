"""What is taken from the network on cards it was not trained with, and whether that is right: trials of an even seed.

    python models/digits/holdout.py models/digits/card-digits.onnx --seed 14 --count 12

Every line taken is held against the card's truth, or, where a trial has none, against the large recogniser, and its
characters' places against that one's.
"""

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from kiosk.card import digits
from kiosk.card.digits import BIRTH, LABELS, NUMBER, PERIOD, SEX_NATION, DigitReader, certain
from kiosk.card.locate import locate
from kiosk.card.reading import CARD_PX
from kiosk.card.rectify import rectify
from kiosk.card.refine import refine
from kiosk.card.side import guess_side
from kiosk.card.text import TextLine, TextReader, line_crop
from kiosk.devices.frame import Image
from kiosk.inference.store import ModelStore
from kiosk.resources import models_dir
from kiosk.simulation.capture import Difficulty
from kiosk.simulation.trials import ALL_SPECIES, SOUND, trial

SPECIES = (
    *(SOUND,) * 4,
    *(name for name in ALL_SPECIES if name.startswith(("cover-", "doctored-", "glare-", "copy-"))),
    *("check-digit", "sex-mismatch", "birth-mismatch", "seven-years", "reversed-period"),
    *("temporary", "residence-permit", "foreign-pr-2017", "foreign-pr-2023"),
)


class Tally:
    """Lines seen, taken, and taken wrongly; how far characters are from where the large recogniser sees them, px."""

    def __init__(self, network: DigitReader, large: TextReader) -> None:
        self._network, self._large = network, large
        self.count: Counter[str] = Counter()
        self.apart: list[float] = []
        self.wrong: list[tuple[str, str, str]] = []

    def add(self, card: Image, truth: Mapping[str, str], species: str) -> None:
        boxes = self._large.find(card)
        crops = [line_crop(card, box) for box in boxes]
        seen = self._network.look(crops)
        taken = certain([one.text for one in seen])
        lines = self._large.recognise(card, boxes)
        for line, one, is_taken in zip(lines, seen, taken, strict=True):
            kind = _kind(one.text if is_taken else line.text)
            self.count["lines"] += 1
            self.count[f"{kind}: seen"] += 1
            if is_taken:
                self.count["taken"] += 1
                self.count[f"{kind}: taken"] += 1
                self._compare(line, one, truth, species, kind)

    def _compare(self, line: TextLine, one: digits.Glimpse, truth: Mapping[str, str], species: str, kind: str) -> None:
        if one.text != line.text:
            self.count["taken, other than the large one's"] += 1
        right = _says(one.text, kind, truth)
        if right is False or (right is None and one.text != line.text):
            self.wrong.append((species, one.text, line.text))
        if one.text == line.text:
            scale = (line.box[3] - line.box[1]) / digits.HEIGHT
            places = line.box[0] + np.array(one.places) * digits.STEP * scale
            self.apart += (places - np.array(line.centres)).tolist()


def _kind(text: str) -> str:
    if text in LABELS:
        return "label"
    for name, pattern in (("number", NUMBER), ("birth", BIRTH), ("sex and nation", SEX_NATION), ("period", PERIOD)):
        if pattern.fullmatch(text):
            return name
    return "other"


def _says(text: str, kind: str, truth: Mapping[str, str]) -> bool | None:
    """Whether a taken line says the card's truth; None where that is not known."""
    name = {"number": "IdNum", "birth": "Birth", "sex and nation": "Sex", "period": "ValidDate"}.get(kind)
    if name is None or name not in truth:
        return None
    if match := SEX_NATION.fullmatch(text):
        return match[1] in (None, truth["Sex"]) and ("汉" not in text or truth["Nation"] == "汉")
    if match := BIRTH.fullmatch(text):
        year, month, day = match.groups()
        return truth[name] == f"{year}-{month:0>2}-{day:0>2}"
    return text.endswith(truth[name])


def upright(image: Image) -> Image | None:
    found = locate(image, 1)
    if not found:
        return None
    card = rectify(image, refine(image, found[0].quad))
    return np.ascontiguousarray(card[::-1, ::-1]) if guess_side(card).flipped else card


def show(tally: Tally) -> None:
    for name, count in sorted(tally.count.items()):
        print(f"{name:40}{count:6}")
    apart = np.array(tally.apart) / CARD_PX[0]
    print("characters' places, beside the large one's, in card widths: mean", f"{apart.mean():+.5f}", end=" ")
    print(f"mean distance {np.abs(apart).mean():.5f}, nine in ten within {np.quantile(np.abs(apart), 0.9):.5f}")
    print("wrong:", len(tally.wrong), *tally.wrong[:20], sep="\n")


def jobs(count: int, seed: int) -> Sequence[tuple[str, int, int, Difficulty]]:
    pairs = [(place, name) for place in range(count) for name in SPECIES]
    return [
        (name, seed, number if name == SOUND else place, (Difficulty.USUAL, Difficulty.HARD)[place % 2])
        for number, (place, name) in enumerate(pairs)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("onnx", type=Path)
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--count", type=int, default=12)
    arguments = parser.parse_args()
    if arguments.seed % 2:
        parser.error("odd seeds are the test range")
    tally = Tally(DigitReader(arguments.onnx), TextReader(ModelStore(models_dir()), alone=True))
    for job in jobs(arguments.count, arguments.seed):
        one = trial(*job)
        card = upright(one.image)
        if card is not None:
            tally.add(card, one.fields, one.species)
    show(tally)


if __name__ == "__main__":
    main()
