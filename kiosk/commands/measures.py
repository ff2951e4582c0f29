"""How the commands that measure show what they found."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiosk.commands.console import emit

if TYPE_CHECKING:
    from kiosk.bench.measure import Measure


def show(measures: "Sequence[Measure]", as_json: bool) -> None:
    """All of them; the exit code stays 0 when a goal is missed, for a figure is what was asked for."""
    from rich.console import Console

    from kiosk.bench.measure import table

    if as_json:
        for measure in measures:
            emit(measure.as_json())
    else:
        Console().print(table(measures))
