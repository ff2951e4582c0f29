"""The dark frame of a screen around a card: an even band much darker than the card, along a whole side of it, or dark
beyond an edge beside three of its sides.

What lies on desks is seldom as long, as straight, as dark and as even as that, so that one side is enough; checks and
boards are told by their number, and stripes by going on where a frame has its corner.
"""

from dataclasses import dataclass
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
GOES_ON, STILL_DARK = 0.9, 0.3
"""So much of what is seen beyond a side's ends is as dark, of the card's ground, where a band goes on."""
LEAST_ONWARD = 5
"""Places beyond an end, fewer of which say nothing."""
CLEAR_OF_CARD, UPRIGHT = 0.06, 3.5
"""Card widths beside a side, and degrees off it, from and up to which an edge that is dark beyond is a frame's: nearer
is the card's own edge, where its corners are wrong."""
BEYOND = (0.008, 0.016, 0.024)
"""Card widths beyond such an edge at which it must be dark."""
SIDES = 3


@dataclass(frozen=True, slots=True)
class Bezel:
    """`beside` is the share (0–1) of a side of the card that has a dark band beside it; `onward` that of a band which
    goes on beyond the side as far as the picture shows, as a stripe does; `around` that of three sides, of the least
    clear, beside which it is dark beyond an edge."""

    beside: float
    onward: float
    around: float


def bezel_beside(around: Beside) -> Bezel | None:
    """How much of a screen's frame is around the card; None if the picture ends at the card."""
    if not any(around.in_view):
        return None
    x, y, height = round(MARGIN * SCALE), round(MARGIN * SCALE), round(TALL * SCALE)
    ground = float(np.percentile(around.grey[y : y + height, x : x + SCALE], 75))
    bands = [band for side, edges in enumerate(around.edges) for band in _bands(around, side, edges, ground)]
    dark = sorted(_dark_beyond(around, side, edges, ground) for side, edges in enumerate(around.edges))
    return Bezel(
        beside=max((share for share, onward in bands if not onward), default=0.0),
        onward=max((share for share, onward in bands if onward), default=0.0),
        around=dark[-SIDES],
    )


def _bands(around: Beside, side: int, edges: tuple[Edge, ...], ground: float) -> list[tuple[float, bool]]:
    """Of each dark band beside a side, how much of the side it is beside and whether it goes on."""
    return [
        (min(inner.share, outer.share), _goes_on(around, side, inner, outer, ground))
        for inner, outer in product(edges, edges)
        if _bound(inner, outer)
        and not any(_divides(edge, inner, outer) for edge in edges)
        and sum(_alike(edge, inner, outer) for edge in edges) <= PATTERN
        and _is_dark(around, side, inner, outer, ground)
    ]


def _goes_on(around: Beside, side: int, inner: Edge, outer: Edge, ground: float) -> bool:
    middle, slant = (inner.distance + outer.distance) / 2, (inner.slant + outer.slant) / 2
    ends = [end for end in around.onward(side, middle, slant) if len(end) >= LEAST_ONWARD]
    return bool(ends) and all(float((end < STILL_DARK * ground).mean()) >= GOES_ON for end in ends)


def _dark_beyond(around: Beside, side: int, edges: tuple[Edge, ...], ground: float) -> float:
    """How much of the side has an edge beside it that is a frame's, as far as can be told from what is beyond it."""
    shares = [0.0]
    for edge in edges:
        if edge.dark_beyond and edge.distance > CLEAR_OF_CARD and abs(edge.slant) < UPRIGHT and not edge.crossed:
            band = np.concatenate([around.along(side, edge.distance + away, edge.slant) for away in BEYOND])
            if len(band) and float(np.median(band)) < DARK * ground:
                shares.append(edge.share)
    return max(shares)


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
