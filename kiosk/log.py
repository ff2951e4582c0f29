"""Logging by allow-list: an event carries only the keys named here, with values of the kind named there.

Everything else is withheld, whoever logs it. An exception becomes its kind, its code and the lines of our own files it
passed: the message of a foreign exception, or what a library logs, may hold what a visitor showed us.
"""

import logging
import logging.handlers
import re
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any

import structlog

from kiosk.errors import EnvironmentFault, KioskError

FILE_BYTES = 2_000_000
FILES_KEPT = 5
WITHHELD = "withheld"

_OURS = Path(__file__).resolve().parent
# Six digits in a row could be part of a number on a card. Only ASCII: what a Chinese card says cannot be spelt in it.
_LABEL = re.compile(r"(?!.*\d{6})[A-Za-z0-9][A-Za-z0-9 _.,:;()#/+<-]{0,199}", re.ASCII)
_VISIT = re.compile(r"(?!.*\d{15})[0-9a-f-]{0,36}", re.ASCII)


def _is_label(value: Any) -> bool:
    return isinstance(value, str) and _LABEL.fullmatch(value) is not None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and abs(value) < 1e9


def _are_labels(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(map(_is_label, value))


def _is_visit(value: Any) -> bool:
    return isinstance(value, str) and _VISIT.fullmatch(value) is not None


_LABELS = (
    "event", "logger", "exception", "code", "state", "from_state", "outcome", "camera", "model",
    "profile", "language", "step", "action", "version", "worker", "mode",
)  # fmt: skip
_NUMBERS = ("attempt", "count", "elapsed_ms", "fps", "width", "height", "dropped")
ALLOWED: Mapping[str, Callable[[Any], bool]] = MappingProxyType(
    dict.fromkeys(_LABELS, _is_label)
    | dict.fromkeys(_NUMBERS, _is_number)
    | {"reasons": _are_labels, "visit": _is_visit}
)
"""Every key an event may carry, and what its value must be. None of them says what a card or a face says."""


def configure(level: str = "info", file: Path | None = None) -> None:
    """Log to stderr and, if named, to a rotating file. Called once, by the program's entry.

    At `debug` an uncaught error still shows Python's own traceback; otherwise it is logged like any other.
    Raises EnvironmentFault `log-unwritable`.
    """
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    if file is not None:
        handlers.append(_rotating(file))
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[foreign, safe_exception],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            allow,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    for handler in handlers:
        handler.setFormatter(formatter)
    logging.basicConfig(level=level.upper(), handlers=handlers, force=True)
    logging.raiseExceptions = False  # its report of a failed write would show the event as it was given
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            safe_exception,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    if level != "debug":
        sys.excepthook = _crashed
        threading.excepthook = lambda crash: _crashed(crash.exc_type, crash.exc_value, crash.exc_traceback)


def allow(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep the allowed keys, withhold values of another kind, and count what was dropped so that it shows."""
    kept: dict[str, Any] = {
        key: value if ALLOWED[key](value) else WITHHELD for key, value in event.items() if key in ALLOWED
    }
    if dropped := len(event) - len(kept):
        kept["dropped"] = dropped
    return kept


def foreign(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Of what a library logs, keep only that it did, and its name."""
    record: logging.LogRecord = event["_record"]
    event["event"] = "library message"
    event["logger"] = record.name
    return event


def safe_exception(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace `exc_info` by the exception's kind, code and place, innermost first."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        places = [
            f"{Path(frame.filename).relative_to(_OURS).as_posix()}:{frame.lineno}"
            for frame in reversed(traceback.extract_tb(error.__traceback__))
            if Path(frame.filename).is_relative_to(_OURS)
        ]
        event["exception"] = _told([type(error).__name__, *places[:6]])
        if isinstance(error, KioskError):
            event["code"] = error.code
    return event


def _told(parts: list[str]) -> str:
    """The error's kind and places, as many of the innermost as a label holds."""
    while len(parts) > 2 and not _is_label(" < ".join(parts)):
        parts = parts[:-1]
    return " < ".join(parts)


def _rotating(file: Path) -> logging.Handler:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return logging.handlers.RotatingFileHandler(file, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8")
    except OSError as error:
        message = f"the log file cannot be written ({error.strerror}). Free or unlock its folder, or name another"
        raise EnvironmentFault("log-unwritable", message) from error


def _crashed(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error or kind(), trace)
    else:
        structlog.get_logger().error("crashed", exc_info=error)
