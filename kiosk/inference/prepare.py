"""Make the models ready: convert what has to be converted, and verify everything."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kiosk.errors import EnvironmentFault
from kiosk.inference.manifest import ModelEntry
from kiosk.inference.store import ModelStore, is_right, sha256


def prepare(store: ModelStore) -> Iterator[tuple[str, str]]:
    """Make every model that is not optional ready; yields each one's name and what was done.

    Models inside installed packages are used where they are. Raises EnvironmentFault when one cannot be made ready.
    """
    for entry in store.entries:
        if entry.optional:
            continue
        done = "ready"
        if entry.converted_from and not is_right(store.folder / entry.file, entry.sha256):
            _convert(store, entry, store.path(entry.converted_from))
            done = "converted"
        store.path(entry.name)
        yield entry.name, done


def verify(store: ModelStore) -> Iterator[tuple[str, EnvironmentFault | None]]:
    """Check every model's hash; yields each one's name and what is wrong with it. Absent optional ones are left out."""
    for entry in store.entries:
        if entry.optional and not store.present(entry.name):
            continue
        try:
            store.path(entry.name)
        except EnvironmentFault as fault:
            yield entry.name, fault
        else:
            yield entry.name, None


def unwritable(folder: Path, error: OSError) -> EnvironmentFault:
    """The fault of a models folder that takes no files."""
    message = (
        f"the folder of models ({folder.name}) cannot be written ({error.strerror}). "
        "Make it writable, free some space, or name another one in KIOSK_MODELS"
    )
    return EnvironmentFault("models-unwritable", message)


def _convert(store: ModelStore, entry: ModelEntry, source: Path) -> None:
    from kiosk.inference.dlib_onnx import convert

    content = convert(source.read_bytes()).SerializeToString()
    try:
        store.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=store.folder, prefix=".preparing-") as workshop:
            converted = Path(workshop) / entry.file
            converted.write_bytes(content)
            if sha256(converted) != entry.sha256:
                message = (
                    f"converting {entry.name} gave another file than expected: the packages are not the pinned ones"
                )
                raise EnvironmentFault("model-altered", f"{message}. Run: sh packaging/bootstrap.sh run")
            os.replace(converted, store.folder / entry.file)  # noqa: PTH105  # at once and whole, or not at all
    except OSError as error:
        raise unwritable(store.folder, error) from error
