"""Passive cues on made-up evidence: patterns, rooms that sway, cuts."""

import cv2
import numpy as np
import pytest

from kiosk.devices.frame import Image
from kiosk.face.observation import FaceObservation
from kiosk.face.presentation.cut import cut
from kiosk.face.presentation.pattern import pattern
from kiosk.face.presentation.room import room
from kiosk.face.presentation.sample import Closeup, Sample
from kiosk.simulation.body import paint_room
from tests.face.tracks import bump, observation, person

FACE = (280.0, 110.0, 90.0, 110.0)  # x, y, width, height px of a 640 x 360 picture


def skin(seed: int, period: float = 0.0, depth: float = 0.0, side: int = 160) -> Image:
    """A patch of something smooth with a sensor's noise, and perhaps a pattern over it."""
    rng = np.random.default_rng(seed)
    smooth = cv2.GaussianBlur(rng.normal(0, 60, (side, side)).astype(np.float32), (0, 0), 9) * 6 + 140
    x, y = np.meshgrid(np.arange(side), np.arange(side))
    wave = depth * np.cos(2 * np.pi * (x * 0.94 + y * 0.34) / period) if period else 0.0
    noisy = smooth[..., None] + rng.normal(0, 2.5, (side, side, 3)) + np.asarray(wave)[..., None] * (1.0, 0.7, -0.5)
    return noisy.clip(0, 255).astype(np.uint8)


def closeups(**how: float) -> list[Closeup]:
    return [Closeup(k * 0.6, skin(k, **how)) for k in range(6)]  # type: ignore[arg-type]


def test_skin_has_no_pattern() -> None:
    assert pattern(closeups()) == 1


@pytest.mark.parametrize("period", [2.6, 4.0, 7.5])
def test_a_pattern_is_found_whatever_its_pitch(period: float) -> None:
    assert pattern(closeups(period=period, depth=6.0)) == 0


@pytest.mark.parametrize("quality", [None, 40, 85])
@pytest.mark.parametrize("size", [0.6, 1.0, 2.0])
def test_a_photographed_face_has_none_however_it_was_coded(closeup: Image, size: float, quality: int | None) -> None:
    """Real lids, teeth and hair, with and without a codec's blocks, seen finer and coarser than they were coded."""
    face = np.ascontiguousarray(closeup[160:560, 280:680])
    if quality is not None:
        face = cv2.imdecode(cv2.imencode(".jpg", face, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)
    seen = cv2.resize(face, None, fx=size, fy=size, interpolation=cv2.INTER_AREA if size < 1 else cv2.INTER_LINEAR)
    assert pattern([Closeup(k * 0.6, np.asarray(seen, np.uint8)) for k in range(4)]) == 1


def test_too_small_or_too_few_closeups_say_nothing() -> None:
    assert pattern(closeups()[:2]) is None
    assert pattern([Closeup(k * 0.6, skin(k, side=60)) for k in range(6)]) is None


def mesh() -> np.ndarray:
    x, y, width, height = FACE
    points = np.random.default_rng(0).uniform(0, 1, (478, 3)) * (width, height, 10) + (x, y, 0)
    return np.asarray(points, np.float32)


def standing(sway: float, seed: int = 3, bare: bool = False) -> list[Sample]:
    """Six seconds before a room that moves `sway` px to either side."""
    picture = np.full((360, 720, 3), 150, np.uint8) if bare else paint_room(seed, (720, 360))
    grey, rng = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.random.default_rng(1)
    samples = []
    for time in np.arange(0, 6, 0.1):
        move = np.array([[1, 0, sway * np.sin(2 * time) - 40], [0, 1, 0.4 * sway * np.cos(1.7 * time)]])
        seen = cv2.warpAffine(grey, move, (640, 360), borderMode=cv2.BORDER_REPLICATE)
        noisy = (seen + rng.normal(0, 2, seen.shape)).clip(0, 255).astype(np.uint8)
        samples.append(Sample(float(time), noisy, mesh(), observation(float(time))))
    return samples


def test_a_room_that_stands_and_one_that_is_held() -> None:
    assert room(standing(0.0)) == 1
    assert room(standing(6.0)) == 0
    assert room(standing(0.0, bare=True)) is None
    assert room(standing(0.0)[:5]) is None


def placed(observations: list[FaceObservation], shift: float = 0.0, since: float = 99.0, fade: float = 0.0) -> list:
    """The same with their meshes, displaced by `shift` widths of the face from `since` on."""
    base, rng, found = mesh(), np.random.default_rng(4), []
    for one in observations:
        share = np.clip((one.time - since) / max(fade, 1e-6), 0, 1)
        moved = base + np.array((share * shift * FACE[2], 0, 0)) + rng.normal(0, 0.15, 3)
        found.append(observation(one.time, mesh=moved.astype(np.float32), yaw=one.yaw, pitch=one.pitch))
    return found


def test_a_head_that_moves_has_no_cut() -> None:
    assert cut(placed(person(yaw=bump(2.0, 27, 0.6, 0.6), pitch=bump(5.0, -15, 0.3, 0.1)))) == 1


def test_a_head_that_is_displaced_at_once_has() -> None:
    assert cut(placed(person(), shift=0.06, since=4.0)) == 0


def test_a_head_that_is_elsewhere_for_one_picture_only_was_seen_wrongly_then() -> None:
    seen, away = placed(person()), placed(person(), shift=0.06, since=0.0)
    assert cut([*seen[:50], away[50], *seen[51:]]) == 1
    assert cut([*seen[:50], *away[50:55], *seen[55:]]) == 0


def test_too_few_frames_say_nothing_about_cuts() -> None:
    assert cut(placed(person(1.0))) is None
    assert cut(placed(person(20.0, fps=3.0))) is None
