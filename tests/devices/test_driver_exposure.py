"""Drivers that are told another exposure, and how they are afterwards."""

import threading
import time

import cv2
import numpy as np
import pytest

from kiosk.devices.driver_exposure import DriverExposure
from kiosk.devices.opencv_camera import OpenCVCamera

AUTO, EXPOSURE = cv2.CAP_PROP_AUTO_EXPOSURE, cv2.CAP_PROP_EXPOSURE


class Driver:
    """A camera as its driver shows it: the time can be set only while `manual` is what its automatic reads."""

    def __init__(self, backend="V4L2", auto=3.0, exposure=156.0, manual=(1.0, 2.0), known=(0.0, 1.0, 2.0, 3.0)):
        self.backend, self.manual, self.known = backend, manual, known
        self.values = {AUTO: auto, EXPOSURE: exposure}
        self.told = []

    def getBackendName(self):
        return self.backend

    def get(self, prop):
        return self.values[prop]

    def set(self, prop, value):
        self.told.append((prop, value))
        allowed = value in self.known if prop == AUTO else self.values[AUTO] in self.manual
        if allowed:
            self.values[prop] = value
        return allowed


def windows(backend="DSHOW", **changed):
    return Driver(
        **{"backend": backend, "auto": 1.0, "exposure": -6.0, "manual": (0.0,), "known": (0.0, 1.0), **changed}
    )


def normalized(auto):
    return Driver(auto=auto, exposure=0.25, manual=(0.25, 0.5), known=(0.0, 0.25, 0.5, 0.75))


@pytest.mark.parametrize(
    ("driver", "manual", "darker"),
    [
        (Driver(), 1.0, 78.0),
        (Driver(auto=0.0), 1.0, 78.0),
        (Driver(auto=1.0), 1.0, 78.0),
        (Driver(auto=2.0), 2.0, 78.0),
        (normalized(0.75), 0.25, 0.125),
        (normalized(0.25), 0.25, 0.125),
        (windows(), 0.0, -7.0),
        (windows("MSMF"), 0.0, -7.0),
    ],
)
def test_what_a_driver_is_told_and_how_it_is_afterwards(driver, manual, darker):
    before = dict(driver.values)
    exposure = DriverExposure(driver)
    assert exposure.change(-1)
    assert driver.values == {AUTO: manual, EXPOSURE: darker}
    assert exposure.change(-2)  # counted from the usual exposure, not from the last
    assert exposure.change(0)
    assert driver.values == before
    assert exposure.change(-1) and exposure.restore() and driver.values == before


@pytest.mark.parametrize(
    "driver",
    [
        Driver(backend="FFMPEG"),
        Driver(auto=-1.0),
        Driver(exposure=-1.0),
        windows(auto=0.0),  # some versions of OpenCV always say so: it could not be put back
        windows(auto=-1.0),
    ],
)
def test_who_does_not_say_how_it_is_is_not_touched(driver):
    assert not DriverExposure(driver).change(-1)
    assert driver.told == []


@pytest.mark.parametrize(
    ("driver", "auto"),
    [
        (Driver(), 3.0),
        (Driver(known=(0.0, 1.0), auto=0.0), 0.0),
        (normalized(0.75), 0.75),
        (windows(), 1.0),
        (windows("MSMF"), 1.0),
    ],
)
def test_a_program_that_was_killed_in_the_midst_of_a_change_leaves_no_dark_picture(driver, auto):
    assert DriverExposure(driver).change(-1)
    after = DriverExposure(driver)  # nobody put it back
    after.begin()
    assert driver.values[AUTO] == auto
    assert after.change(-1) and after.change(0)
    assert driver.values[AUTO] == auto


@pytest.mark.parametrize("driver", [Driver(), Driver(backend="FFMPEG", auto=1.0), Driver(auto=-1.0), windows()])
def test_who_finds_its_time_by_itself_or_does_not_say_is_left_alone(driver):
    DriverExposure(driver).begin()
    assert driver.told == []


def test_who_has_no_automatic_is_used_as_it_is():
    driver = Driver(auto=1.0, known=(1.0,))
    exposure = DriverExposure(driver)
    exposure.begin()
    assert exposure.change(-1) and exposure.restore()
    assert driver.values == {AUTO: 1.0, EXPOSURE: 156.0}


