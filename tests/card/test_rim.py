"""What surrounds a picture of a card: the rim of a screen, its dark frame, and corners that nobody cut round."""

import cv2
import numpy as np
import pytest

from kiosk.card.authenticity.beside import beside
from kiosk.card.authenticity.bezel import Bezel, bezel_beside
from kiosk.card.authenticity.corners import squareness
from kiosk.card.authenticity.rephotographed import BEZEL, THRESHOLD, rephotographed, with_rim
from kiosk.card.authenticity.rim import rim_around
from kiosk.card.surface import GRID, Surface

SIZE = (1280, 720)
QUAD = np.array([(420, 250), (860, 230), (880, 520), (430, 530)], np.float32)
PLANE = np.array([(0, 0), (1, 0), (1, 0.63), (0, 0.63)], np.float32)
NO_FRAME, BAND, STRIPE = Bezel(0.1, 0.0, 0.0), Bezel(0.9, 0.0, 0.0), Bezel(0.0, 0.9, 0.0)
CARD, DESK, RIM = (215, 205, 200), (60, 90, 120), (20, 20, 20)


def place(*points):
    """Points of the card's plane, in card widths, as px of the picture."""
    matrix = cv2.getPerspectiveTransform(PLANE, QUAD)
    return cv2.perspectiveTransform(np.array([points], np.float32), matrix)[0]


def painted(image, points, colour):
    cv2.fillPoly(image, [np.round(place(*points)).astype(np.int32)], colour, lineType=cv2.LINE_AA)


def box(x0, y0, x1, y1):
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


@pytest.fixture
def desk():
    return np.full((SIZE[1], SIZE[0], 3), DESK, np.uint8)


def round_card(image):
    radius = 0.037
    painted(image, box(radius, 0, 1 - radius, 0.63), CARD)
    painted(image, box(0, radius, 1, 0.63 - radius), CARD)
    for x in (radius, 1 - radius):
        for y in (radius, 0.63 - radius):
            turn = np.linspace(0, 2 * np.pi, 60)
            painted(image, np.stack([x + radius * np.cos(turn), y + radius * np.sin(turn)], axis=1), CARD)


def rim(image, quad=QUAD):
    return rim_around(beside(image, quad))


def frame(image, quad=QUAD):
    return bezel_beside(beside(image, quad))


def bezel(image, quad=QUAD):
    seen = frame(image, quad)
    return None if seen is None else max(seen.beside, seen.onward)


def test_a_bare_desk_has_no_rim(desk):
    round_card(desk)
    assert rim(desk) < 0.2
    assert bezel(desk) == 0


def test_a_screens_rim_is_seen_whatever_the_cameras_angle(desk):
    painted(desk, box(-0.25, -0.2, 1.2, 0.85), RIM)
    painted(desk, box(-0.2, -0.15, 1.15, 0.8), (250, 250, 250))
    round_card(desk)
    assert rim(desk) > 0.8


def test_a_rim_around_a_card_that_lies_askew_on_the_screen_is_seen(desk):
    askew = np.radians(5)
    turn = np.array([(np.cos(askew), -np.sin(askew)), (np.sin(askew), np.cos(askew))])
    screen = (np.array(box(-0.2, -0.15, 1.2, 0.8)) - (0.5, 0.315)) @ turn.T + (0.5, 0.315)
    painted(desk, screen, (250, 250, 250))
    round_card(desk)
    assert rim(desk) > 0.8


def test_one_edge_of_a_desk_is_no_rim(desk):
    painted(desk, box(1.2, -3, 4, 4), (140, 150, 160))
    round_card(desk)
    assert rim(desk) <= 0.55


def test_a_checked_cloth_is_no_rim(desk):
    for k in range(-8, 16):
        painted(desk, box(k * 0.2, -2, k * 0.2 + 0.1, 3), (90, 120, 150))
        painted(desk, box(-2, k * 0.2 + 0.05, 3, k * 0.2 + 0.15), (90, 120, 150))
    round_card(desk)
    assert rim(desk) <= 0.55


def test_tiles_as_large_as_the_card_are_no_rim(desk):
    for k in range(-3, 4):
        painted(desk, box(k - 0.31, -3, k - 0.29, 4), RIM)
        painted(desk, box(-3, k - 0.16, 4, k - 0.14), RIM)
    for across in (0.3, 0.5, 0.7, 0.9):
        painted(desk, box(across, -3, across + 0.01, 4), RIM)
    round_card(desk)
    assert rim(desk) <= 0.55


