"""The shadow below a slip of the card's own colour, and lines that are none."""

import cv2
import numpy as np
import pytest

from kiosk.card.authenticity.shadowed import DULL, hard_edge, shadowed
from kiosk.card.reading import CARD_PX

SLIP = (176, 104, 352, 154)


@pytest.fixture
def photographed(minted):
    """Takes a picture of a card's front as a lens and a sensor see it."""

    def take(seed, change=lambda card: None):
        card = cv2.resize(minted(seed).front, CARD_PX, interpolation=cv2.INTER_AREA)
        change(card)
        soft = cv2.GaussianBlur(card.astype(np.float32), (0, 0), 0.8)
        return np.clip(soft + np.random.default_rng(3).normal(0, 2, card.shape), 0, 255).astype(np.uint8)

    return take


def shade(card, x0, y0, x1, y1, share=0.92):
    card[y0:y1, x0:x1] = (card[y0:y1, x0:x1] * share).astype(np.uint8)


@pytest.mark.parametrize("seed", [2, 4, 6, 8])
def test_a_sound_name_has_no_shadow_below(photographed, seed):
    assert shadowed(photographed(seed))[0] < 0.5


def test_a_slip_of_the_cards_own_colour_is_found_above_its_shadow(photographed):
    x0, _, x1, y1 = SLIP
    score, box = shadowed(photographed(2, lambda card: shade(card, x0, y1, x1, y1 + 1)))
    assert score >= 0.5
    assert box == pytest.approx(SLIP, abs=8)


def test_a_shadow_that_goes_on_below_is_the_hands(photographed):
    x0, _, x1, y1 = SLIP
    assert shadowed(photographed(2, lambda card: shade(card, x0, y1, x1, y1 + 30)))[0] < 0.5


def test_a_brighter_line_is_no_shadow(photographed):
    x0, _, x1, y1 = SLIP
    assert shadowed(photographed(2, lambda card: shade(card, x0, y1, x1, y1 + 1, 1.15)))[0] < 0.5


def test_a_short_line_is_none(photographed):
    assert shadowed(photographed(6, lambda card: shade(card, 176, 154, 230, 155)))[0] < 0.5


@pytest.mark.parametrize("level", [0, 255])
def test_a_blank_picture_says_nothing(level):
    assert shadowed(np.full((CARD_PX[1], CARD_PX[0], 3), level, np.uint8))[0] == 0.0


def test_a_printed_portrait_ends_softly_and_a_pasted_one_hard(photographed):
    def paste(card):
        card[100:478, 643:950] = 205
        shade(card, 950, 100, 951, 480)

    assert hard_edge(photographed(2, paste)) > 2 * hard_edge(photographed(2))


@pytest.mark.parametrize("level", [0, 255])
def test_where_nothing_is_seen_no_edge_is_hard(level):
    assert hard_edge(np.full((CARD_PX[1], CARD_PX[0], 3), level, np.uint8)) == DULL
