"""Downloads from a server of our own at the loopback address."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kiosk.errors import EnvironmentFault, InputError
from kiosk.inference.fetch import fetch
from kiosk.inference.store import ModelStore
from tests.inference.test_store import manifest

CONTENT = bytes(range(256)) * 4000


class Publisher(BaseHTTPRequestHandler):
    """Serves CONTENT, from the byte that is asked for; /cut breaks off in the middle, /other serves something else."""

    asked: list[str | None]

    def do_GET(self):
        ranged = self.headers.get("Range")
        self.server.asked.append(ranged)
        start = int(ranged.removeprefix("bytes=").removesuffix("-")) if ranged else 0
        body = (CONTENT if self.path != "/other" else b"x" * len(CONTENT))[start:]
        self.send_response(206 if ranged else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if self.path == "/cut" else body)

    def log_message(self, format, *args):
        pass


@pytest.fixture
def publisher():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    server.daemon_threads = False
    server.asked = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def store_of(tmp_path, publisher, page):
    url = f"http://127.0.0.1:{publisher.server_port}/{page}"
    return ModelStore(tmp_path / "models", manifest(tmp_path, CONTENT, url=url, optional=True))


def test_a_model_is_fetched_once_and_whole(tmp_path, publisher):
    store = store_of(tmp_path, publisher, "whole")
    told = []
    path = fetch(store, "small", lambda here, total: told.append((here, total)))
    assert path.read_bytes() == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT))
    fetch(store, "small")
    assert publisher.asked == [None]


def test_an_interrupted_download_is_continued(tmp_path, publisher):
    with pytest.raises(EnvironmentFault) as caught:
        fetch(store_of(tmp_path, publisher, "cut"), "small")
    assert caught.value.code == "fetch-failed"
    assert fetch(store_of(tmp_path, publisher, "whole"), "small").read_bytes() == CONTENT
    assert publisher.asked == [None, f"bytes={len(CONTENT) // 2}-"]


def test_another_file_than_expected_is_not_kept(tmp_path, publisher):
    with pytest.raises(EnvironmentFault) as caught:
        fetch(store_of(tmp_path, publisher, "other"), "small")
    assert caught.value.code == "model-altered"
    assert list((tmp_path / "models").iterdir()) == []


def test_nobody_answers(tmp_path):
    store = ModelStore(tmp_path, manifest(tmp_path, CONTENT, url="http://127.0.0.1:9/small", optional=True))
    with pytest.raises(EnvironmentFault) as caught:
        fetch(store, "small")
    assert caught.value.code == "fetch-failed"


def test_a_model_that_comes_another_way_is_not_fetched(tmp_path):
    with pytest.raises(InputError) as caught:
        fetch(ModelStore(tmp_path), "face-descriptor")
    assert caught.value.code == "model-not-fetched"
    assert "kiosk models prepare" in str(caught.value)
