"""People in and out of the library as a folder: one CSV file and the portraits it names."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path

from kiosk.authority.gallery import Gallery
from kiosk.authority.person import Consent, Listing, Person
from kiosk.errors import InputError

COLUMNS = ("name", "number", "portraits", "source", "consent_by", "consent_how", "consent_at", "list")
"""`portraits` are paths relative to the file, with semicolons between; `list` may be left out."""
_ENDINGS = {b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"BM": ".bmp", b"RIFF": ".webp", b"GIF8": ".gif"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its number (the heading is 1), and who it is about with their pictures, or what is wrong
    with it."""

    number: int
    person: Person | None
    portraits: tuple[Path, ...]
    error: InputError | None


def lines(file: Path) -> Iterator[Line]:
    """Every line. UTF-8 is read, and GB 18030, in which a Chinese Excel writes CSV.

    Raises InputError `people-unreadable` when it is no such file.
    """
    try:
        reader = csv.DictReader(StringIO(_text(file.read_bytes()), newline=""))
        rows = list(reader)
        missing = set(COLUMNS[:-1]) - set(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError("people-unreadable", f"{file.name} cannot be read; a CSV file is needed") from error
    if missing:
        raise InputError("people-unreadable", f"{file.name} lacks the columns {', '.join(sorted(missing))}")
    for number, row in enumerate(rows, start=2):
        try:
            person = _person(row)
            pictures = tuple(file.parent / one.strip() for one in (row["portraits"] or "").split(";") if one.strip())
            if not pictures:
                raise InputError("portrait-missing", f"line {number} names no portrait")
            yield Line(number, person, pictures, None)
        except InputError as error:
            yield Line(number, None, (), error)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def consent_of(by: str, how: str, at: datetime | None, now: datetime) -> Consent:
    """A consent with all it needs; `at` without a zone is local, None is now. Raises InputError `consent-missing`."""
    if not by.strip() or not how.strip():
        raise InputError("consent-missing", "nobody is kept without consent: say who gave it and how")
    return Consent(by.strip(), how.strip(), (at or now).astimezone())


def export(gallery: Gallery, folder: Path) -> int:
    """Write everybody into a new or empty folder that only this account can read, and say how many.

    What is written there is not protected. Raises InputError `folder-not-empty` or `folder-unwritable`.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise InputError("folder-not-empty", f"{folder.name} is not empty; name a new folder")
        count = 0
        with _private(folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for who, person in gallery.people():
                names = []
                for place, portrait in enumerate(gallery.portraits(person.number)):
                    names.append(f"{who}-{place}{_ending(portrait.picture)}")
                    _private(folder / names[-1]).write_bytes(portrait.picture)
                consent = person.consent
                about = (person.source, consent.by, consent.how, consent.at.isoformat(), person.listing)
                writer.writerow((person.name, person.number, ";".join(names), *about))
                count += 1
    except OSError as error:
        raise InputError("folder-unwritable", f"{folder.name} cannot be written ({error.strerror})") from error
    return count


def _person(row: dict[str, str]) -> Person:
    try:
        at = datetime.fromisoformat(row["consent_at"] or "")
        listing = Listing(row.get("list") or Listing.MEMBER)
    except ValueError as error:
        raise InputError("line-invalid", "consent_at is an ISO time, list is member or blocked") from error
    consent = consent_of(row["consent_by"] or "", row["consent_how"] or "", at, at)
    return Person((row["name"] or "").strip(), row["number"] or "", listing, row["source"] or "", consent)


def _ending(picture: bytes) -> str:
    return next((ending for mark, ending in _ENDINGS.items() if picture.startswith(mark)), ".tif")


def _private(file: Path) -> Path:
    file.touch(mode=0o600)
    return file
