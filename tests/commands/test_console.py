"""What commands print, whatever the output's encoding."""

import io
import json
import os
import subprocess
import sys

import pytest

from kiosk.commands.console import emit
from kiosk.journal.store import Journal
from tests.journal.samples import begin, record

NOT_UTF8 = "\udcff.png"  # the byte 255, as Python gives it in a file's name


@pytest.mark.parametrize("encoding", ["utf-8", "utf8", "cp1252", "gbk", "ascii"])
@pytest.mark.parametrize("name", ["示例.png", NOT_UTF8])
def test_json_is_read_as_utf8_whatever_the_encoding(monkeypatch, encoding, name):
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
    emit({"file": name})
    line = written.getvalue().decode()
    assert json.loads(line) == {"file": name}
    assert ("示例" in line) == (encoding.startswith("utf") and name != NOT_UTF8)


def test_text_loses_what_the_encoding_lacks_and_nothing_else(tmp_path):
    with Journal(tmp_path / "journal.db") as journal:
        begin(journal, "first")
        journal.finish(record("first"))
    arguments = ["journal", "show", "first", "--full", "--journal", str(tmp_path / "journal.db")]
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", *arguments],
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"11010119900307002X" in done.stdout and rb"\u6837" in done.stdout
