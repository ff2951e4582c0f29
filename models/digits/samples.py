"""Lines of simulated cards as the detector cuts them, each with what the large recogniser says of it column by column:
always from the design range.

    python models/digits/samples.py FOLDER --count 700 --seed 12

Writes one .npz a side of a card: `crop_i` uint8 (48, W, 3) BGR, `columns_i` float16 (T, CLASSES) probabilities and
`text_i` for every line i.
"""

import argparse
from functools import cache
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from kiosk.card.digits import CHARACTERS, CLASSES, OTHER
from kiosk.card.reading import Box, Kind
from kiosk.card.rectify import rectify
from kiosk.card.text import TextLine, TextReader, line_crop
from kiosk.devices.frame import Image
from kiosk.inference.store import ModelStore
from kiosk.resources import models_dir
from kiosk.simulation.capture import RANGES, Difficulty, desk_of, light_of, minted, pose_of
from kiosk.simulation.desk import render
from kiosk.simulation.documents import mint_document

SIZES = ((1280, 720), (1920, 1080), (1920, 1080), (2560, 1440))
DIFFICULTIES = (Difficulty.EASY, Difficulty.USUAL, Difficulty.HARD, Difficulty.HARD, Difficulty.EXTREME)
DOCUMENTS = tuple(kind for kind in Kind if kind is not Kind.CITIZEN)
DOCUMENT_SHARE = 0.12
CORNER_ERROR = 0.004
"""Deviation of found corners from true ones, in card widths."""
JITTER = 0.05
"""Deviation of a box's sides, in heights of the box, in the second look at lines of CHARACTERS alone."""


@cache
def _reader() -> TextReader:
    return TextReader(ModelStore(models_dir()), threads=1, alone=True)


def _jittered(box: Box, rng: Generator) -> Box:
    x0, y0, x1, y1 = np.array(box) + rng.normal(0, JITTER * (box[3] - box[1]), 4) * (1.6, 1, 1.6, 1)
    return float(x0), float(y0), float(x1), float(y1)


def _columns(line: TextLine, places: list[int]) -> NDArray[np.float16]:
    """The large recogniser's probabilities with all other characters made one."""
    found = np.zeros((len(line.columns), CLASSES), np.float32)
    found[:, :OTHER] = line.columns[:, places]
    found[:, OTHER] = np.clip(1 - found.sum(axis=1), 0, 1)
    return found.astype(np.float16)


def _side(picture: Image, rng: Generator) -> dict[str, NDArray[np.generic]]:
    reader = _reader()
    most = RANGES[DIFFICULTIES[int(rng.integers(len(DIFFICULTIES)))]]
    size = SIZES[int(rng.integers(len(SIZES)))]
    frame, quad = render(
        picture, pose_of(rng, most, size), desk_of(rng, most, test=False), light_of(rng, most), size, rng
    )
    quad = quad + rng.normal(0, CORNER_ERROR, (4, 2)) * np.linalg.norm(quad[1] - quad[0])
    card = rectify(frame, quad.astype(np.float32))
    boxes = list(reader.find(card))
    lines = list(reader.recognise(card, boxes))
    again = [_jittered(line.box, rng) for line in lines if line.text and set(line.text) <= set(CHARACTERS)]
    lines += reader.recognise(card, again)
    places = [reader.index[character] for character in ("", *CHARACTERS)]
    found: dict[str, NDArray[np.generic]] = {}
    for place, line in enumerate(lines):
        found[f"crop_{place}"] = line_crop(card, line.box)
        found[f"columns_{place}"] = _columns(line, places)
        found[f"text_{place}"] = np.array(line.text)
    return found


def write(job: tuple[Path, int, int]) -> None:
    """Both sides of one card."""
    folder, seed, number = job
    rng = np.random.default_rng((seed, number))
    if rng.random() < DOCUMENT_SHARE:
        document = mint_document(rng, DOCUMENTS[int(rng.integers(len(DOCUMENTS)))], test=False, width=1516)
        sides = document.front, document.back
    else:
        card = minted(rng)
        sides = card.front, card.back
    for name, picture in zip(("front", "back"), sides, strict=True):
        np.savez(folder / f"{seed}-{number:05}-{name}.npz", **_side(picture, rng))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=700)
    parser.add_argument("--seed", type=int, default=12)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    if arguments.seed % 2:
        parser.error("odd seeds are the test range")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    jobs = [(arguments.folder, arguments.seed, arguments.first + number) for number in range(arguments.count)]
    with Pool(arguments.processes) as pool:
        for _ in pool.imap_unordered(write, jobs):
            pass


if __name__ == "__main__":
    main()
