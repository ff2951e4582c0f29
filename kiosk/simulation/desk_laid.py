"""What a visitor lays on the desk: the card, another document, or something that is to pass for the card."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator

from kiosk.card.reading import Side
from kiosk.devices.frame import Image
from kiosk.simulation.capture import plain_portrait
from kiosk.simulation.card_attacks.attack import copy_layer, screen_layer
from kiosk.simulation.card_attacks.copies import Process
from kiosk.simulation.card_attacks.covering import Cover, cover
from kiosk.simulation.card_attacks.doctoring import Doctoring, paste
from kiosk.simulation.card_attacks.screens import Display
from kiosk.simulation.card_print import MintedCard
from kiosk.simulation.desk_documents import MISTAKES, document
from kiosk.simulation.desk_layer import Layer, card_layer
from kiosk.simulation.desk_pose import Quad
from kiosk.simulation.documents.page import MintedDocument
from kiosk.simulation.trouble import Trouble


@dataclass(frozen=True, eq=False, slots=True)
class Laid:
    """`layers` by the side that lies up, none of an empty desk; `over`: what covers it; `shining`: it gives its own
    light and takes none."""

    layers: Mapping[Side, Layer] = field(default_factory=dict)
    over: Mapping[Side, Layer] = field(default_factory=dict)
    shining: bool = False


def laid(card: MintedCard | MintedDocument, trouble: Trouble, seed: int, quad: Quad) -> Laid:
    """What lies on the desk, of the design range, the same for the same `seed`; `quad` is where the camera sees it."""
    rng = np.random.default_rng((seed, 0x1A1D))
    faces = {Side.FRONT: card.front, Side.BACK: card.back}
    match trouble:
        case Trouble.NO_CARD:
            return Laid()
        case Trouble.OTHER_DOCUMENT:
            layer = card_layer(document(MISTAKES[int(rng.integers(len(MISTAKES)))], seed % 1000))
            return Laid(dict.fromkeys(Side, layer))
        case Trouble.COPY | Trouble.PRINT:
            process = Process.HALFTONE if trouble is Trouble.COPY else Process.PHOTO
            return Laid({side: copy_layer(face, process, rng, test=False) for side, face in faces.items()})
        case Trouble.SCREEN:
            shown = {side: screen_layer(face, Display.TABLET, quad, rng, test=False) for side, face in faces.items()}
            return Laid(shown, shining=True)
        case Trouble.DOCTORED:
            faces[Side.FRONT] = _pasted(card.front, rng)
    over = {}
    if trouble is Trouble.COVERED:
        over = {side: cover(Cover.FINGER, side, rng, test=False).layer for side in Side}
    return Laid({side: card_layer(face) for side, face in faces.items()}, over)


def _pasted(front: Image, rng: Generator) -> Image:
    """With some digits of another number pasted over the card's own."""
    return paste(front, Doctoring.NUMBER_PASTED, plain_portrait(rng), rng, test=False).picture
