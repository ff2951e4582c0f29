import hashlib
import shutil

import numpy as np
import pytest

from kiosk.errors import EnvironmentFault
from kiosk.inference.dlib_format import DlibFormatError, DlibReader
from kiosk.inference.dlib_onnx import convert
from kiosk.inference.manifest import read_manifest
from kiosk.inference.prepare import prepare, verify
from kiosk.inference.store import ModelStore
from kiosk.resources import manifest_file, package_file


def manifest(tmp_path, content=b"weights", **more):
    lines = {
        "file": "small.onnx",
        "sha256": hashlib.sha256(content).hexdigest(),
        "licence": "CC0-1.0",
        "origin": "made here",
        "input": "nothing",
        "output": "nothing",
    } | more
    file = tmp_path / "manifest.toml"
    text = [f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}" for key, value in lines.items()]
    file.write_text("[small]\n" + "\n".join(text))
    return file


def fault(store, name="small"):
    with pytest.raises(EnvironmentFault) as caught:
        store.path(name)
    return caught.value


def test_every_shipped_entry_says_where_it_comes_from_and_how_it_is_known():
    entries = read_manifest(manifest_file())
    assert len(entries) >= 6
    for entry in entries.values():
        assert len(entry.sha256) == 64
        assert entry.licence and entry.origin and entry.input and entry.output
        assert sum(map(bool, (entry.package, entry.converted_from, entry.url))) <= 1


def test_a_missing_model_names_the_command(tmp_path):
    store = ModelStore(tmp_path, manifest(tmp_path, url="https://example.org/small.onnx", optional=True))
    error = fault(store)
    assert error.code == "model-missing"
    assert "kiosk models fetch small" in str(error)
    assert store.optional("small") is None


def test_a_missing_converted_model_names_prepare(tmp_path):
    store = ModelStore(tmp_path)
    assert "kiosk models prepare" in str(fault(store, "face-descriptor"))


def test_an_altered_model_is_refused(tmp_path):
    store = ModelStore(tmp_path, manifest(tmp_path, url="https://example.org/small.onnx"))
    (tmp_path / "small.onnx").write_bytes(b"other weights")
    assert fault(store).code == "model-altered"
    (tmp_path / "small.onnx").write_bytes(b"weights")
    assert store.path("small").name == "small.onnx"


def test_an_unknown_model_names_the_known_ones(tmp_path):
    error = fault(ModelStore(tmp_path, manifest(tmp_path)), "large")
    assert error.code == "model-unknown"
    assert "small" in str(error)


def test_preparing_makes_everything_ready_once_and_mends_what_was_altered(tmp_path, store):
    folder = tmp_path / "models"
    first = dict(prepare(ModelStore(folder)))
    assert first["face-descriptor"] == "converted"
    assert set(dict(prepare(ModelStore(folder))).values()) == {"ready"}
    converted = ModelStore(folder).location("face-descriptor")
    data = bytearray(converted.read_bytes())
    data[len(data) // 2] ^= 1
    converted.write_bytes(data)
    assert {name for name, wrong in verify(ModelStore(folder)) if wrong} == {"face-descriptor"}
    assert dict(prepare(ModelStore(folder)))["face-descriptor"] == "converted"
    assert converted.read_bytes() == store.path("face-descriptor").read_bytes()
    assert [file.name for file in folder.iterdir()] == [converted.name]


def test_a_folder_that_takes_no_files_is_told(tmp_path):
    folder = tmp_path / "models"
    folder.write_text("a file in its place")
    with pytest.raises(EnvironmentFault) as caught:
        list(prepare(ModelStore(folder)))
    assert caught.value.code in ("models-unwritable", "model-unreadable")
    folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def test_dlib_s_numbers():
    assert DlibReader(bytes([1, 5])).integer() == 5
    assert DlibReader(bytes([0x82, 0x01, 0x02])).integer() == -513


@pytest.mark.parametrize("data", [b"", b"\x00", b"\x7f123", b"junk" * 100])
def test_what_dlib_never_wrote_is_refused(data):
    with pytest.raises(DlibFormatError):
        convert(data)


def test_a_file_of_dlib_s_that_breaks_off_is_refused():
    path = package_file("face_recognition_models", "models/dlib_face_recognition_resnet_model_v1.dat")
    with pytest.raises(DlibFormatError):
        convert(path.read_bytes()[:1_000_000])


def test_the_converted_descriptor_gives_dlib_s_own_vectors(store):
    dlib = pytest.importorskip("dlib", reason="dlib is only installed for development")
    from kiosk.face.embed import Embedder

    path = package_file("face_recognition_models", "models/dlib_face_recognition_resnet_model_v1.dat")
    theirs = dlib.face_recognition_model_v1(str(path))
    ours = Embedder(store)
    chips = np.random.default_rng(3).integers(0, 255, (3, 150, 150, 3), np.uint8)
    for chip in chips:
        vector = np.array(theirs.compute_face_descriptor(np.ascontiguousarray(chip[:, :, ::-1])))
        assert np.abs(ours.embed_chip(chip) - vector).max() < 1e-3
