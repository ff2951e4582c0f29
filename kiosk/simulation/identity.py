"""Invented people: the portrait with another face shape, other colours, another age."""

from dataclasses import astuple, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kiosk.simulation.body import Garment
from kiosk.simulation.complexion import Complexion, paint_face
from kiosk.simulation.expression import mouth_inside
from kiosk.simulation.morph import Shape, reshape
from kiosk.simulation.portrait import load_portrait
from kiosk.simulation.rig import Rig, portrait_rig

_COLLARS = ("round", "shirt", "jacket")


@dataclass(frozen=True, slots=True)
class Identity:
    """One invented person, the same for the same `seed`: shape, complexion and what they wear."""

    seed: int
    male: bool
    age: int
    shape: Shape
    complexion: Complexion
    garment: Garment

    @classmethod
    def from_seed(cls, seed: int, male: bool | None = None, age: int | None = None) -> "Identity":
        """The person of that number. `male` and `age` in years (16 to 90) are drawn too unless given."""
        rng = np.random.default_rng((seed, 0xFACE))
        drawn_male, drawn_age = bool(rng.random() < 0.5), int(rng.integers(18, 75))
        male, age = drawn_male if male is None else male, drawn_age if age is None else age
        shape = Shape.drawn(rng)
        if male:
            shape = replace(
                shape,
                jaw=min(shape.jaw + 0.45, 1.0),
                hair=min(shape.hair, 0.0) - 1.0,
                eye_opening=shape.eye_opening - 0.4,
                lips=shape.lips - 0.2,
            )
        complexion = Complexion.drawn(rng, male, min(max((age - 18) / 57, 0.0), 1.0))
        cloth = rng.uniform(25, 190) * np.ones(3) + rng.uniform(-45, 45, 3)
        blue, green, red = (int(v) for v in cloth.clip(15, 225))
        garment = Garment(
            (blue, green, red), (232, 234, 236), _COLLARS[int(rng.integers(len(_COLLARS)))], int(rng.integers(1 << 31))
        )
        return cls(seed, male, age, shape, complexion, garment)

    def years_ago(self, years: int) -> "Identity":
        """The same person that much younger, otherwise dressed: as on a card issued then."""
        complexion = self.complexion.younger(years / 57)
        garment = replace(self.garment, cloth=(70, 62, 58), collar="shirt", seed=self.garment.seed ^ 1)
        return replace(self, age=self.age - years, complexion=complexion, garment=garment)

    def rig(self) -> Rig:
        """This person's head."""
        return reshape(portrait_rig(), self.shape)

    def texture(self) -> NDArray[np.uint8]:
        """What is painted on the head, BGRA: the portrait's layout with the inside of the mouth below."""
        face = paint_face(self.complexion)
        head = np.dstack([face, load_portrait().matte])
        inside = mouth_inside(head.shape[1])
        return np.vstack([head, np.dstack([inside, np.full(inside.shape[:2], 255, np.uint8)])])

    def build(self, face_width: float) -> tuple[float, float]:
        """Neck width and half the shoulders' width, px."""
        return (0.84 if self.male else 0.74) * face_width, (1.62 if self.male else 1.45) * face_width


def unlike(identity: Identity, seed: int = 0, choice: int = 300) -> Identity:
    """Somebody of the same sex and age whose face nobody would take for `identity`'s: the least alike of `choice`."""
    rng = np.random.default_rng((identity.seed, seed, 0xE15E))
    others = [Identity.from_seed(int(rng.integers(1 << 31)), identity.male, identity.age) for _ in range(choice)]
    return max(others, key=lambda other: _difference(identity, other))


def _difference(one: Identity, other: Identity) -> float:
    """How unlike two faces are, in squared steps of their traits; glasses and a bare forehead count as traits."""
    traits = sum((a - b) ** 2 for a, b in zip(astuple(one.shape), astuple(other.shape), strict=True))
    worn = (one.complexion.glasses > 0) != (other.complexion.glasses > 0)
    bare = (one.complexion.hairline > 0) != (other.complexion.hairline > 0)
    return float(traits) + 6.0 * worn + 3.0 * bare


def skin_colour(texture: NDArray[np.uint8]) -> tuple[float, float, float]:
    """The colour of a face's chin and cheeks, BGR, from its texture."""
    blue, green, red = (float(v) for v in np.median(texture[640:690, 370:470, :3].reshape(-1, 3), axis=0))
    return blue, green, red
