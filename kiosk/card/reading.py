"""What is known of a card: where it is in the picture, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in px of the picture that is spoken of."""

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
    COVERED = "card-covered"  # a finger, a holder or a sticker hides print
    BLURRED = "card-blurred"
    HOLD_STILL = "card-hold-still"
    TURN_OVER = "card-turn-over"  # the other side is wanted
    OTHER_DOCUMENT = "card-other-document"
    COPY = "card-copy"  # the original is wanted, not a copy or a picture on a screen
    UNREADABLE = "card-unreadable"
    GOOD = "card-good"


class Kind(StrEnum):
    """What document this is; the value is its name in JSON and its key in the wording."""

    CITIZEN = "citizen"  # 居民身份证, second generation
    TEMPORARY = "temporary"  # 临时居民身份证
    RESIDENCE_PERMIT = "residence-permit"  # 港澳居民居住证, 台湾居民居住证
    FOREIGN_PR_2017 = "foreign-pr-2017"  # 外国人永久居留身份证
    FOREIGN_PR_2023 = "foreign-pr-2023"


class FaultKind(StrEnum):
    """What spoils part of a live picture."""

    GLARE = "glare"
    COVERED = "covered"
    CUT_OFF = "cut-off"
    ANOTHER_CARD = "another-card"


UNPRINTED: Mapping[Kind, frozenset[str]] = {
    Kind.CITIZEN: frozenset(),
    Kind.TEMPORARY: frozenset(),
    Kind.RESIDENCE_PERMIT: frozenset({"Nation"}),
    Kind.FOREIGN_PR_2017: frozenset({"Nation", "Address"}),
    Kind.FOREIGN_PR_2023: frozenset({"Nation", "Address"}),
}
"""The citizen's card's fields that a kind does not have."""
ALL_IN_FRONT = frozenset({Kind.TEMPORARY, Kind.FOREIGN_PR_2017, Kind.FOREIGN_PR_2023})
"""They say in front what the citizen's card says on its back, and may say nothing there but what they are."""


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
class Fault:
    """Where a live picture of a card is spoiled: `outline` float32 (N, 2) px of the frame, a closed outline, but for
    CUT_OFF an open line along the frame's edge where it cuts the card. `field` is what is hidden, if a field is."""

    kind: FaultKind
    outline: NDArray[np.float32]
    field: str | None = None


@dataclass(frozen=True, eq=False, slots=True)
class CardSighting:
    """A card in a picture.

    `quad` is float32 (4, 2) px of the frame, clockwise from the card's top left as printed (from the picture's top
    left while `side` is None: which way up is not known yet). `coverage` is the card's share of the frame, 0–1.
    `sharpness` 0–1, `glare` the share of the card's area that is blown out, 0–1, `brightness` 0–255. `likeness` −1…1 is
    how well its print fits the layout of its side.
    """

    quad: NDArray[np.float32]
    coverage: float
    sharpness: float
    glare: float
    brightness: float
    advice: CardAdvice
    side: Side | None = None
    faults: tuple[Fault, ...] = ()
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class Field:
    """One printed field: the text as printed, and the confidence in it, 0–1; nothing is repaired unmarked.

    `chances[i]`, 0–1, is how sure the recogniser is of character i of `text` (empty where it was not kept), `box` where
    the field was read on the rectified card, px at CARD_PX. `marked` holds the places of characters that were not read
    but concluded: from a list of possible words (ethnicities, sexes, counties), or where only a digit can be.
    """

    text: str
    confidence: float
    chances: tuple[float, ...] = ()
    box: Box | None = None
    marked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CardWarning:
    """One doubt about a card. `reason` is a finer, stable name such as `expired`; `score` ≥ `threshold` here.

    `region` shows why, px of the rectified card at CARD_PX; None: all of it.
    """

    code: WarnCode
    reason: str
    score: float
    threshold: float
    region: Box | None = None


@dataclass(frozen=True, eq=False, slots=True)
class CardReading:
    """One side of one card, read.

    `fields` holds what was found, by its name in FRONT_FIELDS or BACK_FIELDS; a field not found is absent.
    Formats: Sex 男/女, Nation without 族, Birth YYYY-MM-DD, IdNum 18 characters, ValidDate YYYY.MM.DD-YYYY.MM.DD or
    YYYY.MM.DD-长期. `checks` says which consistency checks hold (True), fail (False) or could not be made (None):
    `number-checksum number-birth number-sex number-region nation-known period-form`.
    `quality` and `border` are 0–100 (border 100: the whole edge is in the picture). `card` is the rectified card at
    CARD_PX, `portrait` its portrait (front only). `quad` as in CardSighting. `elapsed_ms` from picture to fields and
    warnings. `scores` says of each warning that was judged how near it came: 1 is its threshold. `other` is the stable
    name of a document that is none of these kinds, where its text tells; nothing else of it is read.
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
    kind: Kind = Kind.CITIZEN
    scores: Mapping[WarnCode, float] = field(default_factory=dict)
    other: str | None = None
