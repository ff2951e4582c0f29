"""One side of the card, watched and read, where its edges do not lead to it."""

import numpy as np
import pytest

from kiosk.bench.guidance import said_of
from kiosk.card.reader import CardReader
from kiosk.card.reading import CardAdvice
from kiosk.simulation.capture import minted
from kiosk.simulation.desk_scene import DeskScene
from kiosk.simulation.desk_surface import Surface
from kiosk.simulation.trouble import Trouble


@pytest.fixture(scope="module")
def reader(store):
    return CardReader(store)


@pytest.mark.parametrize(("surface", "seed"), [(Surface.CLOTH, 18), (Surface.CLOTH, 24), (Surface.PAPERS, 28)])
def test_a_document_whose_corners_waver_is_read_where_the_picture_is_still(reader, hotel, surface, seed):
    card = minted(np.random.default_rng(8))
    scene = DeskScene(card, seed, (1280, 720), trouble=Trouble.OTHER_DOCUMENT, arrive=0.0, surface=surface)
    assert said_of(reader, hotel, scene, 5.0).advice is CardAdvice.OTHER_DOCUMENT


def test_a_desk_without_anything_on_it_is_empty(reader, hotel):
    scene = DeskScene(None, 4, (1280, 720), surface=Surface.PAPERS)
    assert said_of(reader, hotel, scene, 4.0).advice is CardAdvice.NONE_SEEN
