"""From the text of a rectified card to what it is and says: kind, side, fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.card import period
from kiosk.card.kinds.fields import fields_of_kind
from kiosk.card.kinds.other import OtherDocument
from kiosk.card.kinds.recognition import recognise, side_of_kind
from kiosk.card.reading import ALL_IN_FRONT, BACK_FIELDS, FRONT_FIELDS, Field, Kind, Side
from kiosk.card.text import TextLine


@dataclass(frozen=True, eq=False, slots=True)
class Interpretation:
    """What the lines say. `plausible`: a card's side, not scraps of text. `other`: a document that is none of ours."""

    side: Side
    fields: Mapping[str, Field]
    plausible: bool
    kind: Kind = Kind.CITIZEN
    other: OtherDocument | None = None

    @property
    def complete(self) -> bool:
        """Whether as many fields were read as the side has."""
        if self.side is Side.FRONT:
            return len(self.fields) >= len(FRONT_FIELDS)
        return len(self.fields) >= len(BACK_FIELDS) or self.kind in ALL_IN_FRONT

    @property
    def certainty(self) -> float:
        """How many fields were read, each counted by the confidence in it."""
        return sum(field.confidence for field in self.fields.values())


def interpret(
    lines: Sequence[TextLine], likely: Side, index: Mapping[str, int], known: Side | None = None
) -> Interpretation:
    """Read `lines` of an upright card at CARD_PX, its side `known` or, at first guess, `likely`."""
    kind = recognise(lines)
    if isinstance(kind, OtherDocument):
        return Interpretation(known or likely, {}, False, other=kind)
    if kind in (None, Kind.CITIZEN):
        return _citizen(lines, likely, index, known)
    side = known or side_of_kind(lines, kind)
    fields = fields_of_kind(lines, kind, side, index)
    bare = side is Side.BACK and kind in ALL_IN_FRONT
    return Interpretation(side, fields, bare or len(fields) >= 2, kind)


def birth_of(field: Field | None) -> date | None:
    """The day in a Birth field; None when there is none."""
    try:
        return None if field is None else date.fromisoformat(field.text)
    except ValueError:
        return None


def _citizen(lines: Sequence[TextLine], likely: Side, index: Mapping[str, int], known: Side | None) -> Interpretation:
    """The side that was guessed from the layout, unless the text is the other one's."""
    first = _side(lines, known or likely, index)
    if first.plausible or known is not None:
        return first
    other = _side(lines, Side.BACK if likely is Side.FRONT else Side.FRONT, index)
    return other if other.plausible else first


def _side(lines: Sequence[TextLine], side: Side, index: Mapping[str, int]) -> Interpretation:
    fields = fields_of_kind(lines, Kind.CITIZEN, side, index)
    return Interpretation(side, fields, _plausible(fields, side))


def _plausible(fields: Mapping[str, Field], side: Side) -> bool:
    """The text is that side's: a number and something else on the front, an authority or a period on the back."""
    if side is Side.BACK:
        valid = fields.get("ValidDate")
        return (valid is not None and period.normalised(valid.text) is not None) or (
            "Authority" in fields and fields["Authority"].text.endswith(("公安局", "分局", "公安处"))
        )
    return "IdNum" in fields and len(fields["IdNum"].text) >= 15 and len(fields) >= 3
