"""All doubts about one side of a card, in the order of their codes."""

from collections.abc import Iterable

from kiosk.card.authenticity.border import border_incomplete
from kiosk.card.authenticity.doctored import doctored
from kiosk.card.authenticity.evidence import CardEvidence
from kiosk.card.authenticity.invalid_period import invalid_period
from kiosk.card.authenticity.occluded import occluded
from kiosk.card.authenticity.photocopy import photocopy
from kiosk.card.authenticity.reflection import reflection
from kiosk.card.authenticity.rephotographed import rephotographed
from kiosk.card.authenticity.temporary import temporary
from kiosk.card.reading import CardWarning, Kind, Side, WarnCode


def warnings(judged: Iterable[CardWarning]) -> tuple[CardWarning, ...]:
    """Those that are warnings."""
    return tuple(one for one in judged if one.score >= one.threshold)


def scores(judged: Iterable[CardWarning]) -> dict[WarnCode, float]:
    """The highest score of each code as a share of its threshold: from 1 on it is a warning."""
    found: dict[WarnCode, float] = {}
    for one in judged:
        found[one.code] = max(found.get(one.code, 0.0), one.score / one.threshold)
    return found


def judge(seen: CardEvidence) -> tuple[CardWarning, ...]:
    """Everything that was judged, with its score; most of it, of a sound card, below its threshold.

    What rests on how the card's own surface looks is judged of citizens' cards alone, the only ones it was learnt on.
    """
    valid = seen.fields.get("ValidDate")
    citizen, around = seen.kind is Kind.CITIZEN, seen.surroundings
    front = citizen and seen.side is Side.FRONT
    return (
        *(invalid_period(valid.text, seen.today, seen.birth, seen.kind) if valid else ()),
        *border_incomplete(seen.border),
        *(photocopy(seen.card, seen.surface) if citizen else ()),
        *rephotographed(seen.surface if citizen else None, around.rim, around.bezel, around.square, seen.pixels),
        *temporary(seen.kind),
        *(occluded(seen.surface, seen.side) if citizen else ()),
        *doctored(seen.card, seen.surface if front else None, seen.prints, seen.fields, seen.checks),
        *reflection(seen.card, seen.side),
    )
