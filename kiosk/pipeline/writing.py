"""The journal's thread: it owns the connection, writes in order, and keeps what could not be written until it can."""

import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

from kiosk.errors import EnvironmentFault
from kiosk.journal.record import VisitRecord
from kiosk.journal.store import Journal

log = structlog.get_logger()

RETRY_S = 5.0


@dataclass(frozen=True, slots=True)
class Beginning:
    """A visit begins: written at once, so that a power cut leaves a trace of it."""

    visit: str
    profile: str
    language: str
    device: str
    versions: Mapping[str, str]
    time: datetime


Entry = Beginning | VisitRecord
Written = Callable[[str, EnvironmentFault | None], None]
"""Called from the journal's thread: that visit's entry is durable (None) or could not be written yet."""


class JournalWriter:
    """Writes entries one after another. An entry that fails is told once, kept, and tried again until it succeeds."""

    def __init__(self, path: Path, written: Written) -> None:
        self._path, self._written = path, written
        self._entries: queue.SimpleQueue[Entry | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="journal", daemon=False)

    def start(self) -> None:
        self._thread.start()

    def write(self, entry: Entry) -> None:
        """Hand an entry over; returns at once."""
        self._entries.put(entry)

    def stop(self, timeout: float) -> bool:
        """Write what is still to be written, then end; what fails now is lost, and logged. Whether it has ended."""
        self._stopping.set()
        self._entries.put(None)
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        journal: Journal | None = None
        try:
            journal = self._open_at_start()
            while (entry := self._entries.get()) is not None:
                told = False
                while True:
                    try:
                        journal = journal or Journal(self._path)
                        _write(journal, entry)
                        self._written(entry.visit, None)
                        break
                    except EnvironmentFault as fault:
                        log.error("journal fault", code=fault.code, visit=entry.visit)
                        if journal is not None:
                            journal.close()
                            journal = None
                        if not told:
                            told = True
                            self._written(entry.visit, fault)
                        if self._stopping.wait(RETRY_S):
                            log.critical("visit not recorded", visit=entry.visit)
                            break
        finally:
            if journal is not None:
                journal.close()

    def _open_at_start(self) -> Journal | None:
        try:
            journal = Journal(self._path)
        except EnvironmentFault as fault:
            log.error("journal fault", code=fault.code)
            self._written("", fault)
            return None
        if interrupted := journal.close_interrupted(datetime.now(UTC)):
            log.warning("interrupted visits closed", count=interrupted)
        return journal


def _write(journal: Journal, entry: Entry) -> None:
    if isinstance(entry, VisitRecord):
        journal.finish(entry)
    else:
        journal.begin(entry.visit, entry.profile, entry.language, entry.device, entry.versions, entry.time)
