"""One side of the card, watched and read, where its edges do not lead to it."""

import numpy as np
import pytest

from kiosk.card.reader import CardReader
from kiosk.card.reading import CardAdvice, Side
from kiosk.card.watch import CardWatch
from kiosk.devices.frame import Frame
from kiosk.pipeline.card_step import CardStep
from kiosk.simulation.capture import minted
from kiosk.simulation.desk_scene import DeskScene
from kiosk.simulation.desk_surface import Surface
from kiosk.simulation.trouble import Trouble

FPS = 10


@pytest.fixture(scope="module")
def reader(store):
    return CardReader(store)


def said(reader, scene, seconds):
    """What the screen says in the end."""
    step = CardStep(CardWatch(Side.FRONT), reader, Side.FRONT, 0.85)
    view = None
    for number in range(round(seconds * FPS)):
        frame = Frame(scene.at(number / FPS), number / FPS, number)
        view = step.announce(frame)
        if view.pending:
            view = step.read(frame)
        if view.reading is not None:
            break
    return view.advice


@pytest.mark.parametrize(("surface", "seed"), [(Surface.CLOTH, 18), (Surface.CLOTH, 24), (Surface.PAPERS, 28)])
def test_a_document_whose_corners_waver_is_read_where_the_picture_is_still(reader, surface, seed):
    card = minted(np.random.default_rng(8))
    scene = DeskScene(card, seed, (1280, 720), trouble=Trouble.OTHER_DOCUMENT, arrive=0.0, surface=surface)
    assert said(reader, scene, 5.0) is CardAdvice.OTHER_DOCUMENT


def test_a_desk_without_anything_on_it_is_empty(reader):
    assert said(reader, DeskScene(None, 4, (1280, 720), surface=Surface.PAPERS), 4.0) is CardAdvice.NONE_SEEN
