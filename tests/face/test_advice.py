"""The one thing a visitor is told to change, from pictures made wrong in one way each."""

import cv2
import numpy as np
import pytest

from kiosk.devices.frame import Frame, Image
from kiosk.face.mesh import FaceMesh
from kiosk.face.observation import FaceAdvice, FaceObservation
from kiosk.face.observe import FaceObserver


def seen(mesh: FaceMesh, *images: Image, fps: float = 12.0) -> tuple[FaceAdvice, FaceObservation | None]:
    """What an observer says of the last of some pictures."""
    observer, face = FaceObserver(mesh), None
    for number, image in enumerate(images):
        face = observer.observe(Frame(image, number / fps, number))
    return observer.advice, face


def placed(face: Image, scale: float, x: float = 0.5, y: float = 0.5, grey: int = 150) -> Image:
    """A picture of 1280 x 720 with the close-up in it: its middle at a share of width and height."""
    canvas = np.full((720, 1280, 3), grey, np.uint8)
    small = cv2.resize(face, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    way = np.array([[1, 0, x * 1280 - small.shape[1] / 2], [0, 1, y * 720 - small.shape[0] / 2]], np.float32)
    return np.asarray(cv2.warpAffine(small, way, (1280, 720), canvas, borderMode=cv2.BORDER_TRANSPARENT), np.uint8)


def scaled(image: Image, gain: float, lift: float = 0.0) -> Image:
    return np.asarray(np.clip(image.astype(np.float32) * gain + lift, 0, 255), np.uint8)


def test_a_good_picture_is_good(live: FaceMesh, closeup: Image) -> None:
    advice, face = seen(live, placed(closeup, 0.7))
    assert advice is FaceAdvice.GOOD
    assert face is not None and face.faces == 1 and face.quality > 0.2 and face.sharpness > 0.2


def test_black_and_blank_pictures_are_no_picture(live: FaceMesh) -> None:
    assert seen(live, np.zeros((720, 1280, 3), np.uint8)) == (FaceAdvice.NO_PICTURE, None)
    assert seen(live, np.full((720, 1280, 3), 128, np.uint8)) == (FaceAdvice.NO_PICTURE, None)


def test_a_room_without_anybody(live: FaceMesh, rng: np.random.Generator) -> None:
    room = np.repeat(np.repeat(rng.integers(60, 200, (9, 16, 3)).astype(np.uint8), 80, 0), 80, 1)
    assert seen(live, room) == (FaceAdvice.NONE_SEEN, None)


def test_the_same_picture_for_a_second_is_frozen(live: FaceMesh, closeup: Image) -> None:
    picture = placed(closeup, 0.7)
    assert seen(live, *[picture] * 15)[0] is FaceAdvice.FROZEN
    assert seen(live, *[picture] * 8)[0] is FaceAdvice.GOOD


def test_two_people(live: FaceMesh, closeup: Image) -> None:
    left, right = placed(closeup, 0.6, x=0.25), placed(closeup, 0.6, x=0.75)
    together = np.hstack([left[:, :640], right[:, 640:]])
    advice, face = seen(live, together)
    assert advice is FaceAdvice.SEVERAL
    assert face is not None and face.faces == 2


@pytest.mark.parametrize(
    ("change", "advice"),
    [
        (lambda face: scaled(placed(face, 0.7), 0.17), FaceAdvice.TOO_DARK),
        (lambda face: scaled(placed(face, 0.7), 0.5, 160), FaceAdvice.TOO_BRIGHT),
        (lambda face: placed(face, 0.25), FaceAdvice.CLOSER),
        (lambda face: placed(face, 1.9, y=0.6), FaceAdvice.FARTHER),
        (lambda face: placed(face, 0.7, x=0.8), FaceAdvice.CENTRE),
        (lambda face: np.asarray(cv2.GaussianBlur(placed(face, 0.7), (0, 0), 7), np.uint8), FaceAdvice.BLURRED),
    ],
    ids=["dark", "bright", "far", "near", "aside", "blurred"],
)
def test_what_is_wrong_is_said(live: FaceMesh, closeup: Image, change: object, advice: FaceAdvice) -> None:
    assert callable(change)
    assert seen(live, change(closeup))[0] is advice


def test_a_mask_is_asked_to_be_taken_off(live: FaceMesh, still: FaceMesh, closeup: Image) -> None:
    picture = placed(closeup, 0.7)
    (mesh,) = still.find(picture)
    lower = mesh[[234, 132, 172, 150, 152, 379, 397, 361, 454, 280, 4, 50], :2].astype(np.int32)
    cv2.fillConvexPoly(picture, cv2.convexHull(lower), (226, 218, 205))
    advice, face = seen(live, picture)
    assert advice is FaceAdvice.COVERED
    bare = seen(live, placed(closeup, 0.7))[1]
    assert face is not None and bare is not None and face.quality < 0.5 * bare.quality


def test_a_lamp_in_the_glasses(live: FaceMesh, still: FaceMesh, closeup: Image) -> None:
    picture = placed(closeup, 0.7)
    (mesh,) = still.find(picture)
    eye = mesh[[33, 133, 159, 145], :2].mean(axis=0).astype(int).tolist()
    reach = round(0.09 * float(np.ptp(mesh[:, 0])))
    cv2.ellipse(picture, eye, (reach, reach // 2), 0, 0, 360, (255, 255, 255), -1)
    assert seen(live, picture)[0] is FaceAdvice.GLASSES_GLARE


def test_running_past_is_asked_to_hold_still(live: FaceMesh, closeup: Image) -> None:
    steps = [placed(closeup, 0.7, x=x) for x in (0.42, 0.45, 0.48, 0.51)]
    assert seen(live, *steps, fps=12)[0] is FaceAdvice.HOLD_STILL
    assert seen(live, *steps, fps=1)[0] is FaceAdvice.GOOD
