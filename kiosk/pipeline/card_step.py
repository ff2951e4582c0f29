"""One side of the card, from the first frame to a reading worth keeping: watched, read, and read again if need be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.merge import merged
from kiosk.card.reading import (
    CARD_PX,
    Box,
    CardAdvice,
    CardReading,
    Fault,
    FaultKind,
    Side,
    WarnCode,
)
from kiosk.card.watch import Capture, CardWatch
from kiosk.devices.frame import Frame, Image

NEEDED = {Side.FRONT: {"Name", "IdNum"}, Side.BACK: {"ValidDate"}}
"""Without these a reading is no reading: the visitor is asked to show the card again."""
UNREAD_S = 8.0
"""A card that is there but cannot be read is tried again for so long before an attempt is spent."""
BETTER_S = 6.0
"""A reading that could be better (glare, a finger, a copy in place of the card) is tried again for so long."""

MENDABLE = {
    WarnCode.OCCLUDED: (CardAdvice.COVERED, FaultKind.COVERED),
    WarnCode.REFLECTION: (CardAdvice.GLARE, FaultKind.GLARE),
    WarnCode.BORDER_INCOMPLETE: (CardAdvice.CUT_OFF, None),
    WarnCode.PHOTOCOPY: (CardAdvice.COPY, None),
    WarnCode.REPHOTOGRAPHED: (CardAdvice.COPY, None),
}
"""What a visitor can do about a warning, the easiest first, and how it is shown in the live picture."""


class Reader(Protocol):
    """Reads the card outlined in a picture; `kiosk.card.reader.CardReader` does."""

    def read_at(
        self,
        image: Image,
        quad: NDArray[np.float32],
        side: Side | None = None,
        today: date | None = None,
        *,
        birth: date | None = None,
        others: Sequence[tuple[Image, NDArray[np.float32]]] = (),
    ) -> CardReading: ...


@dataclass(frozen=True, eq=False, slots=True)
class CardView:
    """What to show of a frame. `reading` is there when the side is done, `failed` when an attempt is spent."""

    advice: CardAdvice
    quad: NDArray[np.float32] | None
    faults: tuple[Fault, ...] = ()
    reading: CardReading | None = None
    failed: bool = False


class CardStep:
    """Call `see` with every frame. `birth` is the holder's, from the side that was read before."""

    def __init__(
        self, watch: CardWatch, reader: Reader, wanted: Side, minimum_confidence: float, birth: date | None = None
    ) -> None:
        self._watch = watch
        self._reader = reader
        self._wanted = wanted
        self._minimum = minimum_confidence
        self._birth = birth
        self._readings: list[CardReading] = []
        self._unread_since: float | None = None
        self._read_since: float | None = None
        self._refused: tuple[CardAdvice, tuple[Fault, ...]] | None = None

    def announce(self, frame: Frame) -> CardView | None:
        """Watch; the view to show at once, or None when a picture was captured and `read` is to follow."""
        sighting = self._watch.see(frame)
        if self._watch.captured is not None:
            return None
        return self._view(*((None, ()) if sighting is None else (sighting.quad, sighting.faults)))

    def read(self, frame: Frame) -> CardView:
        """Read what was captured. Takes some tenths of a second."""
        capture = self._watch.captured
        assert capture is not None
        reading = self._reader.read_at(capture.frame.image, capture.quad, birth=self._birth, others=_others(capture))
        if reading.side is not self._wanted:
            return self._again(CardAdvice.TURN_OVER, (), reading.quad, frame.time)
        if not NEEDED[self._wanted] <= reading.fields.keys():
            self._unread_since = frame.time if self._unread_since is None else self._unread_since
            if frame.time - self._unread_since >= UNREAD_S:
                return CardView(CardAdvice.UNREADABLE, None, failed=True)
            advice, faults = self._advised(reading) or (CardAdvice.UNREADABLE, ())
            return self._again(advice, faults, reading.quad, frame.time)
        self._readings.append(reading)
        self._read_since = frame.time if self._read_since is None else self._read_since
        whole = merged(self._readings)
        better = self._advised(whole)
        if better is None or frame.time - self._read_since >= BETTER_S:
            return CardView(CardAdvice.GOOD, None, reading=whole)
        return self._again(*better, reading.quad, frame.time)

    def _advised(self, reading: CardReading) -> tuple[CardAdvice, tuple[Fault, ...]] | None:
        """What the visitor can do for a better reading; None if nothing."""
        for code, (advice, kind) in MENDABLE.items():
            found = [warning for warning in reading.warnings if warning.code is code]
            if found:
                faults = () if kind is None else tuple(_fault(kind, w.region, w.reason, reading) for w in found)
                return advice, faults
        if any(field.confidence < self._minimum for field in reading.fields.values()):
            return CardAdvice.UNREADABLE, ()
        return None

    def _again(self, advice: CardAdvice, faults: tuple[Fault, ...], quad: NDArray[np.float32], time: float) -> CardView:
        self._watch.reject(advice, time)
        self._refused = (advice, faults)
        return self._view(quad, ())

    def _view(self, quad: NDArray[np.float32] | None, faults: tuple[Fault, ...]) -> CardView:
        """With the faults of the last reading for as long as the card lies as it lay."""
        if self._refused is not None and self._refused[0] is self._watch.advice:
            faults = (*faults, *self._refused[1])
        else:
            self._refused = None
        return CardView(self._watch.advice, quad, faults)


def _others(capture: Capture) -> tuple[tuple[Image, NDArray[np.float32]], ...]:
    return tuple((frame.image, quad) for frame, quad in capture.others)


def _fault(kind: FaultKind, region: Box | None, reason: str, reading: CardReading) -> Fault:
    """A region of the rectified card where it is in the frame."""
    width, height = CARD_PX
    x0, y0, x1, y1 = region or (0.0, 0.0, float(width), float(height))
    card = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    back = cv2.getPerspectiveTransform(card, reading.quad.astype(np.float32))
    corners = np.array([[(x0, y0), (x1, y0), (x1, y1), (x0, y1)]], np.float32)
    outline = np.asarray(cv2.perspectiveTransform(corners, back)[0], np.float32)
    return Fault(kind, outline, reason.partition("-")[2] or None)
