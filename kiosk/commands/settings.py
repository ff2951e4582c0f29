"""What commands take from the settings, so that each works with what `kiosk run` works with."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.resources import models_dir, settings_file

if TYPE_CHECKING:
    from kiosk.inference.store import ModelStore

ConfigOption = Annotated[
    Path | None, typer.Option("--config", help=f"The settings file; without it {settings_file()}, if there is one.")
]


def store_of(config: Path | None) -> "ModelStore":
    """The models of these settings. Raises InputError as `load` does."""
    from kiosk.config import load
    from kiosk.inference.store import ModelStore

    return ModelStore(load(config).models or models_dir())
