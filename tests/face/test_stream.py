"""What a stream says about itself: frames that repeat, time that stands still, sizes that change, noise that is
missing; and whether brightness follows the camera's exposure."""

import numpy as np
import pytest

from kiosk.devices.exposure import Exposing, ExposureChange, exposed
from kiosk.devices.frame import Frame, Image
from kiosk.devices.opencv_camera import OpenCVCamera
from kiosk.devices.simulated import SimulatedCamera
from kiosk.face.presentation.exposure import exposure
from kiosk.face.presentation.stream import Arrival, Arrivals, noise, order, size, stream, timing
from kiosk.simulation.sensor import Sensor

SIZE = (320, 180)
FPS = 12.0


def scene(shift: int = 0, level: float = 1.0) -> Image:
    x, y = np.meshgrid(np.arange(SIZE[0]), np.arange(SIZE[1]))
    grey = (110 + 50 * np.sin((x + shift) / 23) + 30 * np.cos(y / 31)) * level
    return np.repeat(grey.clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)


def arrived(images: list[Image], times: list[float] | None = None) -> tuple[Arrival, ...]:
    arrivals = Arrivals(1000)
    for number, image in enumerate(images):
        arrivals.note(Frame(image, times[number] if times else number / FPS, number))
    return arrivals.noted


@pytest.fixture(scope="module")
def filmed() -> list[Image]:
    """What a camera delivers of something that moves a little."""
    sensor = Sensor(SIZE, 3)
    return [sensor.seen(scene(number // 3), number) for number in range(60)]


def test_a_cameras_stream_is_faultless(filmed: list[Image]) -> None:
    seen = arrived(filmed)
    assert [judge(seen) for judge in (order, timing, size, noise)] == [1.0, 1.0, 1.0, 1.0]
    assert stream(seen) == 1.0


def test_of_a_few_frames_nothing_is_told(filmed: list[Image]) -> None:
    assert stream(arrived(filmed[:10])) is None
    assert stream(()) is None


def test_frames_that_come_twice(filmed: list[Image]) -> None:
    doubled = [filmed[number - (number % 5 == 4)] for number in range(60)]
    looped = [filmed[number % 20] for number in range(60)]
    behind = [filmed[number - 2 * (number % 5 == 4)] for number in range(60)]
    for images in (doubled, looped, behind):
        assert order(arrived(images)) == 0
        assert stream(arrived(images)) == 0


def test_one_hiccup_is_forgiven(filmed: list[Image]) -> None:
    assert order(arrived([*filmed[:30], filmed[29], *filmed[30:]])) == 1


def test_time_that_stands_still_or_runs_back(filmed: list[Image]) -> None:
    assert timing(arrived(filmed, [number // 6 / 2 for number in range(60)])) == 0
    assert timing(arrived(filmed, [number / FPS - 0.3 * (number % 7 == 6) for number in range(60)])) == 0


def test_a_busy_machine_is_odd_but_no_attack(filmed: list[Image]) -> None:
    steps = [0.05 if number % 3 else 0.4 for number in range(60)]
    uneven = timing(arrived(filmed, np.cumsum(steps).tolist()))
    assert uneven is not None and 0.25 < uneven < 1


def test_a_picture_that_changes_its_size(filmed: list[Image]) -> None:
    assert size(arrived([*filmed[:30], *(image[:90] for image in filmed[30:])])) == 0


def test_rendered_pictures_lack_noise_and_a_recordings_coding_takes_it() -> None:
    sensor = Sensor(SIZE, 3)
    clean = arrived([scene(number // 9) for number in range(60)])
    stamped = arrived([sensor.seen(scene(number // 9), 1) for number in range(60)])
    for seen in (clean, stamped):
        assert noise(seen) == 0
    dark = arrived([np.zeros((180, 320, 3), np.uint8) for _ in range(60)])
    assert noise(dark) is None  # what is black has none to show
    assert stream(arrived([scene(number) for number in range(60)]), coded=True) == 1


def levels(camera: SimulatedCamera, changes: dict[int, float]) -> tuple[tuple[Arrival, ...], list[ExposureChange]]:
    """Sixty frames of a camera that is told its exposure at some of them."""
    camera.open()
    arrivals, told = Arrivals(1000), []
    for number in range(60):
        if number in changes:
            told.append(ExposureChange(number / FPS, changes[number]))
            camera.expose(changes[number])
        frame = camera.read()
        assert frame is not None
        arrivals.note(Frame(frame.image, number / FPS, number))
    camera.close()
    return arrivals.noted, told


def test_a_cameras_picture_follows_its_exposure_and_a_stream_does_not() -> None:
    changes = {20: -0.7, 36: 0.0}
    seen, told = levels(SimulatedCamera(lambda t: scene(), fps=10_000), changes)
    assert exposure(seen, told) == 1
    assert exposure(arrived([scene()] * 60), told) == 0
    assert exposure(seen, []) is None


def test_brightness_may_follow_the_other_way_round_but_not_now_so_now_so() -> None:
    def brightened(*stops: float) -> tuple[Arrival, ...]:
        return arrived([exposed(scene(), one) for one in stops for _ in range(20)])

    told = [ExposureChange(20 / FPS, -1.0), ExposureChange(40 / FPS, 0.0)]
    assert exposure(brightened(0.0, 1.0, 0.0), told) == 1
    assert exposure(brightened(0.0, 0.7, 1.4), told) == 0


def test_where_brightness_cannot_follow_nothing_is_measured() -> None:
    told = [ExposureChange(20 / FPS, 1.0)]
    assert exposure(arrived([scene(level=0.05)] * 60), told) is None
    assert exposure(arrived([scene()] * 60), [ExposureChange(20 / FPS, 0.1)]) is None


def test_which_cameras_can_be_told() -> None:
    assert isinstance(SimulatedCamera(lambda t: scene()), Exposing)
    camera = OpenCVCamera("0")
    assert isinstance(camera, Exposing)
    assert not camera.expose(-1)  # not before it is open
