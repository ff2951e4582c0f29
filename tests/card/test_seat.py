"""A card whose edges misled is put where its print says, and what cannot be told is not told."""

import cv2
import numpy as np
import pytest

from kiosk.card.marks import MARKS, marks
from kiosk.card.reading import Kind, Side
from kiosk.card.rectify import rectify
from kiosk.card.seat import seat
from kiosk.card.text import TextReader
from kiosk.simulation.desk import DeskStyle, Light, render
from kiosk.simulation.desk_pose import CardPose
from kiosk.simulation.desk_surface import Surface
from kiosk.simulation.documents import mint_document

SIZE = (1280, 720)


@pytest.fixture(scope="module")
def text(store):
    return TextReader(store)


@pytest.fixture(scope="module")
def lying(minted):
    """A front on a plain desk and where it lies."""
    return render(minted(2).front, CardPose(rotation=8), DeskStyle(Surface.CLOTH, 2), Light(), SIZE)


def found(text, image, quad, side=Side.FRONT, kind=Kind.CITIZEN):
    return marks(text.lines(rectify(image, quad)), kind, side)


def off_by(quad, truth):
    return np.abs(quad - truth).max() / np.linalg.norm(truth[1] - truth[0])


def test_a_card_that_lies_where_it_was_found_stays_there(text, lying):
    image, truth = lying
    place = seat(image, truth, *found(text, image, truth))
    assert place.sure
    assert place.quad is truth


@pytest.mark.parametrize(
    ("kind", "side"),
    [(kind, side) for kind, side in MARKS if kind is not Kind.CITIZEN],
)
def test_the_cards_of_others_are_put_where_they_lie(text, kind, side):
    card = mint_document(np.random.default_rng(5), kind, test=False, width=1516)
    picture = card.front if side is Side.FRONT else card.back
    image, truth = render(picture, CardPose(rotation=-6), DeskStyle(Surface.CLOTH, 4), Light(), SIZE)
    assert off_by(seat(image, truth, *found(text, image, truth, side, kind)).quad, truth) < 0.02
    wrong, middle = truth.copy(), truth.mean(axis=0)
    for corner in (0, 3):
        wrong[corner] += 0.09 * (middle - truth[corner])
    assert off_by(wrong, truth) > 0.04
    assert off_by(seat(image, wrong, *found(text, image, wrong, side, kind)).quad, truth) < 0.02


@pytest.mark.parametrize("side", range(4))
def test_a_side_that_was_put_inside_the_card_is_put_on_its_edge(text, lying, side):
    image, truth = lying
    wrong, middle = truth.copy(), truth.mean(axis=0)
    for corner in (side, (side + 1) % 4):
        wrong[corner] += 0.09 * (middle - truth[corner])
    place = seat(image, wrong, *found(text, image, wrong))
    assert place.sure
    assert off_by(place.quad, truth) < 0.004


def test_a_card_is_brought_back_from_edges_of_papers_far_beside_it(text, lying):
    image, truth = lying
    wrong = truth.copy()
    wrong[[0, 1]] += 0.3 * (truth[[0, 1]] - truth[[3, 2]])
    wrong[1] += 0.25 * (truth[1] - truth[0])
    wrong[2] += 0.5 * (truth[2] - truth[3])
    for _ in range(2):
        wrong = seat(image, wrong, *found(text, image, wrong)).quad
    assert off_by(wrong, truth) < 0.01


@pytest.mark.parametrize("corner", [0, 2, 3])
def test_a_corner_on_a_paper_beside_the_card_is_brought_back(text, lying, corner):
    image, truth = lying
    wrong = truth.copy()
    wrong[corner] += 0.06 * (truth[corner] - truth[(corner + 2) % 4])
    place = seat(image, wrong, *found(text, image, wrong))
    assert off_by(place.quad, truth) < 0.004


def test_a_side_beyond_the_picture_is_not_made_up(text, lying):
    image, truth = lying
    cut = round(float(truth[2, 0] - 0.02 * np.linalg.norm(truth[1] - truth[0])))
    shown = np.ascontiguousarray(image[:, :cut])
    wrong = truth.copy()
    wrong[1:3, 0] = cut
    place = seat(shown, wrong, *found(text, shown, wrong))
    assert not place.sure
    assert place.quad is wrong


def test_nothing_is_told_of_a_card_without_enough_print(text, lying):
    image, truth = lying
    blank = np.full_like(image, 200)
    cv2.fillConvexPoly(blank, truth.astype(int), (120, 130, 140))
    assert seat(blank, truth, *found(text, blank, truth)) is None


def test_marks_that_were_misread_put_a_card_nowhere(lying):
    image, truth = lying
    rng = np.random.default_rng(4)
    for _ in range(20):
        there = rng.uniform(0.05, 0.6, (12, 2))
        place = seat(image, truth, there, rng.uniform(0.05, 0.6, (12, 2)))
        assert np.isfinite(place.quad).all()
        assert off_by(place.quad, truth) < 0.5


def test_a_card_that_the_picture_cuts_is_put_beyond_it_by_its_print(text, minted):
    image, truth = render(minted(2).front, CardPose(rotation=1), DeskStyle(Surface.CLOTH, 2), Light(), SIZE)
    bottom = round(truth[2:, 1].max() - 0.04 * np.linalg.norm(truth[1] - truth[0]))
    wrong = truth.copy()
    wrong[2:, 1] = bottom - 12  # what seems to be an edge there is a line of print
    cut = image[:bottom]
    place = seat(cut, wrong, *found(text, cut, wrong))
    assert not place.sure
    assert place.quad is wrong
    assert place.printed[2:, 1].min() > bottom
    assert off_by(place.printed, truth) < 0.03
