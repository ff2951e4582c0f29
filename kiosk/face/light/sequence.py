"""The colours that the screen plays at a visitor: drawn anew for each attempt, calm to look at, hard to guess.

All colours have the same relative luminance, and what lies between two of them is blended in linear light, so the
screen's brightness stands still while its colour changes: there is no general flash in it whatever the order, and no
colour comes near a saturated red, so there is no red flash either (WCAG 2.2, success criterion 2.3.1; `flashes` counts,
and the tests do so). Steps last at least 0.34 s, under three changes a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from kiosk.face.light.flashes import Rgb, encoded, linear
from kiosk.face.shown import Second, ascending, load_shown

ORANGE, MAGENTA, BLUE = (255, 136, 96), (255, 110, 255), (148, 164, 255)
CYAN, GREEN, OCHRE = (39, 180, 249), (64, 192, 97), (195, 168, 40)
PALETTE: tuple[Rgb, ...] = (ORANGE, MAGENTA, BLUE, CYAN, GREEN, OCHRE)
"""Once round the colours that a screen can show at a relative luminance of 0.40."""

STEPS = 7
STEP_S = (0.34, 0.36, 0.38)
"""How long a step may last, s."""
BLEND_S = 0.12
"""How long one colour takes to become the next, at the beginning of its step."""
_TOLD_BLEND_S = 0.04  # a screen's repainting and a sensor's exposure

_Level = Annotated[int, Field(ge=0, le=255)]


@dataclass(frozen=True, slots=True)
class LightSequence:
    """What the screen shows: `colours`, each from its second in `starts` on (the first 0), for `seconds` in all, begun
    at `begin` (s on the clock of the frames), coming within `blend` s."""

    colours: tuple[Rgb, ...]
    starts: tuple[float, ...]
    seconds: float
    begin: float = 0.0
    blend: float = BLEND_S

    @property
    def end(self) -> float:
        """When the last step ends, s on the same clock."""
        return self.begin + self.seconds

    def begun(self, time: float) -> "LightSequence":
        """The same, beginning at `time`."""
        return replace(self, begin=time)

    def told(self, times: Sequence[float]) -> "LightSequence":
        """The same as a screen shows it that is told its colour at these times, ascending, and keeps it in between."""
        during = [time for time in times if self.begin <= time < self.end]
        after = [time for time in times if time >= self.end]
        colours = tuple(self.at(time) or self.colours[0] for time in during)
        if len(during) < 2:
            return self
        starts = tuple(time - during[0] for time in during)
        return LightSequence(colours, starts, (after[0] if after else self.end) - during[0], during[0], _TOLD_BLEND_S)

    def at(self, time: float) -> Rgb | None:
        """What the screen must show at `time`; None before and after."""
        if not 0 <= time - self.begin < self.seconds:
            return None
        return encoded(self.light(np.array([time]))[0])

    def light(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """The linear light, 0-1, red, green and blue (N, 3), at each time; before and after, that of the first and the
        last colour."""
        since = np.asarray(times, np.float64) - self.begin
        shown = linear(self.colours)
        step = np.clip(np.searchsorted(self.starts, since, side="right") - 1, 0, len(shown) - 1)
        share = np.clip((since - np.array(self.starts)[step]) / self.blend, 0, 1)
        share = (share * share * (3 - 2 * share))[:, None]
        return np.asarray(shown[np.maximum(step - 1, 0)] * (1 - share) + shown[step] * share)


def draw_sequence(rng: Random) -> LightSequence:
    """Seven steps: six colours for the first, five for each other (never the same twice in a row), three lengths each.

    That makes 6 · 5⁶ = 93,750 orders in 2,187 rhythms, 2.1e8 in all (27.6 bits). A guess need not be exact to be taken
    for an answer: see `evidence` for how many are.
    """
    colours = [rng.choice(PALETTE)]
    while len(colours) < STEPS:
        colours.append(rng.choice([colour for colour in PALETTE if colour != colours[-1]]))
    ends = list(accumulate(rng.choice(STEP_S) for _ in colours))
    return LightSequence(tuple(colours), (0.0, *(round(end, 3) for end in ends[:-1])), round(ends[-1], 3))


class _Step(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    time: Second
    colour: tuple[_Level, _Level, _Level]


class _Shown(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    steps: tuple[_Step, ...] = Field(min_length=2, max_length=1000)
    end: Second

    @model_validator(mode="after")
    def _in_order(self) -> "_Shown":
        if not ascending(*(step.time for step in self.steps), self.end):
            raise ValueError("the times of the steps and the end must ascend")
        return self


def load_sequence(path: Path) -> LightSequence:
    """A sequence as it was shown during a recording, from its JSON file:

        {"steps": [{"time": 4.2, "colour": [255, 136, 96]}, {"time": 4.6, "colour": [39, 180, 249]}], "end": 5.0}

    `time` is when the screen began to show `colour` (red, green, blue; sRGB 0-255), `end` when it stopped: seconds of
    the recording, as its frames count them, ascending. Two steps at least.
    Raises InputError `light-unreadable` (no such file, not JSON) or `light-invalid` (not such a sequence).
    """
    shown = load_shown(path, _Shown, "light-unreadable", "light-invalid")
    begin = shown.steps[0].time
    return LightSequence(
        tuple(step.colour for step in shown.steps),
        tuple(round(step.time - begin, 6) for step in shown.steps),
        round(shown.end - begin, 6),
        begin,
    )


def sequence_report(sequence: LightSequence) -> dict[str, Any]:
    """What `load_sequence` reads."""
    begin = sequence.begin
    steps = zip(sequence.starts, sequence.colours, strict=True)
    return {
        "steps": [{"time": round(begin + start, 3), "colour": list(colour)} for start, colour in steps],
        "end": round(begin + sequence.seconds, 3),
    }
