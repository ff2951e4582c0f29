"""Disks and files that do not play along, for real: each with its own code, and nothing half recorded."""

import os
import sqlite3
import subprocess
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kiosk.errors import EnvironmentFault
from kiosk.journal.store import Journal
from tests.journal.samples import begin, record

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions and limits")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.db"


@contextmanager
def fault(code, path=None):
    with pytest.raises(EnvironmentFault) as caught:
        yield
    assert caught.value.code == code
    assert path is None or str(path) in str(caught.value)


def filled(path, count=1):
    with Journal(path) as journal:
        for number in range(count):
            begin(journal, f"v{number}", number)
            journal.finish(record(f"v{number}", minutes=number))


@pytest.fixture
def unprivileged():
    """Folders and files that this process may read but not write: as root, by being somebody else meanwhile."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled(folder / "journal.db")
        (folder / "journal.db").chmod(0o444)
        folder.chmod(0o555)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)
            folder.chmod(0o755)


@posix
def test_a_read_only_file_is_found_out_on_opening(unprivileged):
    with fault("journal-read-only", unprivileged / "journal.db"):
        Journal(unprivileged / "journal.db")


@posix
def test_a_read_only_folder_is_found_out_on_opening(unprivileged):
    with fault("journal-read-only"):
        Journal(unprivileged / "another.db")
    with fault("journal-read-only"):
        Journal(unprivileged / "deeper" / "journal.db")


def test_a_folder_in_its_place_or_a_file_in_its_folders_place(path):
    path.mkdir()
    with fault("journal-read-only", path):
        Journal(path)
    blocked = path.parent / "file"
    blocked.write_bytes(b"")
    with fault("journal-read-only"):
        Journal(blocked / "journal.db")


def test_a_full_disk_keeps_what_there_is_and_recording_goes_on_when_there_is_room_again(path):
    with Journal(path) as journal:
        begin(journal, "v0")
        pages = journal._db.execute("PRAGMA page_count").fetchone()[0]
        journal._db.execute(f"PRAGMA max_page_count = {pages}")
        with fault("journal-full", path):
            for number in range(1, 500):
                begin(journal, f"v{number}", number)
                journal.finish(record(f"v{number}", minutes=number))
        open_visits = [visit for visit in journal.recent(None) if visit["ending"] is None]
        assert all(visit["fields"] == {} for visit in open_visits)
        journal._db.execute("PRAGMA max_page_count = 1000000")
        journal.finish(record("v0"))
        assert journal.show("v0")["outcome"] == "approved"
        journal.check()


@posix
def test_a_quota_keeps_what_there_is(path):
    import resource

    with Journal(path) as journal:
        begin(journal, "v0")
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        size = max(file.stat().st_size for file in path.parent.iterdir())
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        try:
            with fault("journal-failing", path):
                journal.finish(record("v0"))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert journal.show("v0")["ending"] is None
        journal.finish(record("v0"))
        assert journal.show("v0")["outcome"] == "approved"


@posix
def test_a_disk_that_is_really_full(tmp_path):
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(tmp_path)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("may not mount a small file system here")
    try:
        with Journal(tmp_path / "journal.db") as journal, fault("journal-full"):
            for number in range(1000):
                begin(journal, f"v{number}", number)
                journal.finish(record(f"v{number}", minutes=number))
        with fault("journal-full"):
            Journal(tmp_path / "second.db")
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_lock_is_waited_for_and_then_reported_as_passing(path):
    filled(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with fault("journal-locked", path):
            Journal(path, busy_seconds=0.05)
        other.execute("ROLLBACK")
        with Journal(path, busy_seconds=0.05) as journal:
            other.execute("BEGIN IMMEDIATE")
            with fault("journal-locked", path):
                begin(journal, "v1", 1)
            other.execute("ROLLBACK")
            begin(journal, "v1", 1)


@pytest.mark.parametrize(
    "content", [b"not a database at all, only a note " * 200, b"SQLite format 3\x00" + b"\xff" * 4096]
)
def test_a_file_that_is_no_database(path, content):
    path.write_bytes(content)
    with fault("journal-corrupt", path):
        Journal(path)
    assert path.read_bytes() == content, "whatever it was, it is still there"


def test_somebody_elses_database_is_left_alone(path):
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE visits (guest TEXT)")
    with fault("journal-corrupt", path):
        Journal(path)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("visits",)]


@pytest.mark.parametrize("read_only", [False, True])
def test_an_unknown_file_format_is_damage(path, read_only):
    filled(path)
    content = bytearray(path.read_bytes())
    content[44:48] = (9).to_bytes(4, "big")
    path.write_bytes(content)
    with fault("journal-corrupt", path):
        Journal(path, read_only=read_only)


@pytest.mark.parametrize("read_only", [False, True])
def test_another_programs_migrations_are_left_alone(path, read_only):
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE _sqlite_migrations (x)")
    with fault("journal-corrupt", path):
        Journal(path, read_only=read_only)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT sql FROM sqlite_master").fetchall() == [("CREATE TABLE _sqlite_migrations (x)",)]


def test_damage_inside_is_found(path):
    filled(path, 60)
    content = bytearray(path.read_bytes())
    content[4096 * 3 : -4096] = b"\xa5" * len(content[4096 * 3 : -4096])
    path.write_bytes(bytes(content))
    with fault("journal-corrupt", path), Journal(path, read_only=True) as journal:
        journal.check()
    with fault("journal-corrupt", path), Journal(path, read_only=True) as journal:
        journal.recent(None)


def test_an_empty_file_becomes_a_journal(path):
    path.write_bytes(b"")  # the program was killed right after making it
    filled(path)
    with Journal(path) as journal:
        assert len(journal.recent()) == 1


def test_a_newer_journal_is_not_touched_and_an_older_one_not_read_half(path):
    filled(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("INSERT INTO _sqlite_migrations VALUES (99, 'kiosk-journal', '0099-later', '2030-01-01')")
        other.commit()
    with fault("journal-newer", path):
        Journal(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("DELETE FROM _sqlite_migrations WHERE name != '0001-visits'")
        other.commit()
    with fault("journal-older", path):
        Journal(path, read_only=True)
