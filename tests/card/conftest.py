"""One reader and a few invented cards for all tests of the room."""

import numpy as np
import pytest

from kiosk.card.reader import CardReader
from kiosk.simulation.card_print import invent_style, mint
from kiosk.simulation.persons import invent


@pytest.fixture(scope="session")
def reader(store):
    return CardReader(store)


@pytest.fixture(scope="session")
def minted():
    """Makes an invented card, with a flaw if one is named."""

    def make(seed, flaw=None):
        rng = np.random.default_rng(seed)
        holder = invent(rng, age=35, flaw=flaw)
        style = invent_style(rng, text=holder.name + holder.address)
        return mint(holder, None, style)

    return make
