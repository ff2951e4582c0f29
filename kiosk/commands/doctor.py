"""`kiosk doctor`: what works on this machine, what does not, and what to do about it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import typer

from kiosk.commands.console import Exit, JsonFlag, emit, say
from kiosk.commands.settings import ConfigOption, store_of
from kiosk.errors import KioskError

SPACE_MB = 500
MEMORY_MB = 1500


@dataclass(frozen=True, slots=True)
class Check:
    """One thing the kiosk needs (or, `needed` false, would like), whether it is there, and the remedy if not."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""
    needed: bool = True


def doctor(as_json: JsonFlag = False, config: ConfigOption = None) -> None:
    """Check this machine. Exit code 0 when everything needed works, 3 when something does not."""
    broken = False
    for check in checks(config):
        broken |= check.needed and not check.ok
        if as_json:
            emit(asdict(check))
        else:
            mark = "ok  " if check.ok else "FAIL" if check.needed else "note"
            say(f"{mark}  {check.name}: {check.detail}" + (f"\n      → {check.remedy}" if not check.ok else ""))
    if broken:
        raise typer.Exit(Exit.ENVIRONMENT)


def checks(config: Path | None) -> Iterator[Check]:
    """All checks, one after another, as they are made."""
    yield _python()
    yield _trying("settings", partial(_settings, config), "correct the setting that is named")
    yield _trying("models", partial(_models, config), "kiosk models prepare")
    yield _trying("inference", _inference, "kiosk models verify")
    yield _trying("screen toolkit", _qt, "install the system libraries that packaging/bootstrap.sh names")
    yield _trying("fonts", _fonts, "install a Chinese font, for example fonts-noto-cjk")
    yield _cameras()
    yield _trying(
        "journal", partial(_journal, config), "make the journal's folder writable, or set another in the settings"
    )
    yield _space()
    yield _memory()


def _trying(name: str, probe: Callable[[], str], remedy: str) -> Check:
    try:
        return Check(name, True, probe())
    except KioskError as error:
        return Check(name, False, str(error), remedy)
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        return Check(name, False, type(error).__name__, remedy)


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("python", (3, 11) <= sys.version_info[:2] <= (3, 12), version, "use Python 3.11 or 3.12")


def _settings(config: Path | None) -> str:
    from kiosk.config import load

    return f"profile {load(config).profile}"


def _models(config: Path | None) -> str:
    store = store_of(config)
    names = [entry.name for entry in store.entries if not entry.optional]
    for name in names:
        store.path(name)
    extra = [entry.name for entry in store.entries if entry.optional and store.optional(entry.name)]
    return f"{len(names)} verified" + (f", with {', '.join(extra)}" if extra else "")


def _inference() -> str:
    import onnxruntime

    return f"onnxruntime {onnxruntime.__version__}, {os.cpu_count()} cores"


def _qt() -> str:
    # In a process of its own: Qt aborts the whole program when it cannot reach a display.
    code = "from PySide6.QtWidgets import QApplication as A; a = A([]); print(a.platformName())"
    environment = os.environ if _has_display() else {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=30, check=True
    )
    return f"Qt starts on {done.stdout.strip()}" + ("" if _has_display() else " (no display: screens stay unseen)")


def _has_display() -> bool:
    return sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _fonts() -> str:
    from kiosk.simulation.fonts import heiti

    return ", ".join(sorted(face.name for face in heiti()))


def _cameras() -> Check:
    from kiosk.devices.listing import attached

    names = [camera.name for camera in attached()]
    remedy = "plug a camera in; without one, `kiosk run --simulate` shows everything"
    return Check("camera", bool(names), ", ".join(names) or "none attached", remedy, needed=False)


def _journal(config: Path | None) -> str:
    from kiosk.config import load
    from kiosk.journal.store import Journal

    path = load(config).journal
    with Journal(path):
        return "can be written"


def _space() -> Check:
    from kiosk.resources import data_dir

    folder = data_dir()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(Path(folder)).free // 2**20
    return Check("disk", free >= SPACE_MB, f"{free} MB free", f"free at least {SPACE_MB} MB")


def _memory() -> Check:
    import psutil

    free = psutil.virtual_memory().available // 2**20
    return Check("memory", free >= MEMORY_MB, f"{free} MB free", f"close other programs; {MEMORY_MB} MB are wanted")
