"""How much of a card's edge a picture shows."""

import numpy as np
import pytest

from kiosk.card.quality import border_share

SIZE = (1000, 600)


def quad(*corners):
    return np.array(corners, np.float32)


def test_a_card_within_the_picture_is_whole():
    assert border_share(quad((200, 100), (800, 120), (790, 500), (210, 480)), SIZE) == 100


@pytest.mark.parametrize(
    "cut",
    [
        quad((400, 100), (1000, 120), (1000, 500), (410, 480)),
        quad((100, 3), (700, 2), (690, 380), (110, 390)),
    ],
)
def test_a_side_along_the_pictures_edge_was_cut_there(cut):
    assert border_share(cut, SIZE) < 80


def test_what_lies_outside_is_missing():
    assert border_share(quad((-100, 100), (500, 100), (500, 480), (-100, 480)), SIZE) < 80


def test_a_picture_cut_along_the_cards_edges_shows_all_of_it():
    assert border_share(quad((0, 0), (1000, 0), (1000, 600), (0, 600)), SIZE) == 100
    assert border_share(quad((2, 7), (995, 3), (990, 598), (3, 590)), SIZE) == 100


def test_a_corner_at_the_pictures_edge_is_no_cut():
    assert border_share(quad((2, 100), (600, 3), (660, 380), (60, 480)), SIZE) == 100
