"""Make the models ready: convert what has to be converted, fetch what was asked for, verify everything."""

import os
import shutil
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.errors import EnvironmentFault, InputError
from kiosk.inference.store import ModelStore, sha256

TIMEOUT_S = 30


def prepare(store: ModelStore) -> Iterator[tuple[str, str]]:
    """Make every model that is not optional ready; yields each one's name and what was done.

    Raises EnvironmentFault when one cannot be made ready.
    """
    for entry in store.entries:
        if entry.optional:
            continue
        if entry.converted_from and not _is_right(store.folder / entry.file, entry.sha256):
            from kiosk.inference.dlib_onnx import convert

            model = convert(store.path(entry.converted_from).read_bytes())
            with _into_place(store.folder / entry.file) as temporary:
                temporary.write_bytes(model.SerializeToString())
            done = "converted"
        else:
            done = "ready"
        store.path(entry.name)
        yield entry.name, done


def verify(store: ModelStore) -> Iterator[tuple[str, EnvironmentFault | None]]:
    """Check every model's hash; yields each one's name and what is wrong with it. Absent optional ones are left out."""
    for entry in store.entries:
        if entry.optional and not store.location(entry.name).is_file():
            continue
        try:
            store.path(entry.name)
        except EnvironmentFault as fault:
            yield entry.name, fault
        else:
            yield entry.name, None


def fetch(store: ModelStore, name: str) -> Path:
    """Download an optional model from its publisher and verify it before it takes its place.

    Raises InputError `model-not-fetched` (it comes another way), EnvironmentFault `fetch-failed` (worth retrying) or
    `model-altered` (what came is not what the manifest names).
    """
    entry = store.entry(name)
    if not entry.url:
        way = (
            "is brought by a package: kiosk models prepare" if not entry.optional else f"has no address: {entry.origin}"
        )
        raise InputError("model-not-fetched", f"the model {name} {way}")
    target = store.folder / entry.file
    if _is_right(target, entry.sha256):
        return store.path(name)
    try:
        with _into_place(target) as temporary:
            with urllib.request.urlopen(entry.url, timeout=TIMEOUT_S) as source, temporary.open("wb") as file:
                shutil.copyfileobj(source, file)
            if not _is_right(temporary, entry.sha256):
                message = f"what was fetched for {name} is not what the manifest names; nothing was kept"
                raise EnvironmentFault("model-altered", message, permanent=True)
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        message = f"{name} could not be fetched ({type(error).__name__}). Check the network, or place the file by hand"
        raise EnvironmentFault("fetch-failed", message) from error
    return store.path(name)


def _is_right(path: Path, expected: str) -> bool:
    return path.is_file() and sha256(path) == expected


@contextmanager
def _into_place(target: Path) -> Iterator[Path]:
    """A temporary file that becomes `target` at once and whole, or not at all."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        message = f"the folder of models cannot be written ({error.strerror}). Make it writable or set KIOSK_DATA"
        raise EnvironmentFault("models-read-only", message, permanent=True) from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
