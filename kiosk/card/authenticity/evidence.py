"""Everything that a doubt about a card may rest on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.card.authenticity.surroundings import Surroundings
from kiosk.card.reading import Box, Field, Kind, Side
from kiosk.card.surface import Surface
from kiosk.devices.frame import Image


@dataclass(frozen=True, eq=False, slots=True)
class CardEvidence:
    """One side of a card as measured and read; `checks` and `border` as in CardReading. `birth` is the holder's, where
    either side says it; `prints` is what `traces_of_print` says, of a citizen's card's front; `pixels`
    what `lattice` does, of any card."""

    card: Image
    side: Side
    surface: Surface
    surroundings: Surroundings
    prints: Mapping[str, tuple[float, Box]]
    pixels: float | None
    border: int
    kind: Kind
    fields: Mapping[str, Field]
    checks: Mapping[str, bool | None]
    today: date
    birth: date | None = None
