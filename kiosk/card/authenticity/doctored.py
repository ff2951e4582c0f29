"""−9106: print or portrait pasted over or retouched, or a number that contradicts the rest of the card."""

from collections.abc import Mapping
from math import log

import cv2
import numpy as np

from kiosk.card.authenticity.focus import unlike_focus
from kiosk.card.authenticity.misaligned import misaligned
from kiosk.card.authenticity.occluded import cells
from kiosk.card.authenticity.pasted import LINES, pasted
from kiosk.card.authenticity.photocopy import chance
from kiosk.card.authenticity.shadowed import hard_edge, shadowed
from kiosk.card.authenticity.smoothed import smoothed
from kiosk.card.authenticity.warning import doubt, nearness
from kiosk.card.layout import PORTRAIT
from kiosk.card.reading import CARD_PX, Box, CardWarning, Field, WarnCode
from kiosk.card.surface import CELL, Surface
from kiosk.devices.frame import Image

PORTRAIT_THRESHOLD = 0.77
"""Of 1,040 fronts of the design range with the card's own portrait one lies above it, of 260 with another one below."""
HARD, USUAL_EDGE = 1.5, 6.0
"""Log-odds that a hard edge beside the portrait counts for, by its logarithm, and the deviations that say nothing."""
TRACES = 0.5
"""What `pasted` and `shadowed` give for traces that sound cards hardly have."""
CALM = 0.3
"""Deviations of an edge that one deviation of calm around the name counts for: what either lacks, the other may add."""
FOCUS, FOCUSED = 0.25, 1.5
"""The same for each deviation of focus beyond FOCUSED: of 70 retouched names of the design range eight are
missed, without it ten."""
LINE, IN_LINE = 0.5, 1.0
"""The same for each deviation from the other values' line beyond IN_LINE, for edges and for shadows."""
OUT_OF_LINE = 2.4
"""So many tell by themselves: of 620 sound fronts of the design range (seeds 84 and 86) one has more than 2.1, of 1,090
pasted and retouched names 92 in 100 have."""
WINDOW = (5, 3)
"""Columns and rows of cells of the portrait that are judged together."""
SURE = 0.95
"""A contradiction counts when everything it rests on was read with this confidence: else it is a misreading."""
RESTS_ON = {
    "number-checksum": ("IdNum",),
    "number-birth": ("IdNum", "Birth"),
    "number-sex": ("IdNum", "Sex"),
    "number-region": ("IdNum",),
}


def doctored(
    card: Image,
    surface: Surface | None,
    prints: Mapping[str, tuple[float, Box]],
    fields: Mapping[str, Field],
    checks: Mapping[str, bool | None],
) -> tuple[CardWarning, ...]:
    """What was done to the print (`prints` as by `traces_of_print`) and to the portrait of a citizen's card
    (`surface` None: there is none to be seen), then contradictions, by the name of the check that fails."""
    found: list[CardWarning] = []
    for name, (score, region) in prints.items():
        found += doubt(WarnCode.DOCTORED, f"doctored-{name}", score, TRACES, region)
    if surface is not None:
        score, region = portrait_traces(card, surface)
        found += doubt(WarnCode.DOCTORED, "doctored-portrait", score, PORTRAIT_THRESHOLD, region)
    return (*found, *contradictions(fields, checks))


def contradictions(fields: Mapping[str, Field], checks: Mapping[str, bool | None]) -> tuple[CardWarning, ...]:
    """The checks of a number that fail, by their names, as sure as what they rest on was read."""
    found: list[CardWarning] = []
    for name, needed in RESTS_ON.items():
        if checks.get(name) is not False:
            continue
        certainty = min(_certainty(fields.get(field)) for field in needed)
        number = fields["IdNum"].box if "IdNum" in fields else None
        found += doubt(WarnCode.DOCTORED, name, certainty, SURE, number)
    return tuple(found)


def traces_of_print(card: Image, fields: Mapping[str, Field]) -> dict[str, tuple[float, Box]]:
    """What `print_traces` says of each of LINES."""
    return {name: print_traces(card, name, fields) for name in LINES}


def print_traces(card: Image, name: str, fields: Mapping[str, Field]) -> tuple[float, Box]:
    """How much speaks for a slip over one of LINES or for its having been retouched, 0–1, and where on the card."""
    if name != "Name":
        return pasted(card, LINES[name])
    out = misaligned(card, fields) or 0.0
    line = LINE * max(out - IN_LINE, 0.0)
    focus = FOCUS * max((unlike_focus(card, fields) or 0.0) - FOCUSED, 0.0)
    besides = CALM * (smoothed(card) or 0.0) + focus + line
    edges, shadow = pasted(card, LINES[name], besides), shadowed(card, line)
    where = fields[name].box if name in fields else None
    return max(edges, shadow, (nearness(out, OUT_OF_LINE), where or edges[1]), key=lambda found: found[0])


def portrait_traces(card: Image, surface: Surface) -> tuple[float, Box]:
    """The place of the portrait likeliest to have been exchanged, 0–1, and where it is on the card.

    Elsewhere the network answers to the place more than to what was done there; `print_traces` judges print.
    """
    rows, columns = cells(PORTRAIT)
    mean = cv2.blur(np.ascontiguousarray(surface.doctored), WINDOW, borderType=cv2.BORDER_REPLICATE)[rows, columns]
    row, column = np.unravel_index(int(mean.argmax()), mean.shape)
    score = chance(float(mean[row, column]) + HARD * log(hard_edge(card) / USUAL_EDGE))
    across, down = WINDOW
    x = (columns.start + int(column) - across // 2) * CELL
    y = (rows.start + int(row) - down // 2) * CELL
    width, height = CARD_PX
    box = (max(x, 0), max(y, 0), min(x + across * CELL, width), min(y + down * CELL, height))
    return score, (float(box[0]), float(box[1]), float(box[2]), float(box[3]))


def _certainty(field: Field | None) -> float:
    """How sure the recogniser was of the worst character, apart from any check; of a date, of all of it."""
    return min(field.chances, default=field.confidence) if field is not None else 0.0
