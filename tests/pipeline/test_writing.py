"""The journal's thread, with a real file that cannot be written for a while."""

import queue
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime

import pytest

from kiosk.decision.flow import Ending
from kiosk.decision.outcome import Outcome
from kiosk.decision.verdict import Evidence, Verdict
from kiosk.journal.record import VisitRecord
from kiosk.journal.store import Journal
from kiosk.pipeline import writing
from kiosk.pipeline.waiting import Beginning
from kiosk.pipeline.writing import JournalWriter

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def beginning(visit):
    return Beginning(visit, "hotel", "zh", "camera", {"kiosk": "1"}, NOW)


def ended(visit, how=Ending.CANCELLED):
    evidence = Evidence(NOW.date(), None, None, None, None, {}, 0)
    verdict = Verdict(Outcome.APPROVED, ()) if how is Ending.DECIDED else None
    return VisitRecord.from_evidence(visit, NOW, how, evidence, verdict)


@pytest.fixture
def start(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "RETRY_S", 0.05)
    writers = []

    def make(path):
        told, changes = queue.SimpleQueue(), []

        def changed(name, fault):
            changes.append(fault)
            if any(changes):  # that it works from the beginning is what most tests take for granted
                told.put((name, fault and fault.code))

        writer = JournalWriter(
            path, lambda entry, fault: told.put((type(entry).__name__, entry.visit, fault and fault.code)), changed
        )
        writers.append(writer)
        writer.start()
        return writer, told

    yield make
    for writer in writers:
        assert writer.stop(5)


def test_each_entry_is_told_when_it_is_durable(start, tmp_path):
    path = tmp_path / "journal.db"
    writer, told = start(path)
    writer.write(beginning("a"))
    assert told.get(timeout=5) == ("Beginning", "a", None)
    with Journal(path, read_only=True) as journal:
        assert journal.show("a")["ending"] is None
    writer.write(ended("a"))
    assert told.get(timeout=5) == ("VisitRecord", "a", None)
    with Journal(path, read_only=True) as journal:
        assert journal.show("a")["ending"] == "cancelled"


def test_a_journal_that_works_says_so_before_there_is_anything_to_write(tmp_path):
    told = queue.SimpleQueue()
    writer = JournalWriter(tmp_path / "journal.db", lambda *_: None, lambda name, fault: told.put((name, fault)))
    writer.start()
    try:
        assert told.get(timeout=5) == ("journal", None)
    finally:
        assert writer.stop(5)


def test_an_unusable_journal_is_told_at_once_and_again_when_it_works(start, tmp_path):
    path = tmp_path / "folder"
    path.mkdir()
    _, told = start(path)
    assert told.get(timeout=5) == ("journal", "journal-read-only")
    path.rmdir()
    assert told.get(timeout=5) == ("journal", None)


def test_an_entry_that_cannot_be_written_is_told_once_kept_and_written_later(start, tmp_path):
    path = tmp_path / "journal.db"
    path.mkdir()
    writer, told = start(path)
    assert told.get(timeout=5) == ("journal", "journal-read-only")
    writer.write(beginning("a"))
    writer.write(ended("a"))
    path.rmdir()
    assert told.get(timeout=5) == ("journal", None)
    assert told.get(timeout=5) == ("Beginning", "a", None)
    assert told.get(timeout=5) == ("VisitRecord", "a", None)


def test_a_visit_that_a_power_cut_left_open_is_closed_at_the_next_start(start, tmp_path):
    path = tmp_path / "journal.db"
    with Journal(path) as journal:
        journal.begin("a", "hotel", "zh", "camera", {}, NOW)
    writer, told = start(path)
    writer.write(beginning("b"))
    assert told.get(timeout=5) == ("Beginning", "b", None)
    with Journal(path, read_only=True) as journal:
        assert journal.show("a")["ending"] == "interrupted"
        assert journal.show("b")["ending"] is None


