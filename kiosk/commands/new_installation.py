"""What a new installation is given, so that its first start needs no step of its own."""

from pathlib import Path

import structlog

from kiosk.authority.gallery import Gallery
from kiosk.config import Settings
from kiosk.errors import EnvironmentFault
from kiosk.journal.store import Journal

log = structlog.get_logger()


def give_library(settings: Settings) -> None:
    """Make an empty library where there is none and no visit was ever recorded, whether the profile asks it or not:
    another one may later.

    Where visits were recorded, a library that is not there is lost, and the block list with it: only a person can say
    what is to become of that. What goes wrong here is told by whoever asks the library.
    """
    try:
        if not settings.gallery.exists() and not _recorded(settings.journal):
            Gallery(settings.gallery, make=True).close()
    except (OSError, EnvironmentFault) as fault:
        log.warning("no library made", code=getattr(fault, "code", type(fault).__name__))


def _recorded(path: Path) -> bool:
    """Whether there are visits in the journal. Raises EnvironmentFault as `Journal` does."""
    if not path.exists():
        return False
    with Journal(path, read_only=True) as journal:
        return bool(journal.recent(1))
