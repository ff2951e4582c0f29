"""A name that does not stand in line with the values below it."""

import cv2
import numpy as np
import pytest

from kiosk.card.authenticity.doctored import OUT_OF_LINE, print_traces
from kiosk.card.authenticity.misaligned import misaligned
from kiosk.card.reading import CARD_PX, Field

NAME = (174, 100, 420, 152)
"""Px around any name."""


@pytest.fixture
def card(minted):
    """A card's front as a lens sees it, and what was read of it; its name is moved and sized as told."""

    def make(seed=2, down=0, right=0, size=1.0):
        made = minted(seed)
        front = cv2.resize(made.front, CARD_PX, interpolation=cv2.INTER_AREA)
        left, top, end, bottom = NAME
        name = front[top:bottom, left:end].copy()
        front[top:bottom, left:end] = cv2.resize(front[230:256, left:end], (end - left, bottom - top))
        sized = cv2.resize(name, None, fx=size, fy=size, interpolation=cv2.INTER_CUBIC)
        y = top + down - (sized.shape[0] - name.shape[0]) // 2
        front[y : y + sized.shape[0], left + right : left + right + sized.shape[1]] = sized
        seen = cv2.GaussianBlur(front.astype(np.float32), (0, 0), 0.8)
        lines = -(-len(made.holder.address) // 12)
        boxes = {
            "Name": (180, 106, 184 + 40 * len(made.holder.name), 148),
            "Address": (180, 332, 590, 332 + 46 * lines),
        }
        texts = {"Name": made.holder.name, "Address": made.holder.address}
        fields = {field: Field(texts[field], 1.0, box=tuple(map(float, box))) for field, box in boxes.items()}
        return np.clip(seen + np.random.default_rng(3).normal(0, 2, seen.shape), 0, 255).astype(np.uint8), fields

    return make


@pytest.mark.parametrize("seed", [2, 4, 6, 8])
def test_a_name_that_was_printed_with_the_rest_is_in_line(card, seed):
    assert misaligned(*card(seed)) < OUT_OF_LINE


@pytest.mark.parametrize(
    "moved", [{"down": -5}, {"down": 5}, {"right": 7}, {"right": -7}, {"size": 1.2}, {"size": 0.88}], ids=str
)
def test_a_name_set_in_by_hand_is_not(card, moved):
    assert misaligned(*card(**moved)) > OUT_OF_LINE


def test_whatever_moves_all_values_moves_the_name_too(card):
    front, fields = card()
    turned = cv2.warpAffine(front, np.array([[1, 0.02, 0], [-0.01, 1, 3]]), CARD_PX, borderMode=cv2.BORDER_REPLICATE)
    assert misaligned(turned, fields) < OUT_OF_LINE


def test_being_out_of_line_is_a_trace_of_doctoring(card):
    assert print_traces(*_as_asked(card()))[0] < 0.5
    score, box = print_traces(*_as_asked(card(down=6, size=0.88)))
    assert score > 0.5
    assert box[0] < 200 < box[2]


@pytest.mark.parametrize("missing", ["Name", "Address"])
def test_without_either_nothing_is_said(card, missing):
    front, fields = card()
    assert misaligned(front, {name: field for name, field in fields.items() if name != missing}) is None
    assert misaligned(front, fields | {missing: Field("", 1.0)}) is None


def test_a_name_of_two_lines_is_not_judged(card):
    front, fields = card()
    assert misaligned(front, fields | {"Name": Field("阿" * 14, 1.0, box=fields["Name"].box)}) is None


def test_print_that_does_not_stand_out_is_not_judged(card):
    assert misaligned(np.full((CARD_PX[1], CARD_PX[0], 3), 200, np.uint8), card()[1]) is None


def _as_asked(shown):
    front, fields = shown
    return front, "Name", fields
