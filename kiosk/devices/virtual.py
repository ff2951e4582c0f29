"""Cameras that are no cameras: programs that offer a stream of their own as if it came from one.

Known by the names that such programs give their devices. A name is easily changed, so this finds the careless only, and
honest people use some of these too: a reason to look closer, never a verdict.
"""

_NAMES = (
    *("alternative cam", "altercam", "avatarify", "camo", "camtwist", "chromacam", "deepfacelive", "droidcam"),
    *("dummy video device", "e2esoft", "epoccam", "fake webcam", "fakecam", "iriun", "ivcam", "loopback", "manycam"),
    *("mmhmm", "ndi webcam", "nvidia broadcast", "obs virtual", "obs-camera", "obs camera", "perfect cam"),
    *("prism live", "snap camera", "sparkocam", "splitcam", "streamlabs", "swapcam", "unity video capture"),
    *("v4l2loopback", "vcam", "virtual cam", "virtualcam", "webcamoid", "xsplit", "yoloface", "youcam"),
)


def is_virtual(name: str) -> bool:
    """Whether a camera's name, as the system tells it, is that of a known program or says so itself."""
    told = " ".join(name.casefold().replace("_", " ").split())
    return any(known in told for known in _NAMES)
