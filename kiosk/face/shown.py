"""What a screen showed during a recording, from a JSON file."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, Field, ValidationError

from kiosk.errors import InputError

Second = Annotated[float, Field(ge=0, le=86_400.0, allow_inf_nan=False)]
"""Of the recording, as its frames count them."""

_Shown = TypeVar("_Shown", bound=BaseModel)


def load_shown(path: Path, model: type[_Shown], unreadable: str, invalid: str) -> _Shown:
    """The file as `model` has it. Raises InputError, with the code `unreadable` where there is no such file or it is
    not JSON, with `invalid` where it is not of this model."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        json.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(unreadable, f"{path.name} is not a JSON file that can be read") from error
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the whole"
        raise InputError(invalid, f"{path.name}: {place}: {first['msg']}") from error


def ascending(*times: float) -> bool:
    return all(later > earlier for earlier, later in pairwise(times))
