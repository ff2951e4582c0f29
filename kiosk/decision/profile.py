"""What a venue asks of its visitors: steps, limits, thresholds and what each finding does. Read from TOML."""

import json
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kiosk.config import read_toml, setting_error
from kiosk.decision.flow import ATTEMPTS, STEPS, TIMEOUTS, Event, State
from kiosk.decision.outcome import Outcome
from kiosk.decision.verdict import Code
from kiosk.errors import InputError

Rule = Literal["pass", "review", "decline"]

OUTCOMES: Mapping[Rule, Outcome] = {
    "pass": Outcome.APPROVED,
    "review": Outcome.REVIEW,
    "decline": Outcome.DECLINED,
}

RULES: Mapping[Code, Rule] = {
    Code.CARD_FRONT_MISSING: "decline",
    Code.CARD_BACK_MISSING: "decline",
    Code.FIELD_MISSING: "review",
    Code.LOW_CONFIDENCE: "review",
    Code.FIELD_CORRECTED: "review",
    Code.CHECK_MISSING: "review",
    Code.NUMBER_CHECKSUM: "review",
    Code.NUMBER_BIRTH: "review",
    Code.NUMBER_SEX: "review",
    Code.NUMBER_REGION: "review",
    Code.NATION_UNKNOWN: "review",
    Code.FIELDS_DISAGREE: "review",
    Code.PERIOD_INVALID: "review",
    Code.CARD_EXPIRED: "review",
    Code.CARD_NOT_YET_VALID: "review",
    Code.BORDER_INCOMPLETE: "review",
    Code.PHOTOCOPY: "decline",
    Code.REPHOTOGRAPHED: "decline",
    Code.TEMPORARY_CARD: "review",
    Code.OCCLUDED: "review",
    Code.DOCTORED: "decline",
    Code.REFLECTION: "pass",
    Code.SURFACE_UNEXAMINED: "review",
    Code.UNDER_AGE: "decline",
    Code.AGE_UNCERTAIN: "review",
    Code.AGE_UNKNOWN: "decline",
    Code.CAMERA_VIRTUAL: "review",
    Code.LIVENESS_MISSING: "decline",
    Code.LIVENESS_UNKNOWN: "review",
    Code.LIVENESS_FAILED: "decline",
    Code.ACTION_REPLACED: "review",
    Code.LIGHT_REFUSED: "review",
    Code.LIGHT_UNMEASURED: "review",
    Code.HOLDER_BLOCKED: "decline",
    Code.HOLDER_UNKNOWN: "decline",
    Code.HOLDER_NAME_DIFFERS: "review",
    Code.PORTRAIT_UNUSABLE: "review",
    Code.FACE_BLOCKED: "review",
    Code.BLOCK_LIST_UNASKED: "review",
    Code.MATCH_MISSING: "decline",
    Code.FACE_UNCERTAIN: "review",
    Code.FACE_MISMATCH: "decline",
}
"""What each finding does where a profile does not say otherwise. Failed checks of a number are mostly misreadings, so a
person looks, as at a face that is only like one on the block list; a copy, a screen, a stranger or a mask is turned
away."""

NEVER_PASS = frozenset(
    {
        Code.CARD_FRONT_MISSING,
        Code.CARD_BACK_MISSING,
        Code.FIELD_MISSING,
        Code.FIELD_CORRECTED,
        Code.CHECK_MISSING,
        Code.SURFACE_UNEXAMINED,
        Code.AGE_UNCERTAIN,
        Code.AGE_UNKNOWN,
        Code.LIVENESS_MISSING,
        Code.LIVENESS_UNKNOWN,
        Code.LIVENESS_FAILED,
        Code.ACTION_REPLACED,
        Code.HOLDER_BLOCKED,
        Code.HOLDER_UNKNOWN,
        Code.HOLDER_NAME_DIFFERS,
        Code.PORTRAIT_UNUSABLE,
        Code.FACE_BLOCKED,
        Code.BLOCK_LIST_UNASKED,
        Code.MATCH_MISSING,
        Code.FACE_UNCERTAIN,
        Code.FACE_MISMATCH,
    }
)
"""Findings no profile may pass: absent evidence, a visitor's own claim, the wrong or no living face. A venue that does
without liveness, match or block list says `liveness = false`, `match = false` or `block_list = false`, for all to
see."""


