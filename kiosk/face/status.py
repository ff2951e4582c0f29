"""What a face check says after each frame."""

from dataclasses import dataclass

from kiosk.face.light.flashes import Rgb
from kiosk.face.observation import Action, FaceAdvice, FaceObservation


@dataclass(frozen=True, eq=False, slots=True)
class FaceStatus:
    """Where the check is after a frame.

    `action` is what is asked for right now (None while positioning and when finished), `index` of `count` counts from
    1, `action_done` turns true when it was seen. `failed_reason` is a stable name when `finished` without success:
    `face-left`, `face-changed`, `several-faces`, `action-timeout`, `other-action`, `face-frozen`.
    `light` is the colour (red, green, blue; sRGB 0-255) that the screen must show round the picture right now, None:
    the ordinary one. `light_ahead`: colours are being shown or are still to come and nothing was asked yet, so there is
    something to refuse. `dot` is where the dot to follow is right now, −1 the screen's left edge as the visitor sees
    it, 1 its right one, None: there is none.
    """

    observation: FaceObservation | None
    advice: FaceAdvice
    action: Action | None
    index: int
    count: int
    action_done: bool
    finished: bool
    failed_reason: str | None
    light: Rgb | None = None
    light_ahead: bool = False
    dot: float | None = None
