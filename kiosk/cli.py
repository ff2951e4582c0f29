"""The command line: every command in one place, each defined beside its idea under `kiosk.commands`."""

import typer

from kiosk.commands import bench, gallery, journal, models
from kiosk.commands.demo import demo
from kiosk.commands.devices import devices
from kiosk.commands.doctor import doctor
from kiosk.commands.faces import check_liveness, compare
from kiosk.commands.read_card import read_card
from kiosk.commands.run import run
from kiosk.commands.verify import verify

app = typer.Typer(name="kiosk", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)


@app.callback()
def _kiosk() -> None:
    """Verify people at a terminal: ID card, liveness, face comparison, decision, journal; all on this machine."""


for command in (run, demo, read_card, check_liveness, compare, verify, devices, doctor):
    app.command()(command)
app.add_typer(models.app, name="models")
app.add_typer(journal.app, name="journal")
app.add_typer(gallery.app, name="gallery")
app.add_typer(bench.app, name="bench")
