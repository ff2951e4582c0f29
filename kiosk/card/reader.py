"""Reading cards: from a picture to what its cards say, and what is doubtful about them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from time import perf_counter

import numpy as np

from kiosk.card.anchors import quad_by_text
from kiosk.card.attempt import Attempt, Quad, RectangleReader, Shot
from kiosk.card.authenticity.doctored import traces_of_print
from kiosk.card.authenticity.evidence import CardEvidence
from kiosk.card.authenticity.judge import judge, scores, warnings
from kiosk.card.authenticity.lattice import lattice
from kiosk.card.authenticity.surroundings import surroundings
from kiosk.card.confidence import calibrated
from kiosk.card.interpret import birth_of
from kiosk.card.kinds.checks import checks_of
from kiosk.card.kinds.other import OtherDocument
from kiosk.card.layout import PORTRAIT
from kiosk.card.locate import ASPECT, locate
from kiosk.card.quality import border_share
from kiosk.card.reading import CardReading, Kind, Side
from kiosk.card.rectify import width_of
from kiosk.card.refine import refine
from kiosk.card.surface import SurfaceReader
from kiosk.card.text import TextReader
from kiosk.card.unread import TOO_SMALL, nothing_read
from kiosk.devices.frame import Image
from kiosk.inference.store import ModelStore

CANDIDATES = 4
"""How many rectangles of a picture are looked into."""
CUT = 0.06
"""How far, as a logarithm, a picture's proportions may be from the card's when it was cut along the card's edges."""
READABLE = 60
"""Of a card that was read so much of the outline, in hundredths, is in the picture: where print says less, it is that
of another layout than ours, in a picture cut along the card's edges."""


