"""What is measured of a card and of what lies beside it, without a network: all of it while the network looks."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.card.authenticity.beside import beside
from kiosk.card.authenticity.bezel import Bezel, bezel_beside
from kiosk.card.authenticity.corners import squareness
from kiosk.card.authenticity.doctored import print_traces
from kiosk.card.authenticity.pasted import LINES
from kiosk.card.authenticity.rim import rim_around
from kiosk.card.reading import Box, Field
from kiosk.devices.frame import Image


@dataclass(frozen=True, slots=True)
class Measured:
    """`rim` as by `rim_around`, `bezel` as by `bezel_beside`, `square` as by `squareness`; `prints`, of a citizen's
    card's front, for each of LINES as by `print_traces`."""

    rim: float | None
    bezel: Bezel | None
    square: float | None
    prints: Mapping[str, tuple[float, Box]]


def measured(
    image: Image, quad: NDArray[np.float32], card: Image, fields: Mapping[str, Field], *, sure: bool, front: bool
) -> Measured:
    """Measure the card at `quad` in a BGR picture, rectified as `card`. `sure`: its corners are known for certain;
    `front`: it is a citizen's card's front."""
    around = beside(image, quad)
    return Measured(
        # A card that reaches beyond a wrong corner has an edge there like a rim's, but none like a frame's.
        rim=rim_around(around) if sure else None,
        bezel=bezel_beside(around),
        square=squareness(image, quad) if sure else None,
        prints={name: print_traces(card, name, fields) for name in LINES} if front else {},
    )