def test_an_entry_the_journal_can_never_take_does_not_stop_the_next(start, tmp_path):
    writer, told = start(tmp_path / "journal.db")
    writer.write(ended("never begun"))
    assert told.get(timeout=5) == ("VisitRecord", "never begun", "software-fault")
    writer.write(beginning("a"))
    assert told.get(timeout=5) == ("Beginning", "a", None)
    assert isinstance(writer.crash, ValueError)


def test_what_was_handed_over_is_written_before_the_end(start, tmp_path):
    path = tmp_path / "journal.db"
    writer, _ = start(path)
    for number in range(20):
        writer.write(beginning(f"v{number}"))
    assert writer.stop(5)
    with Journal(path, read_only=True) as journal:
        assert len(journal.recent(None)) == 20


def test_a_bug_on_opening_is_told_and_tried_again_at_leisure(start, tmp_path, monkeypatch):
    tries = []

    def failing(path):
        tries.append(path)
        raise ZeroDivisionError

    monkeypatch.setattr(writing, "Journal", failing)
    writer, told = start(tmp_path / "journal.db")
    assert told.get(timeout=5) == ("journal", "software-fault")
    writer.write(beginning("a"))
    while len(tries) < 3:
        time.sleep(0.01)
    monkeypatch.setattr(writing, "Journal", Journal)
    assert told.get(timeout=5) == ("journal", None)
    assert told.get(timeout=5) == ("Beginning", "a", None)
    assert isinstance(writer.crash, ZeroDivisionError)


def test_a_journal_that_never_opens_does_not_keep_the_program_from_ending(start, tmp_path):
    path = tmp_path / "journal.db"
    with Journal(path):
        pass
    content = bytearray(path.read_bytes())
    content[44:48] = (9).to_bytes(4, "big")
    path.write_bytes(content)
    writer, told = start(path)
    assert told.get(timeout=5) == ("journal", "journal-corrupt")
    writer.write(beginning("a"))
    assert writer.stop(5)


def test_a_visit_that_ended_otherwise_before_it_was_recorded_is_recorded_as_it_ended(start, tmp_path):
    path = tmp_path / "journal.db"
    writer, told = start(path)
    writer.write(beginning("a"))
    assert told.get(timeout=5) == ("Beginning", "a", None)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        writer.write(ended("a", Ending.DECIDED))
        assert told.get(timeout=10) == ("journal", "journal-locked")
        assert told.get(timeout=5) == ("VisitRecord", "a", "journal-locked")
        writer.write(ended("a", Ending.STAFF))
        writer.write(beginning("b"))
        other.execute("ROLLBACK")
    assert {told.get(timeout=10)[:2] for _ in range(3)} == {("VisitRecord", "a"), ("Beginning", "b"), ("journal", None)}
    with Journal(path, read_only=True) as journal:
        assert (journal.show("a")["ending"], journal.show("a")["outcome"]) == ("staff", None)
        assert journal.show("b")["ending"] is None
    assert writer.crash is None


def test_an_end_that_is_durable_stays_as_it_is(start, tmp_path):
    path = tmp_path / "journal.db"
    writer, told = start(path)
    for entry in (beginning("a"), ended("a", Ending.DECIDED)):
        writer.write(entry)
        assert told.get(timeout=5) == (type(entry).__name__, "a", None)
    writer.write(ended("a", Ending.STAFF))
    assert writer.stop(5)
    with Journal(path, read_only=True) as journal:
        assert journal.show("a")["ending"] == "decided"
    assert writer.crash is None


def test_a_second_terminal_waits_and_leaves_the_firsts_visit_alone(start, tmp_path):
    path = tmp_path / "journal.db"
    first, told = start(path)
    first.write(beginning("a"))
    assert told.get(timeout=5) == ("Beginning", "a", None)
    _, told_second = start(path)
    assert told_second.get(timeout=5) == ("journal", "journal-locked")
    first.write(ended("a"))
    assert told.get(timeout=5) == ("VisitRecord", "a", None)
    assert first.stop(5)
    assert told_second.get(timeout=5) == ("journal", None)
    with Journal(path, read_only=True) as journal:
        assert journal.show("a")["ending"] == "cancelled"
    assert first.crash is None
