"""Somebody in front of the terminal's camera."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from kiosk.devices.frame import Image
from kiosk.simulation.acting import Act, Idling, approach, with_acts
from kiosk.simulation.body import paint_room
from kiosk.simulation.identity import Identity
from kiosk.simulation.puppet import HeadPose, Light, Puppet
from kiosk.simulation.screen_light import DARK, Glow, glow_of
from kiosk.simulation.sensor import Sensor

_NEAR = 0.46
"""The usual size of a face, its height as a share of the picture's: about half a metre away."""
_LIT = (0.12, 0.5)
"""What a white screen adds to the light of rooms, from a bright one to a dim one, as a share of it."""
LATENCY = 0.09
"""s from what the visit says to the screen's light in the camera's picture, at the simulated terminal."""


@dataclass(frozen=True, eq=False, slots=True)
class Stage:
    """Where an actor stands: the picture's (width, height), the room behind, the light, and the screen's glow on
    somebody at the usual distance."""

    size: tuple[int, int]
    room: Image
    light: Light
    glow: Glow = DARK

    def glow_at(self, place: HeadPose) -> Glow:
        """The glow on somebody there: light falls off with the square of the distance."""
        blue, green, red = (part * (place.scale / _NEAR) ** 2 for part in self.glow)
        return blue, green, red


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
        return self._puppet.render(pose, stage.size, stage.room, stage.light, stage.glow_at(place))


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
        screen: float | None = None,
        latency: float = LATENCY,
    ) -> None:
        """`screen` is how bright a white screen is on the face, as a share of the room's light; drawn unless given.
        `latency`: see LATENCY."""
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
            x=0.5 + float(rng.uniform(-0.03, 0.03)), y=0.48 + float(rng.uniform(-0.02, 0.02)), scale=_NEAR
        )
        usual = float(np.exp(rng.uniform(*np.log(_LIT))))
        self._screen = usual if screen is None else screen
        self._latency = latency
        self._actor = actor
        self._fps = fps
        self._sensor = Sensor(size, seed)
        self._acts: tuple[Act, ...] = ()
        self._shown: tuple[tuple[float, Sequence[int] | None], ...] = ()

    def shine(self, colour: Sequence[int] | None, since: float) -> None:
        """From `since` on the terminal's screen shows a colour (red, green, blue; sRGB 0-255; None: as usual)."""
        if (self._shown[-1][1] if self._shown else None) != colour:
            self._shown = (*self._shown[-31:], (since, colour))

    def perform(self, act: Act) -> None:
        """From `act.start` on, do this."""
        self._acts = (*self._acts[-7:], act)

    def at(self, t: float) -> Image:
        """The camera's picture, BGR (H, W, 3), `t` seconds after the actor came into view."""
        stage = replace(self._stage, glow=self._glow(t)) if self._shown else self._stage
        picture = self._actor.draw(stage, approach(t, self._place), self._acts, t)
        return self._sensor.seen(picture, max(round(t * self._fps), 0))

    def _glow(self, t: float) -> Glow:
        """What the screen throws on the face, seen by the camera at `t`."""
        colour = next((colour for since, colour in reversed(self._shown) if since <= t - self._latency), None)
        return glow_of(colour, self._screen)
