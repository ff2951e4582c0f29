"""What all commands share: one JSON object a line or text for people, errors with exit codes, progress on stderr."""

import codecs
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import IntEnum
from typing import Annotated, Any, NoReturn

import typer

from kiosk.errors import EnvironmentFault, InputError, KioskError

JsonFlag = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]


class Exit(IntEnum):
    """Exit codes, the same for every command. 2 is the command line's own: a wrong option."""

    OK = 0
    BAD_INPUT = 1
    USAGE = 2
    ENVIRONMENT = 3
    UNEXPECTED_VERDICT = 4


def emit(record: Mapping[str, Any]) -> None:
    """Print one object as one line of JSON: in UTF-8, or in ASCII, with escapes, where the output has another encoding
    or a file's name is no text at all."""
    line = json.dumps(record, ensure_ascii=False)
    if not _is_utf8(sys.stdout.encoding) or not _is_text(line):
        line = json.dumps(record)
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _is_utf8(encoding: str | None) -> bool:
    return encoding is not None and codecs.lookup(encoding).name == "utf-8"


def _is_text(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True


def say(text: str) -> None:
    """Print a line for a person."""
    typer.echo(text)


def progress(text: str) -> None:
    """Tell a waiting person what is going on, out of the way of the output."""
    typer.echo(text, err=True)


def describe(error: KioskError, **context: Any) -> dict[str, Any]:
    """An error as data: which, what to do, and where it happened."""
    return {**context, "error": error.code, "message": str(error)}


def report(error: KioskError, as_json: bool, **context: Any) -> None:
    """Show an error without ending the command."""
    if as_json:
        emit(describe(error, **context))
    else:
        where = "".join(f"{value}: " for value in context.values())
        typer.echo(f"{where}{error} [{error.code}]", err=True)


def exit_code(error: KioskError) -> Exit:
    """Who has to mend it, as an exit code."""
    return Exit.ENVIRONMENT if isinstance(error, EnvironmentFault) else Exit.BAD_INPUT


def end_at_once(error: KioskError, as_json: bool = False) -> NoReturn:
    """End the process as `ending_on_error` would, where nothing can be raised."""
    report(error, as_json)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(exit_code(error))


@contextmanager
def ending_on_error(as_json: bool) -> Iterator[None]:
    """End the command with the error's message and exit code instead of a traceback."""
    try:
        yield
    except (InputError, EnvironmentFault) as error:
        report(error, as_json)
        raise typer.Exit(exit_code(error)) from error
