"""How a model wants its faces, as its entry in the manifest declares it: another embedder is lines there, not code."""

from itertools import pairwise
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from kiosk.devices.frame import Image
from kiosk.errors import EnvironmentFault
from kiosk.face.align import ALIGNMENTS, Alignment
from kiosk.face.calibration import SIMILARITIES, Scale
from kiosk.inference.manifest import ModelEntry

Colours = tuple[float, float, float]


def _ascending(distances: tuple[float, ...]) -> tuple[float, ...]:
    if distances[0] != 0.0 or any(b <= a for a, b in pairwise(distances)):
        raise ValueError("must begin with 0 and rise")
    return distances


_Distances = Annotated[
    tuple[float, ...], Field(min_length=len(SIMILARITIES), max_length=len(SIMILARITIES)), AfterValidator(_ascending)
]


class _Declared(BaseModel):
    """The table `embedding` of an entry; `mean` and `deviation` in the order of `colour`, of 0-255."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    alignment: Literal["dlib", "arcface"]
    side: int = Field(ge=32, le=1024)
    layout: Literal["nhwc", "nchw"]
    colour: Literal["rgb", "bgr"]
    type: Literal["uint8", "float32"]
    mean: Colours = (0.0, 0.0, 0.0)
    deviation: Colours = (1.0, 1.0, 1.0)
    unit: bool
    distances: _Distances | None = None
    combined: _Distances | None = None


class Scheme:
    """One embedder's declaration. Vectors of different schemes cannot be compared."""

    def __init__(self, model: str, declared: _Declared) -> None:
        self.model = model
        self.alignment: Alignment = ALIGNMENTS[declared.alignment].at(declared.side)
        self.unit = declared.unit
        """Only the vector's direction counts."""
        self._scale = None if declared.distances is None else Scale(declared.distances)
        self._combined = self._scale if declared.combined is None else Scale(declared.combined)
        self._declared = declared

    @property
    def calibrated(self) -> bool:
        """Whether its distances have a meaning that other embedders' have too."""
        return self._scale is not None

    @property
    def scale(self) -> Scale:
        """Raises EnvironmentFault `model-uncalibrated`."""
        if self._scale is None:
            message = (
                f"nobody has measured which distances of {self.model} mean what, so it decides nothing. "
                "Measure with kiosk bench scale and put the distances into its entry in the list of models"
            )
            raise EnvironmentFault("model-uncalibrated", message)
        return self._scale

    @property
    def combined(self) -> Scale:
        """The scale of a vector that several pictures were combined to: with some embedders strangers come nearer to
        it than to that of one picture. Raises as `scale`."""
        return self._combined or self.scale

    def tensor(self, chip: Image) -> NDArray[Any]:
        """The model's input, made of one aligned BGR face (side, side, 3)."""
        declared = self._declared
        ordered: NDArray[Any] = chip[:, :, ::-1] if declared.colour == "rgb" else chip
        if declared.type == "float32":
            mean, deviation = np.array(declared.mean, np.float32), np.array(declared.deviation, np.float32)
            ordered = (ordered.astype(np.float32) - mean) / deviation
        if declared.layout == "nchw":
            ordered = ordered.transpose(2, 0, 1)
        return np.ascontiguousarray(ordered[None])


def scheme_of(entry: ModelEntry) -> Scheme:
    """What the manifest declares. Raises EnvironmentFault `model-undeclared` when it is no embedder or its declaration
    makes no sense."""
    try:
        return Scheme(entry.name, _Declared.model_validate(entry.embedding or {}))
    except ValidationError as error:
        wrong = ", ".join(".".join(map(str, one["loc"])) for one in error.errors(include_url=False))
        message = f"{entry.name} is not declared as a face embedder in the list of models ({wrong})"
        raise EnvironmentFault("model-undeclared", message) from error
