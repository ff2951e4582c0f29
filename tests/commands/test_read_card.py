"""`kiosk read-card`: good and bad files in one go."""

import base64

import cv2
import numpy as np
import pytest
from PIL import Image

from kiosk.card.reading import CARD_PX
from kiosk.errors import EnvironmentFault
from kiosk.simulation.capture import plain_portrait
from kiosk.simulation.card_print import invent_style, mint
from kiosk.simulation.persons import invent


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


def test_a_fault_of_the_machine_outweighs_a_bad_file(kiosk, files, monkeypatch):
    def failing(reader, image):
        raise EnvironmentFault("model-failed", "the model gives no answer")

    monkeypatch.setattr("kiosk.card.reader.CardReader.read", failing)
    for named in ([files.absent, files.front], [files.front, files.absent]):
        answer = kiosk("read-card", *named, "--json")
        assert answer.exit_code == 3
        assert sorted(answer.codes) == ["model-failed", "picture-missing"]


@pytest.fixture(scope="module")
def scan(tmp_path_factory):
    """A PDF of three A4 pages at 300 dpi: both sides of a card, nothing, another card's front. And what they say."""
    cards = []
    for seed in (2, 4):
        rng = np.random.default_rng(seed)
        cards.append(mint(invent(rng, age=30), plain_portrait(rng), invent_style(rng, width=CARD_PX[0])))
    sheets = [np.full((3508, 2480, 3), 252, np.uint8) for _ in range(3)]
    for number, side, top in ((0, cards[0].front, 500), (0, cards[0].back, 1500), (2, cards[1].front, 800)):
        sheets[number][top : top + side.shape[0], 700 : 700 + side.shape[1]] = side
    folder = tmp_path_factory.mktemp("scan")
    for name in ("scan.pdf", "scan.tiff"):
        first, *rest = [Image.fromarray(sheet[:, :, ::-1]) for sheet in sheets]
        first.save(folder / name, save_all=True, append_images=rest, resolution=300)
    return folder, cards


def test_every_page_of_a_scan_is_read_and_pages_without_a_card_are_passed_over(kiosk, scan):
    folder, cards = scan
    answer = kiosk("read-card", folder / "scan.pdf", "--json")
    assert answer.exit_code == 0
    assert sorted((line["page"], line["side"]) for line in answer.lines) == [(1, "back"), (1, "front"), (3, "front")]
    first = {field: text for line in answer.lines if line["page"] == 1 for field, text in line["IdInfo"].items()}
    assert first == dict(cards[0].truth)
    [last] = [line for line in answer.lines if line["page"] == 3]
    assert last["IdInfo"]["IdNum"] == cards[1].truth["IdNum"]


def test_for_people_a_page_is_named_where_there_are_several(kiosk, scan):
    folder, cards = scan
    answer = kiosk("read-card", folder / "scan.tiff")
    assert answer.exit_code == 0
    for place in ("page 1: citizen, front", "page 1: citizen, back", "page 3: citizen, front"):
        assert f"scan.tiff, {place}" in answer.text
    assert "page 2" not in answer.text
    for said in (*cards[0].truth.values(), cards[1].truth["IdNum"]):
        assert said in answer.text


def test_a_scan_without_any_card_is_an_error_of_the_file(kiosk, tmp_path):
    blank = Image.new("RGB", (620, 877), (250, 250, 250))
    blank.save(tmp_path / "blank.pdf", save_all=True, append_images=[blank], resolution=150)
    answer = kiosk("read-card", tmp_path / "blank.pdf", "--json")
    assert answer.exit_code == 1
    assert answer.codes == ["card-none"]


def test_what_was_doubted_is_told_with_score_threshold_and_place(kiosk, files, tmp_path):
    grey = cv2.cvtColor(cv2.cvtColor(cv2.imread(str(files.front)), cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    cv2.imwrite(str(tmp_path / "grey.png"), grey)
    [copy] = kiosk("read-card", tmp_path / "grey.png", "--json").lines
    assert copy["kind"] == "citizen"
    doubts = {doubt["reason"]: doubt for doubt in copy["warnings"]}
    assert doubts["photocopy"]["code"] == -9102
    assert doubts["photocopy"]["score"] >= doubts["photocopy"]["threshold"]
    assert doubts["photocopy"]["region"] is None
    assert copy["scores"]["-9102"] >= 1 > copy["scores"]["-9101"]
    assert set(copy["marked"]) <= set(copy["IdInfo"])
