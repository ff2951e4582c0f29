"""Numbered presentations to measure with: genuine visitors and every species of attack, each the same for the same
species, seed and number. Odd seeds are the test range, with instruments and conditions that design never saw."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Protocol

import numpy as np

from kiosk.devices.exposure import exposed
from kiosk.devices.frame import Frame
from kiosk.simulation.acting import Act
from kiosk.simulation.attacks.clip_bank import ClipBankAttack
from kiosk.simulation.attacks.conditions import Conditions, Seen
from kiosk.simulation.attacks.injection import Injection
from kiosk.simulation.attacks.mask import MaskAttack
from kiosk.simulation.attacks.morph import blend
from kiosk.simulation.attacks.print_attack import PrintAttack
from kiosk.simulation.attacks.reenactment import ReenactmentAttack
from kiosk.simulation.attacks.replay_attack import ReplayAttack
from kiosk.simulation.attacks.screen import Device
from kiosk.simulation.face_scene import LATENCY, Actor, FaceScene, LivePerson
from kiosk.simulation.identity import Identity

PEOPLE = 500
"""Invented people of each range that are drawn from."""


class Species(StrEnum):
    """Who or what is before the camera, in the order of what would be tried first."""

    GENUINE = "genuine"
    TWIN = "twin-like morph"
    PRINT = "flat print"
    BENT_PRINT = "bent print"
    HOLED_PRINT = "print with holes"
    PHONE = "replay on a phone"
    TABLET = "replay on a tablet"
    MONITOR = "replay on a monitor"
    LUCKY_REPLAY = "replay that acts as asked"
    CLIP_BANK = "clips that answer"
    MASK = "rigid mask"
    EYES_MASK = "rigid mask with eye holes"
    HALF_MASK = "half mask"
    REENACTMENT = "re-enactment"
    RELIT = "re-enactment that keeps the light"
    INJECTION = "injected stream"


HARMLESS = (Species.GENUINE, Species.TWIN)
"""The species that are people with nothing before their face: liveness must say so."""


class Presentation(Protocol):
    """Somebody or something before the camera, for as long as a check takes."""

    fps: float

    def perform(self, act: Act) -> None:
        """What somebody who wants to pass does from `act.start` on, seconds of the presentation."""

    def shine(self, colour: Sequence[int] | None, since: float) -> None:
        """From `since` on the terminal's screen shows this colour (red, green, blue; None: as usual)."""

    def expose(self, stops: float) -> bool:
        """What the terminal tells its camera, as `Exposing`."""

    def frame(self, t: float, number: int) -> Frame:
        """What the terminal gets from its camera at `t` seconds."""


class Staged:
    """An actor before a real camera."""

    def __init__(self, actor: Actor, conditions: Conditions, size: tuple[int, int], seed: int, latency: float) -> None:
        self.fps = conditions.fps
        seen = Seen(actor, conditions)
        self._stops = 0.0
        self._scene = FaceScene(seen, size, conditions.fps, seed, light=conditions.light, latency=latency)

    def perform(self, act: Act) -> None:
        self._scene.perform(act)

    def shine(self, colour: Sequence[int] | None, since: float) -> None:
        self._scene.shine(colour, since)

    def expose(self, stops: float) -> bool:
        self._stops = stops
        return True

    def frame(self, t: float, number: int) -> Frame:
        return Frame(exposed(self._scene.at(t), self._stops), t, number)


def presentation(
    species: Species, seed: int, number: int, size: tuple[int, int] = (1280, 720), latency: float = LATENCY
) -> Presentation:
    """Presentation `number` of a species, at a terminal of this `latency` (see `FaceScene`). Takes about a second: a
    face is painted."""
    rng = np.random.default_rng((seed, number, list(Species).index(species), 0x9AD))
    test = seed % 2 == 1
    conditions = Conditions.drawn(rng, test)
    person = Identity.from_seed(2 * int(rng.integers(PEOPLE)) + test)
    drawn = 2 * int(rng.integers(1 << 20)) + test
    if species is Species.INJECTION:
        return Injection(person, drawn, number, size, conditions.fps)
    return Staged(_MAKERS[species](person, drawn), conditions, size, drawn, latency)


_MAKERS: dict[Species, Callable[[Identity, int], Actor]] = {
    Species.GENUINE: LivePerson,
    Species.TWIN: lambda victim, seed: LivePerson(blend(victim, seed), seed),
    Species.PRINT: PrintAttack,
    Species.BENT_PRINT: lambda victim, seed: PrintAttack(victim, seed, bent=True),
    Species.HOLED_PRINT: lambda victim, seed: PrintAttack(victim, seed, bent=seed % 4 < 2, holes=True),
    Species.PHONE: lambda victim, seed: ReplayAttack(victim, seed, device=Device.PHONE),
    Species.TABLET: lambda victim, seed: ReplayAttack(victim, seed, device=Device.TABLET),
    Species.MONITOR: lambda victim, seed: ReplayAttack(victim, seed, device=Device.MONITOR),
    Species.LUCKY_REPLAY: lambda victim, seed: ReplayAttack(victim, seed, device=_turn_about(seed), lucky=True),
    Species.CLIP_BANK: ClipBankAttack,
    Species.MASK: MaskAttack,
    Species.EYES_MASK: lambda victim, seed: MaskAttack(victim, seed, eyes=True),
    Species.HALF_MASK: lambda victim, seed: MaskAttack(victim, seed, half=True),
    Species.REENACTMENT: ReenactmentAttack,
    Species.RELIT: lambda victim, seed: ReenactmentAttack(victim, seed, relit=True),
}


def _turn_about(seed: int) -> Device:
    return list(Device)[seed // 2 % len(Device)]
