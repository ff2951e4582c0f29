"""Card pictures with their truth, to measure on: seeded, with a range to tune on and one to report on.

Even seeds are for design and tuning, odd ones for the test. Besides the random numbers, the two ranges differ in their
fonts (where two are installed), grounds, portraits' crops and desks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator

from kiosk.card.reading import BACK_FIELDS, CARD_PX, FRONT_FIELDS, Side
from kiosk.devices.frame import Image
from kiosk.simulation.card_print import MintedCard, invent_style, mint, truth
from kiosk.simulation.desk import CardPose, DeskStyle, Grip, Light, Quad, Surface, render
from kiosk.simulation.desk_hand import Edge
from kiosk.simulation.desk_pose import quad_of
from kiosk.simulation.persons import Holder, invent


class Difficulty(StrEnum):
    """How hard the pictures are.

    FLAT is the card itself filling the picture; EASY a steady camera over a plain desk; USUAL what a terminal sees;
    HARD the edge of what must be read (±25° and upside down, ±20° tilt, busy desks, glare, blur, hands); EXTREME any
    turn, ±30° tilt, from a quarter of the frame to nearly all of it, in usual light.
    """

    FLAT = "flat"
    EASY = "easy"
    USUAL = "usual"
    HARD = "hard"
    EXTREME = "extreme"


@dataclass(frozen=True, slots=True)
class Ranges:
    """Largest values of a difficulty; `coverage` is (least, most)."""

    rotation: float
    upside_down: float
    tilt: float
    coverage: tuple[float, float]
    surfaces: tuple[Surface, ...]
    gradient: float
    shadow: float
    glare: float
    defocus: float
    motion: float
    noise: float
    grip: float


WIDTH = 1516
"""Px of a minted card: 450 dpi, finer than any camera here sees it."""
PLAIN = (Surface.PLAIN, Surface.WOOD)
DESIGN_BUSY = (Surface.PLAIN, Surface.WOOD, Surface.CLOTH, Surface.PAPERS)
TEST_BUSY = (Surface.LEATHER, Surface.STRIPES, Surface.KEYBOARD, Surface.PAPERS)

RANGES = {
    Difficulty.EASY: Ranges(6, 0, 5, (0.35, 0.6), PLAIN, 0.25, 0, 0, 0, 0, 2, 0),
    Difficulty.USUAL: Ranges(15, 0.1, 12, (0.3, 0.65), DESIGN_BUSY, 0.4, 0.25, 0.2, 0.0006, 0.0008, 3.5, 0.3),
    Difficulty.HARD: Ranges(25, 0.3, 20, (0.25, 0.7), DESIGN_BUSY, 0.6, 0.45, 0.5, 0.0012, 0.002, 6, 0.6),
    Difficulty.EXTREME: Ranges(180, 0, 30, (0.25, 0.95), DESIGN_BUSY, 0.4, 0.25, 0.2, 0.0006, 0.0008, 3.5, 0.3),
}


@cache
def _photograph() -> Image | None:
    """NASA's portrait of Eileen Collins (public domain), from scikit-image's data; None when it is not installed."""
    spec = find_spec("skimage")
    if spec is None or spec.origin is None:
        return None
    picture = cv2.imread(str(Path(spec.origin).parent / "data" / "astronaut.png"))
    return None if picture is None else np.asarray(picture, np.uint8)


def plain_portrait(rng: Generator) -> Image | None:
    """A crop of the one public-domain photograph: enough for reading cards; faces that differ are made elsewhere."""
    photograph = _photograph()
    if photograph is None:
        return None
    left, top = 125 + int(rng.integers(-10, 11)), int(rng.integers(0, 12))
    width = 200 + int(rng.integers(-15, 16))
    return photograph[top : top + round(width * 32 / 26), left : left + width]


def minted(
    rng: Generator,
    *,
    test: bool = False,
    holder: Holder | None = None,
    width: int = WIDTH,
    portrait: Image | None = None,
) -> MintedCard:
    """A card drawn at random (or `holder`'s), `width` px wide, with `portrait` (BGR) or the plain one."""
    who = invent(rng) if holder is None else holder
    style = invent_style(rng, text="".join(truth(who).values()), test=test, width=width)
    return mint(who, plain_portrait(rng) if portrait is None else portrait, style)


def light_of(rng: Generator, most: Ranges) -> Light:
    """Light, lens and sensor."""
    warm = float(rng.uniform(-0.09, 0.09))
    return Light(
        level=float(rng.uniform(0.8, 1.05)),
        gradient=float(rng.uniform(0, most.gradient)),
        angle=float(rng.uniform(0, 360)),
        vignette=float(rng.uniform(0, 0.3)),
        shadow=float(rng.uniform(0, most.shadow)) if rng.random() < 0.5 else 0.0,
        shadow_seed=int(rng.integers(1 << 30)),
        balance=(1 - warm, 1.0, 1 + warm),
        glare=float(rng.uniform(0.1, most.glare)) if rng.random() < 0.3 and most.glare > 0 else 0.0,
        glare_at=(float(rng.uniform(0.25, 0.75)), float(rng.uniform(0.25, 0.75))),
        glare_radius=float(rng.uniform(0.015, 0.05)),
        defocus=float(rng.uniform(0, most.defocus)),
        motion=float(rng.uniform(0, most.motion)),
        motion_angle=float(rng.uniform(0, 180)),
        noise=float(round(rng.uniform(0.5, most.noise), 1)),
        jpeg=int(rng.integers(70, 96)),
    )


def pose_of(rng: Generator, most: Ranges, size: tuple[int, int]) -> CardPose:
    """A pose with the whole card in the picture: too large or too far aside is brought in."""
    rotation = float(rng.uniform(-most.rotation, most.rotation)) + (180 if rng.random() < most.upside_down else 0)
    tilts = (float(rng.uniform(-most.tilt, most.tilt)), float(rng.uniform(-most.tilt, most.tilt)))
    coverage = float(rng.uniform(*most.coverage))
    at = rng.uniform(-0.15, 0.15, 2)
    while True:
        pose = CardPose(rotation, *tilts, coverage, (0.5 + float(at[0]), 0.5 + float(at[1])))
        quad = quad_of(pose, size) / np.array(size, np.float32)
        if quad.min() >= 0.01 and quad.max() <= 0.99:
            return pose
        at, coverage = at * 0.8, coverage * 0.97


def _grip(rng: Generator, most: Ranges) -> Grip | None:
    if rng.random() >= most.grip:
        return None
    tone = rng.uniform((80, 105, 150), (150, 180, 225))
    edge = (Edge.BOTTOM, Edge.RIGHT)[int(rng.integers(2))]
    # Where nothing is printed: between the number and the edge, or right of the portrait.
    reach = float(rng.uniform(0.015, 0.045))
    return Grip(edge, float(rng.uniform(0.1, 0.9)), reach, (int(tone[0]), int(tone[1]), int(tone[2])))


def desk_of(rng: Generator, most: Ranges, *, test: bool) -> DeskStyle:
    """A desk and the hand that may reach onto it."""
    surfaces = TEST_BUSY if test and most.surfaces is DESIGN_BUSY else most.surfaces
    return DeskStyle(
        surface=surfaces[int(rng.integers(len(surfaces)))],
        seed=2 * int(rng.integers(1 << 20)) + test,
        card_shadow=float(rng.uniform(0.2, 0.7)),
        grip=_grip(rng, most),
    )


def captures(
    seed: int, n: int, difficulty: str = Difficulty.USUAL, size: tuple[int, int] = (1920, 1080)
) -> Iterator[tuple[Image, Side, dict[str, str], Quad]]:
    """`n` pictures, front and back in turn: (frame BGR, side, its fields' truth, quad as in CardSighting).

    An even `seed` gives pictures to design and tune with, an odd one pictures to report on; see the module.
    """
    rng = np.random.default_rng(seed)
    test = seed % 2 == 1
    level = Difficulty(difficulty)
    card: MintedCard | None = None
    for place in range(n):
        side = (Side.FRONT, Side.BACK)[place % 2]
        if card is None or side is Side.FRONT:
            card = minted(rng, test=test, width=CARD_PX[0] if level is Difficulty.FLAT else WIDTH)
        picture, fields = (card.front, FRONT_FIELDS) if side is Side.FRONT else (card.back, BACK_FIELDS)
        expected: dict[str, str] = _only(card.truth, fields)
        if level is Difficulty.FLAT:
            height, width = picture.shape[:2]
            yield picture, side, expected, np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
            continue
        most = RANGES[level]
        desk = desk_of(rng, most, test=test)
        frame, quad = render(picture, pose_of(rng, most, size), desk, light_of(rng, most), size, rng)
        yield frame, side, expected, quad


def _only(fields: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: fields[name] for name in names}
