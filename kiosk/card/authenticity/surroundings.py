"""What is measured of a card's outline and of what lies beside it, in the whole picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.card.authenticity.beside import beside
from kiosk.card.authenticity.bezel import Bezel, bezel_beside
from kiosk.card.authenticity.corners import squareness
from kiosk.card.authenticity.rim import rim_around
from kiosk.devices.frame import Image


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`rim` as by `rim_around`, `bezel` as by `bezel_beside`, `square` as by `squareness`; None: cannot be seen."""

    rim: float | None
    bezel: Bezel | None
    square: float | None


def surroundings(image: Image, quad: NDArray[np.float32], *, sure: bool) -> Surroundings:
    """Measure around the card at `quad` in a BGR picture. `sure`: its corners are known for certain."""
    around = beside(image, quad)
    return Surroundings(
        # A card that reaches beyond a wrong corner has an edge there like a rim's, but none like a frame's.
        rim=rim_around(around) if sure else None,
        bezel=bezel_beside(around),
        square=squareness(image, quad) if sure else None,
    )
