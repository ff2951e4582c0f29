"""All doubts about one side of a card, in the order of their codes."""

from kiosk.card.authenticity.border import border_incomplete
from kiosk.card.authenticity.doctored import doctored
from kiosk.card.authenticity.evidence import CardEvidence
from kiosk.card.authenticity.invalid_period import invalid_period
from kiosk.card.authenticity.occluded import occluded
from kiosk.card.authenticity.photocopy import photocopy
from kiosk.card.authenticity.reflection import reflection
from kiosk.card.authenticity.rephotographed import rephotographed
from kiosk.card.authenticity.temporary import temporary
from kiosk.card.reading import CardWarning


def doubts(seen: CardEvidence) -> tuple[CardWarning, ...]:
    """Every warning that the evidence gives rise to."""
    valid = seen.fields.get("ValidDate")
    return (
        *(invalid_period(valid.text, seen.today, seen.birth) if valid else ()),
        *border_incomplete(seen.border),
        *photocopy(seen.card, seen.surface),
        *rephotographed(seen.surface),
        *temporary(seen.kind),
        *occluded(seen.surface, seen.side),
        *doctored(seen.surface, seen.fields, seen.checks),
        *reflection(seen.card, seen.side),
    )
