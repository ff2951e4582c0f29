"""The list of models: what each is, where it comes from and how to know it is the right file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model. Exactly how it gets here: `package` and `path` (inside an installed Python package),
    `converted_from` (another entry), `url` (its publisher), `own` (trained here, a file beside the manifest), or none
    of them (brought by hand). `embedding` declares how a face embedder wants its faces: see `kiosk.face.scheme`."""

    name: str
    file: str
    sha256: str
    licence: str
    origin: str
    input: str
    output: str
    package: str | None = None
    path: str | None = None
    converted_from: str | None = None
    url: str | None = None
    own: str | None = None
    optional: bool = False
    embedding: Mapping[str, Any] | None = None

    @property
    def version(self) -> str:
        """What records and reports call it: the beginning of its hash."""
        return self.sha256[:12]


def read_manifest(file: Path) -> dict[str, ModelEntry]:
    """The entries by name. Raises OSError or ValueError: the manifest is part of the program."""
    entries = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: ModelEntry(name=name, **values) for name, values in entries.items()}
