"""Cameras that are no cameras: programs that offer a stream of their own as if it came from one.

Known by the names that such programs give their devices and, on Linux, by where the kernel keeps a device. A name is
easily changed, so this finds the careless only, and honest people use some of these too: a reason to look closer.
"""

from collections.abc import Iterable
from pathlib import Path

from kiosk.devices.camera import Camera

_NAMES = (
    *("alternative cam", "altercam", "avatarify", "camo", "camtwist", "chromacam", "deepfacelive", "droidcam"),
    *("dummy video device", "e2esoft", "epoccam", "fake webcam", "fakecam", "iriun", "ivcam", "loopback", "manycam"),
    *("mmhmm", "ndi webcam", "nvidia broadcast", "obs virtual", "obs-camera", "obs camera", "perfect cam"),
    *("prism live", "snap camera", "sparkocam", "splitcam", "streamlabs", "swapcam", "unity video capture"),
    *("v4l2loopback", "vcam", "virtual cam", "virtualcam", "webcamoid", "xsplit", "yoloface", "youcam"),
)

_MADE_BY = ("vivid", "v4l2loopback", "akvcam")
"""Drivers that make pictures up, or pass on a program's."""


def is_virtual(name: str) -> bool:
    """Whether a camera's name, as the system tells it, is that of a known program or says so itself."""
    told = " ".join(name.casefold().replace("_", " ").split())
    return any(known in told for known in _NAMES)


def is_made_up(node: Path) -> bool:
    """Whether `node` (/sys/class/video4linux/video…) is a device that no bus leads to, or whose driver needs none."""
    place, driver = node.resolve(), (node / "device" / "driver").resolve().name
    return driver in _MADE_BY or "/devices/virtual/" in f"{place.as_posix()}/"


def any_virtual(cameras: Iterable[Camera]) -> bool | None:
    """Whether any of a terminal's cameras looks virtual; None where nothing is known of any."""
    told = [camera.virtual for camera in cameras]
    return None if all(one is None for one in told) else any(told)
