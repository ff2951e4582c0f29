"""A recorded video of the victim, played on a screen before the camera."""

from collections.abc import Sequence

import cv2
import numpy as np

from kiosk.devices.frame import Image
from kiosk.face.observation import Action
from kiosk.simulation.acting import Act, Idling, with_acts
from kiosk.simulation.attacks.screen import Device, Screen
from kiosk.simulation.body import paint_room
from kiosk.simulation.face_scene import Stage
from kiosk.simulation.identity import Identity
from kiosk.simulation.puppet import HeadPose, Light, Puppet
from kiosk.simulation.screen_light import Glow
from kiosk.simulation.sensor import Sensor

_RATE = 25.0
_JPEG = (58, 80)


class Filmed:
    """The victim as a camera once filmed them: decoded pictures of any pose. By `seed`; `face` as a share of height."""

    def __init__(self, victim: Identity, seed: int, size: tuple[int, int], face: float) -> None:
        rng = np.random.default_rng((seed, victim.seed, 0x2E91))
        self._puppet, self._size = Puppet(victim), size
        self._rest = HeadPose(y=0.47, scale=face)
        self._room = paint_room(seed + 131, size)
        self._light = Light(azimuth=float(rng.uniform(-30, 30)), contrast=0.35, warmth=float(rng.uniform(-0.3, 0.3)))
        self._recorder = Sensor(size, seed + 3, sigma=3.5, softness=0.6)
        self._quality = int(rng.integers(*_JPEG))
        self.idling = Idling(victim.seed * 31 + seed + 5)

    def pose(self, t: float, acts: Sequence[Act]) -> HeadPose:
        """How they held their head at `t` seconds, doing `acts`."""
        return with_acts(self.idling.pose(self._rest, t), acts, t)

    def picture(self, pose: HeadPose, number: int) -> Image:
        """Frame `number` of the film, with them so posed."""
        taken = self._recorder.seen(self._puppet.render(pose, self._size, self._room, self._light), number)
        done, packed = cv2.imencode(".jpg", taken, [cv2.IMWRITE_JPEG_QUALITY, self._quality])
        assert done
        return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


class Replay:
    """Plays what the victim once did: blinks, turns, an open mouth, at its own times and not when asked; `lucky` is a
    recording that happens to do what is asked when it is asked."""

    def __init__(self, film: Filmed, seed: int, lucky: bool = False) -> None:
        self._film, self._lucky = film, lucky
        self._acts = _recorded_acts(np.random.default_rng((seed, 0x2E92)))

    def at(self, t: float, acts: Sequence[Act], glow: Glow) -> Image:
        number = int(t * _RATE)
        done = acts if self._lucky else self._acts
        return self._film.picture(self._film.pose(number / _RATE, done), number)


class ReplayAttack:
    """A replayed video on a device. With `bezel` a phone whose edges are seen, without it a tablet."""

    def __init__(
        self,
        victim: Identity,
        seed: int = 0,
        bezel: bool = True,
        device: Device | None = None,
        lucky: bool = False,
    ) -> None:
        self._screen = Screen(device or (Device.PHONE if bezel else Device.TABLET), seed)
        film = Filmed(victim, seed, self._screen.video, self._screen.face)
        self._screen.player = Replay(film, seed, lucky)

    def draw(self, stage: Stage, place: HeadPose, acts: Sequence[Act], t: float) -> Image:
        return self._screen.draw(stage, place, acts, t)


def _recorded_acts(rng: np.random.Generator) -> tuple[Act, ...]:
    """What the victim did in the recording, over and over: whatever a kiosk may ask, at times of its own."""
    acts, t = [], 0.8
    while t < 300:
        act = Act(Action(int(rng.integers(1, 6))), t, float(rng.uniform(0.85, 1.15)))
        acts.append(act)
        t = act.end + float(rng.uniform(0.8, 2.4))
    return tuple(acts)
