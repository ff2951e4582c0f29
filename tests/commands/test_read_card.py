"""`kiosk read-card`: good and bad files in one go."""

import base64

import cv2
import numpy as np
import pytest


@pytest.fixture(scope="module")
def answer(kiosk, files):
    return kiosk(
        "read-card", files.empty, files.front, files.junk, files.absent, files.desk, files.back, "--json", "--crops"
    )


@pytest.fixture
def readings(answer):
    return {line["side"]: line for line in answer.lines if "side" in line}


def test_one_bad_file_does_not_stop_the_rest_but_shows_in_the_exit_code(answer, readings):
    assert readings.keys() == {"front", "back"}
    assert answer.exit_code == 1


def test_one_object_a_line_in_the_order_of_the_files(answer, files):
    named = [line["file"] for line in answer.lines]
    order = [files.empty, files.front, files.junk, files.absent, files.desk, files.back]
    assert named == [str(file) for file in order]


def test_each_error_has_its_code_and_says_what_to_do(answer, files):
    errors = {line["file"]: line for line in answer.lines if "error" in line}
    assert {path: line["error"] for path, line in errors.items()} == {
        str(files.empty): "picture-empty",
        str(files.junk): "picture-type",
        str(files.absent): "picture-missing",
        str(files.desk): "card-none",
    }
    assert all(len(line["message"]) > 20 and "Traceback" not in line["message"] for line in errors.values())


def test_every_field_is_read(readings, files):
    read = {**readings["front"]["IdInfo"], **readings["back"]["IdInfo"]}
    assert read == files.truth


def test_the_names_that_integrators_know(readings, files):
    front = readings["front"]
    assert {"IdInfo", "AdvancedInfo", "confidence", "checks", "quad", "elapsed_ms"} <= front.keys()
    assert {"WarnInfos", "Quality", "BorderCodeValue", "IdCard", "Portrait"} <= front["AdvancedInfo"].keys()
    assert front["checks"]["number-checksum"] is True
    assert all(0 <= confidence <= 1 for confidence in front["confidence"].values())
    assert "Portrait" not in readings["back"]["AdvancedInfo"]


def test_crops_are_pictures(readings):
    for name, larger in (("IdCard", (638, 1011)), ("Portrait", (200, 150))):
        data = base64.b64decode(readings["front"]["AdvancedInfo"][name])
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        assert picture.shape[0] >= larger[0] and picture.shape[1] >= larger[1]


def test_for_people(kiosk, files):
    answer = kiosk("read-card", files.back, files.empty)
    assert answer.exit_code == 1
    assert files.truth["Authority"] in answer.text
    assert "picture-empty" in answer.aside and "picture-empty" not in answer.text


def test_without_models_it_is_the_machines_fault(kiosk, files, tmp_path, monkeypatch):
    monkeypatch.setattr("kiosk.inference.store.package_file", lambda package, path: tmp_path / path)
    answer = kiosk("read-card", files.front, "--json")
    assert answer.exit_code == 3
    assert answer.codes == ["model-missing"]
