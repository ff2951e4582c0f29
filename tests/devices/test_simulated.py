import numpy as np
import pytest

from kiosk.devices.simulated import SimulatedCamera
from kiosk.errors import EnvironmentFault


@pytest.fixture
def camera(monkeypatch):
    now = [5.0]
    monkeypatch.setattr("time.sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    made = SimulatedCamera(lambda t: np.full((4, 6, 3), round(t * 10) % 200, np.uint8), 10, lambda: now[0])
    made.open()
    return made


def test_frames_come_at_the_rate_of_the_camera(camera):
    frames = [camera.read() for _ in range(5)]
    assert [round(frame.time - frames[0].time, 2) for frame in frames] == [0.0, 0.1, 0.2, 0.3, 0.4]
    assert [frame.number for frame in frames] == [0, 1, 2, 3, 4]
    assert len({int(frame.image[0, 0, 0]) for frame in frames}) == 5


def test_unplugged_it_is_lost_then_missing_until_it_is_plugged_in(camera):
    camera.unplug()
    with pytest.raises(EnvironmentFault) as lost:
        camera.read()
    assert lost.value.code == "camera-lost"
    with pytest.raises(EnvironmentFault) as missing:
        camera.open()
    assert missing.value.code == "camera-missing"
    camera.replug()
    camera.open()
    assert camera.read() is not None


def test_frozen_and_dark_pictures(camera):
    first = camera.read()
    camera.freeze()
    assert np.array_equal(camera.read().image, first.image)
    camera.unfreeze()
    assert not np.array_equal(camera.read().image, first.image)
    camera.blackout()
    assert not camera.read().image.any()
    camera.lights_on()
    assert camera.read().image.any()
