"""Labelled pairs of faces from a CSV file, and who is in each picture where the file names tell."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import InputError

_NUMBERED = re.compile(r"(.+)_\d{4}\.\w+")
"""How LFW names its pictures: the person, then the number of the picture."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pictures, paths relative to the file they are listed in; `group` is a sub-set with a label of its own."""

    a: str
    b: str
    same: bool
    group: str


def read_pairs(file: Path, folds: frozenset[str] | None = None) -> list[Pair]:
    """Columns a, b, same (0 or 1) and perhaps fold and group; `folds` picks some of them.

    Raises InputError `pairs-unreadable`.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.DictReader(opened))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("pairs-unreadable", f"{file.name} cannot be read; a CSV file is needed") from error
    if not rows or not {"a", "b", "same"} <= rows[0].keys():
        raise InputError("pairs-unreadable", f"{file.name} needs columns a, b and same")
    chosen = [row for row in rows if folds is None or row.get("fold") in folds]
    return [Pair(row["a"], row["b"], row["same"] == "1", row.get("group") or "") for row in chosen]


def pictures_of(pairs: Sequence[Pair]) -> list[str]:
    """Every picture once, in the order of their names."""
    return sorted({name for pair in pairs for name in (pair.a, pair.b)})


def people_of(pictures: Sequence[str]) -> Mapping[str, str] | None:
    """Who is in each picture, if all are named as LFW's are; then everybody can be compared with everybody."""
    named = {picture: match[1] for picture in pictures if (match := _NUMBERED.fullmatch(picture))}
    return named if len(named) == len(pictures) else None
