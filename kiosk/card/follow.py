"""Sights of one camera's stream: the whole picture is searched some times a second, and in between what was found is
looked at where it was, for a fraction of the work."""

from collections.abc import Mapping

from kiosk.card.reading import CardAdvice, CardSighting, Side
from kiosk.card.sight import look_again, sight
from kiosk.devices.frame import Frame

SEARCH_S = 0.09
"""A new search is due after this long: every third picture of thirty a second, every one of ten."""
NOT_FOLLOWED = frozenset({CardAdvice.SEVERAL, CardAdvice.CUT_OFF})
"""What the next search decides again: whether others lie beside it, how far it is cut."""
KEPT: Mapping[CardAdvice, tuple[float, frozenset[CardAdvice]]] = {
    CardAdvice.CUT_OFF: (1.0, frozenset({CardAdvice.NONE_SEEN, CardAdvice.OTHER_DOCUMENT})),
    CardAdvice.OTHER_DOCUMENT: (0.5, frozenset({CardAdvice.NONE_SEEN})),
}
"""What is not found in every picture: for so many seconds after it was, such findings do not count against it."""


class Follower:
    """Looks for one side of a card. All times are the frames' own."""

    def __init__(self, wanted: Side) -> None:
        self._wanted = wanted
        self._searched: float | None = None
        self._found = 0.0
        self._last: tuple[CardSighting | None, CardAdvice] = (None, CardAdvice.NONE_SEEN)

    def see(self, frame: Frame) -> tuple[CardSighting | None, CardAdvice]:
        """As `kiosk.card.sight.sight` of the frame. A card that cannot be followed any more is searched for at once;
        what comes into an empty picture is found by the next search."""
        seen, advice = self._last
        fixed = seen is None or seen.side is None or advice in NOT_FOLLOWED
        again = None if fixed or seen is None else look_again(frame.image, seen, self._wanted)
        due = self._searched is None or not 0 <= frame.time - self._searched < SEARCH_S
        if due or not (fixed or again is not None):
            self._searched = frame.time
            found = sight(frame.image, self._wanted)
            seconds, passed_over = KEPT.get(advice, (0.0, frozenset()))
            if found[1] not in passed_over or frame.time - self._found >= seconds:
                self._last, self._found = found, frame.time
        if again is not None and not (due and _better(self._last, again)):
            self._last = (again, again.advice)
        return self._last


def _better(found: tuple[CardSighting | None, CardAdvice], again: CardSighting) -> bool:
    """Whether a search has found more than the card that was followed: desks have lines that lead it astray."""
    seen, advice = found
    return seen is not None and (advice is CardAdvice.SEVERAL or seen.likeness > again.likeness)
