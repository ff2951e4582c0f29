"""The one place that knows where files are: from a source checkout, an installed wheel or a frozen program."""

import importlib.util
import os
import sys
from pathlib import Path

import platformdirs

from kiosk.errors import EnvironmentFault


def _checkout() -> Path | None:
    """The source checkout this package runs from, if it does."""
    root = Path(__file__).resolve().parent.parent
    return root if (root / "pyproject.toml").is_file() else None


def _shipped(folder: str) -> Path:
    """A top-level folder of the project, wherever it was installed to."""
    root = _checkout() or getattr(sys, "_MEIPASS", None) or Path(sys.prefix) / "share" / "kiosk"
    return Path(root) / folder


def manifest_file() -> Path:
    """The list of models."""
    return _shipped("models") / "manifest.toml"


def data_dir() -> Path:
    """Where this installation keeps what it makes: KIOSK_DATA, `var` in a checkout, or the user's data folder."""
    if named := os.environ.get("KIOSK_DATA"):
        return Path(named)
    root = _checkout()
    return root / "var" if root else platformdirs.user_data_path("kiosk", False)


def models_dir() -> Path:
    """Where prepared and fetched models are kept."""
    return data_dir() / "models"


def package_file(package: str, relative: str) -> Path:
    """A file inside an installed package, found without importing the package.

    Raises EnvironmentFault `package-missing`, permanent.
    """
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / relative
        if path.is_file():
            return path
    raise EnvironmentFault(
        "package-missing",
        f"the package {package} with its file {relative} is not installed. Run: sh packaging/bootstrap.sh run",
        permanent=True,
    )