class Stubborn(Driver):
    """Says yes, and leaves the time as it is."""

    def set(self, prop, value):
        return True if prop == EXPOSURE else super().set(prop, value)


class Coarse(Driver):
    """Has only few times to choose from."""

    def set(self, prop, value):
        return super().set(prop, 156.0 if prop == EXPOSURE and value > 20 else value)


class Broken(Driver):
    """Fails in the middle."""

    def set(self, prop, value):
        if prop == EXPOSURE and value != 156.0:
            raise cv2.error("the cable")
        return super().set(prop, value)


@pytest.mark.parametrize("driver", [Stubborn(), Coarse(), Broken(), Driver(known=(3.0,)), windows(manual=())])
def test_who_refuses_or_does_not_read_so_is_as_it_was(driver):
    before = dict(driver.values)
    assert not DriverExposure(driver).change(-1)
    assert driver.values == before


def test_what_could_not_be_put_back_is_tried_again():
    driver = Driver()
    exposure = DriverExposure(driver)
    assert exposure.change(-1)
    driver.known = (1.0,)
    assert not exposure.restore()
    driver.known = (1.0, 3.0)
    assert exposure.restore()
    assert driver.values == {AUTO: 3.0, EXPOSURE: 156.0}


class Device(Driver):
    """One that delivers pictures, the darker the shorter its time."""

    def __init__(self):
        super().__init__()
        self.released = False
        self.hold = threading.Event()  # while it is not set, the driver does not return
        self.hold.set()

    def isOpened(self):
        return True

    def read(self):
        time.sleep(0.005)
        return True, np.full((12, 16, 3), round(self.values[EXPOSURE]), np.uint8)

    def set(self, prop, value):
        self.hold.wait(5)
        return super().set(prop, value)

    def release(self):
        self.released = True


class Attached(OpenCVCamera):
    def __init__(self, device, **settings):
        super().__init__("http://127.0.0.1/none", **settings)
        self.device = device

    def _open_device(self, source):
        return self.device


@pytest.fixture
def device():
    return Device()


def level(camera):
    """The brightness of the next picture but one: the next may have been taken before."""
    camera.read()
    return int(camera.read().image[0, 0, 0])


def test_a_cameras_pictures_follow_and_closing_puts_it_back(device):
    camera = Attached(device)
    assert not camera.expose(-1)  # not open yet
    camera.open()
    assert level(camera) == 156
    assert camera.expose(-1) and level(camera) == 78
    assert camera.expose(0) and level(camera) == 156
    assert camera.expose(-1)
    camera.close()
    assert device.released and device.values == {AUTO: 3.0, EXPOSURE: 156.0}
    assert not camera.expose(-1)


def test_a_camera_that_was_left_dark_is_not_when_it_is_opened(device):
    device.values[AUTO] = 1.0
    camera = Attached(device)
    camera.open()
    camera.close()
    assert device.values[AUTO] == 3.0


def test_where_the_settings_forbid_it_nothing_is_asked(device):
    device.values[AUTO] = 1.0
    camera = Attached(device, exposure=False)
    camera.open()
    assert not camera.expose(-1)
    camera.close()
    assert device.told == []


def read_until(camera, done):
    for _ in range(100):
        camera.read()
        if done():
            break


def test_a_driver_that_takes_too_long_refuses_and_pictures_are_not_waited_for_in_vain(device):
    camera = Attached(device)
    camera.open()
    camera.read()
    device.hold.clear()
    assert not camera.expose(-1)
    device.hold.set()
    read_until(camera, lambda: device.told[-1:] == [(AUTO, 3.0)])
    assert device.values == {AUTO: 3.0, EXPOSURE: 156.0}
    camera.close()


def test_what_a_driver_did_not_put_back_is_tried_again_with_the_next_pictures(device):
    camera = Attached(device)
    camera.open()
    assert camera.expose(-1)
    device.known = (1.0,)
    assert not camera.expose(0)
    device.known = (1.0, 3.0)
    read_until(camera, lambda: device.values[AUTO] == 3.0)
    assert device.values == {AUTO: 3.0, EXPOSURE: 156.0}
    camera.close()


def test_a_camera_that_is_lost_while_darker_is_put_back(device):
    camera = Attached(device)
    camera.open()
    assert camera.expose(-1)
    device.read = lambda: (False, None)
    camera._grabber.join(5)
    assert device.released and device.values == {AUTO: 3.0, EXPOSURE: 156.0}
    camera.close()
