"""The dark frame of a screen beside a card: an even band much darker than the card, along a whole side of it.

What lies on desks is seldom as long, as straight, as dark and as even as that, so that one side is enough; checks and
stripes are told by their number.
"""

from itertools import product

import numpy as np

from kiosk.card.authenticity.beside import BENT, MARGIN, SCALE, STRAIGHT, Beside, Edge
from kiosk.card.plane import TALL

NARROWEST, WIDEST = 0.012, 0.22
"""Of a band, in card widths: a phone's frame beside a card of its own size, and a monitor's."""
DARK = 0.25
"""Of the card's ground: a frame reflects less, and a strip of a desk seldom so little."""
EVEN = 0.06
"""How much of the card's ground the band's darkest and lightest tenths differ by at most: a dark stripe of a cloth and
the gap between two planks differ by 0.1 and more."""
PATTERN = 4
"""More edges of one direction, as long as the band's or nearly so, are a pattern."""
NEARLY = 0.8
INSIDE = 0.5
"""As much of a band's length an edge within it may have at most: between two gaps of boards there are more edges."""
PARALLEL = 3.0
"""Degrees between a band's edges at most."""
LINES = np.linspace(0.25, 0.75, 7)
"""Where between its edges a band is looked at: the edges themselves are soft."""


def bezel_beside(around: Beside) -> float | None:
    """The share (0–1) of a side of the card that has a dark band beside it; None if the picture ends at the card."""
    if not any(around.in_view):
        return None
    x, y, height = round(MARGIN * SCALE), round(MARGIN * SCALE), round(TALL * SCALE)
    ground = float(np.percentile(around.grey[y : y + height, x : x + SCALE], 75))
    return max((_band(around, side, edges, ground) for side, edges in enumerate(around.edges)), default=0.0)


def _band(around: Beside, side: int, edges: tuple[Edge, ...], ground: float) -> float:
    shares = [
        min(inner.share, outer.share)
        for inner, outer in product(edges, edges)
        if _bound(inner, outer)
        and not any(_divides(edge, inner, outer) for edge in edges)
        and sum(_alike(edge, inner, outer) for edge in edges) <= PATTERN
        and _is_dark(around, side, inner, outer, ground)
    ]
    return max(shares, default=0.0)


def _bound(inner: Edge, outer: Edge) -> bool:
    """Whether what lies between both is darker than what lies around."""
    wide = NARROWEST < outer.distance - inner.distance < WIDEST
    return wide and inner.dark_beyond and not outer.dark_beyond and abs(inner.slant - outer.slant) < PARALLEL


def _divides(edge: Edge, inner: Edge, outer: Edge) -> bool:
    """Whether the edge runs along between both."""
    between = inner.distance + STRAIGHT < edge.distance < outer.distance - STRAIGHT
    long = edge.share > INSIDE * min(inner.share, outer.share)
    return between and long and abs(edge.slant - inner.slant) < BENT


def _alike(edge: Edge, inner: Edge, outer: Edge) -> bool:
    return abs(edge.slant - inner.slant) < BENT and edge.share > NEARLY * min(inner.share, outer.share)


def _is_dark(around: Beside, side: int, inner: Edge, outer: Edge, ground: float) -> bool:
    distances = inner.distance + LINES * (outer.distance - inner.distance)
    slants = inner.slant + LINES * (outer.slant - inner.slant)
    band = np.concatenate([around.along(side, *place) for place in zip(distances, slants, strict=True)])
    if not len(band):
        return False
    darkest, middle, lightest = (float(value) for value in np.percentile(band, (10, 50, 90)))
    return middle < DARK * ground and lightest - darkest < EVEN * ground
