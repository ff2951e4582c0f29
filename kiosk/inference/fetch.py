"""Fetch optional models from their publishers."""

import urllib.error
import urllib.request
from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import Any

from kiosk.errors import EnvironmentFault, InputError
from kiosk.inference.prepare import unwritable
from kiosk.inference.store import ModelStore, is_right

TIMEOUT_S = 30
BLOCK_BYTES = 1 << 18

Progress = Callable[[int, int | None], None]
"""Told the bytes here so far, and how many there will be if that is known."""


def fetch(store: ModelStore, name: str, progress: Progress = lambda here, total: None) -> Path:
    """Download an optional model from its publisher and verify it before it takes its place.

    What an interrupted download left is continued. Raises InputError `model-not-fetched` (it comes another way),
    EnvironmentFault `model-unknown`, `fetch-failed` (worth retrying), `model-altered` (what came is not what the
    manifest names; nothing of it is kept) or `models-unwritable`.
    """
    entry = store.entry(name)
    if not entry.url:
        way = f"has no address: {entry.origin}" if entry.optional else "is not fetched. Run: kiosk models prepare"
        raise InputError("model-not-fetched", f"the model {name} {way}")
    target = store.folder / entry.file
    part = target.with_name(f"{target.name}.part")
    try:
        if not is_right(target, entry.sha256):
            store.folder.mkdir(parents=True, exist_ok=True)
            _download(entry.url, part, progress)
            if not is_right(part, entry.sha256):
                part.unlink()
                message = f"what was fetched for {name} is not what the manifest names; nothing was kept. Try once more"
                raise EnvironmentFault("model-altered", message)
            part.replace(target)
    except (urllib.error.URLError, HTTPException, TimeoutError, ConnectionError) as error:
        status = f" {error.code}" if isinstance(error, urllib.error.HTTPError) else ""
        message = f"{name} could not be fetched ({type(error).__name__}{status}). Check the network and try again"
        raise EnvironmentFault("fetch-failed", f"{message}, or place {entry.file} in the folder by hand") from error
    except OSError as error:
        raise unwritable(store.folder, error) from error
    return store.path(name)


def _download(url: str, part: Path, progress: Progress) -> None:
    """Continue `part` if the server can, or start again. Raises OSError or HTTPException."""
    with _open(url, part) as source:
        continued = source.status == HTTPStatus.PARTIAL_CONTENT
        here = part.stat().st_size if continued else 0
        length = source.headers.get("Content-Length")
        total = here + int(length) if length else None
        with part.open("ab" if continued else "wb") as file:
            while block := source.read(BLOCK_BYTES):
                file.write(block)
                here += len(block)
                progress(here, total)
    if total is not None and here < total:
        raise ConnectionError("the connection ended early")  # http.client does not notice while reading by blocks


def _open(url: str, part: Path) -> Any:
    """The answer to a request for what `part` lacks."""
    have = part.stat().st_size if part.exists() else 0
    if have:
        rest = urllib.request.Request(url, headers={"Range": f"bytes={have}-"})
        try:
            return urllib.request.urlopen(rest, timeout=TIMEOUT_S)
        except urllib.error.HTTPError as error:
            if error.code != HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                raise
            error.close()  # nothing follows what is here, so it is whole or wrong: fetch all of it
    return urllib.request.urlopen(url, timeout=TIMEOUT_S)
