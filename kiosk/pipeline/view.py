"""What a visit shows and what a visitor answers: the whole contract between the visit and its screens."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kiosk.card.reading import CardAdvice, CardReading, Fault
from kiosk.decision.flow import Event, State
from kiosk.decision.verdict import Verdict
from kiosk.devices.frame import Image
from kiosk.face.light.flashes import Rgb
from kiosk.face.observation import Action, FaceAdvice


@dataclass(frozen=True, eq=False, slots=True)
class VisitView:
    """A snapshot to draw, complete in itself: a screen keeps nothing between two of them.

    `visit` tells late snapshots of an earlier visit apart ("" while welcoming). `deadline` is when the state times
    out (monotonic seconds), None if it does not. `quad` (4, 2) outlines the card, `faults` what spoils its picture, and
    `face` (x, y, width, height) the face, all in px of a `frame_size` (width, height) frame. While an action is asked
    for, `action` is it, `action_index` of `action_count` counts from 1 and `action_done` turns true when it was seen.
    `light` is the colour (red, green, blue; sRGB 0-255) that the screen must show round the face right now, None: none;
    `light_ahead` while the visitor can still refuse such colours. `dot` is where the dot to follow is, −1 the screen's
    left edge as the visitor sees it to 1 its right one, None: there is none. `portrait` crops belong to the readings.
    `fault` and `notice` are wording keys: a device's trouble, and why a step is being repeated.
    """

    visit: str
    state: State
    profile: str
    deadline: float | None = None
    frame_size: tuple[int, int] | None = None
    card_advice: CardAdvice | None = None
    quad: NDArray[np.float32] | None = None
    faults: tuple[Fault, ...] = ()
    front: CardReading | None = None
    back: CardReading | None = None
    face_advice: FaceAdvice | None = None
    face: tuple[float, float, float, float] | None = None
    action: Action | None = None
    action_index: int = 0
    action_count: int = 0
    action_done: bool = False
    light: Rgb | None = None
    light_ahead: bool = False
    dot: float | None = None
    attempt: int = 1
    verdict: Verdict | None = None
    fault: str | None = None
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """What the visitor did: START, CONFIRM (with corrected fields by name), RETAKE, NO_LIGHT, OTHER_WAY, TOUCHED,
    CALL_STAFF, CANCEL or RESET.

    `visit` must be the view's; a command for another visit is ignored. `language` ("zh" or "en") comes with START.
    """

    event: Event
    visit: str = ""
    language: str = "zh"
    corrections: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, slots=True)
class Preview:
    """The newest picture for the viewfinder and its number."""

    image: Image
    number: int
