"""Signs of life in the mesh itself: a print never blinks, breathes or sways out of rigidity."""

from collections.abc import Sequence

import numpy as np

from kiosk.face.challenge import occurrences
from kiosk.face.observation import Action, FaceObservation
from kiosk.face.signals import rest_of

_LONG_ENOUGH = 4.0  # s; people at a screen blink every 3 to 6 s
_TOO_LONG = 30.0  # s without a blink, a movement of the mouth or of the head: hardly a person
_RATE = 8.0  # observations a second at least: below, a blink of 0.3 s falls between two of them


def life(observations: Sequence[FaceObservation]) -> float | None:
    """Toward 1 with blinks and movements of the mouth, toward 0 the longer there is none; None when seen too briefly
    or with too few frames a second.

    A replayed video has them too: only the lack of them says something, and only where the head keeps still as well
    does it come near enough to 0 to count as an attack: people stare, and lids that blink behind glasses are missed.
    """
    seconds = observations[-1].time - observations[0].time if observations else 0.0
    if seconds < _LONG_ENOUGH or len(observations) < _RATE * seconds:
        return None
    rest = rest_of(observations)
    if rest is None:
        return None
    signs = sum(len(occurrences(action, observations, rest)) for action in (Action.BLINK, Action.OPEN_MOUTH))
    if signs:
        return min(0.7 + 0.1 * signs, 1.0)
    stiff = float(np.clip((seconds - _LONG_ENOUGH) / (_TOO_LONG - _LONG_ENOUGH), 0.0, 1.0))
    return 0.5 - 0.4 * stiff * (1.0 if stillness(observations) else 0.5)


def stillness(observations: Sequence[FaceObservation]) -> bool:
    """Whether the head never changed its pose by more than a picture's noise, 1 degree each way."""
    yaw, pitch = (np.array([getattr(o, name) for o in observations]) for name in ("yaw", "pitch"))
    return bool(
        np.quantile(yaw, 0.95) - np.quantile(yaw, 0.05) < 2 and np.quantile(pitch, 0.95) - np.quantile(pitch, 0.05) < 2
    )
