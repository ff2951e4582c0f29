"""A lamp's reflection on a card: where print is lost in it, however noisy the picture."""

import cv2
import numpy as np
import pytest

from kiosk.card.authenticity.reflection import THRESHOLD, reflection
from kiosk.card.reading import CARD_PX, Side

NUMBER, BARE = (500, 545), (450, 30)


def card(ground=205):
    """A card's ground with dark strokes where the number is."""
    picture = np.full((CARD_PX[1], CARD_PX[0], 3), ground, np.float32)
    for x in range(300, 860, 28):
        cv2.line(picture, (x, 530), (x, 560), (60, 60, 60), 5)
    return picture


def lamp(picture, at, radius):
    y, x = np.mgrid[: CARD_PX[1], : CARD_PX[0]]
    far = np.hypot(x - at[0], y - at[1]) / radius
    return picture + 300 * np.exp(-(far**2.2))[..., None]


def seen(picture, noise):
    """As a sensor with `noise` grey levels gives it: what is too bright is full."""
    random = np.random.default_rng(2).normal(0, noise, picture.shape)
    return np.clip(np.clip(picture, 0, 255) + random, 0, 255).astype(np.uint8)


def score(picture):
    (one,) = reflection(picture, Side.FRONT)
    return one.score


@pytest.mark.parametrize("noise", [0, 3, 5])
def test_digits_lost_in_a_reflection_are_reported_however_noisy(noise):
    picture = seen(lamp(card(), NUMBER, 50), noise)
    assert score(picture) >= THRESHOLD
    (one,) = reflection(picture, Side.FRONT)
    left, top, right, bottom = one.region
    assert left < NUMBER[0] < right
    assert top < NUMBER[1] < bottom


@pytest.mark.parametrize("noise", [0, 3, 5])
def test_a_bright_card_and_a_glint_where_nothing_is_printed_are_not(noise):
    assert score(seen(card(ground=238), noise)) < THRESHOLD
    assert score(seen(lamp(card(), BARE, 30), noise)) < THRESHOLD
