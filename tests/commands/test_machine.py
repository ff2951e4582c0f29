"""`kiosk models`, `kiosk devices`, `kiosk doctor`, and settings that `kiosk run` refuses."""

import signal

import pytest

from kiosk.errors import EnvironmentFault


def by_name(answer):
    return {line["name"]: line for line in answer.lines}


# Models


def test_models_are_listed_with_licence_and_origin(kiosk, store):
    answer = kiosk("models", "list", "--json")
    assert answer.exit_code == 0
    listed = by_name(answer)
    assert listed.keys() == {entry.name for entry in store.entries}
    assert all(len(line["sha256"]) == 64 and line["licence"] and line["origin"] for line in listed.values())
    assert all(line["here"] for line in listed.values() if not line["optional"])


def test_the_list_for_people_names_every_model(kiosk, store):
    text = kiosk("models", "list").text
    assert all(entry.name in text for entry in store.entries)


def test_all_needed_models_are_verified(kiosk, store):
    answer = kiosk("models", "verify", "--json")
    assert answer.exit_code == 0
    assert {line["model"] for line in answer.lines if line["ok"]} >= {e.name for e in store.entries if not e.optional}


def test_an_altered_model_is_found_and_the_rest_still_looked_at(kiosk, store, tmp_path):
    converted = [entry for entry in store.entries if entry.converted_from]
    assert converted
    for entry in converted:
        (tmp_path / entry.file).write_bytes(b"other weights")
    answer = kiosk("models", "verify", "--json", KIOSK_MODELS=str(tmp_path))
    assert answer.exit_code == 3
    assert set(answer.codes) == {"model-altered"}
    assert sum(line.get("ok", False) for line in answer.lines) >= 2


def test_a_missing_model_says_how_to_get_it(kiosk, tmp_path):
    answer = kiosk("models", "verify", KIOSK_MODELS=str(tmp_path))
    assert answer.exit_code == 3
    assert "kiosk models prepare" in answer.aside and "[model-missing]" in answer.aside


def test_preparing_twice_does_nothing(kiosk):
    answer = kiosk("models", "prepare", "--json")
    assert answer.exit_code == 0
    assert {line["model"] for line in answer.lines}


def test_an_unknown_model_cannot_be_fetched(kiosk):
    answer = kiosk("models", "fetch", "no-such-model", "--json")
    assert answer.exit_code == 1
    assert answer.codes == ["model-unknown"]


@pytest.fixture
def elsewhere(tmp_path):
    """Settings that name a folder of models with nothing in it."""
    path = tmp_path / "kiosk.toml"
    path.write_text(f"models = '{tmp_path / 'none'}'", encoding="utf-8")
    return path


def test_every_command_looks_for_models_where_the_settings_say(kiosk, files, elsewhere, monkeypatch):
    monkeypatch.delenv("KIOSK_MODELS", raising=False)
    converted = [line["name"] for line in kiosk("models", "list", "--json").lines if line["converted_from"]]

    def asked(*arguments):
        return kiosk(*arguments, "--config", elsewhere, "--json", KIOSK_MODELS=None)

    assert not any(line["here"] for line in asked("models", "list").lines if line["name"] in converted)
    assert set(asked("models", "verify").codes) == {"model-missing"}
    assert not by_name(asked("doctor"))["models"]["ok"]
    assert asked("compare", files.portrait, files.portrait).codes == ["model-missing"]


@pytest.mark.parametrize("command", [("list",), ("verify",), ("prepare",), ("fetch", "any")])
def test_models_of_settings_that_make_no_sense(kiosk, tmp_path, command):
    answer = kiosk("models", *command, "--config", tmp_path / "none.toml", "--json")
    assert (answer.exit_code, answer.codes) == (1, ["setting-unreadable"])


# Devices


def test_devices_are_listed_or_said_to_be_missing(kiosk, monkeypatch):
    from kiosk.devices.listing import CameraInfo

    answer = kiosk("devices", "--json")
    assert answer.exit_code == 0
    assert all({"index", "name", "path", "virtual"} == line.keys() for line in answer.lines)
    monkeypatch.setattr("kiosk.devices.listing.attached", lambda: ())
    assert "No camera" in kiosk("devices").text
    assert kiosk("devices", "--json").text == ""
    monkeypatch.setattr("kiosk.devices.listing.attached", lambda: (CameraInfo(2, "Desk camera", "/dev/video2"),))
    told = {"index": 2, "name": "Desk camera", "path": "/dev/video2", "virtual": None}
    assert kiosk("devices", "--json").lines == [told]
    assert "Desk camera" in kiosk("devices").text and "virtual" not in kiosk("devices").text
    posing = CameraInfo(3, "OBS Virtual Camera", "/dev/video3", True)
    monkeypatch.setattr("kiosk.devices.listing.attached", lambda: (posing,))
    assert "looks virtual" in kiosk("devices").text


