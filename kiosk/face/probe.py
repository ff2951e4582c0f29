"""Telling the camera another exposure for a moment, to see whether the picture follows."""

from collections.abc import Sequence

from kiosk.devices.exposure import Exposing, ExposureChange
from kiosk.face.presentation.exposure import LOOKS_S, SETTLES_S, SURE, followed
from kiosk.face.presentation.stream import Arrival

DARKER = (-1.0, -2.0)
"""Stops: half the light, for half a second, and only where that changed nothing half of that again. Many cameras do not
say which exposure they have chosen by themselves, and half of what they say may be just what they do already; from one
that was told to the next the change is known. Darker, since more light would be lost in what is white; whole stops,
since Windows knows no others."""


class ExposureProbe:
    """One look in one face check, and one more if the first was not answered.

    `see` says each frame whether now is a moment for it. What is no longer one before there is an answer is broken off,
    and may be tried again. Without a camera that can be told nothing ever happens.
    """

    def __init__(self, camera: Exposing | None) -> None:
        self._camera = camera
        self._told: list[ExposureChange] = []
        self._over = camera is None
        self._answered = self._doubtful = False

    @property
    def running(self) -> bool:
        """Whether the camera's exposure is another than usual."""
        return bool(self._told) and self._told[-1].stops != 0

    @property
    def over(self) -> bool:
        """Whether nothing more will be told or seen."""
        return self._over

    @property
    def begun(self) -> bool:
        """Whether there was a moment to look, or there will be none."""
        return bool(self._told) or self._over

    def unsettled(self, time: float) -> bool:
        """Whether a picture of `time` may be brighter or darker than usual."""
        return self.running or (bool(self._told) and time < self._told[-1].time + SETTLES_S)

    @property
    def doubtful(self) -> bool:
        """Whether the picture has not followed yet, and is to be given another chance."""
        return self._doubtful and not self._over

    @property
    def changes(self) -> tuple[ExposureChange, ...]:
        """What the camera was told, once that is enough to judge by; empty before, and where nothing could be seen."""
        return tuple(self._told) if self._answered else ()

    def see(self, time: float, calm: bool, begin: bool, arrivals: Sequence[Arrival]) -> None:
        """The frame of `time` came, as the last of `arrivals`. `calm`: a change does no harm now; `begin`: one may be
        begun."""
        if self._over:
            return
        if not self.running:
            if calm and begin and not self.unsettled(time):
                self._told.clear()
                self._tell(DARKER[0], time)
        elif not calm:
            self._tell(0, time)
        elif time >= self._told[-1].time + SETTLES_S:
            self._look(time, followed(arrivals, self._told)[-1])

    def _look(self, time: float, share: float | None) -> None:
        if share is None and time < self._told[-1].time + SETTLES_S + LOOKS_S:
            return  # too few pictures yet
        self._doubtful = share is not None and abs(share) < SURE
        if self._doubtful and len(self._told) < len(DARKER):
            self._tell(DARKER[len(self._told)], time)
            return
        self._answered = share is not None
        self._tell(0, time)
        self._over = True

    def _tell(self, stops: float, time: float) -> None:
        assert self._camera is not None
        if self._camera.expose(stops) or stops == 0:
            self._told.append(ExposureChange(time, stops))
        else:
            self.leave()

    def leave(self) -> None:
        """It is over, or given up: the camera is as usual. Safe to call again."""
        if self._camera is not None and not self._over:
            self._camera.expose(0)
        self._over = True
