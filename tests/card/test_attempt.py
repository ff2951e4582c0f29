"""Rectangles read as if they were cards."""

import numpy as np
import pytest

from kiosk.card.attempt import RectangleReader
from kiosk.card.reading import CARD_PX, Kind, Side
from kiosk.card.rectify import turned
from kiosk.card.surface import SurfaceReader
from kiosk.card.text import TextReader
from kiosk.simulation.capture import captures
from kiosk.simulation.desk import CardPose, DeskStyle, Light, render

SIZE = (1280, 720)


@pytest.fixture(scope="module")
def rectangles(store):
    return RectangleReader(TextReader(store), SurfaceReader(store.path("card-surface"), 1), 2)


@pytest.fixture(scope="module")
def capture(minted):
    return render(minted(3).front, CardPose(), DeskStyle(), Light(), SIZE, np.random.default_rng(2))


@pytest.mark.parametrize("way", [lambda quad: quad, turned], ids=["upright", "upside-down"])
def test_a_card_is_read_whichever_way_up_its_rectangle_is(rectangles, capture, way):
    image, quad = capture
    attempt = rectangles.read(image, way(quad))
    assert (attempt.meant.kind, attempt.meant.side) == (Kind.CITIZEN, Side.FRONT)
    assert attempt.meant.complete
    assert np.allclose(attempt.quad, quad)
    assert attempt.card.shape == (CARD_PX[1], CARD_PX[0], 3)


def test_what_it_looks_like_was_seen_meanwhile(rectangles, capture):
    attempt = rectangles.read(*capture)
    surface, quality = rectangles.looks(attempt.card)
    seen, judged = attempt.looks
    assert judged == quality
    assert np.allclose(seen.covered, surface.covered)


def test_looks_of_where_the_card_does_not_lie_are_forgotten(rectangles):
    """A rectangle that leaves out a strip of the card is put where the print says that the card lies."""
    moved = 0
    for image, _, _, quad in captures(4, 6, "easy"):
        narrow = quad.copy()
        narrow[1:3] += 0.06 * (quad[[0, 3]] - quad[[1, 2]])
        attempt = rectangles.read(image, narrow)
        if not np.allclose(attempt.quad, narrow):
            moved += 1
            assert attempt.looks is None
            assert np.abs(attempt.quad - quad).max() < np.abs(narrow - quad).max()
    assert moved


def test_a_rectangle_without_a_card_is_none(rectangles, capture):
    image, quad = capture
    attempt = rectangles.read(np.full_like(image, 128), quad)
    assert not attempt.meant.plausible
    assert not attempt.sure
