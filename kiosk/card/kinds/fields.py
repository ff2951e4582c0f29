"""The fields of every kind of card, in one place."""

from collections.abc import Mapping, Sequence

from kiosk.card.fields import fields_of
from kiosk.card.kinds import domestic, foreign
from kiosk.card.reading import Field, Kind, Side
from kiosk.card.text import TextLine


def fields_of_kind(lines: Sequence[TextLine], kind: Kind, side: Side, index: Mapping[str, int]) -> dict[str, Field]:
    """The fields that were found on that side of that kind; `lines` in px of an upright card at CARD_PX.

    Names and formats as CardReading where they are the same, and besides:
    TEMPORARY front: also Authority and ValidDate. RESIDENCE_PERMIT front: no Nation; back: also PassNum (`H12345678`,
    `12345678`) and IssueCount (`02`). FOREIGN_PR_*: Name (Latin, `SURNAME, GIVEN NAMES`), ChineseName, Sex, Birth,
    Nationality (`加拿大/CAN`), IdNum, ValidDate, Authority (Chinese), PreviousNum (the number held before, 2023 back),
    Mrz (the machine-readable zone's three lines with line feeds between them, 2017 back).
    """
    match kind:
        case Kind.TEMPORARY:
            return domestic.temporary_fields(lines, index)
        case Kind.RESIDENCE_PERMIT:
            return domestic.permit_fields(lines, side, index)
        case Kind.FOREIGN_PR_2017 | Kind.FOREIGN_PR_2023:
            return foreign.foreign_fields(lines, kind, side, index)
        case Kind.CITIZEN:
            return fields_of(lines, side, index)
