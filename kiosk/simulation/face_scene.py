"""Somebody in front of the terminal's camera."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from kiosk.devices.frame import Image
from kiosk.simulation.acting import Act, Idling, approach, with_acts
from kiosk.simulation.body import paint_room
from kiosk.simulation.identity import Identity
from kiosk.simulation.puppet import HeadPose, Light, Puppet
from kiosk.simulation.sensor import Sensor


@dataclass(frozen=True, eq=False, slots=True)
class Stage:
    """Where an actor stands: the picture's (width, height), the room behind, the light."""

    size: tuple[int, int]
    room: Image
    light: Light


class Actor(Protocol):
    """Whoever or whatever is held in front of the camera."""

    def draw(self, stage: Stage, place: HeadPose, acts: Sequence[Act], t: float) -> Image:
        """The picture at `t` seconds of the scene, BGR, the face at `place`, the `acts` asked for so far."""


class LivePerson:
    """A real visitor, who does what is asked."""

    def __init__(self, identity: Identity, seed: int = 0) -> None:
        self._puppet = Puppet(identity)
        self._idling = Idling(identity.seed * 31 + seed)

    def draw(self, stage: Stage, place: HeadPose, acts: Sequence[Act], t: float) -> Image:
        pose = with_acts(self._idling.pose(place, t), acts, t)
        return self._puppet.render(pose, stage.size, stage.room, stage.light)


class FaceScene:
    """An actor who walks up, looks at the camera and moves a little, as the camera sees it.

    A function of time, `seed` and the acts asked for. `fps` only numbers the sensor's noise patterns.
    """

    def __init__(
        self,
        actor: Actor,
        size: tuple[int, int] = (1280, 720),
        fps: float = 25.0,
        seed: int = 0,
        room: Image | None = None,
        light: Light | None = None,
    ) -> None:
        rng = np.random.default_rng((seed, 0x5CE2E))
        drawn = Light(
            azimuth=float(rng.uniform(-35, 35)),
            elevation=float(rng.uniform(15, 45)),
            contrast=float(rng.uniform(0.2, 0.45)),
            exposure=float(rng.uniform(0.88, 1.08)),
            warmth=float(rng.uniform(-0.5, 0.6)),
        )
        self._stage = Stage(size, paint_room(seed, size) if room is None else room, light or drawn)
        self._place = HeadPose(
            x=0.5 + float(rng.uniform(-0.03, 0.03)), y=0.48 + float(rng.uniform(-0.02, 0.02)), scale=0.46
        )
        self._actor = actor
        self._fps = fps
        self._sensor = Sensor(size, seed)
        self._acts: tuple[Act, ...] = ()

    def perform(self, act: Act) -> None:
        """From `act.start` on, do this."""
        self._acts = (*self._acts[-7:], act)

    def at(self, t: float) -> Image:
        """The camera's picture, BGR (H, W, 3), `t` seconds after the actor came into view."""
        picture = self._actor.draw(self._stage, approach(t, self._place), self._acts, t)
        return self._sensor.seen(picture, max(round(t * self._fps), 0))
