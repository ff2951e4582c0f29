"""What is recorded can be read back whole, lasts, and is not changed."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from kiosk.authority.index import Alike
from kiosk.decision.flow import Ending
from kiosk.decision.outcome import Outcome
from kiosk.errors import EnvironmentFault, InputError
from kiosk.journal.migrations import DETAILS, SCHEMA
from kiosk.journal.store import Journal
from tests.decision.samples import GENUINE
from tests.journal.samples import NOON, VERSIONS, begin, record, warned


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kiosk" / "journal.db"


@pytest.fixture
def journal(path):
    with Journal(path) as opened:
        yield opened


def test_a_visit_is_read_back_as_it_was_recorded(journal):
    begin(journal, "v1")
    journal.finish(record("v1", warned()))
    visit = journal.show("v1")
    assert visit is not None
    assert json.loads(json.dumps(visit)) == visit
    assert (visit["id"], visit["profile"], visit["language"], visit["device"]) == ("v1", "hotel", "zh", "lobby-1")
    assert visit["versions"] == VERSIONS
    assert visit["started_at"] == "2025-06-15T12:00:00.000+00:00"
    assert visit["finished_at"] == "2025-06-15T12:00:40.000+00:00"
    assert (visit["ending"], visit["outcome"], visit["attempts"]) == ("decided", "review", 1)
    assert visit["reasons"] == [
        {"code": "occluded", "outcome": "review"},
        {"code": "field-corrected", "outcome": "review"},
    ]
    assert visit["fields"]["Name"] == {"read": "样本", "confidence": 0.98, "corrected": "样夲"}
    assert visit["fields"]["ValidDate"]["corrected"] is None
    assert list(visit["fields"]) == ["Name", "Sex", "Nation", "Birth", "Address", "IdNum", "Authority", "ValidDate"]
    assert visit["checks"]["number-checksum"] is True
    assert visit["readings"]["front"] == {"quality": 90, "border": 100, "elapsed_ms": 120.0}
    assert visit["warnings"] == [{"side": "front", "code": -9105, "reason": "finger", "score": 0.9, "threshold": 0.5}]
    assert visit["liveness"] == {
        "live": True,
        "score": 0.93,
        "cues": {"challenge": 1.0, "light": 0.9, "depth": None},
        "reasons": [],
    }
    assert visit["match"] == {"similarity": 88.0, "score": 0.42, "threshold": 70.0, "source": "card-portrait"}
    assert visit["blocked"] == []


def test_whom_a_visitor_looks_like_is_kept_as_an_id(journal):
    alike = replace(GENUINE, blocked=(Alike(7, 84.25), Alike(3, 80.5)))
    for visit, ending in (("v1", Ending.DECIDED), ("v2", Ending.CANCELLED)):
        begin(journal, visit)
        journal.finish(record(visit, alike, ending))
    assert journal.show("v1")["blocked"] == [{"person": 7, "similarity": 84.25}, {"person": 3, "similarity": 80.5}]
    assert journal.show("v2")["blocked"] is None


def test_a_journal_of_before_the_block_list_goes_on(path, monkeypatch):
    from kiosk.journal import migrations

    older = {name: SCHEMA[name] for name in ("0001-visits", "0002-append-only")}
    monkeypatch.setattr(migrations, "SCHEMA", older)
    with Journal(path) as journal:
        begin(journal, "before")
    monkeypatch.undo()
    with pytest.raises(EnvironmentFault) as caught:
        Journal(path, read_only=True)
    assert caught.value.code == "journal-older"
    with Journal(path) as journal:
        assert journal.show("before")["blocked"] is None
        journal.finish(record("before"))
        assert journal.show("before")["blocked"] == []


def test_what_was_not_measured_stays_unknown(journal):
    begin(journal, "v1")
    journal.finish(record("v1", replace(GENUINE, back=None, liveness=None, match=None, blocked=None)))
    visit = journal.show("v1")
    assert visit["blocked"] is None
    assert visit["liveness"] is None
    assert visit["match"] is None
    assert "ValidDate" not in visit["fields"]
    assert list(visit["readings"]) == ["front"]


@pytest.mark.parametrize("ending", [Ending.CANCELLED, Ending.TIMED_OUT])
def test_who_gives_up_leaves_no_personal_data(journal, path, ending):
    begin(journal, "v1")
    journal.finish(record("v1", warned(), ending))
    assert journal.show("v1")["fields"] == {}
    assert journal.show("v1")["ending"] == ending
    journal.close()
    assert b"11010119900307002X" not in path.read_bytes()


def test_no_picture_is_recorded(journal, path):
    begin(journal, "v1")
    journal.finish(record("v1"))
    columns = [row for table in ("visits", *DETAILS) for row in journal._db.table(table).columns]
    assert {column.type for column in columns} <= {"TEXT", "INTEGER", "REAL"}
    assert len(json.dumps(journal.show("v1"))) < 4000


def test_visits_are_listed_latest_first_and_can_be_narrowed(journal):
    for minute, evidence in enumerate([GENUINE, warned(), replace(GENUINE, match=None), GENUINE]):
        begin(journal, f"v{minute}", minute)
        journal.finish(record(f"v{minute}", evidence, minutes=minute))
    begin(journal, "open", 9)
    assert [visit["id"] for visit in journal.recent()] == ["open", "v3", "v2", "v1", "v0"]
    assert [visit["id"] for visit in journal.recent(2)] == ["open", "v3"]
    assert [visit["id"] for visit in journal.recent(outcome=Outcome.APPROVED)] == ["v3", "v0"]
    assert [visit["id"] for visit in journal.recent(1, Outcome.APPROVED)] == ["v3"]
    since = (NOON + timedelta(minutes=2)).astimezone(timezone(timedelta(hours=8)))
    assert [visit["id"] for visit in journal.recent(None, since=since)] == ["open", "v3", "v2"]
    assert journal.show("nobody") is None


def test_a_visit_is_begun_once_and_finished_once(journal):
    begin(journal, "v1")
    with pytest.raises(sqlite3.IntegrityError):
        begin(journal, "v1")
    journal.finish(record("v1"))
    before = journal.show("v1")
    with pytest.raises((sqlite3.IntegrityError, ValueError)):
        journal.finish(record("v1", warned()))
    with pytest.raises((sqlite3.IntegrityError, ValueError)):
        journal.finish(record("never begun"))
    assert journal.show("v1") == before
    assert len(journal.recent()) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM visits",
        "UPDATE visits SET outcome = 'approved'",
        "UPDATE visits SET ending = NULL, finished_at = NULL, outcome = NULL",
        "INSERT OR REPLACE INTO visits (id, profile, language, device, versions, started_at) "
        "VALUES ('v1', '', '', '', '{}', '')",
        *(f"DELETE FROM {table}" for table in DETAILS),
        *(f"UPDATE {table} SET visit = 'v2'" for table in DETAILS),
        "INSERT INTO fields (visit, name, read) VALUES ('v1', 'Name', 'x')",
        "INSERT INTO reasons (visit, code, outcome) VALUES ('nobody', 'x', 'review')",
    ],
)
def test_a_finished_visit_is_neither_changed_nor_taken_away(journal, statement):
    begin(journal, "v1")
    journal.finish(record("v1", warned()))
    before = journal.show("v1")
    with pytest.raises(sqlite3.IntegrityError):
        journal._db.execute(statement)
    assert journal.show("v1") == before


def test_half_a_record_is_never_kept(journal):
    begin(journal, "v1")
    broken = replace(record("v1"), checks={"number-checksum": "perhaps"})
    with pytest.raises(sqlite3.IntegrityError):
        journal.finish(broken)
    assert journal.show("v1")["ending"] is None
    assert journal.show("v1")["fields"] == {}
    journal.finish(record("v1"))
    assert journal.show("v1")["outcome"] == "approved"


def test_naive_times_are_refused(journal):
    with pytest.raises(ValueError, match="aware"):
        journal.begin("v1", "hotel", "zh", "lobby-1", {}, datetime(2025, 6, 15))


def test_every_commit_reaches_the_disk(journal):
    pragmas = ("journal_mode", "synchronous", "foreign_keys")
    values = [journal._db.execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in pragmas]
    assert values == ["wal", 2, 1]


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_only_this_account_can_read_it(journal, path):
    begin(journal, "v1")
    for file in (path, *path.parent.glob("journal.db-*")):
        assert file.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


KILLED = """
import os, signal, sys
from pathlib import Path
from kiosk.journal.store import Journal
from tests.journal.samples import begin, record
journal = Journal(Path(sys.argv[1]))
begin(journal, "done")
journal.finish(record("done"))
begin(journal, "midway", 5)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a kill that cannot be caught")
def test_a_kill_midway_loses_nothing_and_is_marked_at_the_next_start(path):
    root = Path(__file__).parents[2]
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path)], cwd=root, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    with Journal(path) as journal:
        journal.check()
        assert journal.show("done")["outcome"] == "approved"
        assert journal.show("midway")["ending"] is None
        assert journal.close_interrupted(NOON + timedelta(hours=1)) == 1
        assert journal.close_interrupted(NOON + timedelta(hours=2)) == 0
        midway = journal.show("midway")
    assert (midway["ending"], midway["outcome"]) == ("interrupted", None)
    assert midway["finished_at"] == "2025-06-15T13:00:00.000+00:00"


