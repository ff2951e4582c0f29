"""Who vouches for a visitor: where the portrait comes from that the live face is compared with."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kiosk.card.reading import CardReading
from kiosk.devices.frame import Image


@dataclass(frozen=True, eq=False, slots=True)
class Reference:
    """The holder's portraits, BGR (H, W, 3), the best first, and their `source` as `Match.source` and the journal name
    it."""

    portrait: Image
    source: str
    more: tuple[Image, ...] = ()


class Doubt(StrEnum):
    """Why an authority vouches for nobody; each a `Code` of a verdict."""

    BLOCKED = "holder-blocked"  # the number is on the block list
    NUMBER_UNKNOWN = "holder-unknown"  # nobody with this number
    NAME_DIFFERS = "holder-name-differs"  # somebody of another name
    PORTRAIT_UNUSABLE = "portrait-unusable"  # no face in it that could be compared


class Authority(Protocol):
    """Somebody who knows what the holder of a card looks like."""

    def reference(self, front: CardReading) -> Reference | Doubt | None:
        """The holder's portrait for this visit, or why there is none; None if it could not be asked. Without a portrait
        there is no match."""


class CardPortrait:
    """The card vouches for its holder: the portrait printed on its front."""

    source = "card-portrait"

    def reference(self, front: CardReading) -> Reference | None:
        return None if front.portrait is None else Reference(front.portrait, self.source)