class Similarity(BaseModel):
    """Limits on the similarity, 0–100, of two faces. 70 is FMR 1e-3, 80 is FMR 1e-4: of one face beside one other."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    approve: float = Field(default=70.0, ge=0, le=100)
    """From here on the same person."""
    review: float = Field(default=60.0, ge=0, le=100)
    """Below this somebody else; between the two nobody can tell."""
    blocked: float = Field(default=80.0, ge=0, le=100)
    """From here on like somebody on the block list. A visitor is held against everybody on it, so of those who are not
    on it about N × FMR are sent to staff: with N = 100 people one in a hundred at 80, one in ten at 70. And the higher
    it is, the more of those who are on it pass unnoticed: `models/reports/match.md`, FNMR."""


class Profile(BaseModel):
    """A venue's rules. Whatever its file leaves out has the default given here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, pattern=r"^[a-z0-9-]+$")
    steps: tuple[State, ...] = STEPS
    """Out of `STEPS`, in that order; CARD_FRONT always. Without CARD_BACK the period of validity is not asked."""
    minimum_age: int | None = Field(default=None, ge=1, le=120)
    liveness: bool = True
    """False: this venue decides without looking at liveness."""
    light: bool = True
    """The screen plays a few seconds of colours at the visitor, and a living face answers. Whoever refuses them does
    one action more; what else follows from that, or from a room too bright to measure it in, say the rules
    `light-refused` and `light-unmeasured`: "pass" lets the actions suffice. False: no colours, for rooms in the sun."""
    match: bool = True
    """False: this venue decides without comparing faces."""
    authority: Literal["card", "gallery"] = "card"
    """Whose portrait the face is compared with: the one on the card, or the one in the local library."""
    block_list: bool = False
    """True: the local library's block list is asked, whoever vouches: by the card's number (rule `holder-blocked`) and
    by the face, whatever the card (rule `face-blocked`: a face like one of theirs is no proof, so a person looks). A
    misread number, or no face to go by, is `block-list-unasked`."""
    challenges: int = Field(default=2, ge=0, le=5)
    """How many random actions a visitor is asked for."""
    minimum_confidence: float = Field(default=0.8, ge=0, le=1)
    """A field read with less is LOW_CONFIDENCE."""
    similarity: Similarity = Similarity()
    attempts: Mapping[Event, Annotated[int, Field(ge=1, le=10)]] = {}
    """Where it differs from `ATTEMPTS`."""
    timeouts: Mapping[State, Annotated[float, Field(ge=1, le=600)]] = {}
    """Where it differs from `TIMEOUTS`, seconds."""
    rules: Mapping[Code, Rule] = {}
    """Where it differs from `RULES`."""

    @property
    def plays_light(self) -> bool:
        """Whether the screen's colours are a part of the face step."""
        return self.liveness and self.light

    def outcome(self, *codes: Code) -> Outcome:
        """The worst that these findings do here."""
        return max((OUTCOMES[self.rules.get(code, RULES[code])] for code in codes), key=lambda outcome: outcome.rank)

    @model_validator(mode="after")
    def _make_sense(self) -> "Profile":
        if self.steps != tuple(state for state in STEPS if state in self.steps) or State.CARD_FRONT not in self.steps:
            raise ValueError(f"steps must be card-front and any of the others, in this order: {', '.join(STEPS)}")
        if State.FACE not in self.steps and (self.liveness or self.match):
            raise ValueError("without the step face, liveness and match must both be false")
        if State.FACE not in self.steps and self.block_list:
            raise ValueError("without the step face, block_list must be false")
        if self.similarity.review > self.similarity.approve:
            raise ValueError("similarity.review must not be above similarity.approve")
        for event in self.attempts:
            if event not in ATTEMPTS:
                raise ValueError(f"attempts.{event} has no meaning, allowed are: {', '.join(ATTEMPTS)}")
        for state in self.timeouts:
            if state not in TIMEOUTS:
                raise ValueError(f"timeouts.{state} has no meaning, allowed are: {', '.join(TIMEOUTS)}")
        for code, rule in self.rules.items():
            if code in NEVER_PASS and rule == "pass":
                raise ValueError(f"rules.{code} must be review or decline")
        return self


def profile_names() -> list[str]:
    """The shipped profiles."""
    return sorted(Path(entry.name).stem for entry in _shipped().iterdir() if entry.name.endswith(".toml"))


def load_profile(name_or_path: str | Path) -> Profile:
    """A shipped profile by name, or any by the path of its TOML file.

    Raises InputError `setting-unreadable`, `setting-invalid` or `setting-unknown`, naming the file and the key.
    """
    path = Path(name_or_path)
    if path.suffix != ".toml":
        if str(name_or_path) not in profile_names():
            raise InputError(
                "setting-invalid",
                f"profile: there is no profile '{name_or_path}'. "
                f"Allowed are: {', '.join(profile_names())}, or the path of a .toml file.",
            )
        path = Path(str(_shipped() / f"{name_or_path}.toml"))
    return parse_profile(read_toml(path), str(path))


def parse_profile(values: Mapping[str, Any], source: str = "profile") -> Profile:
    """A profile from its table, strictly: no text for a number, no unknown key."""
    try:
        # As JSON, because only there does pydantic's strictness take arrays for tuples and text for enumerations.
        return Profile.model_validate_json(json.dumps(values, default=str), strict=True)
    except ValidationError as error:
        raise setting_error(source, error, Profile) from error


def _shipped() -> Traversable:
    return files("kiosk.decision") / "profiles"