def stripe(image, x0, x1, colour):
    painted(image, box(x0, -3, x1, 4), colour)


def test_stripes_beside_two_sides_of_the_card_have_no_corner(desk):
    stripe(desk, -3, -0.15, (140, 150, 160))
    stripe(desk, 1.15, 4, (140, 150, 160))
    round_card(desk)
    assert rim(desk) < 0.2


def test_a_dark_board_between_two_gaps_is_no_frame(desk):
    desk[:] = (45, 45, 45)
    for x in (1.1, 1.3):
        stripe(desk, x, x + 0.006, (10, 10, 10))
    round_card(desk)
    assert bezel(desk) < BEZEL


def test_a_screens_dark_frame_beside_one_side_is_enough(desk):
    stripe(desk, 1.12, 1.19, RIM)
    round_card(desk)
    assert bezel(desk) > 0.9
    assert rim(desk) < 0.2


def test_a_frame_whose_outer_edge_is_not_seen_is_told_by_three_sides(desk):
    desk[:] = RIM
    painted(desk, box(-0.2, -0.15, 1.2, 3), (150, 150, 160))
    round_card(desk)
    assert frame(desk).around > 0.8
    painted(desk, box(-3, -0.15, 1.2, 3), (150, 150, 160))
    round_card(desk)
    assert frame(desk).around < 0.2


def test_a_stripe_goes_on_where_a_frame_has_its_corner(desk):
    framed = desk.copy()
    painted(framed, box(1.12, -0.15, 1.19, 0.78), RIM)
    stripe(desk, 1.12, 1.19, RIM)
    for image in (framed, desk):
        round_card(image)
    assert frame(framed).beside > 0.9
    assert frame(framed).onward == 0
    assert frame(desk).onward > 0.9
    assert frame(desk).beside == 0


def test_a_frame_is_seen_where_the_picture_ends_beside_the_cards_other_sides(desk):
    stripe(desk, 1.1, 1.17, RIM)
    round_card(desk)
    x0, y0, y1 = 410, 225, 540
    assert rim(desk[y0:y1, x0:], QUAD - (x0, y0)) is None
    assert bezel(desk[y0:y1, x0:], QUAD - (x0, y0)) > 0.9


def test_a_frame_is_seen_that_leaves_the_picture_at_a_slant(desk):
    stripe(desk, 1.12, 1.19, RIM)
    round_card(desk)
    turn = cv2.getRotationMatrix2D((640, 360), 20, 1.0)
    seen = cv2.warpAffine(desk, turn, SIZE, borderMode=cv2.BORDER_REPLICATE)[200:560, 300:1060]
    quad = cv2.transform(QUAD[None], turn)[0].astype(np.float32) - (300, 200)
    assert bezel(seen, quad.astype(np.float32)) > 0.9


def test_a_frame_before_a_cloth_is_no_part_of_its_pattern(desk):
    for k in range(8):
        painted(desk, box(1.25 + 0.08 * k, 0.1, 1.29 + 0.08 * k, 0.5), (90, 120, 150))
    stripe(desk, 1.12, 1.19, RIM)
    round_card(desk)
    assert bezel(desk) > 0.9


def test_a_frame_is_seen_with_corners_that_are_a_little_wrong(desk):
    stripe(desk, 1.12, 1.19, RIM)
    round_card(desk)
    wrong = place((0.03, 0.02), (0.97, 0.03), (0.98, 0.6), (0.02, 0.61))
    assert bezel(desk, wrong) > 0.9


def test_a_strip_that_is_lighter_than_a_frame_or_uneven_is_none(desk):
    round_card(desk)
    grey, striped = desk.copy(), desk.copy()
    stripe(grey, 1.12, 1.19, (66, 66, 66))
    stripe(striped, 1.12, 1.19, RIM)
    for k in range(-15, 20):
        painted(striped, box(1.12, k * 0.1, 1.19, k * 0.1 + 0.04), (90, 90, 90))
    assert bezel(grey) == 0
    assert bezel(striped) < BEZEL


def test_dark_stripes_of_a_cloth_are_no_frame(desk):
    for k in range(-8, 16):
        stripe(desk, k * 0.2, k * 0.2 + 0.1, RIM)
    round_card(desk)
    assert bezel(desk) == 0


def test_a_dark_desk_is_no_frame(desk):
    stripe(desk, 1.12, 9, RIM)
    round_card(desk)
    assert bezel(desk) == 0


