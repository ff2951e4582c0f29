"""A name whose ground has lost the grain that the rest of the picture has."""

import cv2
import numpy as np
import pytest

from kiosk.card.authenticity.smoothed import NAME, smoothed
from kiosk.card.reading import CARD_PX


@pytest.fixture
def photographed(minted):
    """A card's front with a sensor's noise."""
    card = cv2.resize(minted(2).front, CARD_PX, interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.clip(card + np.random.default_rng(3).normal(0, 3, card.shape), 0, 255).astype(np.uint8)


def zone(card, grow=6):
    x0, y0, x1, y1 = NAME
    return card[y0 - grow : y1 + grow, x0 - grow : x1 + grow]


def test_a_sound_name_has_the_grain_of_the_whole_picture(photographed):
    assert smoothed(photographed) < 3


@pytest.mark.parametrize("deviation", [0.8, 2.0])
def test_a_retouched_name_is_calmer(photographed, deviation):
    zone(photographed)[:] = cv2.GaussianBlur(zone(photographed).copy(), (0, 0), deviation)
    assert smoothed(photographed) > 5


def test_a_name_coarser_than_the_rest_is_not_calm(photographed):
    soft = cv2.GaussianBlur(photographed, (0, 0), 2.0)
    zone(soft)[:] = zone(photographed)
    assert smoothed(soft) == 0.0


def test_what_is_blown_out_says_nothing(photographed):
    zone(photographed)[:] = 255
    assert smoothed(photographed) is None


def test_a_picture_without_any_grain_is_not_doubted():
    assert smoothed(np.full((CARD_PX[1], CARD_PX[0], 3), 200, np.uint8)) < 1
