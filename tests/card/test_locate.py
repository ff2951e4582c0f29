import cv2
import numpy as np
import pytest

from kiosk.card.locate import locate
from kiosk.card.refine import refine
from kiosk.simulation.capture import captures
from kiosk.simulation.desk import DeskStyle, Light, render
from kiosk.simulation.desk_pose import CardPose
from kiosk.simulation.desk_surface import Surface

SIZE = (1280, 720)


def off_by(quad, truth):
    """The largest distance of a corner, as a share of the card's width; the way up does not matter."""
    distance = min(np.abs(np.roll(quad, turn, axis=0) - truth).max() for turn in range(4))
    return distance / np.linalg.norm(truth[1] - truth[0])


@pytest.mark.parametrize("rotation", [-25, -10, 0, 12, 25, 180])
@pytest.mark.parametrize("surface", [Surface.WOOD, Surface.CLOTH])
def test_a_turned_card_is_found(minted, rotation, surface):
    pose = CardPose(rotation=rotation)
    image, truth = render(minted(1).front, pose, DeskStyle(surface, 1), Light(), SIZE)

    best = locate(image)[0]

    assert off_by(refine(image, best.quad), truth) < 0.04
    assert best.likely


@pytest.mark.parametrize("size", [(1, 2000), (2000, 1), (4, 5000), (1, 1)])
def test_nothing_is_found_in_a_picture_that_holds_no_card(size):
    assert locate(np.full((*size, 3), 200, np.uint8)) == ()


def test_most_cards_of_usual_captures_are_found_by_their_edges():
    found = 0
    for seed in (11, 13):
        for image, side, _, truth in captures(seed, 6, "usual"):
            best = locate(image)[0]
            found += off_by(refine(image, best.quad), truth) < 0.05 and best.guess.side == side
    assert found >= 9  # of twelve; among papers an outline may be lost, and the card's text is looked for


def test_an_empty_desk_has_no_card():
    image = np.full((720, 1280, 3), 120, np.uint8)
    assert not [candidate for candidate in locate(image) if candidate.likely]


def test_both_sides_in_one_picture(minted):
    card = minted(2)
    page = np.full((1500, 1200, 3), 90, np.uint8)
    size = (1000, 630)
    page[60:690, 100:1100] = cv2.resize(card.front, size, interpolation=cv2.INTER_AREA)
    page[780:1410, 100:1100] = cv2.resize(card.back, size, interpolation=cv2.INTER_AREA)
    found = [candidate for candidate in locate(page, 4) if candidate.likely]
    assert len(found) == 2
    assert {candidate.guess.side for candidate in found} == {"front", "back"}
