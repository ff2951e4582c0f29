"""Rectified cards with what is wrong on them, to train and to choose thresholds with: always from the design range.

    python models/surface/samples.py FOLDER --count 2989 --seed 2
    python models/surface/samples.py SOUND --count 480 --seed 8 --sound      # for thresholds.py

Writes one .npz a card: `card` uint8 (638, 1011, 3) BGR, `covered` and `doctored` float16 (40, 64) shares of each cell,
`species` (empty: a sound card).
"""

import argparse
from functools import cache
from multiprocessing import Pool
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from kiosk.card.rectify import rectify
from kiosk.card.surface import GRID, padded
from kiosk.devices.frame import Image
from kiosk.simulation.capture import RANGES, Difficulty, desk_of, light_of, minted, pose_of
from kiosk.simulation.card_attacks.attack import SPECIES, Light, Species, attack, covered_by
from kiosk.simulation.card_attacks.doctoring import Doctoring
from kiosk.simulation.card_attacks.screens import Display
from kiosk.simulation.card_portrait import card_portrait
from kiosk.simulation.desk import render
from kiosk.simulation.desk_hand import hand_layer
from kiosk.simulation.identity import Identity

SIZES = ((1280, 720), (1920, 1080), (1920, 1080), (2560, 1440))
SOUND_SHARE = 0.45
OFTENER = (*Display, *Doctoring)
"""The species that are hardest to tell are drawn twice as often."""
CORNER_ERROR = 0.0025
"""Deviation of found corners from true ones, in card widths."""
FACES = 16


@cache
def _face(number: int) -> Image:
    """Portraits of invented people; even identities only."""
    return card_portrait(Identity.from_seed(2 * number))


def _portrait(rng: Generator) -> Image | None:
    """The plain portrait, an invented person's, or one in other colours and sizes."""
    draw = rng.random()
    if draw < 0.4:
        return None
    face = _face(int(rng.integers(FACES)))
    if rng.random() < 0.5:
        face = face[:, ::-1]
    tone = face.astype(np.float32) * rng.uniform(0.8, 1.15, 3) + rng.uniform(-15, 15)
    face = np.clip(tone, 0, 255).astype(np.uint8)
    if draw > 0.85:
        small = cv2.resize(face, None, fx=0.35, fy=0.35, interpolation=cv2.INTER_AREA)
        face = np.asarray(cv2.resize(small, (face.shape[1], face.shape[0]), interpolation=cv2.INTER_CUBIC), np.uint8)
    return face


def _cells(mask: NDArray[np.uint8]) -> NDArray[np.float16]:
    whole = padded(np.repeat(mask[..., None], 3, axis=2))[..., 0]
    return np.asarray(cv2.resize(whole, (GRID[1], GRID[0]), interpolation=cv2.INTER_AREA) / 255, np.float16)


def _sound(rng: Generator, difficulty: Difficulty, size: tuple[int, int]) -> tuple[Image, NDArray[np.uint8]]:
    card = minted(rng, portrait=_portrait(rng))
    picture = card.front if rng.random() < 0.6 else card.back
    if rng.random() < 0.12:  # born digital or scanned, sent around and made smaller
        width = int(rng.integers(420, 1300))
        flat = cv2.resize(picture, (width, round(width * 638 / 1011)), interpolation=cv2.INTER_AREA)
        _, data = cv2.imencode(".jpg", flat, (cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(40, 97))))
        sent = cv2.resize(cv2.imdecode(data, cv2.IMREAD_COLOR), (1011, 638), interpolation=cv2.INTER_LINEAR)
        return np.asarray(sent, np.uint8), np.zeros((638, 1011), np.uint8)
    most = RANGES[difficulty]
    pose, desk, light = pose_of(rng, most, size), desk_of(rng, most, test=False), light_of(rng, most)
    frame, quad = render(picture, pose, desk, light, size, rng)
    mask = np.zeros((638, 1011), np.uint8) if desk.grip is None else covered_by(hand_layer(desk.grip))
    return rectify(frame, _jittered(quad, rng)), mask


def _jittered(quad: NDArray[np.float32], rng: Generator) -> NDArray[np.float32]:
    error = rng.normal(0, CORNER_ERROR * np.linalg.norm(quad[1] - quad[0]), (4, 2))
    return (quad + error).astype(np.float32)


def make(job: tuple[int, int, Path, bool]) -> None:
    """One sample, by its seed and number; with the last, a sound card in any case."""
    cv2.setNumThreads(1)
    seed, number, folder, sound = job
    rng = np.random.default_rng((seed, number))
    difficulty = (Difficulty.EASY, Difficulty.USUAL, Difficulty.HARD)[int(rng.integers(3))]
    size = SIZES[int(rng.integers(len(SIZES)))]
    kinds: list[Species] = [species for species in (*SPECIES, *OFTENER) if species is not Light.CUT_OFF]
    doctored = np.zeros((638, 1011), np.uint8)
    covered = np.zeros((638, 1011), np.uint8)
    if rng.random() < SOUND_SHARE or sound:
        species = ""
        card, covered = _sound(rng, difficulty, size)
    else:
        kind = kinds[int(rng.integers(len(kinds)))]
        species = str(kind)
        shot = attack(kind, rng, test=False, difficulty=difficulty, size=size, portrait=_portrait(rng))
        card = rectify(shot.image, _jittered(shot.quad, rng))
        if shot.mask is not None and isinstance(kind, Doctoring):
            doctored = shot.mask
        elif shot.mask is not None:
            covered = shot.mask
    np.savez(
        folder / f"{seed}-{number:05d}.npz",
        card=card,
        covered=_cells(covered),
        doctored=_cells(doctored),
        species=species,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=2400)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--sound", action="store_true", help="only sound cards")
    arguments = parser.parse_args()
    if arguments.seed % 2:
        parser.error("odd seeds are the test range: train on an even one")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    numbers = range(arguments.first, arguments.first + arguments.count)
    with Pool(arguments.processes) as pool:
        jobs = [(arguments.seed, number, arguments.folder, arguments.sound) for number in numbers]
        for _ in pool.imap_unordered(make, jobs, 8):
            pass


if __name__ == "__main__":
    main()
