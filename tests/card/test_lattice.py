"""A screen's pixels, seen by a camera that cannot show them."""

import cv2
import numpy as np
import pytest

from kiosk.card.authenticity.lattice import lattice
from kiosk.card.authenticity.rephotographed import PIXELS
from kiosk.card.plane import CARD

STRAIGHT = np.array([(200, 120), (1000, 120), (1000, 625), (200, 625)], np.float32)
TILTED = np.array([(220, 130), (1010, 160), (960, 640), (190, 600)], np.float32)


def photographed(quad, pixels=0.0, depth=0.0, noise=3.0, jpeg=90):
    """A grey card at `quad` whose light varies by `depth` levels from one to the next of `pixels` to its width."""
    y, x = np.mgrid[0:720, 0:1280].astype(np.float32)
    to_card = cv2.getPerspectiveTransform(quad, CARD.astype(np.float32))
    place = cv2.perspectiveTransform(np.stack([x.ravel(), y.ravel()], axis=1)[None], to_card)[0].reshape(720, 1280, 2)
    shine = depth * np.cos(2 * np.pi * pixels * place).sum(axis=2)
    levels = 150 + shine + np.random.default_rng(5).normal(0, noise, (720, 1280))
    picture = np.repeat(np.clip(levels, 0, 255).astype(np.uint8)[..., None], 3, axis=2)
    return cv2.imdecode(cv2.imencode(".jpg", picture, (cv2.IMWRITE_JPEG_QUALITY, jpeg))[1], cv2.IMREAD_COLOR)


def laid(card, quad):
    """A printed card as it lies at `quad`."""
    height, width = card.shape[:2]
    ends = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    return cv2.warpPerspective(card, cv2.getPerspectiveTransform(ends, quad), (1280, 720), flags=cv2.INTER_AREA)


@pytest.mark.parametrize("quad", [STRAIGHT, TILTED], ids=["straight", "tilted"])
@pytest.mark.parametrize("pixels", [437.0, 1180.0, 1333.0])
def test_pixels_finer_than_the_cameras_are_found(quad, pixels):
    assert lattice(photographed(quad, pixels, 4.0), quad) > PIXELS


@pytest.mark.parametrize("quad", [STRAIGHT, TILTED], ids=["straight", "tilted"])
@pytest.mark.parametrize("jpeg", [60, 95])
def test_noise_and_compression_are_no_pixels(quad, jpeg):
    assert lattice(photographed(quad, jpeg=jpeg), quad) < PIXELS


def test_pixels_are_where_the_card_is(minted):
    assert lattice(photographed(TILTED, 1180.0, 4.0), STRAIGHT + 30) < PIXELS


def test_print_is_no_pixels(minted):
    warped = laid(minted(2).front, TILTED)
    noisy = warped + np.random.default_rng(5).normal(0, 3, warped.shape)
    assert lattice(np.clip(noisy, 0, 255).astype(np.uint8), TILTED) < PIXELS


@pytest.mark.parametrize("blur", [2, 5, 9])
@pytest.mark.parametrize("jpeg", [75, 85, 100])
def test_what_rounding_and_compression_leave_of_a_picture_without_noise_is_none(minted, blur, jpeg):
    for quad in (STRAIGHT, TILTED):
        soft = cv2.GaussianBlur(laid(minted(4).front, quad), (0, 0), blur)
        data = cv2.imencode(".jpg", soft, (cv2.IMWRITE_JPEG_QUALITY, jpeg))[1]
        assert lattice(cv2.imdecode(data, cv2.IMREAD_COLOR), quad) < PIXELS


def test_a_card_that_is_mostly_outside_the_picture_or_tiny_says_nothing():
    picture = photographed(STRAIGHT, 1180.0, 4.0)
    assert lattice(picture, STRAIGHT + np.array((950, 0))) is None
    assert lattice(picture[:60, :60], STRAIGHT / 20) is None


@pytest.mark.parametrize("level", [0, 255])
def test_a_blank_picture_has_no_pixels(level):
    assert lattice(np.full((720, 1280, 3), level, np.uint8), TILTED) < PIXELS
