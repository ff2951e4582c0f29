"""The command line: every command in one place, each defined beside its idea under `kiosk.commands`."""

import typer

from kiosk.commands import models

app = typer.Typer(name="kiosk", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)


@app.callback()
def _kiosk() -> None:
    """Verify people at a terminal: ID card, liveness, face comparison, decision, journal; all on this machine."""


app.add_typer(models.app, name="models")
