"""Settings: where they come from, and what a wrong one is told."""

import os

import pytest
from pydantic import ValidationError

from kiosk import config
from kiosk.errors import InputError


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch, tmp_path):
    """No setting of this machine takes part."""
    for variable in [name for name in os.environ if name.upper().startswith("KIOSK_")]:
        monkeypatch.delenv(variable)
    monkeypatch.setattr(config, "settings_file", lambda: tmp_path / "default" / "kiosk.toml")


@pytest.fixture
def load(tmp_path):
    def from_text(text):
        path = tmp_path / "kiosk.toml"
        path.write_text(text, encoding="utf-8")
        return config.load(path)

    return from_text


def refused(load, text):
    with pytest.raises(InputError) as caught:
        load(text)
    return caught.value


def test_without_a_file_there_are_defaults():
    settings = config.load()
    assert settings.camera.source == "0"
    assert settings.card_camera is None
    assert settings.profile == "hotel"
    assert settings.journal.name == "journal.db"


def test_the_default_file_is_read_when_it_is_there(tmp_path):
    path = config.settings_file()
    path.parent.mkdir()
    path.write_text('profile = "airport"\n')
    assert config.load().profile == "airport"


def test_a_file_sets_everything(load):
    settings = load(
        """
        profile = "internet-cafe"
        language = "en"
        full_screen = false
        orientation = "portrait"
        journal = "/srv/kiosk/journal.db"
        models = "/srv/kiosk/models"
        threads = 4
        log_level = "debug"
        [camera]
        source = "rtsp://camera/1"
        width = 1280
        height = 720
        fps = 25
        mirror = true
        rotation = 90
        exposure = false
        [card_camera]
        source = 1
        """
    )
    assert (settings.camera.width, settings.camera.rotation, settings.camera.mirror) == (1280, 90, True)
    assert settings.card_camera.source == "1"
    assert (settings.camera.exposure, settings.card_camera.exposure) == (False, True)
    assert (settings.language, settings.full_screen, settings.threads) == ("en", False, 4)
    assert settings.journal.as_posix() == "/srv/kiosk/journal.db"


def test_the_environment_comes_before_the_file_key_by_key(load, monkeypatch):
    monkeypatch.setenv("KIOSK_PROFILE", "airport")
    monkeypatch.setenv("KIOSK_CAMERA__WIDTH", "640")
    settings = load('profile = "hotel"\nlanguage = "en"\n[camera]\nwidth = 1280\nheight = 720\n')
    assert (settings.profile, settings.language) == ("airport", "en")
    assert (settings.camera.width, settings.camera.height) == (640, 720)


def test_the_data_folder_moves_the_journal(monkeypatch, tmp_path):
    monkeypatch.setenv("KIOSK_DATA", str(tmp_path))
    assert config.load().journal == tmp_path / "journal.db"


def test_settings_cannot_be_changed(load):
    with pytest.raises(ValidationError):
        load("").threads = 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('profil = "hotel"', "profil: there is no such setting. Did you mean 'profile'?"),
        ("[camera]\nsorce = 1", "camera.sorce: there is no such setting. Did you mean 'source'?"),
        (
            "[card_camera]\nflip = true",
            "card_camera.flip: there is no such setting. Allowed are: exposure, fps",
        ),
        ('_env_file = "/etc/hostname"', "_env_file: there is no such setting"),
    ],
)
def test_an_unknown_setting_is_told_what_it_might_be(load, text, told):
    error = refused(load, text)
    assert error.code == "setting-unknown"
    assert "kiosk.toml: " in str(error)
    assert told in str(error)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('language = "fr"', "language: Input should be 'zh' or 'en'"),
        ("threads = 0", "threads: Input should be greater than or equal to 1"),
        ("[camera]\nrotation = 45", "camera.rotation: Input should be 0, 90, 180 or 270"),
        ("[camera]\nwidth = true", "camera.width: "),
        ("camera = 3", "camera: "),
        ('full_screen = "perhaps"', "full_screen: Input should be a valid boolean"),
    ],
)
def test_an_invalid_setting_is_told_what_is_allowed(load, text, told):
    error = refused(load, text)
    assert error.code == "setting-invalid"
    assert "kiosk.toml: " in str(error)
    assert told in str(error)


def test_a_refusal_never_repeats_the_value(load):
    error = refused(load, '[camera]\nsource = ["rtsp://user:secret@host"]')
    assert "camera.source" in str(error)
    assert "secret" not in str(error)


@pytest.mark.parametrize(
    ("variable", "value", "code", "told"),
    [
        ("KIOSK_THREADS", "many", "setting-invalid", "KIOSK_THREADS: threads"),
        ("KIOSK_CAMERA__WIDE", "1", "setting-unknown", "KIOSK_CAMERA__WIDE: camera.wide"),
        ("KIOSK_LANGAGE", "zh", "setting-unknown", "Did you mean 'KIOSK_LANGUAGE'?"),
        ("KIOSK_CAMERA", "{nonsense", "setting-invalid", "camera"),
    ],
)
def test_the_environment_is_named_when_it_is_at_fault(load, monkeypatch, variable, value, code, told):
    monkeypatch.setenv(variable, value)
    error = refused(load, "")
    assert error.code == code
    assert told in str(error)


@pytest.mark.parametrize("content", [b"profile = ", b"\xff\xfe\x00", None])
def test_an_unreadable_file_says_so(tmp_path, content):
    path = tmp_path / "broken.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        config.load(path)
    assert caught.value.code == "setting-unreadable"
    assert str(path) in str(caught.value)


def test_a_folder_is_no_settings_file(tmp_path):
    with pytest.raises(InputError) as caught:
        config.load(tmp_path)
    assert caught.value.code == "setting-unreadable"
