"""Which cameras are attached."""

import sys
from dataclasses import dataclass
from pathlib import Path

import cv2

from kiosk.devices.virtual import is_made_up, is_virtual

SYSFS = Path("/sys/class/video4linux")
PROBED = 4
"""How many indexes are tried where the system keeps no list."""


@dataclass(frozen=True, slots=True)
class CameraInfo:
    """A camera: the `index` and `name` that settings may use, and its device path where there is one. `virtual`: it
    looks like a program that poses as a camera; None where the system tells nothing."""

    index: int
    name: str
    path: str | None
    virtual: bool | None = None


def attached(sysfs: Path = SYSFS) -> tuple[CameraInfo, ...]:
    """All attached cameras by index. On Linux none is opened; elsewhere each index is tried in turn."""
    if sys.platform == "linux":
        return tuple(sorted(_listed(sysfs), key=lambda camera: camera.index))
    return tuple(CameraInfo(index, f"camera {index}", None) for index in range(PROBED) if _opens(index))


def looks_virtual(source: int | str, sysfs: Path = SYSFS) -> bool | None:
    """Whether what OpenCV opens for `source`, an index or a device path, looks virtual; None where nothing is known of
    it: a network camera, or another system than Linux, which names no camera without opening it."""
    if sys.platform != "linux" or "://" in str(source):
        return None
    node = f"video{source}" if isinstance(source, int) else Path(source).resolve().name
    return next((camera.virtual for camera in _listed(sysfs) if camera.path == f"/dev/{node}"), None)


def _listed(sysfs: Path) -> list[CameraInfo]:
    cameras = []
    for entry in sysfs.glob("video*") if sysfs.is_dir() else ():
        number = entry.name.removeprefix("video")
        # A camera has several nodes; the first delivers pictures, the others metadata.
        if number.isdigit() and _text(entry / "index") in ("0", ""):
            name = _text(entry / "name")
            virtual = is_virtual(name) or is_made_up(entry)
            cameras.append(CameraInfo(int(number), name or entry.name, f"/dev/{entry.name}", virtual))
    return cameras


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _opens(index: int) -> bool:
    capture = cv2.VideoCapture(index)
    try:
        return bool(capture.isOpened())
    finally:
        capture.release()
