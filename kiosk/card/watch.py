"""Watching for a card: frames in, one instruction at a time out, and a capture when the card lies still."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kiosk.card.reading import CardAdvice, CardSighting, Side
from kiosk.card.sight import sight
from kiosk.devices.frame import Frame

STEADY_S, STEADY_FRAMES = 0.4, 3
"""How long, and in how many pictures at least, a card must lie still."""
STILL = 0.005
"""How far its corners may wander meanwhile, as a share of its width."""
OTHERS = 2
"""How many pictures of a burst are kept beside the sharpest."""
MOVED = 0.06
"""From this far on somebody has moved the card."""
FROZEN_S = 2.0
"""A camera whose pictures repeat to the last bit for so long has stopped: real ones differ by their noise."""
REREAD_S = 2.0
"""A card that could not be used and stays where it is, is tried again after this long."""
FLICKER_S = 0.5
"""For so long a card that was in view may be lost between two pictures before it is said to be gone."""


@dataclass(frozen=True, eq=False, slots=True)
class Capture:
    """The sharpest picture of a card that lay still, and where in it the card is (see `CardSighting.quad`).

    `others` are earlier pictures of it, that lay the same way up, with the card's place in each.
    """

    frame: Frame
    quad: NDArray[np.float32]
    others: tuple[tuple[Frame, NDArray[np.float32]], ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class _Burst:
    """Pictures of a card at rest: since when, how many, where it was first, the sharpest of them."""

    since: float
    count: int
    place: NDArray[np.float32]
    best: CardSighting
    frame: Frame
    others: tuple[tuple[Frame, NDArray[np.float32]], ...] = ()


class CardWatch:
    """Watches for one side of a card. All times are the frames' own; nothing here looks at a clock."""

    def __init__(self, wanted: Side) -> None:
        self._wanted = wanted
        self.advice = CardAdvice.NONE_SEEN
        self.captured: Capture | None = None
        self._burst: _Burst | None = None
        self._last_pixels = b""
        self._changed: float | None = None
        self._last_seen: float | None = None
        self._rejected: tuple[CardAdvice, NDArray[np.float32], float] | None = None

    def see(self, frame: Frame) -> CardSighting | None:
        """Judge the next frame: `advice` and perhaps `captured` follow. Returns the card in it, if any."""
        if self._frozen(frame):
            self._burst, self.advice = None, CardAdvice.FROZEN
            return None
        seen, advice = sight(frame.image, self._wanted)
        if seen is not None:
            self._last_seen = frame.time
        elif advice is CardAdvice.NONE_SEEN and self._last_seen is not None:
            if frame.time - self._last_seen < FLICKER_S:
                advice = self.advice
            else:
                self._rejected = None
        if seen is None or advice is not CardAdvice.GOOD:
            self._burst = None
            self.advice = advice
            return seen
        if self._stays_rejected(seen, frame.time):
            return replace(seen, advice=self.advice)
        self._collect(seen, frame)
        return replace(seen, advice=self.advice)

    def reject(self, advice: CardAdvice, time: float) -> None:
        """What was captured is of no use; say `advice` until the card is moved, taken away, or time for a new try."""
        if self.captured is not None:
            self._rejected = (advice, self.captured.quad, time)
        self.captured = self._burst = None
        self.advice = advice

    def _frozen(self, frame: Frame) -> bool:
        pixels = frame.image[::16, ::16].tobytes()
        if pixels != self._last_pixels or self._changed is None:
            self._last_pixels, self._changed = pixels, frame.time
        return frame.time - self._changed >= FROZEN_S

    def _stays_rejected(self, seen: CardSighting, time: float) -> bool:
        if self._rejected is None:
            return False
        advice, place, since = self._rejected
        if time - since >= REREAD_S or _wandered(seen.quad, place) > MOVED:
            self._rejected = None
            return False
        self.advice = advice
        return True

    def _collect(self, seen: CardSighting, frame: Frame) -> None:
        burst = self._burst
        if burst is None or _wandered(seen.quad, burst.place) > STILL:
            self._burst = _Burst(frame.time, 1, seen.quad, seen, frame)
            self.advice = CardAdvice.HOLD_STILL
            return
        sharper = seen.sharpness > burst.best.sharpness
        left = (burst.frame, burst.best.quad) if sharper else (frame, seen.quad)
        self._burst = burst = replace(
            burst,
            count=burst.count + 1,
            best=seen if sharper else burst.best,
            frame=frame if sharper else burst.frame,
            others=(left, *burst.others)[:OTHERS],
        )
        if frame.time - burst.since < STEADY_S or burst.count < STEADY_FRAMES:
            self.advice = CardAdvice.HOLD_STILL
            return
        self.advice = CardAdvice.GOOD
        quad = burst.best.quad
        alike = tuple((other, place) for other, place in burst.others if _aligned(place, quad))
        self.captured = Capture(burst.frame, quad, alike)


def _aligned(place: NDArray[np.float32], quad: NDArray[np.float32]) -> bool:
    """Whether both take the same corner for the first: the way up may have been guessed differently."""
    return float(np.abs(place - quad).max()) < MOVED * float(np.linalg.norm(quad[1] - quad[0]))


def _wandered(quad: NDArray[np.float32], place: NDArray[np.float32]) -> float:
    """How far the corners are from where they were, as a share of the card's width; the way up does not matter."""
    distance = min(float(np.abs(np.roll(quad, turn, axis=0) - place).max()) for turn in (0, 2))
    return distance / max(float(np.linalg.norm(place[1] - place[0])), 1e-6)
