"""What is to be written to the journal and is not durable yet."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from kiosk.journal.record import VisitRecord

log = structlog.get_logger()


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


class Waiting:
    """Entries in order. A visit's later end takes the place of an earlier one that is not durable: it is the later one
    that the visitor was shown. Safe to use from several threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._entries: list[Entry] = []
        self._closed = False
        self._recorded = ""

    def add(self, entry: Entry) -> None:
        with self._changed:
            if isinstance(entry, VisitRecord):
                if entry.visit == self._recorded:
                    _too_late(entry)
                    return
                self._forget_end(entry.visit)
            self._entries.append(entry)
            self._changed.notify_all()

    def next(self) -> Entry | None:
        """The oldest, as soon as there is one; None when there will be no more. It stays until it is `done`."""
        with self._changed:
            self._changed.wait_for(lambda: self._entries or self._closed)
            return self._entries[0] if self._entries else None

    def done(self, entry: Entry) -> None:
        """It is durable."""
        with self._changed:
            if isinstance(entry, VisitRecord):
                self._recorded = entry.visit
                for one in self._entries:
                    if one is not entry and isinstance(one, VisitRecord) and one.visit == entry.visit:
                        _too_late(one)
                self._forget_end(entry.visit)
        self.drop(entry)

    def drop(self, entry: Entry) -> None:
        """It can never be written."""
        with self._changed:
            self._entries = [one for one in self._entries if one is not entry]

    def close(self) -> None:
        """Nothing more will be added."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def left(self) -> tuple[Entry, ...]:
        with self._changed:
            return tuple(self._entries)

    def _forget_end(self, visit: str) -> None:
        self._entries = [one for one in self._entries if isinstance(one, Beginning) or one.visit != visit]


def _too_late(entry: VisitRecord) -> None:
    """The visit ended otherwise in the very moment in which its first end was being written: that one stays."""
    log.warning("recorded before it ended otherwise", visit=entry.visit, ending=str(entry.ending))
