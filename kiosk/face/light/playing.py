"""The screen's colours in one face check: when they are played, and what the face showed meanwhile."""

from collections import deque

from kiosk.devices.frame import Frame
from kiosk.face.light.evidence import NOT_SHOWN, LightEvidence, latest_answer, light_answer
from kiosk.face.light.flashes import Rgb
from kiosk.face.light.sample import LightSample, light_sample
from kiosk.face.light.sequence import LightSequence
from kiosk.face.observation import FaceObservation

_USUAL = 0.15  # s, at a terminal of which nothing is known yet
_BEFORE, _AFTER = 0.7, 1.0  # s before and after the colours whose pictures are kept for judging them


class Playing:
    """One sequence, played once; None: there are no colours. `usual` as `evidence.light_answer`."""

    def __init__(self, light: LightSequence | None, usual: float | None) -> None:
        self._light = light
        self._usual = usual
        self._played: LightSequence | None = None
        self._told: list[float] = []  # when the screen was told a colour, and when none any more
        self._lit: deque[LightSample] = deque()

    @property
    def wanted(self) -> bool:
        """Whether there are colours at all."""
        return self._light is not None

    def begin(self, time: float) -> None:
        """The first colour is shown from `time` on."""
        assert self._light is not None
        self._played = self._light.begun(time)

    def note(self, frame: Frame, face: FaceObservation) -> None:
        """Keep what a frame shows of the answer, while it may belong to it."""
        if self._light is None or (self._played is not None and frame.time > self._played.end + _AFTER):
            return
        self._lit.append(light_sample(frame, face))
        while self._played is None and self._lit[0].time < frame.time - _BEFORE:
            self._lit.popleft()

    def tell(self, time: float) -> Rgb | None:
        """What the screen is told at `time`, ascending; None: its ordinary colours."""
        if self._played is None:
            return None
        if not self._told or self._told[-1] < self._played.end:
            self._told.append(time)
        return self._played.at(time)

    def since_answer(self, time: float) -> float:
        """s since skin usually shows that the last colour ended, negative before; infinite where there are none."""
        return self._since_end(time) - (_USUAL if self._usual is None else self._usual)

    def measuring(self, time: float) -> bool:
        """Whether pictures of `time` may hold the answer."""
        return self._since_end(time) < latest_answer(self._usual)

    def over(self, time: float) -> bool:
        """Whether everything that belongs to the answer has been seen."""
        return self._since_end(time) >= _AFTER

    def evidence(self) -> LightEvidence | None:
        """How the face answered; None where no colours were wanted."""
        if self._light is None:
            return None
        if self._played is None:
            return NOT_SHOWN
        return light_answer(tuple(self._lit), self._played.told(self._told), self._usual)

    def _since_end(self, time: float) -> float:
        return float("inf") if self._played is None else time - self._played.end
