"""Watching for a card: frames in, one instruction at a time out, and a capture when the card lies still."""

from collections import Counter, deque
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kiosk.card.follow import Follower
from kiosk.card.reading import CardAdvice, CardSighting, Side
from kiosk.card.rectify import width_of
from kiosk.devices.frame import Frame

STEADY_S, STEADY_FRAMES = 0.4, 3
"""How long, and in how many pictures at least, a card must lie still."""
STILL, ABOUT = 0.005, 0.05
"""How far its corners may wander meanwhile, as a share of its width; those of what is captured for its text alone may
wander further."""
OTHERS = 2
"""How many pictures of a burst are kept beside the sharpest."""
MOVED = 0.06
"""From this far on somebody has moved the card."""
FROZEN_S = 2.0
"""A camera whose pictures repeat to the last bit for so long has stopped: real ones differ by their noise."""
REREAD_S, NOTHING_S = 2.0, 10.0
"""How long after a try a card that stays where it is, is tried again; what was found to be none, later."""
FLICKER_S = 0.5
"""For so long a card that was in view may be lost between two pictures before it is said to be gone."""
SAID = {CardAdvice.GOOD: CardAdvice.HOLD_STILL, CardAdvice.OTHER_DOCUMENT: CardAdvice.NONE_SEEN}
"""What is said of it before it is read: desks have rectangles of their own, which are no documents."""
VOTE_S = 0.4
"""What is said is what most pictures of so long say: single ones err."""
REST_S = {CardAdvice.GOOD: STEADY_S, CardAdvice.OTHER_DOCUMENT: STEADY_S, CardAdvice.TURN_OVER: 2.5}
"""How long what is seen must lie still. What looks like the other side or a document is captured too, for its text
knows better; but who is to turn a card over is given time."""


