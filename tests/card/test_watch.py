"""The live watch over a desk: what it advises, when it captures, and what it does with a card it was told is no use."""

import numpy as np
import pytest

from kiosk.card.reading import CardAdvice, FaultKind, Side
from kiosk.card.watch import CardWatch
from kiosk.devices.frame import Frame
from kiosk.simulation.card_print import invent_style, mint
from kiosk.simulation.desk_scene import DeskScene
from kiosk.simulation.desk_surface import Surface
from kiosk.simulation.persons import invent
from kiosk.simulation.trouble import Trouble

FPS = 10


@pytest.fixture(scope="module")
def card():
    rng = np.random.default_rng(8)
    portrait = np.full((240, 200, 3), (150, 140, 120), np.uint8)
    return mint(invent(rng, age=30), portrait, invent_style(rng))


def film(watch, scene, start, seconds, until=lambda: False):
    """The sightings of that while."""
    seen = []
    for number in range(round(seconds * FPS)):
        time = start + number / FPS
        seen.append(watch.see(Frame(scene.at(time), time, number)))
        if until():
            break
    return seen


def quad_error(one, other):
    return min(np.abs(np.roll(one, turn, axis=0) - other).max() for turn in (0, 2))


def test_a_card_is_captured_when_it_lies_still_and_not_before(card):
    scene = DeskScene(card, 7, (1280, 720), arrive=0.5)
    watch = CardWatch(Side.FRONT)
    film(watch, scene, 0.0, 1.2)
    assert watch.captured is None

    seen = film(watch, scene, 1.2, 4.0, lambda: watch.captured is not None)

    assert watch.advice is CardAdvice.GOOD
    assert watch.captured.frame.time >= 1.2
    assert seen[-1].side is Side.FRONT
    assert quad_error(watch.captured.quad, scene.quad(watch.captured.frame.time)) < 6


def test_a_trembling_hand_is_asked_to_hold_still_first(card):
    scene = DeskScene(card, 7, (1280, 720), arrive=0.0)
    watch = CardWatch(Side.FRONT)
    advice = set()
    for number in range(40):
        watch.see(Frame(scene.at(number / FPS), number / FPS, number))
        advice.add(watch.advice)
        if watch.captured:
            break
    assert CardAdvice.HOLD_STILL in advice


def test_who_shows_the_other_side_is_given_time_before_it_is_read_to_make_sure(card):
    scene = DeskScene(card, 7, (1280, 720), trouble=Trouble.WRONG_SIDE, arrive=0.0)
    watch = CardWatch(Side.FRONT)
    film(watch, scene, 0.0, 3.0)
    assert watch.captured is None
    assert watch.advice is CardAdvice.TURN_OVER
    film(watch, scene, 3.0, 2.0, lambda: watch.captured is not None)
    assert watch.captured.looks is CardAdvice.TURN_OVER
    assert watch.advice is CardAdvice.TURN_OVER


def test_a_rectangle_of_the_desk_is_not_called_a_document_before_it_was_read(card):
    scene = DeskScene(card, 8, (1280, 720), trouble=Trouble.OTHER_DOCUMENT, arrive=0.0, surface=Surface.PLAIN)
    watch = CardWatch(Side.FRONT)
    seen = film(watch, scene, 0.0, 5.0, lambda: watch.captured is not None)
    assert watch.captured.looks is CardAdvice.OTHER_DOCUMENT
    assert watch.advice is CardAdvice.NONE_SEEN
    assert seen[-1] is None
    watch.reject(CardAdvice.OTHER_DOCUMENT, 5.0)
    assert film(watch, scene, 5.1, 0.5)[-1].advice is CardAdvice.OTHER_DOCUMENT


@pytest.mark.parametrize(
    ("surface", "seed"), [(Surface.CLOTH, 12), (Surface.CLOTH, 20), (Surface.PAPERS, 10), (Surface.PAPERS, 18)]
)
def test_a_document_on_a_patterned_desk_is_captured_to_be_read(card, surface, seed):
    scene = DeskScene(card, seed, (1280, 720), trouble=Trouble.OTHER_DOCUMENT, arrive=0.0, surface=surface)
    watch = CardWatch(Side.FRONT)
    film(watch, scene, 0.0, 3.0, lambda: watch.captured is not None)
    assert watch.captured.looks is CardAdvice.OTHER_DOCUMENT
    assert quad_error(watch.captured.quad, scene.quad(watch.captured.frame.time)) < 60


@pytest.mark.parametrize(
    ("surface", "seed"), [(Surface.STRIPES, 4), (Surface.PAPERS, 2), (Surface.PAPERS, 18), (Surface.KEYBOARD, 12)]
)
def test_lines_of_an_empty_desk_that_the_pictures_edge_ends_are_no_card(surface, seed):
    watch = CardWatch(Side.FRONT)
    film(watch, DeskScene(None, seed, (1280, 720), surface=surface), 0.0, 2.0)
    assert watch.advice is CardAdvice.NONE_SEEN


