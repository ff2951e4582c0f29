"""A slip over the name or the number, and what a sound card must not be taken for."""

import cv2
import numpy as np
import pytest

from kiosk.card.authenticity.pasted import LINES, pasted
from kiosk.card.reading import CARD_PX
from kiosk.simulation.card_attacks.doctoring import Doctoring, paste


def rectified(picture):
    return np.asarray(cv2.resize(picture, CARD_PX, interpolation=cv2.INTER_AREA), np.uint8)


def photographed(card):
    """As a lens and a sensor see it: no camera's picture is as sharp and clean as the printer's."""
    soft = cv2.GaussianBlur(card.astype(np.float32), (0, 0), 0.6)
    return np.clip(soft + np.random.default_rng(3).normal(0, 2, card.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("seed", [2, 4, 6])
def test_a_sound_card_has_no_straight_edges_beside_its_print(minted, seed):
    card = photographed(rectified(minted(seed).front))
    assert [pasted(card, line)[0] < 0.5 for line in LINES.values()] == [True, True]


@pytest.mark.parametrize(
    ("how", "name"), [(Doctoring.NAME_PASTED, "Name"), (Doctoring.NUMBER_PASTED, "IdNum")], ids=["name", "number"]
)
def test_a_slip_pasted_over_print_is_found_where_it_lies(minted, how, name):
    done = paste(minted(2).front, how, None, np.random.default_rng(4), test=False)
    score, box = pasted(rectified(done.picture), LINES[name])
    assert score >= 0.5
    assert box[1] == pytest.approx(done.rect[1], abs=6)
    assert box[3] == pytest.approx(done.rect[3], abs=6)


@pytest.mark.parametrize(("name", "at"), [("Name", (280, 165)), ("IdNum", (700, 510))])
def test_a_lamp_mirrored_beside_print_is_no_slip(minted, name, at):
    card = rectified(minted(6).front).astype(np.float32) * 0.5
    y, x = np.mgrid[0 : CARD_PX[1], 0 : CARD_PX[0]]
    glow = np.exp(-((x - at[0]) ** 2 + (y - at[1]) ** 2) / (2 * 20.0**2))[..., None]
    assert pasted(photographed(np.clip(card + 220 * glow, 0, 255)), LINES[name])[0] < 0.5


def test_what_else_speaks_for_a_slip_adds_to_its_edges(minted):
    card, line = rectified(minted(2).front), LINES["Name"]
    alone = pasted(card, line)[0]
    assert alone < pasted(card, line, 1.0)[0] < pasted(card, line, line.reached)[0]
    assert pasted(card, line, line.reached)[0] >= 0.5


def test_a_white_sheet_says_nothing(minted):
    assert pasted(np.full((CARD_PX[1], CARD_PX[0], 3), 255, np.uint8), LINES["Name"])[0] == 0.0
