"""Reading cards: from a picture to what its cards say."""

from collections.abc import Mapping
from datetime import date
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from kiosk.card import nations, number, period
from kiosk.card.anchors import quad_by_text
from kiosk.card.authenticity.border import border_incomplete
from kiosk.card.authenticity.invalid_period import invalid_period
from kiosk.card.authenticity.photocopy import photocopy
from kiosk.card.authenticity.reflection import reflection
from kiosk.card.authenticity.temporary import temporary
from kiosk.card.fields import fields_of
from kiosk.card.layout import PORTRAIT
from kiosk.card.locate import Candidate, locate
from kiosk.card.quality import CardQuality, border_share, card_quality
from kiosk.card.reading import BACK_FIELDS, FRONT_FIELDS, CardReading, CardWarning, Field, Side
from kiosk.card.rectify import rectify, turned
from kiosk.card.refine import refine
from kiosk.card.side import guess_side
from kiosk.card.text import TextLine, TextReader
from kiosk.devices.frame import Image
from kiosk.errors import InputError
from kiosk.inference.store import ModelStore

CANDIDATES = 4
"""How many rectangles of a picture are looked into."""
TOO_SMALL = 250
"""Width of a card, px, below which what is read is guessed: characters of some 8 px."""
BLURRED = 0.25
"""Sharpness below which unread text is blamed on blur."""


class CardReader:
    """Reads ID cards. Models are loaded once, here. Safe to use from several threads."""

    def __init__(self, store: ModelStore) -> None:
        """Raises EnvironmentFault when a model is missing, altered or unusable."""
        self._text = TextReader(store)

    def read(self, image: Image, wanted: Side | None = None, today: date | None = None) -> tuple[CardReading, ...]:
        """Every card in a BGR picture, the likeliest first; with `wanted`, cards showing that side only.

        `today` (default: the local date) is the day the card must be valid on. Raises InputError when there is none
        to read: `card-none`, `card-other-document`, `card-other-side`, `card-too-small`, `card-blurred`,
        `card-unreadable`.
        """
        candidates = locate(image, CANDIDATES)
        readings: list[CardReading] = []
        sure = False
        for candidate in candidates:
            if (readings and not candidate.likely) or _width(candidate.quad) < TOO_SMALL:
                continue
            reading = self._attempt(image, refine(image, candidate.quad), None, today)
            if _says_something(reading):
                readings.append(reading)
                sure |= candidate.likely and _complete(reading)
        if not sure:
            readings = self._by_text(image, readings, today)
        fitting = [reading for reading in readings if wanted in (None, reading.side)]
        if fitting:
            return tuple(fitting)
        if readings:
            raise InputError("card-other-side", "the picture shows the card's other side; turn the card over")
        raise _nothing_read(image, candidates)

    def read_at(
        self, image: Image, quad: NDArray[np.float32], side: Side | None = None, today: date | None = None
    ) -> CardReading:
        """The card at `quad` (clockwise from its top left as printed, or upside down); fields not read are absent.

        `side` is taken to be known; None: found out.
        """
        return self._attempt(image, quad, side, today)

    def _by_text(self, image: Image, readings: list[CardReading], today: date | None) -> list[CardReading]:
        """What the card's own text leads to, if that is more than `readings` found."""
        quad = quad_by_text(image, self._text)
        if quad is None or _width(quad) < TOO_SMALL:
            return readings
        reading = self._attempt(image, refine(image, quad), None, today)
        better = _says_something(reading) and all(_certainty(reading) > _certainty(other) for other in readings)
        return [reading] if better else readings

    def _attempt(self, image: Image, quad: NDArray[np.float32], side: Side | None, today: date | None) -> CardReading:
        start = perf_counter()
        card = rectify(image, quad)
        guess = guess_side(card)
        if guess.flipped:
            quad, card = turned(quad), np.ascontiguousarray(card[::-1, ::-1])
        judged = side or guess.side
        lines = self._text.lines(card)
        fields = fields_of(lines, judged, self._text.index)
        if not _plausible(fields, judged):
            # The layout misled: the text decides.
            quad, card, judged, lines, fields = self._second_look(quad, card, side, judged, lines, fields)
        quality = card_quality(card)
        border = border_share(quad, (image.shape[1], image.shape[0]))
        return CardReading(
            side=judged,
            fields=fields,
            checks=checks_of(fields, judged),
            warnings=_warnings(card, quality, border, fields, lines, today or date.today()),
            quality=quality.score,
            border=border,
            quad=quad,
            card=card,
            portrait=_portrait(card) if judged is Side.FRONT else None,
            elapsed_ms=(perf_counter() - start) * 1000,
        )

    def _second_look(
        self,
        quad: NDArray[np.float32],
        card: Image,
        side: Side | None,
        judged: Side,
        lines: tuple[TextLine, ...],
        fields: dict[str, Field],
    ) -> tuple[NDArray[np.float32], Image, Side, tuple[TextLine, ...], dict[str, Field]]:
        """The other side, then the other way up, whatever says most."""
        other = Side.BACK if judged is Side.FRONT else Side.FRONT
        if side is None:
            again = fields_of(lines, other, self._text.index)
            if _plausible(again, other):
                return quad, card, other, lines, again
        upside_down = np.ascontiguousarray(card[::-1, ::-1])
        turned_lines = self._text.lines(upside_down)
        for way in (judged,) if side is not None else (judged, other):
            again = fields_of(turned_lines, way, self._text.index)
            if _plausible(again, way):
                return turned(quad), upside_down, way, turned_lines, again
        return quad, card, judged, lines, fields


