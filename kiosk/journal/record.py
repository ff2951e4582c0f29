"""What the journal keeps of a visit: words and numbers, no pictures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk.authority.index import Alike
from kiosk.card.reading import CardReading, CardWarning, Side
from kiosk.decision.flow import Ending
from kiosk.decision.outcome import Outcome
from kiosk.decision.verdict import Evidence, Reason, Verdict
from kiosk.face.observation import LivenessResult, Match


@dataclass(frozen=True, slots=True)
class FieldRecord:
    """One field as read, with its confidence (both None: not found), and as the visitor corrected it, if so."""

    name: str
    read: str | None
    confidence: float | None
    corrected: str | None


@dataclass(frozen=True, slots=True)
class SideRecord:
    """What is kept of the reading of one side."""

    side: Side
    quality: int
    border: int
    elapsed_ms: float
    warnings: tuple[CardWarning, ...]


@dataclass(frozen=True, slots=True)
class LivenessRecord:
    """A LivenessResult without its pictures."""

    live: bool | None
    score: float | None
    cues: Mapping[str, float | None]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """How a visit ended, when (an aware time), and on what. `outcome` is None unless it came to a verdict. `blocked`
    names by their ids in the library those on the block list who look like the visitor; None: it was not asked."""

    visit: str
    finished: datetime
    ending: Ending
    outcome: Outcome | None
    reasons: tuple[Reason, ...]
    sides: tuple[SideRecord, ...]
    fields: tuple[FieldRecord, ...]
    checks: Mapping[str, bool | None]
    liveness: LivenessRecord | None
    match: Match | None
    attempts: int
    blocked: tuple[Alike, ...] | None

    @classmethod
    def from_evidence(
        cls, visit: str, finished: datetime, ending: Ending, evidence: Evidence, verdict: Verdict | None = None
    ) -> "VisitRecord":
        """The record of a visit with the evidence it had got when it ended.

        The fields, and whom the visitor looks like, are kept only of a visit that came to a verdict or to the staff:
        who cancels or walks away has taken back the consent to that.
        """
        readings = [reading for reading in (evidence.front, evidence.back) if reading is not None]
        kept = ending in (Ending.DECIDED, Ending.STAFF)
        return cls(
            visit=visit,
            finished=finished,
            ending=ending,
            outcome=verdict.outcome if verdict else None,
            reasons=verdict.reasons if verdict else (),
            sides=tuple(_side(reading) for reading in readings),
            fields=_fields(readings, evidence.corrections) if kept else (),
            checks={name: holds for reading in readings for name, holds in reading.checks.items()},
            liveness=_liveness(evidence.liveness) if evidence.liveness else None,
            match=evidence.match,
            attempts=evidence.attempts,
            blocked=evidence.blocked if kept else None,
        )


def _side(reading: CardReading) -> SideRecord:
    return SideRecord(reading.side, reading.quality, reading.border, reading.elapsed_ms, reading.warnings)


def _liveness(result: LivenessResult) -> LivenessRecord:
    return LivenessRecord(result.live, result.score, dict(result.cues), result.reasons)


def _fields(readings: list[CardReading], corrections: Mapping[str, str]) -> tuple[FieldRecord, ...]:
    read = {name: field for reading in readings for name, field in reading.fields.items()}
    return tuple(
        FieldRecord(
            name,
            read[name].text if name in read else None,
            read[name].confidence if name in read else None,
            corrections.get(name),
        )
        for name in dict.fromkeys((*read, *corrections))
    )
