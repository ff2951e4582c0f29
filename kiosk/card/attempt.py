"""Reading a rectangle of a picture as if it were a card: which way up it is, which side, and where exactly it lies."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from kiosk.card.fuse import fused
from kiosk.card.interpret import Interpretation, interpret
from kiosk.card.layout import NOTES
from kiosk.card.marks import marks
from kiosk.card.quality import CardQuality, card_quality
from kiosk.card.reading import Kind, Side
from kiosk.card.rectify import rectify, turned
from kiosk.card.seat import seat
from kiosk.card.side import guess_side
from kiosk.card.surface import Surface, SurfaceReader
from kiosk.card.text import TextLine, TextReader
from kiosk.devices.frame import Image

MOVES = 2
"""How often a card is put where its print says: what is read there says it better."""
LOST = 0.5
"""How much less of the fields may be read where the print says that the card lies."""

Quad = NDArray[np.float32]
Shot = tuple[Image, Quad]
"""A picture and where in it the card is."""
Looks = tuple[Surface, CardQuality]
"""What is seen of a card without reading it."""


@dataclass(frozen=True, eq=False, slots=True)
class Attempt:
    """A rectangle read as if it were a card: `quad` and `card` the right way up, as far as that is known. `looks`: what
    it looks like, if that has been asked; `sure`: the corners are known for certain; `printed`: where the print says
    that the card lies, if they are not."""

    quad: Quad
    card: Image
    meant: Interpretation
    likely: bool
    start: float
    looks: Looks | None = None
    sure: bool = False
    printed: Quad | None = None


class RectangleReader:
    """Reads rectangles. Safe to use from several threads."""

    def __init__(self, text: TextReader, surface: SurfaceReader, threads: int) -> None:
        """`threads` is how many things are done at once."""
        self._text = text
        self._surface = surface
        self._threads = threads

    def read(
        self, image: Image, quad: Quad, side: Side | None = None, *, likely: bool = False, others: Sequence[Shot] = ()
    ) -> Attempt:
        """The rectangle at `quad`, clockwise from its top left, of a BGR picture. `side` is taken to be known; `likely`
        is what was thought of it before; `others` are more pictures of the same card lying the same way up: what is
        blown out in the first is taken from them."""
        start = perf_counter()
        card = fused(rectify(image, quad), tuple(rectify(*shot) for shot in others))
        guess = guess_side(card)
        if guess.flipped:
            quad, card = turned(quad), np.ascontiguousarray(card[::-1, ::-1])
        with ThreadPoolExecutor(self._threads) as workers:
            read = workers.submit(self._meant, card, guess.side, side)
            looks = workers.submit(self.looks, card)
        lines, meant = read.result()
        attempt = Attempt(quad, card, meant, likely, start, looks.result())
        if not meant.plausible:
            # The layout misled: perhaps it stands on its head.
            upside_down = np.ascontiguousarray(card[::-1, ::-1])
            turned_lines, turned_meant = self._meant(upside_down, guess.side, side)
            if turned_meant.plausible or (turned_meant.other and not meant.other):
                lines, attempt = turned_lines, Attempt(turned(quad), upside_down, turned_meant, likely, start)
        return self._seated(image, attempt, lines, side) if attempt.meant.other is None else attempt

    def _seated(self, image: Image, attempt: Attempt, lines: Sequence[TextLine], side: Side | None) -> Attempt:
        """Where the card's print says that it lies, and read there, if that is not where it was looked for."""
        place = seat(image, attempt.quad, *marks(lines, attempt.meant.kind, attempt.meant.side))
        edged = True
        for _ in range(MOVES):
            if place is None or place.quad is attempt.quad:
                break
            # The other pictures' corners are no better than this one's were.
            card = rectify(image, place.quad)
            lines, meant = self._meant(card, attempt.meant.side, side)
            if meant.kind is not attempt.meant.kind or meant.certainty < attempt.meant.certainty - LOST:
                return attempt
            attempt, edged = replace(attempt, quad=place.quad, card=card, meant=meant, looks=None), place.sure
            place = seat(image, attempt.quad, *marks(lines, meant.kind, meant.side))
        if place is None or place.quad is not attempt.quad:
            return attempt
        return replace(attempt, sure=edged and place.sure, printed=place.printed)

    def _meant(self, card: Image, likely: Side, known: Side | None) -> tuple[tuple[TextLine, ...], Interpretation]:
        boxes = self._text.find(card)
        notes = [box for box in boxes if NOTES.holds((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)]
        lines = self._text.recognise(card, [box for box in boxes if box not in notes])
        meant = interpret(lines, likely, self._text.index, known)
        if notes and not (meant.kind is Kind.CITIZEN and meant.complete):
            # Of another kind, or not where it was looked for, it may say something there.
            lines = (*lines, *self._text.recognise(card, notes))
            meant = interpret(lines, likely, self._text.index, known)
        return lines, meant

    def looks(self, card: Image) -> Looks:
        """What a rectified card, BGR at CARD_PX, looks like."""
        return self._surface.look(card), card_quality(card)