@dataclass(frozen=True, eq=False, slots=True)
class Capture:
    """The sharpest picture of a card that lay still, and where in it the card is (see `CardSighting.quad`).

    `others` are earlier pictures of it, that lay the same way up, with the card's place in each. `looks` is what it was
    taken for: GOOD, the side that is wanted; TURN_OVER, the other one; OTHER_DOCUMENT, some document.
    """

    frame: Frame
    quad: NDArray[np.float32]
    others: tuple[tuple[Frame, NDArray[np.float32]], ...] = ()
    looks: CardAdvice = CardAdvice.GOOD


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
    """Watches for one side of a card. All times are the frames' own; nothing here looks at a clock.

    `document` is where something lies in the last picture that may be another document (see `CardSighting.quad`).
    """

    def __init__(self, wanted: Side) -> None:
        self._eyes = Follower(wanted)
        self.advice = CardAdvice.NONE_SEEN
        self.captured: Capture | None = None
        self.document: NDArray[np.float32] | None = None
        self._said: deque[tuple[float, CardAdvice]] = deque()
        self._burst: _Burst | None = None
        self._last_pixels = b""
        self._changed: float | None = None
        self._last_seen: float | None = None
        self._rejected: tuple[CardAdvice, NDArray[np.float32], float] | None = None
        self._shown: tuple[CardSighting, float] | None = None

    def see(self, frame: Frame) -> CardSighting | None:
        """Judge the next frame: `advice` and perhaps `captured` follow. Returns the card to show, if any."""
        if self._frozen(frame):
            self._burst = None
            self._say_at_once(CardAdvice.FROZEN)
            return None
        seen, advice = self._eyes.see(frame)
        self.document = seen.quad if seen is not None and seen.advice is CardAdvice.OTHER_DOCUMENT else None
        if seen is not None:
            self._last_seen = frame.time
        elif advice is CardAdvice.NONE_SEEN and self._last_seen is not None:
            if frame.time - self._last_seen < FLICKER_S:
                advice = self.advice
            else:
                self._rejected = None
        if seen is None:
            self._burst = None
            self._say(advice, frame.time)
            return self._to_show(None, frame.time)
        if self._rejected is not None and _wandered(seen.quad, self._rejected[1]) > MOVED:
            self._rejected = None
        if advice in REST_S:
            advice = self._resting(seen, advice, frame)
        else:
            self._burst = None
        if self.captured is None:
            self._say(advice, frame.time)
        return self._to_show(seen, frame.time)

    def reject(self, advice: CardAdvice, time: float) -> None:
        """What was captured is of no use; say `advice` until the card is moved, taken away, or a new try succeeds."""
        if self.captured is not None:
            self._rejected = (advice, self.captured.quad, time)
        self.captured = self._burst = None
        self._say_at_once(advice)

    def _say(self, advice: CardAdvice, time: float) -> None:
        self._said.append((time, advice))
        while time - self._said[0][0] > VOTE_S:
            self._said.popleft()
        votes = Counter(said for _, said in self._said)
        most = max(votes.values())
        if votes[self.advice] < most:
            self.advice = next(said for _, said in reversed(self._said) if votes[said] == most)

    def _to_show(self, seen: CardSighting | None, time: float) -> CardSighting | None:
        """The card that `advice` is about, from a picture or two ago where this one errs."""
        if seen is not None and seen.advice is self.advice:
            self._shown = (seen, time)
        elif self._shown is not None and self._shown[0].advice is self.advice and time - self._shown[1] <= VOTE_S:
            return self._shown[0]
        if seen is None or self.advice is CardAdvice.NONE_SEEN:
            return None
        return replace(seen, advice=self.advice, faults=seen.faults if seen.advice is self.advice else ())

    def _say_at_once(self, advice: CardAdvice) -> None:
        self._said.clear()
        self.advice = advice

    def _frozen(self, frame: Frame) -> bool:
        pixels = frame.image[::16, ::16].tobytes()
        if pixels != self._last_pixels or self._changed is None:
            self._last_pixels, self._changed = pixels, frame.time
        return frame.time - self._changed >= FROZEN_S

    def _resting(self, seen: CardSighting, advice: CardAdvice, frame: Frame) -> CardAdvice:
        """What to say of something that can be read, and the capture when it has lain still for long enough."""
        said = SAID.get(advice, advice)
        if self._rejected is not None:
            # Until a new try says otherwise: for as long as it lies there it will look as it looks.
            said, _, since = self._rejected
            if frame.time - since < (NOTHING_S if said is CardAdvice.NONE_SEEN else REREAD_S):
                return said
        burst = self._collected(seen, frame)
        if frame.time - burst.since >= REST_S[advice] and burst.count >= STEADY_FRAMES:
            quad = burst.best.quad
            alike = tuple((other, place) for other, place in burst.others if _aligned(place, quad))
            self.captured = Capture(burst.frame, quad, alike, advice)
            if advice is CardAdvice.GOOD and self._rejected is None:
                said = CardAdvice.GOOD
            self._say_at_once(said)
        return said

    def _collected(self, seen: CardSighting, frame: Frame) -> _Burst:
        burst = self._burst
        far = STILL if seen.advice is CardAdvice.GOOD else ABOUT
        if burst is None or burst.best.advice is not seen.advice or _wandered(seen.quad, burst.place) > far:
            burst = _Burst(frame.time, 1, seen.quad, seen, frame)
        else:
            sharper = seen.sharpness > burst.best.sharpness
            left = (burst.frame, burst.best.quad) if sharper else (frame, seen.quad)
            burst = replace(
                burst,
                count=burst.count + 1,
                best=seen if sharper else burst.best,
                frame=frame if sharper else burst.frame,
                others=(left, *burst.others)[:OTHERS],
            )
        self._burst = burst
        return burst


def _aligned(place: NDArray[np.float32], quad: NDArray[np.float32]) -> bool:
    """Whether both take the same corner for the first: the way up may have been guessed differently."""
    return float(np.abs(place - quad).max()) < MOVED * width_of(quad)


def _wandered(quad: NDArray[np.float32], place: NDArray[np.float32]) -> float:
    """How far the corners are from where they were, as a share of the card's width; the way up does not matter."""
    distance = min(float(np.abs(np.roll(quad, turn, axis=0) - place).max()) for turn in (0, 2))
    return distance / max(width_of(place), 1e-6)
