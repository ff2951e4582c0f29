"""Observations made of numbers: what a person does, as functions of time."""

from collections.abc import Callable

import numpy as np

from kiosk.face.observation import FaceAdvice, FaceObservation

Track = Callable[[float], float]


def at_rest(time: float) -> float:
    return 0.0


def bump(start: float, peak: float, rise: float = 0.4, stay: float = 0.4) -> Track:
    """From 0 to `peak` within `rise` s, there for `stay` s, and back."""
    keys = (start, start + rise, start + rise + stay, start + 2 * rise + stay)
    return lambda t: float(np.interp(t, keys, (0.0, peak, peak, 0.0)))


def both(*tracks: Track) -> Track:
    return lambda t: sum(track(t) for track in tracks)


def observation(time: float = 0.0, **changed: object) -> FaceObservation:
    """A face in the middle of a 1280 x 720 picture, looking straight at the camera."""
    values: dict[str, object] = {
        "time": time, "mesh": np.zeros((478, 3), np.float32), "yaw": 0.0, "pitch": 0.0, "roll": 0.0,
        "left_eye": 0.3, "right_eye": 0.3, "mouth": 0.02, "gaze": 0.0, "box": (500.0, 200.0, 280.0, 320.0),
        "sharpness": 0.7, "brightness": 120.0, "quality": 0.7, "faces": 1, "advice": FaceAdvice.GOOD,
    }  # fmt: skip
    return FaceObservation(**{**values, **changed})  # type: ignore[arg-type]


def person(
    seconds: float = 8.0,
    *,
    yaw: Track = at_rest,
    pitch: Track = at_rest,
    mouth: Track = at_rest,
    lids: Track = at_rest,
    gaze: Track = at_rest,
    away: tuple[float, float] = (-1.0, -1.0),
    fps: float = 14.0,
) -> list[FaceObservation]:
    """Degrees of yaw and pitch, openness of the mouth, how far the lids are closed (0-1), and the gaze, with a camera's
    noise. There is no face between the two times `away`."""
    rng, shaking = np.random.default_rng(5), np.random.default_rng(6)
    seen = []
    for time in np.arange(0.0, seconds, 1 / fps):
        noise = rng.normal(0, 1, 5)
        if away[0] <= time < away[1]:
            continue
        open_eye = 0.3 * (1 - lids(time))
        seen.append(
            observation(
                float(time),
                yaw=yaw(time) + 0.3 * noise[0],
                pitch=pitch(time) + 0.3 * noise[1],
                mouth=0.02 + mouth(time) + 0.003 * noise[2],
                left_eye=open_eye + 0.004 * noise[3],
                right_eye=open_eye + 0.004 * noise[4],
                gaze=gaze(time) + 0.006 * float(shaking.normal()),
            )
        )
    return seen