def checks_of(fields: Mapping[str, Field], side: Side) -> dict[str, bool | None]:
    """The consistency checks that concern this side, as in CardReading; they judge, and mend nothing."""
    text = {name: field.text for name, field in fields.items()}
    if side is Side.BACK:
        valid = text.get("ValidDate")
        return {"period-form": None if valid is None else period.well_formed(valid)}
    id_number = text.get("IdNum", "")
    return {
        "number-checksum": number.checksum_holds(id_number),
        "number-birth": number.birth_agrees(id_number, text.get("Birth", "")),
        "number-sex": number.sex_agrees(id_number, text.get("Sex", "")),
        "number-region": number.region_known(id_number),
        "nation-known": nations.known(text["Nation"]) if "Nation" in text else None,
    }


def _warnings(
    card: Image,
    quality: CardQuality,
    border: int,
    fields: Mapping[str, Field],
    lines: tuple[TextLine, ...],
    today: date,
) -> tuple[CardWarning, ...]:
    valid = fields.get("ValidDate")
    return (
        *(invalid_period(valid.text, today) if valid else ()),
        *border_incomplete(border),
        *photocopy(card),
        *temporary(lines),
        *reflection(quality.glare),
    )


def _portrait(card: Image) -> Image:
    rows, columns = PORTRAIT.pixels()
    return np.ascontiguousarray(card[rows, columns])


def _plausible(fields: Mapping[str, Field], side: Side) -> bool:
    """The text is that side's: a number and something else on the front, an authority or a period on the back."""
    if side is Side.BACK:
        valid = fields.get("ValidDate")
        return (valid is not None and period.normalised(valid.text) is not None) or (
            "Authority" in fields and fields["Authority"].text.endswith(("公安局", "分局", "公安处"))
        )
    return "IdNum" in fields and len(fields["IdNum"].text) >= 15 and len(fields) >= 3


def _width(quad: NDArray[np.float32]) -> float:
    return float(np.linalg.norm(quad[1] - quad[0]))


def _complete(reading: CardReading) -> bool:
    return len(reading.fields) == len(FRONT_FIELDS if reading.side is Side.FRONT else BACK_FIELDS)


def _certainty(reading: CardReading) -> float:
    """How many fields were read, each counted by the confidence in it."""
    return sum(field.confidence for field in reading.fields.values())


def _says_something(reading: CardReading) -> bool:
    return _plausible(reading.fields, reading.side)


def _nothing_read(image: Image, candidates: tuple[Candidate, ...]) -> InputError:
    """Why there is nothing to read, with what to do."""
    cards = [candidate for candidate in candidates if candidate.likely]
    if not cards:
        if candidates and candidates[0].edges > 0.6:
            return InputError(
                "card-other-document", "there is no ID card in the picture; put an ID card before the camera"
            )
        return InputError("card-none", "no card was found in the picture; show the whole card with a margin around it")
    quad = cards[0].quad
    if _width(quad) < TOO_SMALL:
        return InputError("card-too-small", "the card is too small in the picture; move the camera closer")
    if card_quality(rectify(image, quad)).sharpness < BLURRED:
        return InputError("card-blurred", "the picture is blurred; hold the camera still and let it focus")
    return InputError("card-unreadable", "the card's text could not be read; use even light and a clean card")
