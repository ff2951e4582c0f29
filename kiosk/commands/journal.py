"""`kiosk journal`: what was recorded."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kiosk.commands.console import JsonFlag, emit, ending_on_error
from kiosk.commands.settings import ConfigOption
from kiosk.decision.outcome import Outcome
from kiosk.errors import InputError
from kiosk.journal.masking import masked

if TYPE_CHECKING:
    from rich.table import Table

    from kiosk.journal.store import Journal

app = typer.Typer(
    no_args_is_help=True,
    help="Look at what was recorded. Names, numbers, births and addresses are masked unless --full is given.",
)

PIPE_WIDTH = 240
MOST = 1_000_000

FullFlag = Annotated[bool, typer.Option("--full", help="Show personal data unmasked.")]
JournalOption = Annotated[
    Path | None, typer.Option("--journal", help="The journal's file; without it, the one in the settings.")
]


@app.command("list")
def list_visits(
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="How many at most.")] = 20,
    outcome: Annotated[Outcome | None, typer.Option(help="Only visits with this outcome.")] = None,
    since: Annotated[datetime | None, typer.Option(help="Only visits begun at this local time or later.")] = None,
    full: FullFlag = False,
    as_json: JsonFlag = False,
    journal: JournalOption = None,
    config: ConfigOption = None,
) -> None:
    """List visits, the latest first; with --json, one whole record a line."""
    begun = _in_utc(since) if since else None
    with ending_on_error(as_json):
        with _opened(journal, config) as opened:
            visits = opened.recent(limit, outcome, begun)
        visits = visits if full else [masked(visit) for visit in visits]
        if as_json:
            for visit in visits:
                emit(visit)
        else:
            _print(_table(visits))


@app.command("show")
def show_visit(
    visit: Annotated[str, typer.Argument(help="The visit's id, as `list` gives it.")],
    full: FullFlag = False,
    as_json: JsonFlag = False,
    journal: JournalOption = None,
    config: ConfigOption = None,
) -> None:
    """Show all that is recorded of one visit."""
    with ending_on_error(as_json):
        with _opened(journal, config) as opened:
            found = opened.show(visit)
        if found is None:
            raise InputError("visit-unknown", f"There is no visit '{visit}'. `kiosk journal list` gives the ids.")
        found = found if full else masked(found)
        if as_json:
            emit(found)
        else:
            _print(_sheet(found))


def _in_utc(since: datetime) -> datetime:
    """A local time in UTC. There is none for the first and the last hours that a calendar has."""
    try:
        return since.astimezone(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise typer.BadParameter("this is before or after all visits", param_hint="--since") from error


def _opened(journal: Path | None, config: Path | None) -> "Journal":
    from kiosk.config import load
    from kiosk.journal.store import Journal

    return Journal(journal or load(config).journal, read_only=True)


def _print(table: "Table") -> None:
    from rich.console import Console

    # Into a pipe a row must not be cut at some terminal's width.
    Console(width=None if sys.stdout.isatty() else PIPE_WIDTH).print(table)


def _table(visits: list[dict[str, Any]]) -> "Table":
    from rich.table import Table

    table = Table()
    for column in ("id", "started", "profile", "ending", "outcome", "name", "number", "similarity", "reasons"):
        table.add_column(column, overflow="fold")
    for visit in visits:
        table.add_row(
            visit["id"],
            _local(visit["started_at"]),
            visit["profile"],
            visit["ending"] or "under way",
            visit["outcome"] or "",
            visit["fields"].get("Name", {}).get("read") or "",
            visit["fields"].get("IdNum", {}).get("read") or "",
            f"{visit['match']['similarity']:.1f}" if visit["match"] else "",
            ", ".join(reason["code"] for reason in visit["reasons"]),
        )
    return table


def _sheet(visit: dict[str, Any]) -> "Table":
    from rich.table import Table

    table = Table("what", "value", show_header=False)
    for name, value in _leaves(visit):
        table.add_row(name, value)
    return table


def _leaves(value: Any, name: str = "") -> list[tuple[str, str]]:
    """Every value inside, with the path to it."""
    if not isinstance(value, dict | list):
        return [(name, "" if value is None else str(value))]
    parts = value.items() if isinstance(value, dict) else enumerate(value, start=1)
    return [leaf for key, part in parts for leaf in _leaves(part, f"{name}.{key}" if name else str(key))]


def _local(time: str) -> str:
    return f"{datetime.fromisoformat(time).astimezone():%Y-%m-%d %H:%M:%S}"
