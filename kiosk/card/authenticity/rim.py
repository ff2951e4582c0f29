"""How much of a rim is around a card: of a screen, or of the sheet that a picture of it was printed on.

A rim is upright in the card's plane whatever the camera's angle, or nearly so where the picture itself was taken at an
angle. Desks have straight edges too, but hardly ever beside two sides of the card; checks and planks are told by their
number.
"""

import numpy as np

from kiosk.card.authenticity.beside import BENT, Beside, Edge

ALIKE = 3.5
"""Degrees by which edges of one rim differ at most, each against its side of the card."""
RIMS = 2
"""A rim has an inner and an outer edge; more, side by side, are a pattern."""
APART = 0.02
TWO = 2
CLEAR = 0.4
"""An edge of less than this share of the clearest one's length is none of a pattern."""


def rim_around(around: Beside) -> float | None:
    """How much of two sides of the card, of the less clear one, has a rim beside it, 0–1; None if the picture ends at
    the card."""
    if sum(seen or bool(edges) for seen, edges in zip(around.in_view, around.edges, strict=True)) < TWO:
        return None
    clearest = [edge for edges in around.edges if (edge := _clearest(edges)) is not None]
    return max((_together(clearest, edge.slant) for edge in clearest), default=0.0)


def _together(edges: list[Edge], slant: float) -> float:
    shares = sorted((edge.share for edge in edges if abs(edge.slant - slant) < ALIKE), reverse=True)
    return shares[TWO - 1] if len(shares) >= TWO else 0.0


def _clearest(edges: tuple[Edge, ...]) -> Edge | None:
    """The clearest edge beside one side, unless it is one of a pattern's."""
    if not edges:
        return None
    best = edges[0]
    alike = [edge for edge in edges if edge.share > CLEAR * best.share and abs(edge.slant - best.slant) < BENT]
    return None if _apart([edge.distance for edge in alike]) > RIMS else best


def _apart(distances: list[float]) -> int:
    """How many edges lie side by side."""
    count, last = 0, -np.inf
    for distance in sorted(distances):
        if distance - last > APART:
            count, last = count + 1, distance
    return count
