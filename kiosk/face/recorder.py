"""The bounded memory of a face check: all observations of a minute, small samples and faces, ten best frames."""

from collections import deque
from collections.abc import Iterable
from dataclasses import replace

import cv2
import numpy as np

from kiosk.devices.frame import Frame
from kiosk.face.observation import FaceObservation
from kiosk.face.presentation.sample import Closeup, Sample, closeup_of, sample_of
from kiosk.face.presentation.stream import Arrival, Arrivals

_OBSERVATIONS = 2400
_SAMPLES = 160
_SAMPLE_EVERY = 0.09  # s
_CLOSEUPS = 12
_CLOSEUP_EVERY = 0.6  # s
_FACES = 200
_FACES_EVERY = 0.2  # s
_FACE_WIDTH, _AROUND = 160.0, 0.5  # px, to which a face is reduced, and its widths that are kept on every side
_BEST = 10
_BEST_EVERY = 0.4  # s: best frames come from different moments


class Recorder:
    """Takes frames with their faces and keeps what the judgement will need: at 720p about 60 MB at most."""

    def __init__(self) -> None:
        self.observations: deque[FaceObservation] = deque(maxlen=_OBSERVATIONS)
        self.samples: deque[Sample] = deque(maxlen=_SAMPLES)
        self.closeups: deque[Closeup] = deque(maxlen=_CLOSEUPS)
        self._faces: deque[Frame] = deque(maxlen=_FACES)
        self._arrivals = Arrivals(_OBSERVATIONS)
        self._best: list[tuple[Frame, FaceObservation]] = []

    def add(self, frame: Frame, face: FaceObservation, usual: bool = True) -> None:
        """`usual`: it was taken with the camera's usual exposure; of others no picture is kept, since between two that
        differ in brightness points are lost."""
        self.observations.append(face)
        self._arrivals.note(frame)
        if not usual:
            return
        if not self.samples or face.time - self.samples[-1].time >= _SAMPLE_EVERY:
            self.samples.append(sample_of(frame, face))
        if not self.closeups or face.time - self.closeups[-1].time >= _CLOSEUP_EVERY:
            self.closeups.append(closeup_of(frame, face))
        if not self._faces or face.time - self._faces[-1].time >= _FACES_EVERY:
            self._faces.append(_face_of(frame, face))
        self._offer(frame, face)

    def forget(self, before: float) -> None:
        """What was seen before that time belongs to no evidence: somebody else may have stood there."""
        for kept in (self.observations, self.samples, self.closeups, self._faces):
            while kept and kept[0].time < before:
                kept.popleft()
        self._best = [(frame, face) for frame, face in self._best if face.time >= before]

    def faces_at(self, times: Iterable[float]) -> tuple[Frame, ...]:
        """The face as it was last seen by each of these times, reduced; none where it was not seen by then."""
        found = (next((one for one in reversed(self._faces) if one.time <= time), None) for time in times)
        return tuple(one for one in found if one is not None)

    @property
    def arrivals(self) -> tuple[Arrival, ...]:
        """How the frames came, oldest first."""
        return self._arrivals.noted

    @property
    def best(self) -> tuple[tuple[Frame, FaceObservation], ...]:
        """Up to ten frames with their faces, best first, no two from the same moment."""
        return tuple(self._best)

    def _offer(self, frame: Frame, face: FaceObservation) -> None:
        if face.faces > 1 or (len(self._best) == _BEST and face.quality <= self._best[-1][1].quality):
            return
        near = [b for b in self._best if abs(b[1].time - face.time) < _BEST_EVERY]
        if any(b[1].quality >= face.quality for b in near):
            return
        kept = [b for b in self._best if abs(b[1].time - face.time) >= _BEST_EVERY]
        self._best = sorted([*kept, (frame, face)], key=lambda b: -b[1].quality)[:_BEST]


def _face_of(frame: Frame, face: FaceObservation) -> Frame:
    """The frame cut to the face and what is around it, no larger than a comparison needs."""
    x, y, width, height = face.box
    rows, columns = frame.image.shape[:2]
    left, right = (int(np.clip(at, 0, columns)) for at in (x - _AROUND * width, x + (1 + _AROUND) * width))
    top, bottom = (int(np.clip(at, 0, rows)) for at in (y - _AROUND * height, y + (1 + _AROUND) * height))
    cut = frame.image[top:bottom, left:right]
    scale = _FACE_WIDTH / max(width, _FACE_WIDTH)
    small = cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else cut.copy()
    return replace(frame, image=np.asarray(small, np.uint8))
