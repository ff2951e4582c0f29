"""`kiosk compare`, `kiosk check-liveness` and `kiosk verify`, mostly on what is wrong."""

import json

import cv2
import pytest

from kiosk.errors import EnvironmentFault


@pytest.fixture(scope="module")
def pairs(files):
    path = files.front.parent / "pairs.csv"
    rows = [
        (files.portrait, files.portrait_again),
        (files.portrait, files.desk),
        (files.absent, files.portrait),
        (files.portrait, files.empty),
        (files.portrait_again, files.portrait),
    ]
    path.write_text("a,b\n" + "".join(f"{a.name},{b.name}\n" for a, b in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def compared(kiosk, pairs):
    return kiosk("compare", "--pairs", pairs, "--json")


def test_the_same_face_is_the_same_person(compared):
    for line in (compared.lines[0], compared.lines[-1]):
        assert line["same"] is True
        assert 80 < line["Sim"] <= 100
        assert line["threshold"] == 70
        assert line["unfit"] == {"a": [], "b": []}


def test_one_bad_pair_does_not_stop_the_rest(compared):
    assert compared.exit_code == 1
    assert [line.get("error") for line in compared.lines] == [
        None,
        "face-none",
        "picture-missing",
        "picture-empty",
        None,
    ]
    assert "desk.png" in compared.lines[1]["message"]


def test_two_pictures_for_people_with_a_threshold(kiosk, files):
    answer = kiosk("compare", files.portrait, files.portrait_again, "--threshold", "100")
    assert answer.exit_code == 0
    assert "not the same at 100" in answer.text


def test_pairs_that_cannot_be_read(kiosk, files, tmp_path):
    (tmp_path / "other.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    for path in (tmp_path / "other.csv", files.absent, files.portrait):
        answer = kiosk("compare", "--pairs", path, "--json")
        assert (answer.exit_code, answer.codes) == (1, ["pairs-unreadable"]), path


def test_a_fault_of_the_machine_outweighs_a_bad_picture(kiosk, pairs, monkeypatch):
    def failing(*faces):
        raise EnvironmentFault("model-failed", "the model gives no answer")

    monkeypatch.setattr("kiosk.face.match.compare_faces", failing)
    answer = kiosk("compare", "--pairs", pairs, "--json")
    assert answer.exit_code == 3
    assert {"model-failed", "picture-empty"} <= set(answer.codes)


def test_a_row_that_names_one_picture_does_not_stop_the_rest(kiosk, files):
    path = files.front.parent / "short.csv"
    path.write_text(f"a,b\n{files.portrait.name}\n,{files.portrait.name}\n{files.portrait.name},absent.jpg\n")
    answer = kiosk("compare", "--pairs", path, "--json")
    assert (answer.exit_code, answer.codes) == (1, ["pair-missing", "pair-missing", "picture-missing"])
    assert "line 2" in answer.lines[0]["message"] and "line 3" in answer.lines[1]["message"]


def test_a_blurred_picture_is_compared_and_said_to_be_unfit(kiosk, files):
    blurred = files.front.parent / "blurred.png"
    cv2.imwrite(str(blurred), cv2.GaussianBlur(cv2.imread(str(files.portrait)), (0, 0), 4))
    [line] = kiosk("compare", files.portrait, blurred, "--json").lines
    assert line["unfit"] == {"a": [], "b": ["sharpness"]}
    assert "not fit: sharpness" in kiosk("compare", files.portrait, blurred).text


def test_an_embedder_that_nobody_knows_or_is_none(kiosk, files):
    for name, code in (("nobodys", "model-unknown"), ("face-mesh", "model-undeclared")):
        answer = kiosk("compare", files.portrait, files.portrait_again, "--embedder", name, "--json")
        assert (answer.exit_code, answer.codes) == (3, [code])


def test_one_picture_is_no_pair(kiosk, files):
    answer = kiosk("compare", files.portrait, "--json")
    assert (answer.exit_code, answer.codes) == (1, ["pair-missing"])


@pytest.fixture(scope="module")
def judged(kiosk, recording):
    return kiosk("check-liveness", recording, "--challenge", "3", "--json")


def test_a_picture_is_not_live(judged):
    (line,) = judged.lines
    assert judged.exit_code == 0
    assert line["live"] is False
    assert "frozen-picture" in line["reasons"]
    assert line["cues"]["frozen"] <= 0.25
    assert line["broken_off"] is False


def test_without_a_challenge_nobody_is_found_live(kiosk, recording):
    answer = kiosk("check-liveness", recording)
    assert answer.exit_code == 0
    assert answer.text.splitlines()[0] in ("not live", "cannot tell")


def test_a_recording_that_breaks_off_is_judged_and_said_to(kiosk, recording):
    half = recording.with_name("half.avi")
    data = recording.read_bytes()
    half.write_bytes(data[: len(data) // 2])
    (line,) = kiosk("check-liveness", half, "--json").lines
    assert line["broken_off"] is True
    assert line["live"] is False


def test_the_best_frames_are_written_best_first(kiosk, recording, tmp_path):
    folder = tmp_path / "new" / "best"
    (line,) = kiosk("check-liveness", recording, "--frames", folder, "--json").lines
    assert line["saved"] == sorted(file.name for file in folder.iterdir())
    assert 1 <= len(line["saved"]) <= 10
    assert all(f"-{best['number']}." in name for best, name in zip(line["best_frames"], line["saved"], strict=True))
    assert cv2.imread(str(folder / line["saved"][0])).shape == (512, 512, 3)
    (tmp_path / "file").write_text("in the way")
    answer = kiosk("check-liveness", recording, "--frames", tmp_path / "file", "--json")
    assert (answer.exit_code, answer.codes) == (1, ["frames-unwritable"])


def test_a_face_that_does_not_answer_the_screens_light_is_not_live(kiosk, recording, tmp_path):
    shown = tmp_path / "light.json"
    steps = [{"time": 0.4 * k, "colour": ((255, 136, 96), (39, 180, 249))[k % 2]} for k in range(4)]
    shown.write_text(json.dumps({"steps": steps, "end": 1.6}), encoding="utf-8")
    (line,) = kiosk("check-liveness", recording, "--light", shown, "--json").lines
    assert line["cues"]["light"] is None or line["cues"]["light"] <= 0.25
    assert line["live"] is not True
    for text, code in (("{", "light-unreadable"), ('{"steps": [], "end": 1}', "light-invalid")):
        shown.write_text(text, encoding="utf-8")
        answer = kiosk("check-liveness", recording, "--light", shown, "--json")
        assert (answer.exit_code, answer.codes) == (1, [code])


def test_a_face_that_does_not_follow_the_dot_is_not_live(kiosk, recording, tmp_path):
    shown = tmp_path / "dot.json"
    moves = [{"time": 0.3 * k, "place": (0, 1, -1)[k % 3]} for k in range(5)]
    shown.write_text(json.dumps({"moves": moves, "end": 1.5}), encoding="utf-8")
    (line,) = kiosk("check-liveness", recording, "--challenge", "6", "--dot", shown, "--json").lines
    assert line["live"] is False and "challenge-not-seen" in line["reasons"]
    answer = kiosk("check-liveness", recording, "--challenge", "6", "--json")
    assert (answer.exit_code, answer.codes) == (1, ["dot-missing"])


@pytest.mark.parametrize(
    ("name", "code"),
    [("absent.jpg", "video-missing"), ("empty.jpg", "video-empty"), ("junk.mp4", "video-corrupt")],
)
def test_what_is_no_recording(kiosk, files, name, code):
    (files.front.parent / "junk.mp4").write_bytes(files.junk.read_bytes())
    answer = kiosk("check-liveness", files.front.parent / name, "--json")
    assert (answer.exit_code, answer.codes) == (1, [code])


@pytest.mark.parametrize("challenge", ["9", "nod", "", "1,,2"])
def test_a_challenge_that_means_nothing(kiosk, recording, challenge):
    answer = kiosk("check-liveness", recording, "--challenge", challenge, "--json")
    assert (answer.exit_code, answer.codes) == (1, ["challenge-invalid"])
    assert "1 open mouth" in answer.lines[0]["message"]


# A visit from files


@pytest.fixture(scope="module")
def verified(kiosk, files, recording):
    return kiosk("verify", "--front", files.front, "--back", files.back, "--selfie", recording, "--json")


def test_a_photograph_held_up_is_not_approved(verified, files):
    assert verified.exit_code == 0
    (line,) = verified.lines
    assert line["outcome"] in ("review", "declined")
    assert {reason["code"] for reason in line["reasons"]} & {"liveness-failed", "liveness-unknown"}
    assert line["front"]["IdInfo"]["IdNum"] == files.truth["IdNum"]
    assert line["liveness"]["live"] is not True
    assert line["match"] is None or 0 <= line["match"]["Sim"] <= 100
    assert line["blocked"] is None  # the hotel does not ask


def test_verifying_leaves_nothing_behind(verified, kiosk):
    assert kiosk("journal", "list", "--json").codes == ["journal-missing"]


def test_exchanged_sides(kiosk, files, recording):
    answer = kiosk("verify", "--front", files.back, "--selfie", recording, "--json")
    assert answer.exit_code == 1
    assert answer.codes[0] == "card-other-side"


@pytest.mark.parametrize(
    ("front", "selfie", "code"),
    [
        ("empty", None, "picture-empty"),
        ("junk", None, "picture-type"),
        ("absent", None, "picture-missing"),
        ("portrait", None, ("card-none", "card-other-document")),
        ("front", "absent", "video-missing"),
        ("front", "portrait", "video-type"),
    ],
)
def test_a_wrong_file_ends_it_with_a_reason(kiosk, files, recording, front, selfie, code):
    seen = recording if selfie is None else getattr(files, selfie)
    answer = kiosk("verify", "--front", getattr(files, front), "--selfie", seen, "--json")
    assert answer.exit_code == 1
    assert len(answer.lines) == 1
    assert answer.codes[0] in ((code,) if isinstance(code, str) else code)


def test_an_unknown_profile(kiosk, files, recording):
    answer = kiosk("verify", "--front", files.front, "--selfie", recording, "--profile", "moon", "--json")
    assert (answer.exit_code, answer.codes) == (1, ["setting-invalid"])
    assert "hotel" in answer.lines[0]["message"]


def test_a_visitor_whose_face_is_never_seen_is_not_approved(kiosk, files, tmp_path):
    for number in range(6):
        cv2.imwrite(str(tmp_path / f"{number}.png"), cv2.resize(cv2.imread(str(files.desk)), (320, 240)))
    answer = kiosk("verify", "--front", files.front, "--selfie", tmp_path, "--challenge", "1", "--json")
    (line,) = answer.lines
    assert line["outcome"] != "approved"
    assert line["match"] is None


def test_colours_that_cannot_be_read_end_it_before_anything_is_judged(kiosk, files, recording, tmp_path):
    shown = tmp_path / "light.json"
    shown.write_text("{", encoding="utf-8")
    answer = kiosk("verify", "--front", files.front, "--selfie", recording, "--light", shown, "--json")
    assert (answer.exit_code, answer.codes) == (1, ["light-unreadable"])
