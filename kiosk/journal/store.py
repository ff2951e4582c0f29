"""The journal: one durable, append-only record a visit, in SQLite. Belongs to the thread that opened it."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlite_utils import Database

from kiosk.decision.flow import Ending
from kiosk.decision.outcome import Outcome
from kiosk.errors import InputError
from kiosk.journal.faults import fault, translated
from kiosk.journal.migrations import DETAILS, SCHEMA, is_current, migrate
from kiosk.journal.record import VisitRecord

BUSY_SECONDS = 5.0
"""How long to wait for another program to finish writing."""


class Journal:
    """An open journal, to be used in a `with` statement.

    Every method, and opening, raises EnvironmentFault `journal-read-only`, `journal-full`, `journal-locked`,
    `journal-corrupt`, `journal-older`, `journal-newer` or `journal-failing`; what was not committed is not recorded.
    """

    def __init__(self, path: Path, *, read_only: bool = False, busy_seconds: float = BUSY_SECONDS) -> None:
        """Open the journal, made at `path` if there is none, and bring its schema up to date.

        With `read_only` nothing is made or changed; raises InputError `journal-missing` if there is none.
        """
        self.path = path
        with translated(path):
            if not read_only:
                make_private(path)
            elif not path.exists():
                raise InputError(
                    "journal-missing", f"There is no journal at {path}. Name another, or run a visit first."
                )
            mode = "ro" if read_only else "rw"
            uri = f"{path.absolute().as_uri()}?mode={mode}"
            self._db = Database(sqlite3.connect(uri, uri=True, timeout=busy_seconds), execute_plugins=False)
        try:
            with translated(path, opening=True):
                self._prepare(read_only)
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

    def begin(
        self, visit: str, profile: str, language: str, device: str, versions: Mapping[str, str], time: datetime
    ) -> None:
        """Record, durably, that a visit has begun. `versions` are those of the software and of each model."""
        with translated(self.path):
            self._db.table("visits").insert(
                {
                    "id": visit,
                    "profile": profile,
                    "language": language,
                    "device": device,
                    "versions": _json(versions),
                    "started_at": _utc(time),
                }
            )

    def finish(self, record: VisitRecord) -> None:
        """Record, durably and all or nothing, how a visit ended. Each begun visit is finished once."""
        with translated(self.path), self._db.atomic():
            for table, rows in _details(record).items():
                self._db.table(table).insert_all({"visit": record.visit} | row for row in rows)
            liveness, match = record.liveness, record.match
            changed = self._end(
                "id = :visit AND ending IS NULL",
                visit=record.visit,
                finished_at=_utc(record.finished),
                ending=record.ending,
                outcome=record.outcome,
                attempts=record.attempts,
                live=liveness and liveness.live,
                liveness_score=liveness and liveness.score,
                liveness_reasons=liveness and _json(liveness.reasons),
                similarity=match and match.similarity,
                match_score=match and match.score,
                match_threshold=match and match.threshold,
                match_source=match and match.source,
                blocked=None if record.blocked is None else json.dumps([asdict(one) for one in record.blocked]),
            )
            if changed != 1:
                raise ValueError(f"visit {record.visit} is not under way")

    def close_interrupted(self, time: datetime) -> int:
        """Mark the visits that a kill or a power cut left open, and say how many. Only before the first `begin`, and
        only by who has claimed the journal: see `kiosk.journal.sole`."""
        with translated(self.path):
            return self._end("ending IS NULL", finished_at=_utc(time), ending=Ending.INTERRUPTED)

    def recent(
        self, limit: int | None = 20, outcome: Outcome | None = None, since: datetime | None = None
    ) -> list[dict[str, Any]]:
        """Visits as `show` gives them, the latest first: with that outcome, begun at `since` or later."""
        query = "SELECT * FROM visits WHERE outcome IS ifnull(:outcome, outcome) AND started_at >= :since "
        order = "ORDER BY started_at DESC, rowid DESC LIMIT :limit"
        values = {"outcome": outcome, "since": _utc(since) if since else "", "limit": -1 if limit is None else limit}
        with translated(self.path):
            return [self._whole(row) for row in list(self._db.query(query + order, values))]

    def show(self, visit: str) -> dict[str, Any] | None:
        """All that is recorded of a visit, ready for JSON; None if there is no such visit."""
        with translated(self.path):
            rows = list(self._db.query("SELECT * FROM visits WHERE id = ?", [visit]))
            return self._whole(rows[0]) if rows else None

    def check(self) -> None:
        """Read the whole file and look for damage: seconds for a large journal."""
        with translated(self.path):
            if [row[0] for row in self._db.execute("PRAGMA quick_check(1)")] != ["ok"]:
                raise fault("journal-corrupt", self.path)

    def _prepare(self, read_only: bool) -> None:
        self._db.execute("PRAGMA foreign_keys = ON")
        if read_only:
            if not is_current(self._db):
                raise fault("journal-older", self.path)
            return
        self._db.enable_wal()
        self._db.execute("PRAGMA synchronous = FULL")
        migrate(self._db)
        # Find out now, not at the end of the first visit, whether writing works.
        with self._db.atomic():
            self._db.execute(f"PRAGMA user_version = {len(SCHEMA)}")

    def _end(self, where: str, **values: Any) -> int:
        changes = ", ".join(f"{name} = :{name}" for name in values if name != "visit")
        return self._db.execute(f"UPDATE visits SET {changes} WHERE {where}", values).rowcount

    def _whole(self, row: dict[str, Any]) -> dict[str, Any]:
        details = {table: self._rows(table, row["id"]) for table in DETAILS}
        return {
            **{name: row[name] for name in ("id", "profile", "language", "device")},
            "versions": json.loads(row["versions"]),
            **{name: row[name] for name in ("started_at", "finished_at", "ending", "outcome")},
            "reasons": details["reasons"],
            "fields": {one.pop("name"): one for one in details["fields"]},
            "checks": {one["name"]: _truth(one["holds"]) for one in details["checks"]},
            "readings": {one.pop("side"): one for one in details["readings"]},
            "warnings": details["warnings"],
            "liveness": {
                "live": _truth(row["live"]),
                "score": row["liveness_score"],
                "cues": {one["name"]: one["score"] for one in details["cues"]},
                "reasons": json.loads(row["liveness_reasons"]),
            }
            if row["liveness_reasons"] is not None
            else None,
            "match": {
                "similarity": row["similarity"],
                "score": row["match_score"],
                "threshold": row["match_threshold"],
                "source": row["match_source"],
            }
            if row["match_source"] is not None
            else None,
            "blocked": None if row["blocked"] is None else json.loads(row["blocked"]),
            "attempts": row["attempts"],
        }

    def _rows(self, table: str, visit: str) -> list[dict[str, Any]]:
        rows = list(self._db.query(f"SELECT * FROM {table} WHERE visit = ? ORDER BY rowid", [visit]))
        return [{name: value for name, value in row.items() if name != "visit"} for row in rows]


def _details(record: VisitRecord) -> dict[str, list[dict[str, Any]]]:
    """The rows that belong to a visit, by their table."""
    return {
        "readings": [
            {"side": side.side, "quality": side.quality, "border": side.border, "elapsed_ms": side.elapsed_ms}
            for side in record.sides
        ],
        "fields": [asdict(field) for field in record.fields],
        "checks": [{"name": name, "holds": holds} for name, holds in record.checks.items()],
        "warnings": [
            {
                "side": side.side,
                "code": int(warning.code),
                "reason": warning.reason,
                "score": warning.score,
                "threshold": warning.threshold,
            }
            for side in record.sides
            for warning in side.warnings
        ],
        "cues": [{"name": n, "score": score} for n, score in (record.liveness.cues if record.liveness else {}).items()],
        "reasons": [{"code": reason.code, "outcome": reason.outcome} for reason in record.reasons],
    }


def make_private(path: Path) -> None:
    """Make the file, if there is none, so that only this account can read it."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)


def _utc(time: datetime) -> str:
    """ISO 8601 in UTC, of the same length always, so that text sorts as time."""
    if time.tzinfo is None:
        raise ValueError("the journal needs aware times")
    return time.astimezone(UTC).isoformat(timespec="milliseconds")


def _json(value: Mapping[str, str] | Iterable[str]) -> str:
    return json.dumps(dict(value) if isinstance(value, Mapping) else list(value), ensure_ascii=False)


def _truth(value: int | None) -> bool | None:
    return None if value is None else bool(value)
