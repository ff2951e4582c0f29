"""Which cameras are attached."""

import sys
from dataclasses import dataclass
from pathlib import Path

import cv2

SYSFS = Path("/sys/class/video4linux")
PROBED = 4
"""How many indexes are tried where the system keeps no list."""


@dataclass(frozen=True, slots=True)
class CameraInfo:
    """A camera: the `index` and `name` that settings may use, and its device path where there is one."""

    index: int
    name: str
    path: str | None


def attached(sysfs: Path = SYSFS) -> tuple[CameraInfo, ...]:
    """All attached cameras by index. On Linux none is opened; elsewhere each index is tried in turn."""
    if sys.platform == "linux":
        return tuple(sorted(_listed(sysfs), key=lambda camera: camera.index))
    return tuple(CameraInfo(index, f"camera {index}", None) for index in range(PROBED) if _opens(index))


def _listed(sysfs: Path) -> list[CameraInfo]:
    cameras = []
    for entry in sysfs.glob("video*") if sysfs.is_dir() else ():
        number = entry.name.removeprefix("video")
        # A camera has several nodes; the first delivers pictures, the others metadata.
        if number.isdigit() and _text(entry / "index") in ("0", ""):
            cameras.append(CameraInfo(int(number), _text(entry / "name") or entry.name, f"/dev/{entry.name}"))
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
