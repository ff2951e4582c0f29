"""A network's opinion of the skin's texture, where its weights are on this machine. Nothing depends on it.

MiniFASNetV2-SE by facenox (Apache-2.0), trained on CelebA-Spoof. What it is worth on a terminal's camera was not
measured, so it moves the score a little and decides nothing by itself.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from kiosk.devices.frame import Frame, Image
from kiosk.face.observation import FaceObservation
from kiosk.inference.runtime import Session
from kiosk.inference.store import ModelStore

MODEL = "pad-minifasnet-v2se"
_SIDE = 128
_AROUND = 1.5  # sides of the face's box
_LOOKED_AT = 5


class TextureNet:
    """Looks at the best frames of a check, some 10 ms each."""

    def __init__(self, store: ModelStore, threads: int = 1) -> None:
        """Raises EnvironmentFault `model-missing`, `model-altered` or `model-unusable`; `if_present` asks first."""
        self._session = Session(store.path(MODEL), threads)

    @classmethod
    def if_present(cls, store: ModelStore) -> "TextureNet | None":
        """None where the weights are not there."""
        return cls(store) if store.optional(MODEL) is not None else None

    def score(self, best: Sequence[tuple[Frame, FaceObservation]]) -> float | None:
        """1 as living skin, 0 as a print or a screen: the median over the best frames; None without any."""
        found = [self._live(crop_of(frame.image, face.box)) for frame, face in best[:_LOOKED_AT]]
        return float(np.median(found)) if found else None

    def _live(self, crop: Image) -> float:
        tensor = cv2.cvtColor(crop, cv2.COLOR_BGR2RGB).astype(np.float32).transpose(2, 0, 1)[None] / np.float32(255)
        logits = self._session.run({self._session.inputs[0]: np.ascontiguousarray(tensor)})[0][0].astype(np.float64)
        odds = np.exp(logits - logits.max())
        return float(odds[0] / odds.sum())


def crop_of(image: Image, box: tuple[float, float, float, float]) -> Image:
    """The square around a face's box, BGR (128, 128, 3); beyond the picture's edge its mirror image."""
    x, y, width, height = box
    side = max(round(_AROUND * max(width, height)), 1)
    move = np.array([[1, 0, side / 2 - x - width / 2], [0, 1, side / 2 - y - height / 2]])
    square = cv2.warpAffine(image, move, (side, side), borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(cv2.resize(square, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA), np.uint8)
