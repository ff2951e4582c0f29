"""One terminal a journal, for as long as its process lives."""

import subprocess
import sys

import pytest

from kiosk.errors import EnvironmentFault
from kiosk.journal.sole import claim
from kiosk.journal.store import Journal
from tests.journal.samples import begin

HOLD = """
import sys
from pathlib import Path
from kiosk.journal.sole import claim
held = claim(Path(sys.argv[1]))
print("claimed", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kiosk" / "journal.db"


def test_a_journal_is_claimed_once_until_it_is_let_go_of(path):
    claim(path).close()
    held = claim(path)
    with pytest.raises(EnvironmentFault) as caught:
        claim(path)
    assert caught.value.code == "journal-locked" and "a second kiosk" in str(caught.value)
    held.close()
    claim(path).close()


def test_who_reads_or_looks_at_a_claimed_journal_is_not_kept_out(path):
    held = claim(path)
    with Journal(path) as journal:
        begin(journal, "v1")
        with Journal(path, read_only=True) as reader:
            assert [visit["id"] for visit in reader.recent()] == ["v1"]
            reader.check()
    held.close()


def test_a_killed_process_lets_go(path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "claimed\n"
        with pytest.raises(EnvironmentFault):
            claim(path)
        other.kill()
        other.wait()
        claim(path).close()
