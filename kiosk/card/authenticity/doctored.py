"""−9106: print or portrait pasted over or retouched, or a number that contradicts the rest of the card."""

from collections.abc import Mapping

import cv2
import numpy as np

from kiosk.card.authenticity.photocopy import chance
from kiosk.card.authenticity.warning import doubt
from kiosk.card.reading import CARD_PX, Box, CardWarning, Field, WarnCode
from kiosk.card.surface import CELL, Surface

THRESHOLD = 0.93
"""No sound card of the design range lies above it; most doctored ones lie below, too."""
WINDOW = (5, 3)
"""Columns and rows of cells that are judged together: a few digits, or a character of the name."""
SURE = 0.95
"""A contradiction counts when everything it rests on was read with this confidence: else it is a misreading."""
RESTS_ON = {
    "number-checksum": ("IdNum",),
    "number-birth": ("IdNum", "Birth"),
    "number-sex": ("IdNum", "Sex"),
    "number-region": ("IdNum",),
}


def doctored(
    surface: Surface, fields: Mapping[str, Field], checks: Mapping[str, bool | None]
) -> tuple[CardWarning, ...]:
    """The surface's own traces first, then contradictions, by the name of the check that fails."""
    score, region = traces(surface)
    found = list(doubt(WarnCode.DOCTORED, "doctored", score, THRESHOLD, region))
    for name, needed in RESTS_ON.items():
        if checks.get(name) is not False:
            continue
        certainty = min(_certainty(fields.get(field)) for field in needed)
        number = fields["IdNum"].box if "IdNum" in fields else None
        found += doubt(WarnCode.DOCTORED, name, certainty, SURE, number)
    return tuple(found)


def traces(surface: Surface) -> tuple[float, Box]:
    """The likeliest place to have been tampered with, 0–1, and where it is on the card."""
    mean = cv2.blur(np.ascontiguousarray(surface.doctored), WINDOW, borderType=cv2.BORDER_REPLICATE)
    row, column = np.unravel_index(int(mean.argmax()), mean.shape)
    score = chance(float(mean[row, column]))
    across, down = WINDOW
    x, y = (int(column) - across // 2) * CELL, (int(row) - down // 2) * CELL
    width, height = CARD_PX
    box = (max(x, 0), max(y, 0), min(x + across * CELL, width), min(y + down * CELL, height))
    return score, (float(box[0]), float(box[1]), float(box[2]), float(box[3]))


def _certainty(field: Field | None) -> float:
    """How sure the recogniser was of the worst character, apart from any check; of a date, of all of it."""
    return min(field.chances, default=field.confidence) if field is not None else 0.0
