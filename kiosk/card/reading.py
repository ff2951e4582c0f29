"""What is known of a card: where it is in the picture, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image

CARD_MM = (85.6, 54.0)
"""ISO/IEC 7810 ID-1, width and height."""
CARD_PX = (1011, 638)
"""The same at 300 dpi: the size of every rectified card."""

FRONT_FIELDS = ("Name", "Sex", "Nation", "Birth", "Address", "IdNum")
BACK_FIELDS = ("Authority", "ValidDate")


class Side(StrEnum):
    """FRONT bears the portrait (人像面), BACK the national emblem (国徽面), as integrators use the words."""

    FRONT = "front"
    BACK = "back"


class CardAdvice(StrEnum):
    """The one thing the visitor should do next, in order of urgency; the value is its key in the wording."""

    NO_PICTURE = "card-no-picture"  # the camera delivers black or one colour
    FROZEN = "card-frozen"
    NONE_SEEN = "card-none"
    SEVERAL = "card-several"
    CUT_OFF = "card-cut-off"
    CLOSER = "card-closer"
    FARTHER = "card-farther"
    TOO_DARK = "card-too-dark"
    GLARE = "card-glare"
    BLURRED = "card-blurred"
    HOLD_STILL = "card-hold-still"
    TURN_OVER = "card-turn-over"  # the other side is wanted
    OTHER_DOCUMENT = "card-other-document"
    UNREADABLE = "card-unreadable"
    GOOD = "card-good"


class WarnCode(IntEnum):
    """The `WarnInfos` codes that integrators know."""

    INVALID_PERIOD = -9100
    BORDER_INCOMPLETE = -9101
    PHOTOCOPY = -9102
    REPHOTOGRAPHED = -9103
    TEMPORARY = -9104
    OCCLUDED = -9105
    DOCTORED = -9106
    REFLECTION = -9107


@dataclass(frozen=True, eq=False, slots=True)
class CardSighting:
    """A card in a picture.

    `quad` is float32 (4, 2) px of the frame, clockwise from the card's top left as printed (from the picture's top
    left while `side` is None: which way up is not known yet). `coverage` is the card's share of the frame, 0–1.
    `sharpness` 0–1, `glare` the share of the card's area that is blown out, 0–1, `brightness` 0–255.
    """

    quad: NDArray[np.float32]
    coverage: float
    sharpness: float
    glare: float
    brightness: float
    advice: CardAdvice
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One printed field: the text as printed, never repaired, and the confidence in it, 0–1."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class CardWarning:
    """One doubt about a card. `reason` is a finer, stable name such as `expired`; `score` ≥ `threshold` here."""

    code: WarnCode
    reason: str
    score: float
    threshold: float


@dataclass(frozen=True, eq=False, slots=True)
class CardReading:
    """One side of one card, read.

    `fields` holds what was found, by its name in FRONT_FIELDS or BACK_FIELDS; a field not found is absent.
    Formats: Sex 男/女, Nation without 族, Birth YYYY-MM-DD, IdNum 18 characters, ValidDate YYYY.MM.DD-YYYY.MM.DD or
    YYYY.MM.DD-长期. `checks` says which consistency checks hold (True), fail (False) or could not be made (None):
    `number-checksum number-birth number-sex number-region nation-known period-form`.
    `quality` and `border` are 0–100 (border 100: the whole edge is in the picture). `card` is the rectified card at
    CARD_PX, `portrait` its portrait (front only). `quad` as in CardSighting. `elapsed_ms` from picture to fields.
    """

    side: Side
    fields: Mapping[str, Field]
    checks: Mapping[str, bool | None]
    warnings: tuple[CardWarning, ...]
    quality: int
    border: int
    quad: NDArray[np.float32]
    card: Image
    portrait: Image | None
    elapsed_ms: float
