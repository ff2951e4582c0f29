"""Somebody who looks like the victim: half the one, half the other, as twins or a morphed portrait are.

A living face with nothing before it: liveness must say so, and telling the two apart is the comparison's.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from kiosk.simulation.identity import Identity
from kiosk.simulation.rig import Rig


@dataclass(frozen=True, slots=True)
class Blend(Identity):
    """`share` of the other person, 0 to 1, in shape and colour."""

    other: Identity
    share: float

    def rig(self) -> Rig:
        one, two = Identity.rig(self), self.other.rig()
        return one.shaped((one.rest * (1 - self.share) + two.rest * self.share).astype(np.float32))

    def texture(self) -> NDArray[np.uint8]:
        one, two = Identity.texture(self), self.other.texture()
        return (one * (1 - self.share) + two * self.share).clip(0, 255).astype(np.uint8)


def blend(victim: Identity, seed: int, share: float = 0.5) -> Identity:
    """`victim` blended with somebody of the same sex and age."""
    other = Identity.from_seed(seed + 4, victim.male, victim.age)
    return Blend(**{f.name: getattr(victim, f.name) for f in fields(Identity)}, other=other, share=share)
