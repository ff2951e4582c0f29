"""Programs that pose as cameras, by their names and by where the kernel keeps them."""

from pathlib import Path

import pytest

from kiosk.devices.listing import attached, looks_virtual
from kiosk.devices.opencv_camera import OpenCVCamera
from kiosk.devices.recorded import RecordedCamera
from kiosk.devices.simulated import SimulatedCamera
from kiosk.devices.virtual import any_virtual, is_virtual


@pytest.mark.parametrize(
    "name", ["OBS Virtual Camera", "OBS_Virtual_Camera", "Dummy video device (0x0000)", "e2eSoft VCam", "ManyCam 8"]
)
def test_a_program_is_known_by_its_name(name: str) -> None:
    assert is_virtual(name)


@pytest.mark.parametrize(
    "name", ["HD Pro Webcam C920", "Integrated Camera: Integrated C", "USB 2.0 Camera", "video0", ""]
)
def test_a_camera_is_not_taken_for_one(name: str) -> None:
    assert not is_virtual(name)


@pytest.fixture
def sysfs(tmp_path: Path) -> Path:
    """As Linux keeps cameras: one on the bus, a loopback under any name, a test driver's, and a posing program's."""
    listed = tmp_path / "class" / "video4linux"
    listed.mkdir(parents=True)
    places = ("pci0000:00/usb1/1-1", "virtual", "platform/vivid.0", "pci0000:00/usb1/1-2")
    names = ("HD Pro Webcam C920", "HD Pro Webcam C920", "Front", "OBS Virtual Camera")
    for number, (place, name) in enumerate(zip(places, names, strict=True)):
        node = tmp_path / "devices" / place / "video4linux" / f"video{number}"
        node.mkdir(parents=True)
        (node / "index").write_text("0\n")
        (node / "name").write_text(name + "\n")
        driver = tmp_path / "drivers" / ("vivid" if "vivid" in place else "uvcvideo")
        driver.mkdir(parents=True, exist_ok=True)
        (node / "device").mkdir()
        (node / "device" / "driver").symlink_to(driver)
        (listed / node.name).symlink_to(node)
    return listed


def test_on_linux_a_camera_without_a_bus_is_none_whatever_it_calls_itself(sysfs: Path) -> None:
    assert [camera.virtual for camera in attached(sysfs)] == [False, True, True, True]
    assert looks_virtual(0, sysfs) is False
    assert looks_virtual(1, sysfs) is True
    assert looks_virtual("/dev/video3", sysfs) is True


def test_of_what_is_not_listed_nothing_is_known(sysfs: Path) -> None:
    assert looks_virtual(9, sysfs) is None
    assert looks_virtual("rtsp://192.0.2.1/1", sysfs) is None


def test_a_terminal_is_judged_by_all_its_cameras(tmp_path: Path) -> None:
    """What an operator chose knowingly, a simulation or a file, poses as nothing."""
    known = [SimulatedCamera(lambda t: None), RecordedCamera(tmp_path), OpenCVCamera("0")]  # type: ignore[arg-type,return-value]
    assert any_virtual(known) is None and any_virtual([]) is None
    known[2].virtual = False  # type: ignore[misc]
    assert any_virtual(known) is False
    posing = OpenCVCamera("1")
    posing.virtual = True
    assert any_virtual([*known, posing]) is True
