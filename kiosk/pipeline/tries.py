"""Whose face was looked at in vain lately: who leaves and comes again has no more attempts than who stays."""

from collections import defaultdict, deque
from datetime import datetime, timedelta
from hashlib import blake2b
from secrets import token_bytes

REMEMBERED = timedelta(minutes=10)
"""For so long an attempt in vain counts: whoever is sent to a person by then has met one."""


class Tries:
    """In this terminal's memory alone, and of a card's number nothing but a digest that no other terminal could make.
    The number is None where none was read; then nothing is known of who it was."""

    def __init__(self) -> None:
        self._key = token_bytes(16)
        self._vain: defaultdict[bytes, deque[datetime]] = defaultdict(deque)

    def in_vain(self, number: str | None, now: datetime) -> None:
        """An attempt with this card did not show a live face, or was given up."""
        if number:
            self._vain[self._digest(number)].append(now)

    def forget(self, number: str | None) -> None:
        """An attempt with this card showed a live face."""
        if number:
            self._vain.pop(self._digest(number), None)

    def count(self, number: str | None, now: datetime) -> int:
        """How many attempts with this card were in vain lately."""
        for digest, times in list(self._vain.items()):
            while times and times[0] < now - REMEMBERED:
                times.popleft()
            if not times:
                del self._vain[digest]
        return len(self._vain.get(self._digest(number), ())) if number else 0

    def _digest(self, number: str) -> bytes:
        return blake2b(number.encode(), key=self._key).digest()
