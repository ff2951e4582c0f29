"""Logging by allow-list: an event may carry only the keys named here, whoever logs it.

Anything else is dropped, and an exception is logged as its kind, its code and where in our own files it was raised:
the message of a foreign exception may hold what a visitor showed us.
"""

import logging
import logging.handlers
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

from kiosk.errors import KioskError

ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "exception", "code", "state", "from_state", "visit", "outcome", "reasons",
        "camera", "model", "profile", "language", "step", "attempt", "action", "count", "elapsed_ms", "fps", "version",
        "worker", "width", "height", "path_kind",
    }
)  # fmt: skip
"""Every key an event may carry. None of them is ever given what a card or a face says."""

FILE_BYTES = 2_000_000
FILES_KEPT = 5


def configure(level: str = "info", file: Path | None = None) -> None:
    """Log to stderr and, if named, to a rotating file. Called once, by the program's entry."""
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        handlers.append(
            logging.handlers.RotatingFileHandler(file, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8")
        )
    logging.basicConfig(level=level.upper(), format="%(message)s", handlers=handlers, force=True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            safe_exception,
            allow,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def allow(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep the allowed keys, with plain values; name how many were dropped so that the omission shows."""
    kept = {key: value if _is_plain(value) else type(value).__name__ for key, value in event.items() if key in ALLOWED}
    if dropped := len(event) - len(kept):
        kept["dropped"] = dropped
    return kept


def safe_exception(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace `exc_info` by the exception's kind, code and place."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given
    if isinstance(error, BaseException):
        here = Path(__file__).resolve().parent
        places = [
            f"{Path(frame.filename).relative_to(here)}:{frame.lineno}"
            for frame in traceback.extract_tb(error.__traceback__)
            if Path(frame.filename).is_relative_to(here)
        ]
        event["exception"] = " < ".join([type(error).__name__, *reversed(places)])
        if isinstance(error, KioskError):
            event["code"] = error.code
    return event


def _is_plain(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, (bool, int, float, str))
