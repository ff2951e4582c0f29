"""A name sharper or softer than the print beside it."""

import cv2
import numpy as np
import pytest

from kiosk.card.authenticity.focus import unlike_focus
from kiosk.card.reading import CARD_PX, Field

BOXES = {
    "Name": (178.0, 104.0, 340.0, 152.0),
    "Nation": (390.0, 184.0, 480.0, 228.0),
    "Birth": (178.0, 256.0, 520.0, 302.0),
    "Address": (178.0, 330.0, 590.0, 430.0),
}
FIELDS = {name: Field("", 1.0, box=box) for name, box in BOXES.items()}


@pytest.fixture
def seen(minted):
    """A card's front as a soft lens sees it, its name as another one does."""

    def see(name=1.6, rest=1.6):
        card = cv2.resize(minted(4).front, CARD_PX, interpolation=cv2.INTER_AREA).astype(np.float32)
        whole = cv2.GaussianBlur(card, (0, 0), rest)
        x0, y0, x1, y1 = (int(edge) for edge in BOXES["Name"])
        whole[y0:y1, x0:x1] = cv2.GaussianBlur(card, (0, 0), name)[y0:y1, x0:x1]
        return np.clip(whole + np.random.default_rng(3).normal(0, 2, card.shape), 0, 255).astype(np.uint8)

    return see


@pytest.mark.parametrize("blur", [0.8, 1.6, 2.4])
def test_a_lens_blurs_all_print_alike(seen, blur):
    assert unlike_focus(seen(blur, blur), FIELDS) < 4


@pytest.mark.parametrize("name", [0.6, 3.0])
def test_a_name_from_elsewhere_is_in_another_focus(seen, name):
    assert unlike_focus(seen(name), FIELDS) > 6


@pytest.mark.parametrize("missing", [("Name",), ("Nation", "Birth", "Address")])
def test_without_either_nothing_is_said(seen, missing):
    assert unlike_focus(seen(), {name: field for name, field in FIELDS.items() if name not in missing}) is None


def test_print_that_does_not_stand_out_is_not_judged():
    assert unlike_focus(np.full((CARD_PX[1], CARD_PX[0], 3), 200, np.uint8), FIELDS) is None


def test_a_field_whose_place_is_unknown_is_left_out(seen):
    assert unlike_focus(seen(), {"Name": Field("", 1.0), "Birth": FIELDS["Birth"]}) is None
