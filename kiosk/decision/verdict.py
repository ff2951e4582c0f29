"""What was found during a visit, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.authority.card_portrait import Doubt
from kiosk.authority.index import Alike
from kiosk.card.reading import CardReading
from kiosk.decision.outcome import Outcome
from kiosk.face.observation import LivenessResult, Match


class Code(StrEnum):
    """Every reason a verdict can give; stable, each one a key in the wording and in a profile's rules."""

    CARD_FRONT_MISSING = "card-front-missing"
    CARD_BACK_MISSING = "card-back-missing"
    FIELD_MISSING = "field-missing"
    LOW_CONFIDENCE = "low-confidence"
    FIELD_CORRECTED = "field-corrected"
    CHECK_MISSING = "check-missing"  # too little was read to make a consistency check
    NUMBER_CHECKSUM = "number-checksum"
    NUMBER_BIRTH = "number-birth"
    NUMBER_SEX = "number-sex"
    NUMBER_REGION = "number-region"
    NATION_UNKNOWN = "nation-unknown"
    FIELDS_DISAGREE = "fields-disagree"  # what only other kinds of cards bear contradicts itself or the rest
    PERIOD_INVALID = "period-invalid"
    CARD_EXPIRED = "card-expired"
    CARD_NOT_YET_VALID = "card-not-yet-valid"
    BORDER_INCOMPLETE = "border-incomplete"
    PHOTOCOPY = "photocopy"
    REPHOTOGRAPHED = "rephotographed"
    TEMPORARY_CARD = "temporary-card"
    OCCLUDED = "occluded"
    DOCTORED = "doctored"
    REFLECTION = "reflection"
    SURFACE_UNEXAMINED = "surface-unexamined"  # a kind of card of which a copy cannot be told from the original
    UNDER_AGE = "under-age"
    AGE_UNCERTAIN = "age-uncertain"  # the card's birth dates (or a correction) disagree about it
    AGE_UNKNOWN = "age-unknown"
    CAMERA_VIRTUAL = "camera-virtual"  # by its name or driver a program that poses as a camera
    LIVENESS_MISSING = "liveness-missing"
    LIVENESS_UNKNOWN = "liveness-unknown"  # tried, impossible to tell
    LIVENESS_FAILED = "liveness-failed"
    ACTION_REPLACED = "action-replaced"  # the visitor could not do an action, and did another
    LIGHT_REFUSED = "light-refused"  # the visitor did without the screen's colours
    LIGHT_UNMEASURED = "light-unmeasured"  # they were shown, or should have been, and told nothing
    HOLDER_BLOCKED = "holder-blocked"
    HOLDER_UNKNOWN = "holder-unknown"
    HOLDER_NAME_DIFFERS = "holder-name-differs"
    PORTRAIT_UNUSABLE = "portrait-unusable"
    FACE_BLOCKED = "face-blocked"  # the face is like that of somebody on the block list, whatever the card says
    BLOCK_LIST_UNASKED = "block-list-unasked"  # no face, or no whole number, that could be held against it
    MATCH_MISSING = "match-missing"
    FACE_UNCERTAIN = "face-uncertain"
    FACE_MISMATCH = "face-mismatch"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a decision may rest on. None: not measured, and nobody passes for that.

    `today` is the local date the card must be valid on. `corrections` is what the visitor typed instead of what was
    read, by field: a claim, never evidence. `attempts` counts the tries at the face step, from 1. `doubt` is why the
    authority vouches for nobody. `light_refused`: the visitor did without the screen's colours, which `liveness` then
    has no cue of. `action_replaced`: they could not do an action, and did another in its place. `virtual_camera`: a
    camera looks like a program that poses as one; None where the system tells nothing of them. `blocked` is who on the
    block list looks like the visitor, the most alike first, by their ids in the library; none when it was asked and
    nobody does.
    """

    today: date
    front: CardReading | None
    back: CardReading | None
    liveness: LivenessResult | None
    match: Match | None
    corrections: Mapping[str, str]
    attempts: int
    doubt: Doubt | None = None
    light_refused: bool = False
    action_replaced: bool = False
    virtual_camera: bool | None = None
    blocked: tuple[Alike, ...] | None = None


Finding = tuple[Code, Outcome]
"""What a rule finds, and what the profile says follows from it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a stable, machine-readable `code` (a `Code`, its key in the wording) and which way it pushed the verdict."""

    code: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Verdict:
    """The worst outcome of all reasons, and the reasons, worst first; none when approved."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
