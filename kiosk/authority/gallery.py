"""The local library: people, their portraits and consents, in SQLite. Belongs to the thread that opened it."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from kiosk.authority.gallery_faults import missing, translated
from kiosk.authority.gallery_schema import migrate
from kiosk.authority.person import Consent, Listing, Person, as_name, as_number
from kiosk.authority.sealing import Plain, Seal
from kiosk.errors import InputError

BUSY_SECONDS = 5.0


@dataclass(frozen=True, eq=False, slots=True)
class Portrait:
    """An encoded picture (JPEG, PNG …) of one face and how good it is, 0-1."""

    picture: bytes
    quality: float


class Gallery:
    """An open library, to be used in a `with` statement.

    Every method raises EnvironmentFault `gallery-locked`, `gallery-unreadable` or `gallery-unwritable`, and opening
    `gallery-missing` too. Numbers are given as `as_number` makes them.
    """

    def __init__(
        self, path: Path, seal: Seal | None = None, *, make: bool = False, busy_seconds: float = BUSY_SECONDS
    ) -> None:
        """Open the library. Only with `make` it is made (readable by this account only) where there is none: one that
        is lost must not come back empty, for then nobody would be on the block list."""
        self.path = path
        self._seal: Seal = Plain() if seal is None else seal
        with translated(path):
            if make and not path.exists():
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                path.touch(mode=0o600)
            elif not path.exists():
                raise missing(path)
            uri = f"{path.absolute().as_uri()}?mode=rw"
            self._db = Database(sqlite3.connect(uri, uri=True, timeout=busy_seconds), execute_plugins=False)
        try:
            with translated(path, opening=True):
                self._db.execute("PRAGMA foreign_keys = ON")
                self._db.execute("PRAGMA secure_delete = ON")  # who is removed is gone from the file too
                self._db.enable_wal()
                self._db.execute("PRAGMA synchronous = FULL")
                migrate(self._db, make=make)
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. Safe to call twice."""
        self._db.close()

    def enrol(self, person: Person, portraits: Sequence[Portrait], now: datetime) -> int:
        """Keep a person, all or nothing, and return their id, which nobody had before: it may stand in a journal.

        Raises InputError `number-taken`, `number-invalid` or `name-missing`.
        """
        if not portraits:
            raise ValueError("nobody is enrolled without a portrait")
        number = as_number(person.number)
        as_name(person.name)
        with translated(self.path), self._db.atomic():
            if self._row(number) is not None:
                raise InputError("number-taken", "somebody with this number is in the library; remove them first")
            row = (
                self._token(number),
                self._sealed(number),
                self._sealed(person.name),
                person.listing,
                person.source,
                self._sealed(person.consent.by),
                person.consent.how,
                _utc(person.consent.at),
                _utc(now),
            )
            marks = ", ".join("?" * len(row))
            # One more than ever were enrolled: left to itself, SQLite gives the last one's id again after a removal.
            fresh = "(SELECT count(*) FROM people) + (SELECT count(*) FROM removals) + 1"
            who = self._db.execute(
                "INSERT INTO people (id, token, number, name, listing, source, consent_by, consent_how, consent_at, "
                f"enrolled_at) VALUES ({fresh}, {marks})",
                row,
            ).lastrowid
            assert who is not None
            for portrait in portraits:
                self._db.execute(
                    "INSERT INTO portraits (person, picture, quality, added_at) VALUES (?, ?, ?, ?)",
                    (who, self._seal.seal(portrait.picture), portrait.quality, _utc(now)),
                )
        return int(who)

    def person(self, number: str) -> Person | None:
        """Whoever has this number."""
        with translated(self.path):
            row = self._row(number)
        return None if row is None else self._person(row)

    def by_id(self, who: int) -> Person | None:
        """Whoever `enrol` gave this id."""
        with translated(self.path):
            rows = list(self._db.query("SELECT * FROM people WHERE id = ?", [who]))
        return self._person(rows[0]) if rows else None

    def people(self) -> Iterator[tuple[int, Person]]:
        """Everybody with their ids, as enrolled."""
        with translated(self.path):
            for row in self._db.query("SELECT * FROM people ORDER BY id"):
                yield int(row["id"]), self._person(row)

    def portraits(self, number: str) -> tuple[Portrait, ...]:
        """Somebody's pictures, the best first; none of somebody unknown."""
        query = (
            "SELECT picture, quality FROM portraits WHERE person = (SELECT id FROM people WHERE token = ?) "
            "ORDER BY quality DESC, id"
        )
        with translated(self.path):
            rows = list(self._db.query(query, [self._token(number)]))
        return tuple(Portrait(self._seal.unseal(row["picture"]), row["quality"]) for row in rows)

    def portrait_ids(self, who: int) -> list[int]:
        """The ids of a person's pictures, as enrolled."""
        with translated(self.path):
            return [
                int(row[0]) for row in self._db.execute("SELECT id FROM portraits WHERE person = ? ORDER BY id", [who])
            ]

    def remove(self, number: str, why: str, now: datetime) -> bool:
        """Forget a person wholly; what stays is that somebody was removed, when, and `why`. False: nobody has this
        number."""
        with translated(self.path):
            with self._db.atomic():
                gone = self._db.execute("DELETE FROM people WHERE token = ?", [self._token(number)]).rowcount
                if gone:
                    self._db.execute("INSERT INTO removals VALUES (?, ?)", (_utc(now), why))
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # out of the log as well
        return bool(gone)

    def edition(self) -> tuple[int, int]:
        """Another one after each enrolment and each removal; told at once, however many people there are."""
        query = "SELECT ifnull(max(id), 0), (SELECT count(*) FROM removals) FROM people"
        with translated(self.path):
            newest, removed = self._db.execute(query).fetchone()
        return int(newest), int(removed)

    def unembedded(self, model: str, listing: Listing | None = None) -> Iterator[tuple[int, bytes]]:
        """Every portrait (id, picture), of everybody or of one list, that has no vector of this model yet."""
        query = (
            "SELECT portraits.id, picture FROM portraits JOIN people ON people.id = person "
            "WHERE listing = ifnull(?, listing) AND NOT EXISTS "
            "(SELECT 1 FROM templates WHERE portrait = portraits.id AND model = ?)"
        )
        with translated(self.path):
            for row in list(self._db.query(query, [listing, model])):
                yield int(row["id"]), self._seal.unseal(row["picture"])

    def keep_vector(self, portrait: int, model: str, vector: NDArray[np.float32]) -> None:
        """Keep what a model made of a portrait. `model` names its weights, so that others' are never mixed in."""
        content = self._seal.seal(vector.astype("<f4").tobytes())
        with translated(self.path), self._db.atomic():
            self._db.execute("INSERT OR REPLACE INTO templates VALUES (?, ?, ?)", (portrait, model, content))

    def vectors(self, model: str, listing: Listing | None = None) -> tuple[list[int], NDArray[np.float32]]:
        """Whose each is, and the vectors (N, D) of this model; (0, 0) when there are none."""
        query = (
            "SELECT person, vector FROM templates JOIN portraits ON portraits.id = portrait "
            "JOIN people ON people.id = person WHERE model = ? AND listing = ifnull(?, listing) ORDER BY portraits.id"
        )
        with translated(self.path):
            rows = self._db.execute(query, (model, listing)).fetchall()
        if not rows:
            return [], np.zeros((0, 0), np.float32)
        vectors = np.stack([np.frombuffer(self._seal.unseal(content), "<f4") for _, content in rows])
        return [int(person) for person, _ in rows], vectors.astype(np.float32)

    def _row(self, number: str) -> dict[str, object] | None:
        rows = list(self._db.query("SELECT * FROM people WHERE token = ?", [self._token(number)]))
        return rows[0] if rows else None

    def _person(self, row: dict[str, object]) -> Person:
        consent = Consent(
            self._text(row["consent_by"]), str(row["consent_how"]), datetime.fromisoformat(str(row["consent_at"]))
        )
        name, number = self._text(row["name"]), self._text(row["number"])
        return Person(name, number, Listing(str(row["listing"])), str(row["source"]), consent)

    def _token(self, number: str) -> str:
        return self._seal.token(number)

    def _sealed(self, text: str) -> bytes:
        return self._seal.seal(text.encode())

    def _text(self, content: object) -> str:
        assert isinstance(content, bytes)
        return self._seal.unseal(content).decode()


def _utc(time: datetime) -> str:
    """ISO 8601 in UTC."""
    if time.tzinfo is None:
        raise ValueError("the library needs aware times")
    return time.astimezone(UTC).isoformat(timespec="milliseconds")
