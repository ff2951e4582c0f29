"""The one place that knows where files are: in a source checkout, an installed wheel or a frozen program."""

import importlib.util
import os
import sys
import sysconfig
from pathlib import Path

import platformdirs

from kiosk.errors import EnvironmentFault


def manifest_file() -> Path:
    """The list of models."""
    return _shipped("models") / "manifest.toml"


def settings_file() -> Path:
    """Where settings are looked for when no file is named."""
    return platformdirs.user_config_path("kiosk", False) / "kiosk.toml"


def data_dir() -> Path:
    """Where this installation keeps what it makes: KIOSK_DATA, `var` in a checkout, or the user's data folder."""
    if named := os.environ.get("KIOSK_DATA"):
        return Path(named)
    root = _checkout()
    return root / "var" if root else platformdirs.user_data_path("kiosk", False)


def models_dir() -> Path:
    """Where prepared and fetched models are kept: KIOSK_MODELS, or `models` beside the other data."""
    named = os.environ.get("KIOSK_MODELS")
    return Path(named) if named else data_dir() / "models"


def package_file(package: str, relative: str) -> Path:
    """A file inside an installed top-level package, found without importing the package.

    Raises EnvironmentFault `package-missing`.
    """
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / relative
        if path.is_file():
            return path
    raise EnvironmentFault(
        "package-missing",
        f"the package {package} with its file {relative} is not installed. Run: sh packaging/bootstrap.sh run",
    )


def _checkout() -> Path | None:
    """The source checkout this package runs from, if it does."""
    root = Path(__file__).resolve().parent.parent
    return root if (root / "pyproject.toml").is_file() else None


def _shipped(folder: str) -> Path:
    """A top-level folder of the project: in the checkout, in the frozen bundle, or where the wheel's data went."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = _checkout() or (Path(frozen) if frozen else Path(sysconfig.get_path("data")) / "share" / "kiosk")
    return root / folder
