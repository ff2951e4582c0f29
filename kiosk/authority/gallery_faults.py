"""What the disk or SQLite says about the library, as a fault with a remedy."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.authority.gallery_schema import ForeignFileError
from kiosk.errors import EnvironmentFault

_LOCKED = ("SQLITE_BUSY", "SQLITE_LOCKED")
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_UNWRITABLE = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_FULL", "SQLITE_IOERR")


@contextmanager
def translated(path: Path, *, opening: bool = False) -> Iterator[None]:
    """Raise EnvironmentFault `gallery-locked`, `gallery-unreadable` or `gallery-unwritable` for what the system says
    about the file; our own mistakes pass through. While `opening` there are none: whatever SQLite dislikes then is in
    the file. Nothing that the file holds is repeated."""
    try:
        yield
    except ForeignFileError as error:
        raise _unreadable(path) from error
    except sqlite3.DatabaseError as error:
        name = "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])
        if name in _LOCKED:
            message = f"The library {path.name} is in use by another program. Close it and try again."
            raise EnvironmentFault("gallery-locked", message) from error
        if name in _UNWRITABLE:
            raise _unwritable(path) from error
        if name in _DAMAGED or opening:
            raise _unreadable(path) from error
        raise
    except OSError as error:
        raise _unwritable(path) from error


def missing(path: Path) -> EnvironmentFault:
    """There is no library where one is asked."""
    message = (
        f"There is no library {path.name}: attach the disk it is on, or restore it from a backup. "
        "Where there never was one, or nobody is to be in it, make an empty one: kiosk gallery new."
    )
    return EnvironmentFault("gallery-missing", message)


def _unreadable(path: Path) -> EnvironmentFault:
    message = (
        f"The library {path.name} is damaged, of a newer Kiosk, or no library at all. "
        "Restore it from a backup, or move it away and import its people again."
    )
    return EnvironmentFault("gallery-unreadable", message)


def _unwritable(path: Path) -> EnvironmentFault:
    message = (
        f"The library {path.name} cannot be written. Give this account write access to the file and its folder, "
        "and see that the disk is sound and not full."
    )
    return EnvironmentFault("gallery-unwritable", message)
