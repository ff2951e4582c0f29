"""Cameras that can be told to take brighter or darker pictures: what comes from a sensor must follow."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class ExposureChange:
    """From `time` (s on the frames' clock) on the camera takes pictures `stops` brighter than by itself."""

    time: float
    stops: float


@runtime_checkable
class Exposing(Protocol):
    """A camera with this method can be asked; the others cannot, and then nothing is measured."""

    def expose(self, stops: float) -> bool:
        """From now on take pictures so many stops brighter (−: darker; 0: as usual). False: the device refuses."""
