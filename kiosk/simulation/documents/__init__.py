"""The documents a front desk meets beside the identity card, minted with their truth: made-up holders, own drawings.

Every page is marked SPECIMEN, and none bears an emblem, a security print or a layout exact enough to pass.
"""

from collections.abc import Callable

from numpy.random import Generator

from kiosk.card.reading import CARD_PX, Kind
from kiosk.devices.frame import Image
from kiosk.simulation.documents.foreign import mint_2017, mint_2023
from kiosk.simulation.documents.page import MintedDocument
from kiosk.simulation.documents.permit import mint_permit
from kiosk.simulation.documents.temporary import mint_temporary

__all__ = ["MintedDocument", "mint_document"]

_MINTS: dict[Kind, Callable[..., MintedDocument]] = {
    Kind.TEMPORARY: mint_temporary,
    Kind.RESIDENCE_PERMIT: mint_permit,
    Kind.FOREIGN_PR_2017: mint_2017,
    Kind.FOREIGN_PR_2023: mint_2023,
}


def mint_document(
    rng: Generator, kind: Kind, *, portrait: Image | None = None, test: bool = False, width: int = CARD_PX[0]
) -> MintedDocument:
    """A `kind` of document for somebody who does not exist, `width` px wide, with `portrait` (BGR) or the plain one;
    `test` as in `card_print.invent_style`.

    Raises ValueError for Kind.CITIZEN, which `card_print.mint` prints, and EnvironmentFault `font-missing`.
    """
    if kind not in _MINTS:
        raise ValueError(f"{kind} is minted elsewhere")
    return _MINTS[kind](rng, portrait, test=test, width=width)
