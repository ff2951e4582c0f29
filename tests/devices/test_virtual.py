"""Programs that pose as cameras, by their names."""

import pytest

from kiosk.devices.virtual import is_virtual


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
