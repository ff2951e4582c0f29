"""What is known of a face: in one frame, over time, and beside another face."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Frame


class FaceAdvice(StrEnum):
    """The one thing the visitor should do next, in order of urgency; the value is its key in the wording."""

    NO_PICTURE = "face-no-picture"
    FROZEN = "face-frozen"
    NONE_SEEN = "face-none"
    SEVERAL = "face-several"
    TOO_DARK = "face-too-dark"
    TOO_BRIGHT = "face-too-bright"
    CLOSER = "face-closer"
    FARTHER = "face-farther"
    CENTRE = "face-centre"
    COVERED = "face-covered"  # mask, hand, scarf
    GLASSES_GLARE = "face-glasses-glare"
    LOOK_STRAIGHT = "face-look-straight"
    HOLD_STILL = "face-hold-still"
    BLURRED = "face-blurred"
    GOOD = "face-good"


class Action(IntEnum):
    """What a visitor can be asked to do, with the numbers integrators pass on the command line."""

    OPEN_MOUTH = 1
    BLINK = 2
    NOD = 3
    TURN_LEFT = 4
    TURN_RIGHT = 5
    FOLLOW = 6  # a dot, with the eyes


@dataclass(frozen=True, eq=False, slots=True)
class FaceObservation:
    """One face in one frame.

    `mesh` is float32 (478, 3): x, y in px of the frame, z in px at the same scale (negative towards the camera).
    `yaw`, `pitch`, `roll` in degrees: yaw > 0 when the visitor turns to their own left, pitch > 0 looking up,
    roll > 0 leaning to their own left. Cameras deliver unmirrored pictures; mirroring is for display only.
    `left_eye`, `right_eye` (the visitor's own) and `mouth` are openness ratios, height by width. `gaze` is how far the
    irises are from the middle of their eyes, in widths of an eye, > 0 towards the visitor's own left.
    `box` is x, y, width, height px. `sharpness`, `quality` 0–1, `brightness` 0–255. `faces` counts all in the frame.
    """

    time: float
    mesh: NDArray[np.float32]
    yaw: float
    pitch: float
    roll: float
    left_eye: float
    right_eye: float
    mouth: float
    gaze: float
    box: tuple[float, float, float, float]
    sharpness: float
    brightness: float
    quality: float
    faces: int
    advice: FaceAdvice


@dataclass(frozen=True, slots=True)
class Trail:
    """Where a dot is: at `places` (−1 the screen's left edge as the visitor sees it, 1 its right one), at each from its
    second in `starts` on (the first 0), for `seconds` in all."""

    places: tuple[float, ...]
    starts: tuple[float, ...]
    seconds: float

    def at(self, since: float) -> float | None:
        """Its place `since` s after it began; the last one for good, None before."""
        return self.places[bisect_right(self.starts, since) - 1] if since >= 0 else None


@dataclass(frozen=True, slots=True)
class Prompt:
    """An action asked for at `time` (monotonic seconds) and taken back at `until`; `trail` is where the dot goes that
    is to be followed, None for other actions.

    `rested` is when the person was last at rest, where that was not right before `time`: while they came back from what
    they had been asked before.
    """

    action: Action
    time: float
    until: float
    rested: float | None = None
    trail: Trail | None = None

    @property
    def rest(self) -> float:
        """The end of the rest that the action is measured from."""
        return self.time if self.rested is None else self.rested


@dataclass(frozen=True, eq=False, slots=True)
class LivenessResult:
    """Live, not live, or (None) impossible to tell.

    `score` is 0–1, None when nothing could be measured. `cues` names each cue with its own score, 1 live, 0 attack,
    None not measured; `contributions` are what those measured added to the score, in log-odds of a live face. `reasons`
    are stable names of what spoke against, and of why the light could not be measured (`light-…`). `best_frames` are
    the sharpest frontal ones; `witnesses` show, reduced, the face that did each thing that was asked, just before it
    did. `light_delay` is how late, in s, the skin answered the screen's colours, None where it did not or none were
    shown.
    """

    live: bool | None
    score: float | None
    cues: Mapping[str, float | None]
    reasons: tuple[str, ...]
    best_frames: tuple[Frame, ...]
    contributions: Mapping[str, float] = field(default_factory=dict)
    light_delay: float | None = None
    witnesses: tuple[Frame, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Two faces compared: `similarity` 0–100 (70 is FMR 1e-3, 80 is FMR 1e-4), the embedder's own `score` and the
    `threshold` in similarity at which they count as the same person, and where the reference came from."""

    similarity: float
    score: float
    threshold: float
    source: str

    @property
    def same(self) -> bool:
        return self.similarity >= self.threshold
