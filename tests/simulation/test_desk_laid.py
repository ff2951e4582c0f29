"""A desk with every trouble on it, and what is left of it when the visitor lays the card down anew."""

import numpy as np
import pytest

from kiosk.card.reading import Kind, Side
from kiosk.simulation.card_print import invent_style, mint
from kiosk.simulation.desk_optics import Light
from kiosk.simulation.desk_scene import DeskScene
from kiosk.simulation.desk_surface import Surface
from kiosk.simulation.documents import mint_document
from kiosk.simulation.persons import invent
from kiosk.simulation.trouble import Trouble

SIZE = (640, 360)
AS_IT_LIES = {Trouble.NONE, Trouble.HELD, Trouble.UPSIDE_DOWN, Trouble.WRONG_SIDE}
"""Nothing that laying the card down anew would change about the side that lies up."""


@pytest.fixture(scope="module")
def card():
    rng = np.random.default_rng(8)
    return mint(invent(rng, age=30), None, invent_style(rng, width=1011))


def scene(card, trouble, seed=2, **more):
    return DeskScene(card, seed, SIZE, trouble=trouble, arrive=0.0, surface=Surface.PLAIN, **more)


@pytest.mark.parametrize("trouble", [trouble for trouble in Trouble if trouble is not Trouble.NONE], ids=str)
def test_each_trouble_shows_and_can_be_mended(card, trouble):
    sound, spoiled = scene(card, Trouble.NONE), scene(card, trouble)
    before = spoiled.at(3.0)
    assert (np.abs(before.astype(int) - sound.at(3.0)).max(axis=2) > 25).mean() > 0.001
    spoiled.mend(4.0)
    assert np.array_equal(spoiled.at(3.0), before)
    if trouble not in AS_IT_LIES:
        assert np.array_equal(spoiled.at(9.0), sound.at(9.0))


@pytest.mark.parametrize("trouble", [Trouble.COVERED, Trouble.OTHER_DOCUMENT, Trouble.DOCTORED], ids=str)
def test_the_same_seed_lays_the_same_down(card, trouble):
    assert np.array_equal(scene(card, trouble).at(3.0), scene(card, trouble).at(3.0))


def test_while_it_is_laid_down_anew_nothing_lies_there_and_then_the_same_side_is_up(card):
    desk = scene(card, Trouble.COVERED)
    desk.turn_over(2.0)
    desk.mend(5.0)
    assert desk.still(4.9).side is Side.BACK
    assert desk.still(6.09).pose is None or desk.quad(6.09).min(axis=0)[1] > SIZE[1]
    assert desk.still(8.0).side is Side.BACK
    assert desk.still(8.0).hand is None


def test_another_document_lies_there_as_the_card_does():
    temporary = mint_document(np.random.default_rng(4), Kind.TEMPORARY)
    desk = DeskScene(temporary, 2, SIZE, arrive=0.0)
    front = desk.at(2.0)
    desk.turn_over(2.5)
    assert desk.still(5.0).side is Side.BACK
    assert not np.array_equal(front, desk.at(5.0))


def test_a_light_of_one_s_own_stays_whatever_is_wrong(card):
    dark = Light(level=0.3, noise=0.0)
    desk = scene(card, Trouble.GLARE, light=dark)
    assert desk.at(3.0).max() < 120
