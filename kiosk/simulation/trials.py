"""Numbered trials of the card reader: sound cards, attacks of each species, cards with a flaw, other documents.

A trial is the same for the same species, seed, number and difficulty, whatever was made before it; odd seeds are the
test range, as everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.random import Generator

from kiosk.card.reading import BACK_FIELDS, FRONT_FIELDS, Kind, Side, WarnCode
from kiosk.devices.frame import Image
from kiosk.simulation.capture import RANGES, Difficulty, desk_of, light_of, minted, pose_of
from kiosk.simulation.card_attacks.attack import SPECIES, WARNED, attack
from kiosk.simulation.card_portrait import card_portrait
from kiosk.simulation.desk import render
from kiosk.simulation.documents import mint_document
from kiosk.simulation.identity import Identity
from kiosk.simulation.persons import Flaw, invent

SOUND = "sound"
SIZES = ((1280, 720), (1920, 1080), (1920, 1080), (2560, 1440))
EXTREME_SIZES = ((1280, 720), (1920, 1080), (3840, 2160), (1080, 1920))
FACES = 8
PERIOD_FLAWS = (Flaw.REVERSED_PERIOD, Flaw.SEVEN_YEARS, Flaw.EXPIRED)
NUMBER_FLAWS = (Flaw.CHECK_DIGIT, Flaw.SEX_MISMATCH, Flaw.BIRTH_MISMATCH)
DOCUMENTS = tuple(kind for kind in Kind if kind is not Kind.CITIZEN)

EXPECTED: Mapping[str, WarnCode] = {
    **{str(species): code for species, code in WARNED.items()},
    **{str(flaw): WarnCode.INVALID_PERIOD for flaw in PERIOD_FLAWS},
    **{str(flaw): WarnCode.DOCTORED for flaw in NUMBER_FLAWS},
    str(Kind.TEMPORARY): WarnCode.TEMPORARY,
}
"""The warning each species must raise. Other documents raise none: they are to be named."""
ALL_SPECIES = (SOUND, *EXPECTED, *(str(kind) for kind in DOCUMENTS if kind is not Kind.TEMPORARY))
_ATTACKS = {str(species): species for species in SPECIES}
_FLAWS = {str(flaw): flaw for flaw in (*PERIOD_FLAWS, *NUMBER_FLAWS)}


@dataclass(frozen=True, eq=False, slots=True)
class Trial:
    """One picture (BGR) and what is right about it. `fields` is empty where reading is not what is tried. `glare`: a
    lamp is mirrored in it, however small."""

    species: str
    number: int
    difficulty: Difficulty
    image: Image
    side: Side
    kind: Kind
    fields: Mapping[str, str]
    glare: bool


def trial(species: str, seed: int, number: int, difficulty: Difficulty) -> Trial:
    """Trial `number` of one of ALL_SPECIES. Raises EnvironmentFault `font-missing`."""
    rng = np.random.default_rng((seed, ALL_SPECIES.index(species), number, list(Difficulty).index(difficulty)))
    test = seed % 2 == 1
    sizes = EXTREME_SIZES if difficulty is Difficulty.EXTREME else SIZES
    size = sizes[int(rng.integers(len(sizes)))]
    portrait = _portrait(rng, test)
    if species in _ATTACKS:
        shot = attack(_ATTACKS[species], rng, test=test, difficulty=difficulty, size=size, portrait=portrait)
        return Trial(species, number, difficulty, shot.image, shot.side, Kind.CITIZEN, {}, False)
    most = RANGES[difficulty]
    kind = Kind(species) if species in list(Kind) else Kind.CITIZEN
    side = (Side.FRONT, Side.BACK)[number % 2]
    if kind is not Kind.CITIZEN:
        document = mint_document(rng, kind, test=test, width=1516)
        picture, fields = (document.front, document.back)[number % 2], document.truth[side]
    else:
        flaw = _FLAWS.get(species)
        side = Side.BACK if flaw in PERIOD_FLAWS else Side.FRONT if flaw in NUMBER_FLAWS else side
        card = minted(rng, test=test, holder=invent(rng, flaw=flaw) if flaw else None, portrait=portrait)
        names = FRONT_FIELDS if side is Side.FRONT else BACK_FIELDS
        picture, fields = (card.front if side is Side.FRONT else card.back), {n: card.truth[n] for n in names}
    light = light_of(rng, most)
    if kind is Kind.CITIZEN and species != SOUND:
        light = replace(light, glare=0.0)
    frame, _ = render(picture, pose_of(rng, most, size), desk_of(rng, most, test=test), light, size, rng)
    return Trial(species, number, difficulty, frame, side, kind, fields, light.glare > 0)


def _portrait(rng: Generator, test: bool) -> Image | None:
    """The plain portrait, or an invented person's."""
    return None if rng.random() < 0.5 else _face(2 * int(rng.integers(FACES)) + test)


@cache
def _face(number: int) -> Image:
    return card_portrait(Identity.from_seed(number))
