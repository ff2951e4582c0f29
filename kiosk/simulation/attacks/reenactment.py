"""A photograph brought to life: the victim's face moves as the attacker's does, in the moment, on a screen.

The strongest attack here: whatever is asked is done, at human speed and with depth. `relit` is stronger still, a live
exchange of faces that keeps the light on the attacker's own face, some frames late.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from kiosk.devices.frame import Image
from kiosk.simulation.acting import Act, Idling, with_acts
from kiosk.simulation.attacks.screen import Device, Screen
from kiosk.simulation.body import paint_room
from kiosk.simulation.card_attacks.ranges import Range
from kiosk.simulation.face_scene import Stage
from kiosk.simulation.identity import Identity
from kiosk.simulation.puppet import HeadPose, Light, Puppet
from kiosk.simulation.screen_light import DARK, Glow

_RATE = 25.0
_DELAY = Range((0.15, 0.3), test=(0.1, 0.15))
"""s from the attacker's movement to the puppet's: camera, network, screen."""


class Reenactment:
    """The player: the attacker idles and acts, the photograph follows."""

    def __init__(
        self, victim: Identity, seed: int, size: tuple[int, int], face: float, relit: bool = False, clean: bool = False
    ) -> None:
        """`clean` leaves out what a network's coding does."""
        rng = np.random.default_rng((seed, victim.seed, 0x2EEC))
        self._puppet, self._size = Puppet(victim), size
        self._rest = HeadPose(y=0.47, scale=face)
        self._room = paint_room(seed + 57, size)
        self._light = Light(azimuth=float(rng.uniform(-20, 20)), contrast=0.3)
        self._idling = Idling(seed + 17)  # the attacker's
        self._delay = _DELAY.draw(rng, seed % 2 == 1)
        self._relit, self._clean = relit, clean
        self._glows: list[tuple[float, Glow]] = [(-1.0, DARK)]

    def at(self, t: float, acts: Sequence[Act], glow: Glow) -> Image:
        if self._relit and self._glows[-1][1] != glow:
            self._glows.append((t, glow))
        then = int((t - self._delay) * _RATE) / _RATE
        pose = with_acts(self._idling.pose(self._rest, max(then, 0.0)), acts, then)
        on_face = self._glows[max(bisect_right([at for at, _ in self._glows], then) - 1, 0)][1]
        made = self._puppet.render(replace(pose), self._size, self._room, self._light, on_face)
        if self._clean:
            return made
        done, packed = cv2.imencode(".jpg", made, [cv2.IMWRITE_JPEG_QUALITY, 82])
        assert done
        return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


class ReenactmentAttack:
    """The puppet on a tablet held up or on a monitor put before the camera."""

    def __init__(self, victim: Identity, seed: int = 0, relit: bool = False) -> None:
        self._screen = Screen((Device.TABLET, Device.MONITOR)[seed // 2 % 2], seed)
        self._screen.player = Reenactment(victim, seed, self._screen.video, self._screen.face, relit)

    def draw(self, stage: Stage, place: HeadPose, acts: Sequence[Act], t: float) -> Image:
        return self._screen.draw(stage, place, acts, t)
