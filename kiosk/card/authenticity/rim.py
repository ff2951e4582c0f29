"""How much of a rim is around a card: of a screen, or of the sheet that a picture of it was printed on.

A rim is upright in the card's plane whatever the camera's angle, or nearly so where the picture itself was taken at an
angle, and it has corners: it is beside two neighbouring sides. Desks have straight edges too, but boards and stripes
have them in one direction alone, and those of checks and tiles cross each other.
"""

import numpy as np

from kiosk.card.authenticity.beside import BENT, Beside, Edge

ALIKE = 3.5
"""Degrees by which edges of one rim differ at most, each against its side of the card."""
RIMS = 2
"""A rim has an inner and an outer edge; more, side by side, are a pattern."""
APART = 0.02
CLEAR = 0.4
"""An edge of less than this share of the clearest one's length is none of a pattern."""


def rim_around(around: Beside) -> float | None:
    """How much of two neighbouring sides of the card, of the less clear one, has a rim beside it, 0–1; None if the
    picture ends at the card."""
    known = [seen or bool(edges) for seen, edges in zip(around.in_view, around.edges, strict=True)]
    if not any(known[side] and known[side - 1] for side in range(4)):
        return None
    clearest = [_clearest(edges) for edges in around.edges]
    return max(_together(clearest[side], clearest[side - 1]) for side in range(4))


def _together(one: Edge | None, other: Edge | None) -> float:
    if one is None or other is None or abs(one.slant - other.slant) >= ALIKE:
        return 0.0
    return min(one.share, other.share)


def _clearest(edges: tuple[Edge, ...]) -> Edge | None:
    """The clearest edge beside one side, unless it is one of a pattern's."""
    if not edges:
        return None
    best = edges[0]
    alike = [edge for edge in edges if edge.share > CLEAR * best.share and abs(edge.slant - best.slant) < BENT]
    pattern = best.crossed or _apart([edge.distance for edge in alike]) > RIMS
    return None if pattern else best


def _apart(distances: list[float]) -> int:
    """How many edges lie side by side."""
    count, last = 0, -np.inf
    for distance in sorted(distances):
        if distance - last > APART:
            count, last = count + 1, distance
    return count
