"""Why nothing was read in a picture, with what to do about it."""

from collections.abc import Sequence

from kiosk.card.kinds.other import OtherDocument
from kiosk.card.locate import Candidate
from kiosk.card.quality import card_quality
from kiosk.card.rectify import rectify, width_of
from kiosk.devices.frame import Image
from kiosk.errors import InputError

TOO_SMALL = 250
"""Width of a card, px, below which what is read is guessed: characters of some 8 px."""
BLURRED = 0.25
"""Sharpness below which unread text is blamed on blur."""
RECTANGULAR = 0.6
"""How much of a rectangle's edges must be seen for it to be some document."""


def nothing_read(
    image: Image, candidates: Sequence[Candidate], other: OtherDocument | None, *, other_side: bool
) -> InputError:
    """What to raise where nothing of `candidates` is what was asked for: `other` was found, or `other_side` only."""
    if other_side:
        return InputError("card-other-side", "the picture shows the card's other side; turn the card over")
    if other is not None:
        return InputError("card-other-document", f"this is another document ({other}); show an ID card")
    cards = [candidate for candidate in candidates if candidate.likely]
    if not cards:
        if candidates and candidates[0].edges > RECTANGULAR:
            return InputError(
                "card-other-document", "there is no ID card in the picture; put an ID card before the camera"
            )
        return InputError("card-none", "no card was found in the picture; show the whole card with a margin around it")
    quad = cards[0].quad
    if width_of(quad) < TOO_SMALL:
        return InputError("card-too-small", "the card is too small in the picture; move the camera closer")
    if card_quality(rectify(image, quad)).sharpness < BLURRED:
        return InputError("card-blurred", "the picture is blurred; hold the camera still and let it focus")
    return InputError("card-unreadable", "the card's text could not be read; use even light and a clean card")
