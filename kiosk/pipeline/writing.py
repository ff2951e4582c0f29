"""The journal's thread: it owns the connection, writes in order, and keeps what could not be written until it can."""

import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import structlog

from kiosk.errors import EnvironmentFault, KioskError
from kiosk.journal.record import VisitRecord
from kiosk.journal.sole import claim
from kiosk.journal.store import Journal
from kiosk.pipeline.waiting import Entry, Waiting

log = structlog.get_logger()

RETRY_S = 5.0


Written = Callable[[Entry, KioskError | None], None]
"""Called from the journal's thread: the entry is durable (None), or could not be written yet."""
Changed = Callable[[str, KioskError | None], None]
"""Called from the journal's thread with its name: the journal fails, or works (at first, or again: None)."""


class JournalWriter:
    """Writes entries one after another. An entry that fails is told once, kept, and tried again until it succeeds; the
    journal's fault is told as soon as it is known, and so is that it works, even before there is anything to write."""

    name = "journal"

    def __init__(self, path: Path, written: Written, changed: Changed) -> None:
        self._path, self._written, self._changed = path, written, changed
        self.crash: Exception | None = None
        """The first bug of ours that the thread survived."""
        self._waiting = Waiting()
        self._claim: sqlite3.Connection | None = None
        self._swept = False
        """Whether what an earlier run left open is closed."""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=False)

    def start(self) -> None:
        self._thread.start()

    def write(self, entry: Entry) -> None:
        """Hand an entry over, in place of one about the same visit's end that is not durable yet; returns at once."""
        self._waiting.add(entry)

    def stop(self, timeout: float) -> bool:
        """Write what is still to be written, then end; what fails now is lost, and logged. Whether it has ended."""
        self._stopping.set()
        self._waiting.close()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._serve()
        finally:
            if self._claim is not None:
                self._claim.close()

    def _open(self) -> Journal:
        """The journal, for this terminal alone: a visit that is open in it when it is claimed is nobody's."""
        if self._claim is None:
            self._claim = claim(self._path)
        journal = Journal(self._path)
        try:
            if not self._swept and (interrupted := journal.close_interrupted(datetime.now(UTC))):
                log.warning("interrupted visits closed", count=interrupted)
        except BaseException:
            journal.close()
            raise
        self._swept = True
        return journal

    def _serve(self) -> None:
        journal: Journal | None = None
        entry: Entry | None = None
        faulty: bool | None = None  # not known yet
        while True:
            try:
                if journal is None:
                    journal = self._open()
                if entry is not None:
                    _write(journal, entry)
                    self._waiting.done(entry)
                    self._written(entry, None)
                if faulty is not False:
                    faulty = False
                    self._changed(self.name, None)
                entry = self._waiting.next()
                if entry is None:
                    journal.close()
                    return
            except Exception as error:
                fault = self._understood(error, entry)
                if journal is not None and fault is not error:
                    # An entry the journal cannot take at all must not keep the next visitors' from being written.
                    if entry is not None:
                        self._waiting.drop(entry)
                        self._written(entry, fault)
                    entry = None
                    continue
                if journal is not None:
                    journal.close()
                    journal = None
                if not faulty:
                    faulty = True
                    self._changed(self.name, fault)
                    if entry is not None:
                        self._written(entry, fault)
                if self._stopping.wait(RETRY_S):
                    for lost in self._waiting.left():
                        log.critical("visit not recorded", visit=lost.visit)
                    return
                if entry is not None:
                    entry = self._waiting.next()  # another one, if the visit has ended otherwise meanwhile

    def _understood(self, error: Exception, entry: Entry | None) -> EnvironmentFault:
        """What to tell of an error: itself, or that it is a bug of ours."""
        visit = "" if entry is None else entry.visit
        if isinstance(error, EnvironmentFault):
            log.error("journal fault", code=error.code, visit=visit)
            return error
        log.critical("bug", exc_info=error, visit=visit)
        self.crash = self.crash or error
        return EnvironmentFault("software-fault", "an unexpected error; the log says where")


def _write(journal: Journal, entry: Entry) -> None:
    if isinstance(entry, VisitRecord):
        journal.finish(entry)
    else:
        journal.begin(entry.visit, entry.profile, entry.language, entry.device, entry.versions, entry.time)
