"""Numbered presentations to measure with: genuine visitors and every species of attack, each the same for the same
species, seed and number. Odd seeds are the test range, with instruments and conditions that design never saw."""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

import numpy as np

from kiosk.devices.frame import Frame
from kiosk.simulation.acting import Act
from kiosk.simulation.attacks.conditions import Conditions, Seen
from kiosk.simulation.attacks.print_attack import PrintAttack
from kiosk.simulation.attacks.replay_attack import ReplayAttack
from kiosk.simulation.face_scene import Actor, FaceScene, LivePerson
from kiosk.simulation.identity import Identity

PEOPLE = 500
"""Invented people of each range that are drawn from."""


class Species(StrEnum):
    """Who or what is before the camera."""

    GENUINE = "genuine"
    PRINT = "print"
    PHONE = "phone"
    TABLET = "tablet"


HARMLESS = (Species.GENUINE,)
"""The species that are people with nothing before their face: liveness must say so."""


class Presentation(Protocol):
    """Somebody or something before the camera, for as long as a check takes."""

    fps: float

    def perform(self, act: Act) -> None:
        """What somebody who wants to pass does from `act.start` on, seconds of the presentation."""

    def frame(self, t: float, number: int) -> Frame:
        """What the terminal gets from its camera at `t` seconds."""


class Staged:
    """An actor before a real camera."""

    def __init__(self, actor: Actor, conditions: Conditions, size: tuple[int, int], seed: int) -> None:
        self.fps = conditions.fps
        self._scene = FaceScene(Seen(actor, conditions), size, conditions.fps, seed, light=conditions.light)

    def perform(self, act: Act) -> None:
        self._scene.perform(act)

    def frame(self, t: float, number: int) -> Frame:
        return Frame(self._scene.at(t), t, number)


def presentation(species: Species, seed: int, number: int, size: tuple[int, int] = (1280, 720)) -> Presentation:
    """Presentation `number` of a species. Takes about a second: a face is painted."""
    rng = np.random.default_rng((seed, number, list(Species).index(species), 0x9AD))
    test = seed % 2 == 1
    conditions = Conditions.drawn(rng, test)
    person = Identity.from_seed(2 * int(rng.integers(PEOPLE)) + test)
    drawn = 2 * int(rng.integers(1 << 20)) + test
    return Staged(_MAKERS[species](person, drawn), conditions, size, drawn)


_MAKERS: dict[Species, Callable[[Identity, int], Actor]] = {
    Species.GENUINE: LivePerson,
    Species.PRINT: PrintAttack,
    Species.PHONE: lambda victim, seed: ReplayAttack(victim, seed, bezel=True),
    Species.TABLET: lambda victim, seed: ReplayAttack(victim, seed, bezel=False),
}