def test_opening_again_keeps_everything_and_migrates_once(path):
    for count in range(3):
        with Journal(path) as journal:
            begin(journal, f"v{count}", count)
            journal.finish(record(f"v{count}", minutes=count))
            assert len(journal.recent()) == count + 1
            applied = [row["name"] for row in journal._db.query("SELECT name FROM _sqlite_migrations ORDER BY id")]
    assert applied == list(SCHEMA)


def test_an_interrupted_migration_is_taken_up_again(path, monkeypatch):
    from kiosk.journal import migrations

    def power_cut(db):
        db.execute("CREATE TABLE half (id TEXT)")
        raise KeyboardInterrupt

    monkeypatch.setattr(migrations, "SCHEMA", {"0001-visits": SCHEMA["0001-visits"], "0002-append-only": power_cut})
    with pytest.raises(KeyboardInterrupt):
        Journal(path)
    monkeypatch.undo()
    with Journal(path) as journal:
        assert "half" not in journal._db.table_names()
        begin(journal, "v1")
        journal.finish(record("v1"))
        with pytest.raises(sqlite3.IntegrityError):
            journal._db.execute("DELETE FROM visits")


def test_a_journal_is_read_while_the_kiosk_writes_it(journal, path):
    begin(journal, "v1")
    with Journal(path, read_only=True) as reader:
        assert [visit["id"] for visit in reader.recent()] == ["v1"]
        journal.finish(record("v1"))
        assert reader.show("v1")["outcome"] == "approved"
        with pytest.raises(EnvironmentFault) as caught:
            begin(reader, "v2")
        assert caught.value.code == "journal-read-only"


def test_reading_makes_no_journal_where_there_is_none(path):
    with pytest.raises(InputError) as caught:
        Journal(path, read_only=True)
    assert caught.value.code == "journal-missing"
    assert not path.exists()


def test_times_are_kept_in_utc(journal):
    beijing = datetime(2025, 6, 15, 20, tzinfo=timezone(timedelta(hours=8)))
    journal.begin("v1", "hotel", "zh", "lobby-1", VERSIONS, beijing)
    assert datetime.fromisoformat(journal.show("v1")["started_at"]) == datetime(2025, 6, 15, 12, tzinfo=UTC)
