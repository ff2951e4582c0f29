"""−9105: something lies over the print of a field: a finger, a holder, a sticker."""

import numpy as np

from kiosk.card.authenticity.photocopy import chance
from kiosk.card.authenticity.warning import doubt
from kiosk.card.layout import VALUES, Zone
from kiosk.card.reading import CARD_PX, Box, CardWarning, Side, WarnCode
from kiosk.card.surface import CELL, Plane, Surface

THRESHOLD = 0.4
"""One sound card of 480 of the design range lies above it."""
CELLS = 5
"""So many cells of 16 px hide about one character."""


def occluded(surface: Surface, side: Side) -> tuple[CardWarning, ...]:
    """One warning for each field that is hidden at least in part; the reason ends with the field's name."""
    found: list[CardWarning] = []
    for name, zone in VALUES[side].items():
        score = hidden(surface.covered, zone)
        found += doubt(WarnCode.OCCLUDED, f"occluded-{name}", score, THRESHOLD, _region(surface.covered, zone))
    return tuple(found)


def hidden(covered: Plane, zone: Zone) -> float:
    """How surely at least a character's worth of `zone` is covered, 0–1: the likeliest CELLS cells together."""
    rows, columns = cells(zone)
    inside = np.sort(covered[rows, columns], axis=None)[-CELLS:]
    return chance(float(inside.mean()))


def cells(zone: Zone) -> tuple[slice, slice]:
    """The cells of `zone`, those it only touches too."""
    x0, y0, x1, y1 = zone.box()
    return slice(int(y0 // CELL), int(-(-y1 // CELL))), slice(int(x0 // CELL), int(-(-x1 // CELL)))


def _region(covered: Plane, zone: Zone) -> Box:
    """Around the covered cells of the zone."""
    rows, columns = cells(zone)
    places = np.argwhere(covered[rows, columns] > 0)
    if not len(places):
        return zone.box()
    (top, left), (bottom, right) = places.min(axis=0), places.max(axis=0) + 1
    x, y = columns.start * CELL, rows.start * CELL
    width, height = CARD_PX
    return (
        float(x + left * CELL),
        float(y + top * CELL),
        float(min(x + right * CELL, width)),
        float(min(y + bottom * CELL, height)),
    )