def test_what_was_wrong_stays_said_while_the_card_is_tried_again(card):
    scene = DeskScene(card, 7, (1280, 720), arrive=0.0)
    watch = CardWatch(Side.FRONT)
    film(watch, scene, 0.0, 5.0, lambda: watch.captured is not None)
    start = watch.captured.frame.time
    watch.reject(CardAdvice.COVERED, start)
    for number in range(1, 40):
        watch.see(Frame(scene.at(start + number / FPS), start + number / FPS, number))
        assert watch.advice is CardAdvice.COVERED
        if watch.captured is not None:
            break
    assert watch.captured is not None


@pytest.mark.parametrize("surface", [Surface.PLAIN, Surface.WOOD, Surface.LEATHER])
def test_a_card_that_the_frame_cuts_is_marked_where_it_is_cut(card, surface):
    scene = DeskScene(card, 2, (1280, 720), trouble=Trouble.CUT_OFF, arrive=0.0, surface=surface)
    watch = CardWatch(Side.FRONT)
    seen = film(watch, scene, 0.0, 3.0)[-1]
    assert watch.advice is CardAdvice.CUT_OFF
    [fault] = seen.faults
    assert fault.kind is FaultKind.CUT_OFF
    assert np.abs(fault.outline[:, 0] - 1280).max() < 2
    truth = scene.quad(2.9)
    assert quad_error(seen.quad, truth) < 0.06 * np.linalg.norm(truth[1] - truth[0])


def test_glare_is_outlined_where_it_is(card):
    scene = DeskScene(card, 4, (1280, 720), trouble=Trouble.GLARE, arrive=0.0)
    watch = CardWatch(Side.FRONT)
    seen = film(watch, scene, 0.0, 3.0)[-1]
    assert watch.advice is CardAdvice.GLARE
    spot = max(seen.faults, key=lambda fault: len(fault.outline)).outline
    assert np.abs(spot.mean(axis=0) - np.array([0.45 * 1280, 0.5 * 720])).max() < 60


def test_of_two_cards_the_other_one_is_marked(card):
    scene = DeskScene(card, 2, (1280, 720), trouble=Trouble.TWO_CARDS, arrive=0.0, surface=Surface.PLAIN)
    watch = CardWatch(Side.FRONT)
    seen = film(watch, scene, 0.0, 3.0)[-1]
    assert watch.advice is CardAdvice.SEVERAL
    assert [fault.kind for fault in seen.faults] == [FaultKind.ANOTHER_CARD]
    middles = sorted(place.mean(axis=0)[0] for place in (seen.quad, seen.faults[0].outline))
    assert middles[0] < 0.45 * 1280 and middles[1] > 0.6 * 1280


def test_a_rejected_card_is_tried_again_after_a_while_and_not_at_once(card):
    scene = DeskScene(card, 7, (1280, 720), arrive=0.0)
    watch = CardWatch(Side.FRONT)
    film(watch, scene, 0.0, 5.0, lambda: watch.captured is not None)
    first = watch.captured.frame.time

    watch.reject(CardAdvice.UNREADABLE, first)

    assert watch.captured is None
    film(watch, scene, first + 0.1, 1.5)
    assert watch.captured is None
    assert watch.advice is CardAdvice.UNREADABLE
    film(watch, scene, first + 1.7, 3.0, lambda: watch.captured is not None)
    assert watch.captured is not None


def test_a_rejected_card_that_is_taken_away_is_forgotten(card):
    scene = DeskScene(card, 7, (1280, 720), arrive=0.0)
    watch = CardWatch(Side.FRONT)
    film(watch, scene, 0.0, 5.0, lambda: watch.captured is not None)
    time = watch.captured.frame.time
    watch.reject(CardAdvice.UNREADABLE, time)

    scene.take_away(time + 0.1)
    film(watch, scene, time + 0.1, 3.0)

    assert watch.advice is CardAdvice.NONE_SEEN


def test_a_covered_lens_and_a_stopped_camera_are_told_apart(card):
    watch = CardWatch(Side.FRONT)
    watch.see(Frame(np.zeros((720, 1280, 3), np.uint8), 0.0, 0))
    assert watch.advice is CardAdvice.NO_PICTURE

    picture = DeskScene(card, 7, (1280, 720), arrive=0.0).at(3.0)
    for number in range(1, 40):
        watch.see(Frame(picture, number / FPS, number))
    assert watch.advice is CardAdvice.FROZEN
    assert watch.see(Frame(picture, 4.1, 40)) is None
