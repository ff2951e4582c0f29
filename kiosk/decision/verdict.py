"""What was found during a visit, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.card.reading import CardReading
from kiosk.face.observation import LivenessResult, Match


class Outcome(StrEnum):
    APPROVED = "approved"
    REVIEW = "review"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a decision may rest on. None: not measured, and nobody passes for that."""

    today: date
    front: CardReading | None
    back: CardReading | None
    liveness: LivenessResult | None
    match: Match | None
    corrections: Mapping[str, str]
    attempts: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a stable, machine-readable `code` (its key in the wording) and which way it pushed the verdict."""

    code: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Verdict:
    """The worst outcome of all reasons, and the reasons, worst first; none when approved."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
