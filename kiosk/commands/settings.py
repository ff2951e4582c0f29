"""What commands take from the settings, so that each works with what `kiosk run` works with."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.resources import models_dir, settings_file

if TYPE_CHECKING:
    from kiosk.config import Settings
    from kiosk.inference.store import ModelStore

ConfigOption = Annotated[
    Path | None, typer.Option("--config", help=f"The settings file; without it {settings_file()}, if there is one.")
]


def store_of(config: Path | None) -> "ModelStore":
    """The models of the settings in that file. Raises InputError as `load` does."""
    from kiosk.config import load

    return store_named(load(config))


def store_named(settings: "Settings") -> "ModelStore":
    """The models of these settings."""
    from kiosk.inference.store import ModelStore

    return ModelStore(settings.models or models_dir())
