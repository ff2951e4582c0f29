"""The journal's schema, as named migrations; each runs once, in order, in a transaction."""

from collections.abc import Callable, Mapping

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

DETAILS = ("readings", "fields", "checks", "warnings", "cues", "reasons")
"""The tables whose rows belong to a visit."""

APPLICATION_ID = int.from_bytes(b"KIOS", "big")
"""What marks an SQLite file as a Kiosk journal (bytes 68–71 of the file)."""


class ForeignFileError(Exception):
    """An SQLite file that is not a Kiosk journal."""


class NewerSchemaError(Exception):
    """A journal that a newer Kiosk has migrated."""


def visits(db: Database) -> None:
    """One row a visit and its details. Times are UTC, ISO 8601. A visit without an ending is under way."""
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(
        """
        CREATE TABLE visits (
            id TEXT PRIMARY KEY NOT NULL,
            profile TEXT NOT NULL,
            language TEXT NOT NULL,
            device TEXT NOT NULL,
            versions TEXT NOT NULL CHECK (json_valid(versions)),
            started_at TEXT NOT NULL,
            finished_at TEXT,
            ending TEXT,
            outcome TEXT,
            attempts INTEGER,
            live INTEGER CHECK (live IN (0, 1)),
            liveness_score REAL,
            liveness_reasons TEXT CHECK (liveness_reasons IS NULL OR json_valid(liveness_reasons)),
            similarity REAL,
            match_score REAL,
            match_threshold REAL,
            match_source TEXT,
            CHECK ((ending IS NULL) = (finished_at IS NULL)),
            CHECK (outcome IS NULL OR ending IS NOT NULL)
        ) STRICT
        """
    )
    db.execute("CREATE INDEX visits_started_at ON visits (started_at)")
    owner = "visit TEXT NOT NULL REFERENCES visits (id)"
    for table, columns in {
        "readings": "side TEXT NOT NULL, quality INTEGER NOT NULL, border INTEGER NOT NULL, elapsed_ms REAL NOT NULL",
        "fields": "name TEXT NOT NULL, read TEXT, confidence REAL, corrected TEXT",
        "checks": "name TEXT NOT NULL, holds INTEGER CHECK (holds IN (0, 1))",
        "warnings": "side TEXT NOT NULL, code INTEGER NOT NULL, reason TEXT NOT NULL, score REAL NOT NULL, "
        "threshold REAL NOT NULL",
        "cues": "name TEXT NOT NULL, score REAL",
        "reasons": "code TEXT NOT NULL, outcome TEXT NOT NULL",
    }.items():
        db.execute(f"CREATE TABLE {table} ({owner}, {columns}) STRICT")
        db.execute(f"CREATE INDEX {table}_visit ON {table} (visit)")


def append_only(db: Database) -> None:
    """What is recorded stays: a visit is finished once, and nothing of it is changed or taken away."""
    db.execute(
        """
        CREATE TRIGGER visits_finished_once BEFORE UPDATE ON visits
        WHEN OLD.ending IS NOT NULL OR NEW.ending IS NULL
            OR NEW.id IS NOT OLD.id OR NEW.started_at IS NOT OLD.started_at
        BEGIN SELECT RAISE(ABORT, 'a visit is finished once and then stays as it is'); END
        """
    )
    for table in ("visits", *DETAILS):
        db.execute(
            f"CREATE TRIGGER {table}_stay BEFORE DELETE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )
    for table in DETAILS:
        db.execute(
            f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )
        db.execute(
            f"CREATE TRIGGER {table}_not_added BEFORE INSERT ON {table} "
            "WHEN (SELECT ending FROM visits WHERE id = NEW.visit) IS NOT NULL "
            "BEGIN SELECT RAISE(ABORT, 'a finished visit stays as it is'); END"
        )


def block_list(db: Database) -> None:
    """Who on the library's block list looked like the visitor, as JSON, by their ids; NULL: it was not asked."""
    db.execute("ALTER TABLE visits ADD COLUMN blocked TEXT CHECK (blocked IS NULL OR json_valid(blocked))")


SCHEMA: Mapping[str, Callable[[Database], None]] = {
    "0001-visits": visits,
    "0002-append-only": append_only,
    "0003-block-list": block_list,
}
"""In this order. Never edit a migration that was released: add another."""


def is_current(db: Database) -> bool:
    """Whether the schema is up to date. Raises ForeignFileError or NewerSchemaError."""
    return not _known(db).pending(db)


def migrate(db: Database) -> None:
    """Bring the schema up to date. Raises ForeignFileError or NewerSchemaError, and then changes nothing."""
    _known(db).apply(db)


def _known(db: Database) -> Migrations:
    """Our migrations, for a file that can take them."""
    migrations = Migrations("kiosk-journal")
    for name, migration in SCHEMA.items():
        migrations(name=name)(migration)
    if any(one.name not in SCHEMA for one in migrations.applied(db)):
        raise NewerSchemaError
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID and set(db.table_names()) - {
        migrations.migrations_table
    }:
        raise ForeignFileError
    return migrations