def test_a_picture_that_ends_at_the_card_says_nothing(desk):
    round_card(desk)
    x0, y0, x1, y1 = 410, 225, 890, 540
    assert rim(desk[y0:y1, x0:x1], QUAD - (x0, y0)) is None
    assert bezel(desk[y0:y1, x0:x1], QUAD - (x0, y0)) is None
    assert squareness(desk[y0 + 20 : y1, x0 + 20 : x1], QUAD - (x0 + 20, y0 + 20)) is None


def test_round_corners_show_the_desk_and_square_ones_the_card(desk):
    square = desk.copy()
    round_card(desk)
    painted(square, PLANE, CARD)
    assert squareness(desk, QUAD) < 0.3
    assert squareness(square, QUAD) > 0.9
    assert squareness(square, np.roll(QUAD, 2, axis=0)) > 0.9


def test_corners_on_a_ground_like_the_cards_cannot_be_told(desk):
    desk[:] = CARD
    round_card(desk)
    assert squareness(desk, QUAD) is None


def test_corners_of_a_quad_whose_side_lies_within_the_card_are_not_square(desk):
    round_card(desk)
    short = place((0, 0.018), (0.98, 0.018), (0.98, 0.63), (0, 0.63))
    assert squareness(desk, short) is None


def test_corners_on_stripes_cannot_be_told(desk):
    for k in range(-30, 30):
        stripe(desk, k * 0.1 + 0.025, k * 0.1 + 0.075, (240, 180, 240))
    round_card(desk)
    assert squareness(desk, QUAD) is None


def surface(rephotographed):
    return Surface(np.zeros(GRID, np.float32), np.zeros(GRID, np.float32), -9.0, rephotographed)


def warned(*seen, pixels=None):
    return any(one.score >= one.threshold for one in rephotographed(*seen, pixels))


def test_a_sound_surface_is_doubted_for_a_rim_or_for_square_corners():
    sound = surface(-3.0)
    assert not warned(sound, 0.1, NO_FRAME, 0.1)
    assert not warned(sound, None, None, None)
    assert warned(sound, 1.0, NO_FRAME, 0.1)
    assert not warned(surface(-4.5), 1.0, NO_FRAME, 0.1)  # it lies straight on a tray
    assert warned(sound, 0.0, NO_FRAME, 0.9)


def test_a_dark_band_alone_is_a_frame_only_beside_a_surface_that_hints_at_a_screen():
    assert warned(surface(-1.9), None, BAND, None)
    assert not warned(surface(-1.9), None, Bezel(0.3, 0.0, 0.0), None)
    assert not warned(surface(-3.5), None, BAND, None)
    assert not warned(None, None, BAND, None)


def test_a_band_that_goes_on_like_a_stripe_needs_more_of_a_hint():
    assert warned(surface(-2.5), None, BAND, None)
    assert not warned(surface(-2.5), None, STRIPE, None)
    assert warned(surface(-1.9), None, STRIPE, None)


def test_a_dark_band_and_a_whole_rim_are_a_screen_whatever_its_surface_says():
    assert warned(surface(-3.9), 0.95, BAND, None)
    assert not warned(surface(-3.9), 0.95, NO_FRAME, None)
    assert not warned(surface(-3.9), 0.6, BAND, None)


def test_dark_edges_on_three_sides_are_a_screen_whatever_its_surface_says():
    assert warned(surface(-3.9), None, Bezel(0.0, 0.0, 0.6), None)
    assert not warned(surface(-3.9), None, Bezel(0.0, 0.0, 0.4), None)


def test_pixels_are_a_screens_whatever_else_there_is():
    assert warned(surface(-3.9), 0.0, NO_FRAME, 0.0, pixels=12.0)
    assert warned(None, None, None, None, pixels=12.0)
    assert not warned(surface(-3.9), 0.0, NO_FRAME, 0.0, pixels=3.0)
    assert not warned(None, None, None, None, pixels=-0.5)


def test_a_surface_like_a_screens_needs_no_rim():
    assert warned(surface(2.0), 0.0, NO_FRAME, None)
    assert warned(surface(2.0), None, None, None)


def test_more_of_a_rim_is_more_of_a_doubt():
    likely = [with_rim(0.1, rim) for rim in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert likely == sorted(likely)
    assert likely[0] == likely[2]
    assert likely[0] < THRESHOLD < likely[-1]
