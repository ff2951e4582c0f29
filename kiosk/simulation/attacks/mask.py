"""Things worn on the face: a rigid mask of the victim, with or without holes for the eyes, and half a mask."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image
from kiosk.simulation.acting import Act, Idling, with_acts
from kiosk.simulation.card_attacks.ranges import Range
from kiosk.simulation.face_scene import Stage
from kiosk.simulation.identity import Identity
from kiosk.simulation.portrait import load_portrait
from kiosk.simulation.puppet import HeadPose, Puppet
from kiosk.simulation.rig import Rig

_GLOSS = Range((0.0, 0.12), test=(0.12, 0.25))
_DETAIL = Range((1.0, 2.5), test=(2.5, 4.0))
"""Blur of the print on the mask, sigma in px of the portrait's texture (4 px to one of the photograph)."""


@dataclass(frozen=True, slots=True)
class Cast(Identity):
    """The victim's face as resin: printed a little softer, with a shine."""

    detail: float
    gloss: float

    def texture(self) -> NDArray[np.uint8]:
        painted = Identity.texture(self)
        soft = cv2.GaussianBlur(painted[..., :3], (0, 0), self.detail).astype(np.float32)
        shine = cv2.GaussianBlur(soft.mean(axis=2, keepdims=True), (0, 0), 24)[..., None]
        soft = soft * (1 - self.gloss) + self.gloss * (soft + 1.6 * (shine - shine.mean()) + 10)
        return np.dstack([soft.clip(0, 255), painted[..., 3]]).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class HalfMasked(Identity):
    """The victim's mask from the nose up, and below it the wearer's own face."""

    wearer: Identity

    def rig(self) -> Rig:
        upper, lower = Identity.rig(self), self.wearer.rig()
        line, soft = float(upper.rest[2, 1]), 0.04 * upper.size[1]
        share = np.clip((upper.rest[:, 1:2] - line) / soft + 0.5, 0, 1)
        return upper.shaped((upper.rest * (1 - share) + lower.rest * share).astype(np.float32))

    def texture(self) -> NDArray[np.uint8]:
        upper, lower = Identity.texture(self), self.wearer.texture()
        edge = int(load_portrait().mesh[2, 1])  # sharp: a mask has a rim
        mixed = np.vstack([upper[:edge], lower[edge:]])
        mixed[edge - 2 : edge + 2, :, :3] = (mixed[edge - 2 : edge + 2, :, :3] * 0.6).astype(np.uint8)
        return mixed


def _values(identity: Identity) -> dict[str, Any]:
    return {field.name: getattr(identity, field.name) for field in fields(Identity)}


class MaskAttack:
    """A rigid mask with a frozen expression: it turns and nods. With `eyes` there are holes to look and blink through;
    with `half` it ends above the mouth, which is the wearer's own."""

    def __init__(self, victim: Identity, seed: int = 0, eyes: bool = False, half: bool = False) -> None:
        rng = np.random.default_rng((seed, victim.seed, 0x3A5C))
        test = seed % 2 == 1
        if half:
            wearer = Identity.from_seed(seed + 2, victim.male, victim.age)
            worn: Identity = HalfMasked(**_values(victim), wearer=wearer)
        else:
            worn = Cast(**_values(victim), detail=_DETAIL.draw(rng, test), gloss=_GLOSS.draw(rng, test))
        self._puppet = Puppet(worn)
        self._idling = Idling(seed + 71)
        self._eyes, self._mouth = eyes or half, half

    def draw(self, stage: Stage, place: HeadPose, acts: Sequence[Act], t: float) -> Image:
        pose = with_acts(self._idling.pose(place, t), acts, t)
        if not self._eyes:
            pose = replace(pose, left_eye=1.0, right_eye=1.0, gaze_x=0.0, gaze_y=0.0)
        if not self._mouth:
            pose = replace(pose, mouth=0.0)
        return self._puppet.render(pose, stage.size, stage.room, stage.light, stage.glow_at(place))
