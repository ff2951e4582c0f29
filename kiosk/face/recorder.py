"""The bounded memory of a face check: all observations of a minute, a few dozen small samples, ten best frames."""

from collections import deque

from kiosk.devices.frame import Frame
from kiosk.face.observation import FaceObservation
from kiosk.face.presentation.sample import Closeup, Sample, closeup_of, sample_of
from kiosk.face.presentation.stream import Arrival, Arrivals

_OBSERVATIONS = 2400
_SAMPLES = 160
_SAMPLE_EVERY = 0.09  # s
_CLOSEUPS = 12
_CLOSEUP_EVERY = 0.6  # s
_BEST = 10
_BEST_EVERY = 0.4  # s: best frames come from different moments


class Recorder:
    """Takes frames with their faces and keeps what the judgement will need: at 720p about 60 MB at most."""

    def __init__(self) -> None:
        self.observations: deque[FaceObservation] = deque(maxlen=_OBSERVATIONS)
        self.samples: deque[Sample] = deque(maxlen=_SAMPLES)
        self.closeups: deque[Closeup] = deque(maxlen=_CLOSEUPS)
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
        self._offer(frame, face)

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
