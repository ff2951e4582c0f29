"""Settings of this installation: one TOML file, then environment variables; read when asked, then frozen."""

import difflib
import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import platformdirs
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from kiosk.errors import InputError
from kiosk.resources import settings_file

ENVIRONMENT_PREFIX = "KIOSK_"
DATA_VARIABLE = "KIOSK_DATA"
"""Not a setting: the folder for all that an installation makes, as `kiosk.resources` reads it too."""


class CameraSettings(BaseModel):
    """One camera. Width, height and fps are what is asked for; a device may deliver something near."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Annotated[str, BeforeValidator(lambda value: str(value) if type(value) is int else value)] = "0"
    """An index, a device path, part of a device's name, or a URL."""
    width: int = Field(default=1920, ge=160, le=7680)
    height: int = Field(default=1080, ge=120, le=4320)
    fps: float = Field(default=30.0, gt=0, le=240)
    mirror: bool = False
    """Whether the device delivers mirrored pictures, to be turned back."""
    rotation: Literal[0, 90, 180, 270] = 0
    """Degrees clockwise that make its pictures upright."""
    exposure: bool = True
    """Whether its exposure may be changed for a moment in each face step, to see that the picture follows. False for a
    device that says it obeys and does not: its visitors would be taken for a stream in the camera's place."""


class Settings(BaseSettings):
    """What an operator may set. `card_camera` None: one camera serves both cards and faces."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix=ENVIRONMENT_PREFIX, env_nested_delimiter="__"
    )

    camera: CameraSettings = CameraSettings()
    card_camera: CameraSettings | None = None
    profile: str = "hotel"
    """A shipped profile's name, or the path of a profile's TOML file."""
    language: Literal["zh", "en"] = "zh"
    full_screen: bool = True
    orientation: Literal["auto", "portrait", "landscape"] = "auto"
    journal: Path = Field(default_factory=lambda: _data_folder() / "journal.db")
    models: Path | None = None
    """A folder of prepared and fetched models used instead of the installation's own."""
    embedder: str = "face-descriptor"
    """Which face embedder of the list of models compares faces; others than this one are optional."""
    threads: int = Field(default=2, ge=1, le=64)
    """Processor threads that one model's run may take, in reading a card and in comparing faces; the screen keeps what
    is left."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def gallery(self) -> Path:
        """The local library: a file of its own beside the journal."""
        return self.journal.with_name("gallery.db")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the file, whose values `load` passes in; nothing else is looked at."""
        return env_settings, init_settings


def _data_folder() -> Path:
    """Where the journal is kept unless a setting says otherwise: the same for a checkout as for an installation."""
    named = os.environ.get(DATA_VARIABLE)
    return Path(named) if named else platformdirs.user_data_path("kiosk", False)


def load(path: Path | None = None) -> Settings:
    """The settings in `path` (or in `settings_file()`, which need not exist), then those in the environment.

    Raises InputError `setting-unreadable`, `setting-invalid` or `setting-unknown`, naming the file and the key.
    """
    if path is None and not settings_file().is_file():
        source, values = "the environment", {}
    else:
        path = path or settings_file()
        source, values = str(path), read_toml(path)
    _refuse_unknown_variables()
    for key in values.keys() - Settings.model_fields.keys():  # Settings() itself takes more than settings
        raise unknown_setting(source, [key], list(Settings.model_fields))
    try:
        return Settings(**values)
    except ValidationError as error:
        raise setting_error(_variable_of(error) or source, error, Settings) from error
    except SettingsError as error:
        raise InputError("setting-invalid", f"the environment: {error}. Correct this variable.") from error


def read_toml(path: Path) -> dict[str, Any]:
    """The contents of a TOML file. Raises InputError `setting-unreadable`."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise InputError(
            "setting-unreadable", f"{path}: cannot be read as TOML ({why}). Mend the file or name another."
        ) from error


def setting_error(source: str, error: ValidationError, model: type[BaseModel]) -> InputError:
    """The first thing wrong with settings and how to mend it.

    Never repeats the value: a camera's URL may hold a password.
    """
    problem = _first(error)
    location = [str(part) for part in problem["loc"]]
    if problem["type"] == "extra_forbidden":
        return unknown_setting(source, location, _names(model, location[:-1]))
    if location and location[-1] == "[key]":
        return unknown_setting(source, location[:-1], re.findall("'(.+?)'", problem["msg"]))
    where = f"{source}: {'.'.join(location)}" if location else source
    return InputError("setting-invalid", f"{where}: {problem['msg'].removeprefix('Value error, ')}. Correct this.")


def unknown_setting(source: str, location: list[str], allowed: list[str]) -> InputError:
    """`setting-unknown`, with what it was probably meant to be."""
    near = difflib.get_close_matches(location[-1], allowed, n=1)
    hint = f"Did you mean '{near[0]}'?" if near else f"Allowed are: {', '.join(sorted(allowed))}."
    return InputError("setting-unknown", f"{source}: {'.'.join(location)}: there is no such setting. {hint}")


def _first(error: ValidationError) -> ErrorDetails:
    """The problem to tell: a key nobody knows before a value that is wrong."""
    problems = error.errors(include_url=False, include_input=False)
    return next((one for one in problems if one["type"] == "extra_forbidden"), problems[0])


def _variable_of(error: ValidationError) -> str | None:
    """The environment variable that set what is wrong, if one did."""
    location = [str(part).upper() for part in _first(error)["loc"]]
    names = [ENVIRONMENT_PREFIX + "__".join(location[:length]) for length in range(len(location), 0, -1)]
    return next((name for name in names if name in {variable.upper() for variable in os.environ}), None)


def _names(model: type[BaseModel], location: list[str]) -> list[str]:
    """The settings' names in the part of `model` that `location` leads to."""
    for part in location:
        field = model.model_fields.get(part)
        kinds = (field.annotation, *get_args(field.annotation)) if field else ()
        model = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), model)
    return [field.alias or name for name, field in model.model_fields.items()]


def _refuse_unknown_variables() -> None:
    """pydantic-settings passes over variables it does not know; a misspelt one would be silently without effect."""
    allowed = [DATA_VARIABLE, *(ENVIRONMENT_PREFIX + name.upper() for name in Settings.model_fields)]
    for variable in sorted(os.environ):
        known = variable.partition("__")[0].upper()
        if variable.upper().startswith(ENVIRONMENT_PREFIX) and known not in allowed:
            raise unknown_setting("the environment", [variable.partition("__")[0]], allowed)
