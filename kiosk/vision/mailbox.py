"""A place for the newest of something: putting replaces, taking empties. Nobody ever queues behind a stale frame."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Holds at most one item. Any thread may put or take.

    `notify` is called from the putting thread, without an item, whenever the box turns from empty to full: a reader
    that has not come yet is not called again.
    """

    def __init__(self, notify: Callable[[], None] | None = None) -> None:
        self._notify = notify
        self._condition = threading.Condition()
        self._item: T | None = None
        self._closed = False

    def put(self, item: T) -> None:
        """Replace whatever is there."""
        with self._condition:
            was_empty = self._item is None
            self._item = item
            self._condition.notify_all()
        if was_empty and self._notify is not None:
            self._notify()

    def take(self) -> T | None:
        """The item, or None at once."""
        with self._condition:
            item, self._item = self._item, None
            return item

    def wait(self, timeout: float) -> T | None:
        """The item as soon as there is one; None after `timeout` seconds or when the box is closed."""
        with self._condition:
            self._condition.wait_for(lambda: self._item is not None or self._closed, timeout)
            item, self._item = self._item, None
            return item

    def close(self) -> None:
        """Wake everybody who waits; what is in the box is dropped."""
        with self._condition:
            self._closed, self._item = True, None
            self._condition.notify_all()
