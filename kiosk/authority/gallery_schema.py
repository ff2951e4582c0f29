"""The library's schema, as named migrations; each runs once, in order, in a transaction."""

from collections.abc import Callable, Mapping

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

APPLICATION_ID = int.from_bytes(b"KIOG", "big")
"""What marks an SQLite file as a Kiosk library (bytes 68-71 of the file)."""


class ForeignFileError(Exception):
    """An SQLite file that is no library, or one that a newer Kiosk has migrated."""


def people(db: Database) -> None:
    """One row a person, with the consent given; BLOB columns are sealed. Times are UTC, ISO 8601.

    A removal leaves only that there was one, and when: nothing of the person.
    """
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(
        """
        CREATE TABLE people (
            id INTEGER PRIMARY KEY,
            token TEXT NOT NULL UNIQUE,
            number BLOB NOT NULL,
            name BLOB NOT NULL,
            listing TEXT NOT NULL,
            source TEXT NOT NULL,
            consent_by BLOB NOT NULL,
            consent_how TEXT NOT NULL,
            consent_at TEXT NOT NULL,
            enrolled_at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE portraits (
            id INTEGER PRIMARY KEY,
            person INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
            picture BLOB NOT NULL,
            quality REAL NOT NULL CHECK (quality BETWEEN 0 AND 1),
            added_at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute("CREATE INDEX portraits_person ON portraits (person)")
    db.execute(
        """
        CREATE TABLE templates (
            portrait INTEGER NOT NULL REFERENCES portraits (id) ON DELETE CASCADE,
            model TEXT NOT NULL,
            vector BLOB NOT NULL,
            PRIMARY KEY (portrait, model)
        ) STRICT
        """
    )
    db.execute("CREATE TABLE removals (removed_at TEXT NOT NULL, why TEXT NOT NULL) STRICT")


SCHEMA: Mapping[str, Callable[[Database], None]] = {"0001-people": people}
"""In this order. Never edit a migration that was released: add another."""


def migrate(db: Database, *, make: bool) -> None:
    """Bring the schema up to date, of an empty file too if `make`: otherwise that is what is left of a library. Raises
    ForeignFileError, and then changes nothing."""
    migrations = Migrations("kiosk-gallery")
    for name, migration in SCHEMA.items():
        migrations(name=name)(migration)
    if any(one.name not in SCHEMA for one in migrations.applied(db)):
        raise ForeignFileError
    ours = db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    empty = not set(db.table_names()) - {migrations.migrations_table}
    if not ours and not (make and empty):
        raise ForeignFileError
    migrations.apply(db)