class CardReader:
    """Reads cards. Models are loaded once, here. Safe to use from several threads."""

    def __init__(self, store: ModelStore, threads: int = 2) -> None:
        """`threads` caps the processor threads of a model's run.

        Raises EnvironmentFault when a model is missing, altered or unusable.
        """
        self._text = TextReader(store, threads)
        # One thread of its own takes it as long as one takes to find the lines of text.
        surface = SurfaceReader(store.path("card-surface"), 1)
        self._rectangles = RectangleReader(self._text, surface, threads)
        self._threads = threads

    @property
    def alphabet(self) -> frozenset[str]:
        """Every character it can read."""
        return frozenset(self._text.alphabet)

    def read(
        self,
        image: Image,
        wanted: Side | None = None,
        today: date | None = None,
        *,
        birth: date | None = None,
    ) -> tuple[CardReading, ...]:
        """Every card in a BGR picture, the likeliest first; with `wanted`, cards showing that side only.

        `today` (default: the local date) is the day the card must be valid on; `birth` is the holder's, if the other
        side said it and is not in this picture. Raises InputError when there is none to read: `card-none`,
        `card-other-document`, `card-other-side`, `card-too-small`, `card-blurred`, `card-unreadable`.
        """
        candidates = locate(image, CANDIDATES)
        found: list[Attempt] = []
        other: OtherDocument | None = None
        for candidate in candidates:
            if (found and not candidate.likely) or width_of(candidate.quad) < TOO_SMALL:
                continue
            attempt = self._rectangles.read(image, refine(image, candidate.quad), likely=candidate.likely)
            if attempt.meant.plausible:
                found.append(attempt)
            other = other or attempt.meant.other
        if not any(attempt.likely and attempt.meant.complete for attempt in found):
            whole = self._cut_to_card(image)
            found, other = ([whole], other) if whole else self._by_text(image, found, other)
        fitting = [attempt for attempt in found if wanted in (None, attempt.meant.side)]
        if not fitting:
            raise nothing_read(image, candidates, other, other_side=bool(found))
        birth = next((born for attempt in found if (born := birth_of(attempt.meant.fields.get("Birth")))), birth)
        return tuple(self._reading(attempt, image, today, birth) for attempt in fitting)

    def read_at(
        self,
        image: Image,
        quad: Quad,
        side: Side | None = None,
        today: date | None = None,
        *,
        birth: date | None = None,
        others: Sequence[Shot] = (),
    ) -> CardReading:
        """The card at `quad` (clockwise from its top left as printed, or upside down); fields not read are absent.

        `side` is taken to be known; None: found out. `birth` is the holder's, if the other side said it. `others` are
        more pictures of the same card lying the same way up: what is blown out in the first is taken from them.
        """
        return self._reading(self._rectangles.read(image, quad, side, others=others), image, today, birth)

    def _cut_to_card(self, image: Image) -> Attempt | None:
        """A scan or a picture that was cut along the card's edges: all of it, if all fields are read from that."""
        height, width = image.shape[:2]
        if abs(np.log(width / height / ASPECT)) > CUT or width < TOO_SMALL:
            return None
        corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
        attempt = self._rectangles.read(image, corners)
        return attempt if attempt.meant.plausible and attempt.meant.complete else None

    def find(self, image: Image) -> Quad | None:
        """Where a card lies whose edges do not stand out, by its text; None if there is none large enough to be read.

        For when the quick search finds nothing: it takes a second.
        """
        if min(image.shape[:2]) < TOO_SMALL / ASPECT:
            return None
        quad = quad_by_text(image, self._text)
        return None if quad is None or width_of(quad) < TOO_SMALL else refine(image, quad)

    def _by_text(
        self, image: Image, found: list[Attempt], other: OtherDocument | None
    ) -> tuple[list[Attempt], OtherDocument | None]:
        """What the card's own text leads to, if that is more than `found`."""
        quad = self.find(image)
        if quad is None:
            return found, other
        attempt = self._rectangles.read(image, quad)
        better = attempt.meant.plausible and all(attempt.meant.certainty > one.meant.certainty for one in found)
        return ([attempt] if better else found), other or attempt.meant.other

    def _reading(self, attempt: Attempt, image: Image, today: date | None, birth: date | None) -> CardReading:
        card, meant = attempt.card, attempt.meant
        size = (image.shape[1], image.shape[0])
        border = border_share(attempt.quad, size)
        if attempt.printed is not None and (beyond := border_share(attempt.printed, size)) >= READABLE:
            border = min(border, beyond)
        checks = checks_of(meant.fields, meant.side, meant.kind)
        front = meant.kind is Kind.CITIZEN and meant.side is Side.FRONT
        with ThreadPoolExecutor(self._threads) as workers:
            looks = workers.submit(lambda: attempt.looks or self._rectangles.looks(card))
            around = workers.submit(surroundings, image, attempt.quad, sure=attempt.sure)
            prints = workers.submit(lambda: traces_of_print(card, meant.fields) if front else {})
            pixels = workers.submit(lattice, image, attempt.quad)
        surface, quality = looks.result()
        evidence = CardEvidence(
            card=card,
            kind=meant.kind,
            side=meant.side,
            surface=surface,
            surroundings=around.result(),
            prints=prints.result(),
            pixels=pixels.result(),
            border=border,
            fields=meant.fields,
            checks=checks,
            today=today or date.today(),
            birth=birth,
        )
        judged = judge(evidence)
        return CardReading(
            side=meant.side,
            fields=calibrated(meant.fields, checks),
            checks=checks,
            warnings=warnings(judged),
            scores=scores(judged),
            quality=quality.score,
            border=border,
            quad=attempt.quad,
            card=card,
            portrait=_portrait(card) if meant.side is Side.FRONT else None,
            elapsed_ms=(perf_counter() - attempt.start) * 1000,
            kind=meant.kind,
            other=None if meant.other is None else meant.other.value,
        )


def _portrait(card: Image) -> Image:
    rows, columns = PORTRAIT.pixels()
    return np.ascontiguousarray(card[rows, columns])
