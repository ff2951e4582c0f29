"""The camera that OpenCV opens, on a network camera of our own at the loopback address, and on what is not there."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cv2
import numpy as np
import pytest

from kiosk.devices.listing import CameraInfo, attached
from kiosk.devices.opencv_camera import OpenCVCamera
from kiosk.devices.upright import upright
from kiosk.errors import EnvironmentFault

FRAMES = 40


class Stream(BaseHTTPRequestHandler):
    """Sends pictures, brighter and brighter at the left, as network cameras do, and hangs up."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        for number in range(FRAMES):
            picture = np.zeros((120, 160, 3), np.uint8)
            picture[:, :80] = 40 + 5 * number
            data = cv2.imencode(".jpg", picture)[1].tobytes()
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
            try:
                self.wfile.write(head.encode() + data + b"\r\n")
            except OSError:
                return  # the camera was closed
            time.sleep(0.02)

    def log_message(self, format, *args):
        pass


@pytest.fixture
def address():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stream)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/stream.mjpg"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_network_camera_delivers_until_it_hangs_up_and_can_be_opened_again(address):
    camera = OpenCVCamera(address)
    camera.open()
    frames = [camera.read() for _ in range(5)]
    assert [frame.number for frame in frames] == [0, 1, 2, 3, 4]
    assert all(frame.image.shape == (120, 160, 3) for frame in frames)
    assert frames[4].time > frames[0].time
    assert frames[4].image[60, 20, 0] > 30 > frames[4].image[60, 140, 0]
    with pytest.raises(EnvironmentFault) as lost:
        for _ in range(10 * FRAMES):
            camera.read()
    assert lost.value.code == "camera-lost"
    camera.open()
    assert camera.read().number == 0
    camera.close()


def test_rotation_and_mirroring(address):
    camera = OpenCVCamera(address, rotation=90, mirror=True)
    camera.open()
    image = camera.read().image
    camera.close()
    assert image.shape == (160, 120, 3)
    assert image[20, 60, 0] > 30 > image[140, 60, 0]


def test_the_name_never_tells_an_address(address):
    assert OpenCVCamera("rtsp://user:secret@192.0.2.1/1").name == "network camera"
    assert OpenCVCamera("0").name == "camera 0"


@pytest.mark.parametrize("source", ["77", "/dev/video77", "no camera has this name"])
def test_what_is_not_attached_is_missing(source):
    camera = OpenCVCamera(source)
    with pytest.raises(EnvironmentFault) as caught:
        camera.open()
    assert caught.value.code == "camera-missing"
    assert "kiosk devices" in str(caught.value)
    camera.close()


def test_a_network_address_where_nobody_answers_is_told():
    camera = OpenCVCamera("http://127.0.0.1:9/stream")
    with pytest.raises(EnvironmentFault) as caught:
        camera.open()
    assert caught.value.code in ("camera-busy", "camera-silent")
    camera.close()


def test_cameras_are_listed_by_their_first_node(tmp_path):
    for node, index, name in (("video0", "0", "Desk"), ("video1", "1", "Desk"), ("video2", "0", "Face")):
        folder = tmp_path / node
        folder.mkdir()
        (folder / "index").write_text(index + "\n")
        (folder / "name").write_text(name + "\n")
    assert attached(tmp_path) == (
        CameraInfo(0, "Desk", "/dev/video0", False),
        CameraInfo(2, "Face", "/dev/video2", False),
    )
    assert attached(tmp_path / "nothing") == ()


@pytest.mark.parametrize(
    ("rotation", "mirror", "expected"),
    [
        (0, False, [[1, 2], [3, 4]]),
        (90, False, [[3, 1], [4, 2]]),
        (180, False, [[4, 3], [2, 1]]),
        (270, False, [[2, 4], [1, 3]]),
        (0, True, [[2, 1], [4, 3]]),
        (90, True, [[1, 3], [2, 4]]),
    ],
)
def test_upright(rotation, mirror, expected):
    image = np.repeat(np.array([[1, 2], [3, 4]], np.uint8)[..., None], 3, axis=2)
    assert upright(image, rotation, mirror)[..., 0].tolist() == expected
