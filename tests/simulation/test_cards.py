from collections.abc import Mapping

import cv2
import numpy as np
import pytest

from kiosk.card import nations, number, period
from kiosk.card.reading import CARD_MM
from kiosk.simulation.capture import captures
from kiosk.simulation.card_print import invent_style, mint
from kiosk.simulation.desk_scene import DeskScene
from kiosk.simulation.persons import Flaw, invent


def holder(seed, **more):
    return invent(np.random.default_rng(seed), **more)


@pytest.mark.parametrize("seed", range(30))
def test_an_invented_holder_s_number_is_valid_and_agrees(seed):
    one = holder(seed)
    assert number.checksum_holds(one.id_number) is True
    assert number.birth_agrees(one.id_number, one.birth.isoformat()) is True
    assert number.sex_agrees(one.id_number, one.sex) is True
    assert number.region_known(one.id_number) is True
    assert nations.known(one.nation)
    assert period.well_formed(one.period)


def test_the_same_seed_invents_the_same_person_and_another_seed_another():
    assert holder(5) == holder(5)
    assert len({holder(seed).id_number for seed in range(20)}) == 20


@pytest.mark.parametrize(
    ("flaw", "check"),
    [
        (Flaw.CHECK_DIGIT, lambda one: number.checksum_holds(one.id_number) is False),
        (Flaw.SEX_MISMATCH, lambda one: number.sex_agrees(one.id_number, one.sex) is False),
        (Flaw.BIRTH_MISMATCH, lambda one: number.birth_agrees(one.id_number, one.birth.isoformat()) is False),
        (Flaw.SEVEN_YEARS, lambda one: one.valid_to.year - one.valid_from.year == 7),
        (Flaw.REVERSED_PERIOD, lambda one: one.valid_to < one.valid_from),
    ],
)
def test_each_flaw_is_what_its_name_says(flaw, check):
    assert all(check(holder(seed, age=40, flaw=flaw)) for seed in range(5))


def test_a_card_has_its_proportions_and_what_must_be_found_on_it():
    one = holder(3)
    card = mint(one, None, invent_style(np.random.default_rng(3)))
    for side in (card.front, card.back):
        assert side.shape[1] / side.shape[0] == pytest.approx(CARD_MM[0] / CARD_MM[1], rel=0.01)
    assert isinstance(card.truth, Mapping)
    assert card.truth["IdNum"] == one.id_number
    assert card.truth["Birth"] == one.birth.isoformat()
    assert not np.array_equal(card.front, card.back)


def test_captures_are_seeded_and_their_corners_bound_the_card():
    first, again = list(captures(9, 4, "usual")), list(captures(9, 4, "usual"))
    for (image, side, truth, quad), (other, *_) in zip(first, again, strict=True):
        assert np.array_equal(image, other)
        assert side in ("front", "back")
        assert quad.shape == (4, 2)
        assert truth
        assert 0.1 < cv2.contourArea(quad) / (image.shape[0] * image.shape[1]) < 0.95
    assert not np.array_equal(first[0][0], next(iter(captures(11, 2, "usual")))[0])


def test_a_hand_brings_a_card_turns_it_over_and_takes_it_away():
    card = mint(holder(4), None, invent_style(np.random.default_rng(4)))
    scene = DeskScene(card, 2, (640, 360), arrive=None)
    empty = scene.at(0.2)
    scene.put_down(0.5)
    scene.turn_over(4.0)
    scene.take_away(8.0)
    assert scene.quad(0.2) is None
    assert scene.quad(3.0) is not None
    assert scene.quad(10.5) is None
    front, back = scene.at(3.0), scene.at(7.0)
    assert np.abs(front.astype(int) - back).mean() > 5
    assert np.abs(front.astype(int) - empty).mean() > 5
    assert np.abs(scene.at(10.5).astype(int) - empty).mean() < 3
    assert np.array_equal(scene.at(3.0), front)
