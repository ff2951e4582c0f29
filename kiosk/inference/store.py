"""The models on this machine, each checked against its hash before anything loads it."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from kiosk.errors import EnvironmentFault
from kiosk.inference.manifest import ModelEntry, read_manifest
from kiosk.resources import manifest_file, package_file


class ModelStore:
    """Finds models by name. Prepared and fetched ones lie in `folder`, the others in the package that brings them."""

    def __init__(self, folder: Path, manifest: Path | None = None) -> None:
        self.folder = folder
        self._manifest = manifest or manifest_file()
        self._entries = read_manifest(self._manifest)
        self._verified: dict[str, Path] = {}

    @property
    def entries(self) -> tuple[ModelEntry, ...]:
        return tuple(self._entries.values())

    def entry(self, name: str) -> ModelEntry:
        """Raises EnvironmentFault `model-unknown`."""
        if name not in self._entries:
            known = ", ".join(self._entries)
            raise EnvironmentFault("model-unknown", f"there is no model {name}; there are {known}")
        return self._entries[name]

    def location(self, name: str) -> Path:
        """Where the model's file is or would be, unchecked. Raises EnvironmentFault `package-missing`."""
        entry = self.entry(name)
        if entry.package and entry.path:
            return package_file(entry.package, entry.path)
        if entry.own:
            return self._manifest.parent / entry.own
        return self.folder / entry.file

    def present(self, name: str) -> bool:
        """Whether there is a file, unchecked."""
        try:
            return self.location(name).is_file()
        except EnvironmentFault:
            return False

    def path(self, name: str) -> Path:
        """The model's file, its hash checked once per store.

        Raises EnvironmentFault `model-missing`, `model-unreadable` or `model-altered` (or `package-missing` when its
        package is not there), naming the command that mends it.
        """
        if name in self._verified:
            return self._verified[name]
        path = self.location(name)
        try:
            actual = sha256(path)
        except FileNotFoundError as error:
            message = f"the model {name} is not on this machine. {self._remedy(name)}"
            raise EnvironmentFault("model-missing", message) from error
        except OSError as error:
            message = f"the model {name} cannot be read ({error.strerror}). Let this user read {path.name}"
            raise EnvironmentFault("model-unreadable", message) from error
        if actual != self.entry(name).sha256:
            message = f"the model {name} is not the file it should be ({path.name} was altered). {self._remedy(name)}"
            raise EnvironmentFault("model-altered", message)
        self._verified[name] = path
        return path

    def optional(self, name: str) -> Path | None:
        """The file of a model that may be absent; None if it is. Otherwise as `path`."""
        return self.path(name) if self.present(name) else None

    def _remedy(self, name: str) -> str:
        entry = self.entry(name)
        if entry.package:
            pinned = f"{entry.package}=={version(entry.package)}"
            return f"Install its package again: pip install --force-reinstall --no-deps {pinned}"
        if entry.converted_from:
            return "Run: kiosk models prepare"
        if entry.url:
            return f"Run: kiosk models fetch {name}"
        if entry.own:
            return "It is part of the program: install Kiosk again"
        return f"Place {entry.file} in {self.folder.name}, then run: kiosk models verify"


def sha256(path: Path) -> str:
    """The file's SHA-256, hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_right(path: Path, expected: str) -> bool:
    """Whether the file is there and has this SHA-256. Raises OSError when it cannot be read."""
    return path.is_file() and sha256(path) == expected
