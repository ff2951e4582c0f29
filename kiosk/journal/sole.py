"""One terminal a journal: a second one would take the visits of the first for interrupted."""

import sqlite3
from pathlib import Path

from kiosk.journal.faults import translated
from kiosk.journal.store import make_private


def claim(journal: Path) -> sqlite3.Connection:
    """Be the only terminal of this journal until the connection is closed or the process ends, however it ends.

    SQLite's own lock, on an empty file beside the journal: the journal itself stays free for whoever reads it. Raises
    EnvironmentFault `journal-locked` when another terminal is at work there, else as `Journal` does.
    """
    lock = journal.with_name(f"{journal.name}-terminal")
    with translated(journal):
        make_private(lock)
        held = sqlite3.connect(f"{lock.absolute().as_uri()}?mode=rw", uri=True, timeout=0, isolation_level=None)
        try:
            held.execute("BEGIN EXCLUSIVE")
        except BaseException:
            held.close()
            raise
    return held
