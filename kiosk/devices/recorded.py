"""A recording that is played as if it were a camera: a video file or a folder of pictures."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from kiosk.devices.frame import Frame, Image
from kiosk.errors import InputError

PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff")
FOLDER_FPS = 10.0
FALLBACK_FPS = 25.0
"""For containers that do not say how fast they are."""
BREAK_S = 0.1
"""Between the last frame and the first, when a recording is played again."""


class RecordedCamera:
    """Plays `path` at its own pace, or with `pace` False as fast as it is read; then `read` gives None, or with `again`
    it is played from the beginning, as often as anybody reads: a camera never ends.

    Frame times are those of the recording, from its opening on (at its own pace) or from 0; played again, times and
    numbers go on. Variable frame rates and the rotation that phones note are honoured. A video that breaks off ends
    early: `broken_off` then says so.
    """

    def __init__(
        self,
        path: Path,
        *,
        pace: bool = True,
        again: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path, self._pace, self._again, self._clock = path, pace, again, clock
        self._frames: Iterator[tuple[Image, float]] = iter(())
        self._capture: cv2.VideoCapture | None = None
        self._started = self._due = 0.0
        self._number = 0
        self.broken_off = False

    name = "recording"
    virtual = None
    """An operator named a file: nothing poses as a camera."""

    def open(self) -> None:
        """Raises InputError `video-missing`, `video-unreadable`, `video-empty`, `video-corrupt`, `video-type` or
        `video-no-picture`."""
        self._begin()
        self._started = self._clock() if self._pace else 0.0
        self._number, self.broken_off = 0, False

    def read(self) -> Frame | None:
        """As `Camera`. Raises InputError `picture-corrupt`; played again and again, one such picture is passed over."""
        following = next(self._frames, None)
        if following is None and self._again:
            self._begin()
            self._started = max(self._due + BREAK_S, self._clock() if self._pace else 0.0)
            following = next(self._frames, None)
        if following is None:
            return None
        image, seconds = following
        self._due = self._started + seconds
        if self._pace and (wait := self._due - self._clock()) > 0:
            time.sleep(wait)
        frame = Frame(image, self._due, self._number)
        self._number += 1
        return frame

    def close(self) -> None:
        self._frames = iter(())
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    def __iter__(self) -> Iterator[Frame]:
        """All frames, opening and closing by itself."""
        self.open()
        try:
            while (frame := self.read()) is not None:
                yield frame
        finally:
            self.close()

    def _begin(self) -> None:
        self.close()
        try:
            if not self._path.exists():
                raise InputError("video-missing", f"there is no recording {self._path.name}. Check the name")
            self._frames = self._pictures() if self._path.is_dir() else self._video()
        except OSError as error:
            message = f"{self._path.name} cannot be opened ({error.strerror}). Check its name and its permissions"
            raise InputError("video-unreadable", message) from error

    def _pictures(self) -> Iterator[tuple[Image, float]]:
        files = sorted(file for file in self._path.iterdir() if file.suffix.lower() in PICTURES)
        if not files:
            raise InputError(
                "video-no-picture", f"the folder {self._path.name} holds no pictures ({', '.join(PICTURES)})"
            )
        return self._shown(files)

    def _shown(self, files: Sequence[Path]) -> Iterator[tuple[Image, float]]:
        shown = 0
        for file in files:
            try:
                image = _picture(file)
            except InputError:
                if not self._again or (shown == 0 and file == files[-1]):
                    raise
                continue
            yield image, shown / FOLDER_FPS
            shown += 1

    def _video(self) -> Iterator[tuple[Image, float]]:
        name = self._path.name
        if self._path.stat().st_size == 0:
            raise InputError("video-empty", f"{name} is empty (0 bytes). Record or copy it again")
        if self._path.suffix.lower() in PICTURES:
            raise InputError("video-type", f"{name} is a picture; a video or a folder of pictures is needed")
        self._capture = cv2.VideoCapture(str(self._path), cv2.CAP_FFMPEG)
        if not self._capture.isOpened():
            raise InputError(
                "video-corrupt", f"{name} cannot be read as a video. Convert it to MP4 (H.264) or record again"
            )
        if self._capture.get(cv2.CAP_PROP_FRAME_WIDTH) < 1:
            raise InputError("video-no-picture", f"{name} has sound but no picture. Record it with the camera on")
        self._capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)
        first = self._next_image()
        if first is None:
            raise InputError("video-corrupt", f"{name} holds no picture that can be decoded. Record it again")
        return self._play(first)

    def _play(self, image: Image | None) -> Iterator[tuple[Image, float]]:
        assert self._capture is not None
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        step = 1 / fps if 1 <= fps <= 240 else 1 / FALLBACK_FPS
        promised = self._capture.get(cv2.CAP_PROP_FRAME_COUNT)
        shown, seconds = 0, 0.0
        while image is not None:
            yield image, seconds
            shown += 1
            following = self._next_image()
            stamp = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
            # Some containers stamp nothing, or everything with the same time: then the nominal rate serves.
            seconds = stamp if stamp > seconds else seconds + step
            image = following
        self.broken_off = shown < 0.9 * promised

    def _next_image(self) -> Image | None:
        assert self._capture is not None
        arrived, image = self._capture.read()
        return np.asarray(image, np.uint8) if arrived and image is not None else None


def _picture(file: Path) -> Image:
    corrupt = InputError("picture-corrupt", f"{file.name} cannot be read as a picture. Leave it out or make it again")
    try:
        image = cv2.imdecode(np.fromfile(file, np.uint8), cv2.IMREAD_COLOR) if file.stat().st_size else None
    except (OSError, cv2.error) as error:  # a link that leads nowhere, a folder, more pixels than OpenCV takes
        raise corrupt from error
    if image is None:
        raise corrupt
    return np.asarray(image, np.uint8)
