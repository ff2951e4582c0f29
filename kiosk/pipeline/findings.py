"""What has been found so far in the visit under way. Thrown away whole when the visit ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kiosk.authority.card_portrait import Doubt
from kiosk.authority.index import Alike
from kiosk.card.reading import CardReading
from kiosk.decision.verdict import Evidence, Verdict
from kiosk.face.observation import Action, LivenessResult, Match


@dataclass(slots=True)
class Findings:
    """Filled in step by step; nothing of it outlives the visit. `unable`: what the visitor said they cannot do."""

    visit: str = ""
    front: CardReading | None = None
    back: CardReading | None = None
    corrections: Mapping[str, str] = field(default_factory=dict)
    liveness: LivenessResult | None = None
    match: Match | None = None
    doubt: Doubt | None = None
    attempts: int = 0
    light_refused: bool = False
    unable: frozenset[Action] = frozenset()
    virtual_camera: bool | None = None
    blocked: tuple[Alike, ...] | None = None
    verdict: Verdict | None = None

    @property
    def number(self) -> str | None:
        """The card's, None where none was read."""
        field = None if self.front is None else self.front.fields.get("IdNum")
        return None if field is None else field.text

    def evidence(self, today: date) -> Evidence:
        """As the policy and the journal take it."""
        return Evidence(
            today=today,
            front=self.front,
            back=self.back,
            liveness=self.liveness,
            match=self.match,
            corrections=self.corrections,
            attempts=self.attempts,
            doubt=self.doubt,
            light_refused=self.light_refused,
            action_replaced=bool(self.unable),
            virtual_camera=self.virtual_camera,
            blocked=self.blocked,
        )
