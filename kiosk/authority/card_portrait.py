"""Who vouches for a visitor: where the portrait comes from that the live face is compared with."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.card.reading import CardReading
from kiosk.devices.frame import Image


@dataclass(frozen=True, eq=False, slots=True)
class Reference:
    """The holder's portrait, BGR (H, W, 3), and its `source` as `Match.source` and the journal name it."""

    portrait: Image
    source: str


class Authority(Protocol):
    """Somebody who knows what the holder of a card looks like."""

    def reference(self, front: CardReading) -> Reference | None:
        """The holder's portrait for this visit; None if this authority has none, and then there is no match."""


class CardPortrait:
    """The card vouches for its holder: the portrait printed on its front."""

    source = "card-portrait"

    def reference(self, front: CardReading) -> Reference | None:
        return None if front.portrait is None else Reference(front.portrait, self.source)
