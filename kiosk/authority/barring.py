"""The block list by number, before an authority that does not know the library is asked."""

from pathlib import Path

from kiosk.authority.card_portrait import Authority, Doubt, Reference
from kiosk.authority.gallery import Gallery
from kiosk.authority.person import Listing, as_number
from kiosk.card.reading import CardReading
from kiosk.errors import InputError


class Barring:
    """Vouches for nobody whose number is on the block list; of all others another authority is asked. `LocalGallery`
    needs no such help: it sees the list when it looks for the holder. Opens the library for each question."""

    def __init__(self, path: Path, authority: Authority) -> None:
        self._path, self._authority = path, authority

    def reference(self, front: CardReading) -> Reference | Doubt | None:
        """By the number read from the card; a number that is none is on no list. Raises EnvironmentFault as `Gallery`
        does: while the list cannot be asked, or is gone, nobody is taken for somebody who is not on it."""
        return Doubt.BLOCKED if self._lists(front) else self._authority.reference(front)

    def _lists(self, front: CardReading) -> bool:
        number = front.fields.get("IdNum")
        try:
            key = None if number is None else as_number(number.text)
        except InputError:
            key = None
        if key is None:
            return False
        with Gallery(self._path) as gallery:
            person = gallery.person(key)
        return person is not None and person.listing is Listing.BLOCKED
