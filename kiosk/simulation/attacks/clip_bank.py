"""A bank of clips: somebody behind the screen presses a key, and the clip in which the victim does what was asked
starts. Between two clips there is a cut or a short cross-fade, and the head is never quite where it was."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from kiosk.devices.frame import Image
from kiosk.simulation.acting import Act
from kiosk.simulation.attacks.replay_attack import Filmed
from kiosk.simulation.attacks.screen import Device, Screen
from kiosk.simulation.card_attacks.ranges import Range
from kiosk.simulation.face_scene import Stage
from kiosk.simulation.identity import Identity
from kiosk.simulation.puppet import HeadPose
from kiosk.simulation.screen_light import Glow

_RATE = 25.0
_LEAD = 0.25  # s of rest at the beginning of a clip
_FADE = Range((0.0, 0.0), (0.12, 0.25), test=(0.25, 0.4))
_SHIFT = Range((0.02, 0.05), test=(0.012, 0.02))
"""How far the head is from where the clip before left it, in heights of the face."""


class ClipBank:
    """Idles until asked, then plays the right clip. A player for a screen."""

    def __init__(self, film: Filmed, seed: int) -> None:
        rng = np.random.default_rng((seed, 0xC11B))
        test = seed % 2 == 1
        self._film = film
        self._fade = _FADE.draw(rng, test)
        shift = _SHIFT.draw(rng, test)
        turns = rng.uniform(0, 2 * np.pi, 16)
        self._places = [(shift * np.cos(a), shift * np.sin(a), 1 + 0.6 * shift * np.sin(3 * a)) for a in turns]
        self._offsets = rng.uniform(5, 60, 16)

    def at(self, t: float, acts: Sequence[Act], glow: Glow) -> Image:
        begun = [act for act in acts if act.start - _LEAD <= t]
        cuts = [edge for act in begun for edge in (act.start - _LEAD, act.end + 0.3) if edge <= t]
        now = self._clip(t, begun, len(cuts))
        since = t - cuts[-1] if cuts else np.inf
        if since >= self._fade:
            return now
        before = self._clip(t, begun[:-1] if len(cuts) % 2 else begun, len(cuts) - 1)
        share = float(since / self._fade)
        return np.asarray(cv2.addWeighted(before, 1 - share, now, share, 0), np.uint8)

    def _clip(self, t: float, acts: Sequence[Act], number: int) -> Image:
        """Clip `number` in order of playing: each was filmed at another moment, with the head elsewhere."""
        at = int(t * _RATE) / _RATE
        dx, dy, scale = self._places[number % 16]
        rest = self._film.pose(at + float(self._offsets[number % 16]), ())
        posed = self._film.pose(at, acts)
        pose = replace(
            posed,
            x=rest.x + dx * rest.scale,
            y=rest.y + dy * rest.scale,
            scale=rest.scale * scale,
            roll=rest.roll + 20 * dx,
        )
        return self._film.picture(pose, int(t * _RATE))


class ClipBankAttack:
    """The bank on a tablet or a monitor."""

    def __init__(self, victim: Identity, seed: int = 0) -> None:
        self._screen = Screen((Device.TABLET, Device.MONITOR)[seed // 2 % 2], seed)
        self._screen.player = ClipBank(Filmed(victim, seed, self._screen.video, self._screen.face), seed)

    def draw(self, stage: Stage, place: HeadPose, acts: Sequence[Act], t: float) -> Image:
        return self._screen.draw(stage, place, acts, t)
