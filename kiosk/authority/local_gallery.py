"""The local library vouches for a card's holder, found by name and number."""

from pathlib import Path

import cv2
import numpy as np

from kiosk.authority.card_portrait import Doubt, Reference
from kiosk.authority.gallery import Gallery
from kiosk.authority.person import Listing, as_name, as_number
from kiosk.card.reading import CardReading
from kiosk.devices.frame import Image
from kiosk.errors import InputError


class LocalGallery:
    """Answers one visit after another. Opens the library for each question: it belongs to no thread, and people may be
    enrolled meanwhile."""

    source = "gallery"

    def __init__(self, path: Path) -> None:
        """Raises EnvironmentFault as `Gallery` does: better at the start than at the end of the first visit."""
        self._path = path
        Gallery(path).close()

    def reference(self, front: CardReading) -> Reference | Doubt | None:
        """By what was read from the card, never by what a visitor typed. Without a name only the block list can be
        asked; None when that tells nothing, or no number was read."""
        name, number = front.fields.get("Name"), front.fields.get("IdNum")
        return None if number is None else self.of(None if name is None else name.text, number.text)

    def of(self, name: str | None, number: str) -> Reference | Doubt | None:
        """Whom this name and number belong to, whatever the name if they are on the block list. A number that is none
        is unknown."""
        try:
            wanted, key = None if name is None else as_name(name), as_number(number)
        except InputError:
            return None if name is None else Doubt.NUMBER_UNKNOWN
        with Gallery(self._path) as gallery:
            person = gallery.person(key)
            if person is not None and person.listing is Listing.BLOCKED:
                return Doubt.BLOCKED
            if wanted is None:
                return None
            if person is None:
                return Doubt.NUMBER_UNKNOWN
            if as_name(person.name) != wanted:
                return Doubt.NAME_DIFFERS
            portraits = gallery.portraits(key)
        pictures = [decoded(portrait.picture) for portrait in portraits]
        usable = [picture for picture in pictures if picture is not None]
        return Reference(usable[0], self.source, tuple(usable[1:])) if usable else Doubt.PORTRAIT_UNUSABLE


def decoded(picture: bytes) -> Image | None:
    """BGR (H, W, 3); None when it is damaged."""
    image = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR) if picture else None
    return None if image is None else np.asarray(image, np.uint8)
