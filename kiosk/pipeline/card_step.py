"""One side of the card, from the first frame to a reading worth keeping: watched, read, and read again if need be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kiosk.card.cut_off import cuts, exceeds
from kiosk.card.interpret import birth_of
from kiosk.card.merge import merged
from kiosk.card.quality import leaves
from kiosk.card.reading import (
    ALL_IN_FRONT,
    CARD_PX,
    Box,
    CardAdvice,
    CardReading,
    CardSighting,
    Fault,
    FaultKind,
    Kind,
    Side,
    WarnCode,
)
from kiosk.card.rectify import in_picture, width_of
from kiosk.card.sight import LEAST_PX
from kiosk.card.watch import Capture, CardWatch
from kiosk.devices.frame import Frame, Image
from kiosk.pipeline.bare_back import bare_back, may_be_bare_back
from kiosk.vision.stillness import Stillness

NEEDED = {Side.FRONT: {"Name", "IdNum"}, Side.BACK: {"ValidDate"}}
"""Without these a reading is no reading: the visitor is asked to show the card again."""
UNREAD_S = 8.0
"""A card that is there but cannot be read is tried again for so long before an attempt is spent."""
LOST_S, LOOK_S = 1.5, 4.0
"""Where a card's edges are not seen, or not for sure, and the picture has been still for so long, its text is looked
for: once, and where there was something that could not be used, again after a while."""
UNSURE = frozenset(
    {CardAdvice.NONE_SEEN, CardAdvice.CLOSER, CardAdvice.SEVERAL, CardAdvice.TURN_OVER, CardAdvice.CUT_OFF}
)
"""What edges say that may be wrong: a card that fills the picture shows none but those inside it, and desks have lines
that look like the rest of one that is cut."""
BETTER_S = 6.0
"""A reading that could be better (glare, a finger, a copy in place of the card) is tried again for so long."""

MENDABLE = {
    WarnCode.BORDER_INCOMPLETE: (CardAdvice.CUT_OFF, FaultKind.CUT_OFF),
    WarnCode.OCCLUDED: (CardAdvice.COVERED, FaultKind.COVERED),
    WarnCode.REFLECTION: (CardAdvice.GLARE, FaultKind.GLARE),
    WarnCode.PHOTOCOPY: (CardAdvice.COPY, None),
    WarnCode.REPHOTOGRAPHED: (CardAdvice.COPY, None),
}
"""What a visitor can do about a warning, the easiest first, and how it is shown in the live picture. What the picture's
edge cuts off seems covered, too."""


class Reader(Protocol):
    """Reads the card outlined in a picture, or finds it by its text; `kiosk.card.reader.CardReader` does."""

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

    def find(self, image: Image) -> NDArray[np.float32] | None: ...


@dataclass(frozen=True, eq=False, slots=True)
class CardView:
    """What to show of a frame. `pending`: `read` is to follow, and takes a while. `reading` is there when the side is
    done, `failed` when an attempt is spent."""

    advice: CardAdvice
    quad: NDArray[np.float32] | None = None
    faults: tuple[Fault, ...] = ()
    pending: bool = False
    reading: CardReading | None = None
    failed: bool = False


NOTHING = CardView(CardAdvice.NONE_SEEN)


class CardStep:
    """Call `announce` with every frame, and `read` after it when its view says so. `front` is the side that was read
    before, if one was."""

    def __init__(
        self,
        watch: CardWatch,
        reader: Reader,
        wanted: Side,
        minimum_confidence: float,
        front: CardReading | None = None,
    ) -> None:
        self._watch = watch
        self._reader = reader
        self._wanted = wanted
        self._minimum = minimum_confidence
        self._birth = None if front is None else birth_of(front.fields.get("Birth"))
        self._bare = front if front is not None and front.kind in ALL_IN_FRONT else None
        self._readings: list[CardReading] = []
        self._unread_since: float | None = None
        self._read_since: float | None = None
        self._picture = Stillness()
        self._refused = self._announced = NOTHING
        self._by_text = False  # what was refused was found by its text
        self._looked = 0.0
        self._size = (0, 0)

    def announce(self, frame: Frame) -> CardView:
        """Watch."""
        self._announced = self._watched(frame)
        return self._announced

    def _watched(self, frame: Frame) -> CardView:
        sighting = self._watch.see(frame)
        self._picture.see(frame)
        if not self._picture.as_marked and self._watch.advice is not self._refused.advice:
            self._refused = NOTHING
        if self._watch.captured is not None:
            if not (self._kept and self._by_text) or frame.time - self._looked >= LOOK_S:
                return replace(self._seen(sighting), pending=True)
            self._watch.reject(self._refused.advice, frame.time)
            return self._refused
        if self._watch.advice in UNSURE:
            return self._unsure(frame, sighting)
        return self._seen(sighting)

    def read(self, frame: Frame) -> CardView:
        """Read what was captured, which takes tenths of a second, or find a card by its text: a second more."""
        capture = self._watch.captured or self._found(frame)
        if capture is None:
            self._refused = NOTHING
            return replace(self._announced, pending=False)
        image = capture.frame.image
        self._size = (image.shape[1], image.shape[0])
        reading = self._reader.read_at(image, capture.quad, birth=self._birth, others=_others(capture))
        by_text = self._watch.captured is None
        if not by_text and self._misled(reading) and (quad := self._reader.find(image)) is not None:
            found = self._reader.read_at(image, quad, birth=self._birth)
            if len(found.fields) > len(reading.fields):
                reading, by_text = found, True
        self._by_text = by_text
        return self._judged(reading, capture.looks, frame.time)

    def _found(self, frame: Frame) -> Capture | None:
        """What the text in the picture leads to: a card whose edges were not seen, or one too near to show them.
        Without any, what may be another document, whose edges waver where it lies on checks."""
        self._looked = frame.time
        self._picture.mark()
        quad = self._reader.find(frame.image)
        size = (frame.image.shape[1], frame.image.shape[0])
        if quad is None and self._watch.document is not None:
            return Capture(frame, self._watch.document, looks=CardAdvice.OTHER_DOCUMENT)
        if quad is None or not _contradicts(self._watch.advice, quad, size):
            return None
        return Capture(frame, quad, looks=CardAdvice.NONE_SEEN)

    def _misled(self, reading: CardReading) -> bool:
        """Whether edges may have led into a card rather than to it. Its text is looked for once in each picture."""
        looked = self._picture.as_marked and not self._by_text
        known = self._bare is not None or reading.other is not None or looked
        return not known and not NEEDED[reading.side] <= reading.fields.keys()

    def _judged(self, reading: CardReading, looks: CardAdvice, time: float) -> CardView:
        if self._bare is not None and self._wanted is Side.BACK and may_be_bare_back(reading, self._bare):
            return CardView(CardAdvice.GOOD, reading=bare_back(reading, self._bare))
        if reading.other is not None:
            return self._again(CardAdvice.OTHER_DOCUMENT, (), reading, time)
        if looks is not CardAdvice.GOOD and not reading.fields and reading.kind is Kind.CITIZEN:
            return self._again(CardAdvice.NONE_SEEN, (), reading, time)
        if reading.side is not self._wanted:
            return self._again(CardAdvice.TURN_OVER, (), reading, time)
        if not NEEDED[self._wanted] <= reading.fields.keys():
            self._unread_since = time if self._unread_since is None else self._unread_since
            if time - self._unread_since >= UNREAD_S:
                return CardView(CardAdvice.UNREADABLE, failed=True)
            advice, faults = self._advised(reading) or (_unclear(reading), ())
            return self._again(advice, faults, reading, time)
        self._readings.append(reading)
        self._read_since = time if self._read_since is None else self._read_since
        whole = merged(self._readings)
        better = self._advised(whole)
        if better is None or time - self._read_since >= BETTER_S:
            return CardView(CardAdvice.GOOD, reading=whole)
        return self._again(*better, reading, time)

    def _advised(self, reading: CardReading) -> tuple[CardAdvice, tuple[Fault, ...]] | None:
        """What the visitor can do for a better reading; None if nothing."""
        for code, (advice, kind) in MENDABLE.items():
            found = [warning for warning in reading.warnings if warning.code is code]
            if not found:
                continue
            if kind is FaultKind.CUT_OFF:
                near = exceeds(reading.quad, self._size)
                lines = () if near else tuple(Fault(kind, line) for line in cuts(reading.quad, self._size))
                return CardAdvice.FARTHER if near else advice, lines
            return advice, () if kind is None else tuple(_fault(kind, w.region, w.reason, reading) for w in found)
        if any(field.confidence < self._minimum for field in reading.fields.values()):
            return _unclear(reading), ()
        return None

    def _again(self, advice: CardAdvice, faults: tuple[Fault, ...], reading: CardReading, time: float) -> CardView:
        if self._watch.captured is not None:
            self._watch.reject(advice, time)
        self._refused = NOTHING if advice is CardAdvice.NONE_SEEN else CardView(advice, reading.quad, faults)
        self._looked = time
        self._picture.mark()
        return self._refused

    def _seen(self, sighting: CardSighting | None) -> CardView:
        """With the faults of the last reading for as long as the card lies as it lay."""
        if self._refused.advice is CardAdvice.OTHER_DOCUMENT and self._kept:
            return self._refused  # what its text said, whatever it looks like
        advice = self._watch.advice
        if sighting is None:
            return CardView(advice)
        known = self._refused.faults if self._refused.advice is advice else ()
        return CardView(advice, sighting.quad, sighting.faults or known)

    @property
    def _kept(self) -> bool:
        """What was said of this picture stays said for as long as the picture stays."""
        return self._refused is not NOTHING and self._picture.as_marked

    def _unsure(self, frame: Frame, sighting: CardSighting | None) -> CardView:
        """Nothing that surely is a card."""
        unseen = self._watch.advice is CardAdvice.NONE_SEEN
        said = self._kept and (unseen or self._by_text)
        due = not self._picture.as_marked or (said and frame.time - self._looked >= LOOK_S)
        if unseen and not self._picture.as_marked:
            self._unread_since = None
        view = self._refused if said else self._seen(sighting)
        return replace(view, pending=due and self._picture.seconds >= LOST_S)


def _contradicts(advice: CardAdvice, quad: NDArray[np.float32], size: tuple[int, int]) -> bool:
    """Whether a card whose text was found at `quad`, in a picture of `size`, is worth reading whatever edges said."""
    if advice is CardAdvice.CUT_OFF:
        return not leaves(quad, size)
    return advice in (CardAdvice.NONE_SEEN, CardAdvice.TURN_OVER) or exceeds(quad, size)


def _others(capture: Capture) -> tuple[tuple[Image, NDArray[np.float32]], ...]:
    return tuple((frame.image, quad) for frame, quad in capture.others)


def _unclear(reading: CardReading) -> CardAdvice:
    """What helps against print that is hard to read."""
    near = width_of(reading.quad) >= LEAST_PX
    return CardAdvice.UNREADABLE if near else CardAdvice.CLOSER


def _fault(kind: FaultKind, region: Box | None, reason: str, reading: CardReading) -> Fault:
    """A region of the rectified card where it is in the frame."""
    width, height = CARD_PX
    x0, y0, x1, y1 = region or (0.0, 0.0, float(width), float(height))
    corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], np.float32)
    return Fault(kind, in_picture(corners, reading.quad, CARD_PX), reason.partition("-")[2] or None)
