"""`kiosk models`: which models there are, and making them ready."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated

import typer

from kiosk.commands.console import Exit, JsonFlag, emit, ending_on_error, report, say
from kiosk.commands.settings import ConfigOption, store_of
from kiosk.errors import InputError

app = typer.Typer(help="The models: list, prepare, verify, fetch.", no_args_is_help=True)


@app.command("list")
def list_models(as_json: JsonFlag = False, config: ConfigOption = None) -> None:
    """Every model: licence, origin, and whether it is on this machine."""
    from rich.console import Console
    from rich.table import Column, Table

    with ending_on_error(as_json):
        store = store_of(config)
    table = Table(Column("model", no_wrap=True), "here", "licence", "origin")
    for entry in store.entries:
        here = store.present(entry.name)
        if as_json:
            emit({**asdict(entry), "here": here})
        table.add_row(
            entry.name, "yes" if here else "optional" if entry.optional else "NO", entry.licence, entry.origin
        )
    if not as_json:
        Console().print(table)


@app.command()
def prepare(as_json: JsonFlag = False, config: ConfigOption = None) -> None:
    """Make all needed models ready; does nothing where nothing is to be done."""
    from kiosk.inference.prepare import prepare as prepare_all

    with ending_on_error(as_json):
        for name, done in prepare_all(store_of(config)):
            if as_json:
                emit({"model": name, "done": done})
            else:
                say(f"{name}: {done}")


@app.command()
def verify(as_json: JsonFlag = False, config: ConfigOption = None) -> None:
    """Check every model against its hash. Exit code 3 when one is missing or altered."""
    from kiosk.inference.prepare import verify as verify_all

    broken = False
    with ending_on_error(as_json):
        store = store_of(config)
    for name, fault in verify_all(store):
        broken |= fault is not None
        if fault is not None:
            report(fault, as_json, model=name)
        elif as_json:
            emit({"model": name, "ok": True})
        else:
            say(f"{name}: ok")
    if broken:
        raise typer.Exit(Exit.ENVIRONMENT)


@app.command()
def fetch(
    names: Annotated[list[str], typer.Argument(help="Optional models, as `kiosk models list` names them.")],
    as_json: JsonFlag = False,
    config: ConfigOption = None,
) -> None:
    """Download optional models from their publishers; each is verified before it is used."""
    from kiosk.inference.fetch import fetch as fetch_one

    with ending_on_error(as_json):
        store = store_of(config)
        known = [entry.name for entry in store.entries]
        for name in names:
            if name not in known:
                raise InputError("model-unknown", f"there is no model {name}; there are {', '.join(known)}")
    for name in names:
        with ending_on_error(as_json), _progress_of(name, quiet=as_json) as progress:
            path = fetch_one(store, name, progress)
        if as_json:
            emit({"model": name, "file": str(path)})
        else:
            say(f"{name}: {path}")


@contextmanager
def _progress_of(name: str, quiet: bool) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on stderr while the model comes in."""
    from rich.console import Console
    from rich.progress import DownloadColumn, Progress

    columns = (*Progress.get_default_columns(), DownloadColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task(name, total=None)
        yield lambda here, total: bar.update(task, completed=here, total=total)