# Doctor


def test_the_doctor_looks_at_everything_and_says_so_in_the_exit_code(kiosk):
    answer = kiosk("doctor", "--json")
    checks = by_name(answer)
    known = {"python", "settings", "models", "inference", "screen toolkit", "fonts", "camera", "journal", "disk"}
    assert known <= checks.keys()
    assert checks["models"]["ok"] and checks["journal"]["ok"] and checks["screen toolkit"]["ok"]
    assert checks["camera"]["needed"] is False
    assert all(check["ok"] or check["remedy"] for check in checks.values())
    broken = [name for name, check in checks.items() if check["needed"] and not check["ok"]]
    assert answer.exit_code == (3 if broken else 0)


def test_the_doctor_finds_what_is_wrong_and_goes_on(kiosk, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    answer = kiosk("doctor", KIOSK_MODELS=str(tmp_path), KIOSK_JOURNAL=str(tmp_path / "file" / "journal.db"))
    assert answer.exit_code == 3
    lines = answer.text.splitlines()
    assert any(line.startswith("FAIL  models") for line in lines)
    assert any(line.startswith("FAIL  journal") for line in lines)
    assert any(line.startswith("ok    python") for line in lines)
    assert any("→ kiosk models prepare" in line for line in lines)


def test_the_doctor_finds_a_misspelt_setting(kiosk):
    checks = by_name(kiosk("doctor", "--json", KIOSK_LANGUGE="en"))
    assert checks["settings"]["ok"] is False
    assert "KIOSK_LANGUAGE" in checks["settings"]["detail"].upper()


# Settings


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("langage = 'en'", "setting-unknown", "language"),
        ("[camera]\nfsp = 30", "setting-unknown", "camera.fsp"),
        ("language = 'fr'", "setting-invalid", "language"),
        ("threads = 0", "setting-invalid", "threads"),
        ("profile = 'moon'", "setting-invalid", "hotel"),
        ("language = ", "setting-unreadable", "settings.toml"),
    ],
)
def test_run_refuses_settings_that_make_no_sense(kiosk, tmp_path, text, code, named):
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    answer = kiosk("run", "--config", path, "--simulate", "--windowed")
    assert answer.exit_code == 1
    assert f"[{code}]" in answer.aside
    assert named in answer.aside
    assert answer.text == ""


def test_run_refuses_settings_and_profiles_that_are_not_there(kiosk, tmp_path):
    absent = kiosk("run", "--config", tmp_path / "absent.toml")
    assert (absent.exit_code, "[setting-unreadable]" in absent.aside) == (1, True)
    unknown = kiosk("run", "--profile", "moon")
    assert (unknown.exit_code, "[setting-invalid]" in unknown.aside) == (1, True)
    profile = tmp_path / "own.toml"
    profile.write_text("name = 'own'\nmercy = true\n", encoding="utf-8")
    own = kiosk("run", "--profile", profile)
    assert own.exit_code == 1
    assert "[setting-" in own.aside and "own.toml" in own.aside


def test_a_refused_setting_is_not_repeated(kiosk):
    answer = kiosk("run", KIOSK_CAMERA__FPS="secret-password")
    assert answer.exit_code == 1
    assert "KIOSK_CAMERA__FPS" in answer.aside
    assert "secret-password" not in answer.aside


def test_a_demonstration_needs_a_folder_and_a_seed(kiosk, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    answer = kiosk("demo", "--json", KIOSK_DATA=str(tmp_path / "file"))
    assert (answer.exit_code, answer.codes) == (1, ["folder-unwritable"])
    assert kiosk("demo", "--seed", -1).exit_code == 2


def test_a_log_that_cannot_be_written_is_the_machines_fault(kiosk, tmp_path):
    (tmp_path / "log").write_bytes(b"a file where the folder should be")
    answer = kiosk("run", KIOSK_DATA=str(tmp_path))
    assert answer.exit_code == 3
    assert "[log-unwritable]" in answer.aside


@pytest.mark.parametrize("command", [("run", "--trial"), ("demo",)])
def test_a_list_of_models_that_cannot_be_used_is_the_machines_fault(kiosk, monkeypatch, qapp, command):
    def refuse(*_):
        raise EnvironmentFault("models-unreadable", "the list of models cannot be read. Install the kiosk again")

    monkeypatch.setattr("kiosk.inference.store.ModelStore", refuse)
    before = signal.getsignal(signal.SIGINT)  # ignored, where the shell runs this in the background
    answer = kiosk(*command)
    assert answer.exit_code == 3
    assert "[models-unreadable]" in answer.aside
    assert qapp.topLevelWidgets() == []
    assert signal.getsignal(signal.SIGINT) is before
