"""What the disk or SQLite says, as a fault with a remedy."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.errors import EnvironmentFault
from kiosk.journal.migrations import ForeignFileError, NewerSchemaError

FULL_BELOW = 1 << 20
"""Free bytes under which a failed write is put down to a full disk."""

REMEDIES = {
    "journal-read-only": "cannot be written. Give this account write access to the file and its folder, "
    "or set `journal` to another place.",
    "journal-full": "cannot grow: the disk is full. Free some space; nothing recorded is lost.",
    "journal-locked": "is in use by another program. Close it (a second kiosk, a database browser) and try again.",
    "journal-corrupt": "is damaged or not a Kiosk journal. Move the file away and keep it: "
    "a new one is started in its place.",
    "journal-older": "was written by an older Kiosk. Start the kiosk once to bring it up to date.",
    "journal-newer": "was written by a newer Kiosk. Install that version, or set `journal` to another place.",
    "journal-failing": "cannot be read or written: the disk reports an error. "
    "Check the disk, its connection and its quota.",
}

CODES = {
    "SQLITE_READONLY": "journal-read-only",
    "SQLITE_CANTOPEN": "journal-read-only",
    "SQLITE_PERM": "journal-read-only",
    "SQLITE_FULL": "journal-full",
    "SQLITE_BUSY": "journal-locked",
    "SQLITE_LOCKED": "journal-locked",
    "SQLITE_CORRUPT": "journal-corrupt",
    "SQLITE_NOTADB": "journal-corrupt",
    "SQLITE_IOERR": "journal-failing",
}
"""Result codes by the first two parts of their names, which the finer ones share."""


def fault(code: str, path: Path) -> EnvironmentFault:
    """The fault of that code, with its remedy."""
    return EnvironmentFault(code, f"The journal {path} {REMEDIES[code]}")


@contextmanager
def translated(path: Path, *, opening: bool = False) -> Iterator[None]:
    """Raise an EnvironmentFault for what SQLite or the system says about the file; our own mistakes pass through. While
    `opening` there are none: whatever SQLite dislikes then is in the file."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        code = CODES.get("_".join(name.split("_")[:2]), "journal-corrupt" if opening else None)
        if code is None:
            raise
        raise fault("journal-full" if code == "journal-failing" and _is_full(path) else code, path) from error
    except ForeignFileError as error:
        raise fault("journal-corrupt", path) from error
    except NewerSchemaError as error:
        raise fault("journal-newer", path) from error
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        raise fault("journal-full" if full else "journal-read-only", path) from error


def _is_full(path: Path) -> bool:
    return shutil.disk_usage(path.parent).free < FULL_BELOW
