"""What the fields of each kind say about one another."""

from collections.abc import Mapping

from kiosk.card import nations, number, period
from kiosk.card.kinds import mrz, numbers
from kiosk.card.reading import Field, Kind, Side

PERIOD_CHECKS = ("period-form", "period-length")
"""What is checked of a period of validity, on whichever side it is printed."""


def checks_of(fields: Mapping[str, Field], side: Side, kind: Kind = Kind.CITIZEN) -> dict[str, bool | None]:
    """Whether each consistency check holds (True), fails (False) or could not be made (None); they mend nothing.

    As CardReading, and besides: `period-length` (TEMPORARY: three months); `number-permit` (a region of Hong Kong,
    Macao or Taiwan), `pass-number-form issue-count-form`; `number-nationality`; `previous-checksum`; `mrz-number
    mrz-birth mrz-expiry mrz-composite`.
    """
    text = {name: field.text for name, field in fields.items()}
    match kind:
        case Kind.TEMPORARY:
            return _citizen(text) | _temporary(text) if side is Side.FRONT else {}
        case Kind.RESIDENCE_PERMIT:
            return _permit_front(text) if side is Side.FRONT else _permit_back(text)
        case Kind.FOREIGN_PR_2017 | Kind.FOREIGN_PR_2023:
            return _foreign(text, kind) if side is Side.FRONT else _foreign_back(text, kind)
        case Kind.CITIZEN:
            return _citizen(text) if side is Side.FRONT else _period(text)


def _period(text: Mapping[str, str]) -> dict[str, bool | None]:
    valid = text.get("ValidDate")
    return {"period-form": None if valid is None else period.well_formed(valid)}


def _number(text: Mapping[str, str]) -> dict[str, bool | None]:
    id_number = text.get("IdNum", "")
    return {
        "number-checksum": number.checksum_holds(id_number),
        "number-birth": number.birth_agrees(id_number, text.get("Birth", "")),
        "number-sex": number.sex_agrees(id_number, text.get("Sex", "")),
        "number-region": number.region_known(id_number),
    }


def _citizen(text: Mapping[str, str]) -> dict[str, bool | None]:
    return _number(text) | {"nation-known": nations.known(text["Nation"]) if "Nation" in text else None}


def _temporary(text: Mapping[str, str]) -> dict[str, bool | None]:
    span = period.parse(text.get("ValidDate", ""))
    return _period(text) | {"period-length": None if span is None else period.is_temporary(span)}


def _permit_front(text: Mapping[str, str]) -> dict[str, bool | None]:
    id_number = text.get("IdNum", "")
    return _number(text) | {"number-permit": numbers.is_permit(id_number) if number.well_formed(id_number) else None}


def _permit_back(text: Mapping[str, str]) -> dict[str, bool | None]:
    pass_number, count = text.get("PassNum"), text.get("IssueCount")
    return _period(text) | {
        "pass-number-form": None if pass_number is None else numbers.pass_number_well_formed(pass_number),
        "issue-count-form": None if count is None else len(count) == 2 and count.isdigit() and count != "00",
    }


def _foreign(text: Mapping[str, str], kind: Kind) -> dict[str, bool | None]:
    id_number = text.get("IdNum", "")
    found = _period(text) | {
        "number-checksum": numbers.foreign_checksum_holds(id_number),
        "number-birth": numbers.foreign_birth_agrees(id_number, text.get("Birth", "")),
        "number-region": numbers.foreign_region_known(id_number),
        "number-nationality": numbers.foreign_nationality_agrees(id_number, text.get("Nationality", "")),
    }
    if kind is Kind.FOREIGN_PR_2023:  # the number of 2017 says nothing of the sex
        found["number-sex"] = numbers.foreign_sex_agrees(id_number, text.get("Sex", ""))
    return found


def _foreign_back(text: Mapping[str, str], kind: Kind) -> dict[str, bool | None]:
    if kind is Kind.FOREIGN_PR_2017:
        return mrz.checks_of_zone(text.get("Mrz", "").split("\n"))
    previous = text.get("PreviousNum")
    return {"previous-checksum": None if previous is None else numbers.foreign_checksum_holds(previous)}
