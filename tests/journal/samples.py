"""Records of an invented visit."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kiosk.card.reading import WarnCode
from kiosk.decision.flow import Ending
from kiosk.decision.policy import decide
from kiosk.decision.profile import load_profile
from kiosk.decision.verdict import Evidence
from kiosk.journal.record import VisitRecord
from kiosk.journal.store import Journal
from tests.decision.samples import FRONT, GENUINE, with_warning

NOON = datetime(2025, 6, 15, 12, tzinfo=UTC)
VERSIONS = {"kiosk": "0.1.0", "model:embedder": "sha256:00"}


def begin(journal: Journal, visit: str, minutes: int = 0) -> None:
    journal.begin(visit, "hotel", "zh", "lobby-1", VERSIONS, NOON + timedelta(minutes=minutes))


def record(visit: str, evidence: Evidence = GENUINE, ending: Ending = Ending.DECIDED, minutes: int = 0) -> VisitRecord:
    verdict = decide(evidence, load_profile("hotel")) if ending is Ending.DECIDED else None
    return VisitRecord.from_evidence(visit, NOON + timedelta(minutes=minutes, seconds=40), ending, evidence, verdict)


def warned() -> Evidence:
    """Evidence that needs a review: a corrected field and a covered card."""
    return replace(GENUINE, front=with_warning(FRONT, WarnCode.OCCLUDED, "finger"), corrections={"Name": "样夲"})
