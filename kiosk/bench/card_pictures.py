"""Reading a folder of real pictures whose truth is known: as they are, nothing left out."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.bench.card_summary import COPIES, Rate
from kiosk.card.reader import CardReader
from kiosk.card.reading import BACK_FIELDS, FRONT_FIELDS, CardReading
from kiosk.errors import InputError
from kiosk.vision.picture import load_picture

COLUMNS = {
    "Name": "name",
    "Sex": "sex",
    "Nation": "ethnicity",
    "Birth": "birth",
    "Address": "address",
    "IdNum": "id_number",
    "Authority": "authority",
    "ValidDate": "validity",
}
"""The columns of truth.csv that hold each field; beside them `file` and perhaps `kind`."""


@dataclass(frozen=True, slots=True)
class PictureOutcome:
    """What became of one picture: which printed fields were read exactly, and every warning's reason."""

    number: int
    kind: str
    refused: str | None
    exact: Mapping[str, bool]
    reasons: tuple[str, ...]
    called_copy: bool


def read_pictures(reader: CardReader, folder: Path) -> list[PictureOutcome]:
    """Read every picture that `folder`/truth.csv names. Raises InputError `truth-unreadable`."""
    try:
        with (folder / "truth.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        named = [(folder / row["file"], row) for row in rows]
    except (OSError, UnicodeDecodeError, KeyError, csv.Error) as error:
        raise InputError("truth-unreadable", f"{folder.name} has no truth.csv with a column `file`") from error
    return [_outcome(reader, number, file, row) for number, (file, row) in enumerate(named, 1)]


def _outcome(reader: CardReader, number: int, file: Path, row: Mapping[str, str]) -> PictureOutcome:
    printed = {name: truth for name, column in COLUMNS.items() if (truth := (row.get(column) or "").strip())}
    kind = row.get("kind") or ""
    try:
        readings = reader.read(load_picture(file))
    except InputError as error:
        return PictureOutcome(number, kind, error.code, dict.fromkeys(printed, False), (), False)
    read = {name: field.text for reading in readings for name, field in reading.fields.items()}
    return PictureOutcome(
        number,
        kind,
        None,
        {name: _same(name, read.get(name), truth) for name, truth in printed.items()},
        _reasons(readings),
        any(warning.code in COPIES for reading in readings for warning in reading.warnings),
    )


def _same(name: str, read: str | None, truth: str) -> bool:
    """Nation is reported without 族, whether or not it is printed."""
    return read is not None and (read == truth or (name == "Nation" and read == truth.removesuffix("族")))


def _reasons(readings: Sequence[CardReading]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(warning.reason for reading in readings for warning in reading.warnings))


def fields_exact(found: Sequence[PictureOutcome]) -> dict[str, Rate]:
    """Of every printed field: read exactly; a picture that was not read counts as wrong."""
    rates = {}
    for name in (*FRONT_FIELDS, *BACK_FIELDS):
        of = [one.exact[name] for one in found if name in one.exact]
        rates[name] = Rate(sum(of), len(of))
    return rates


def called_copies(found: Sequence[PictureOutcome]) -> Rate:
    """Pictures that were read and called a copy or re-photographed."""
    read = [one for one in found if one.refused is None]
    return Rate(sum(one.called_copy for one in read), len(read))


def as_json(found: Sequence[PictureOutcome]) -> dict[str, Any]:
    """The rates, and each picture by its number in truth.csv; nothing that is printed on a card."""
    return {
        "fields": {name: rate.as_json() for name, rate in fields_exact(found).items()},
        "called_copy": called_copies(found).as_json(),
        "pictures": [
            {
                "number": one.number,
                "kind": one.kind,
                "refused": one.refused,
                "wrong": [name for name, exact in one.exact.items() if not exact],
                "warnings": list(one.reasons),
            }
            for one in found
        ],
    }
