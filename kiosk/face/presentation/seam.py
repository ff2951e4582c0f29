"""A thin dark line across both cheeks, where something worn on the face ends: the rim of half a mask.

Folds and beards are softer, and rims of glasses lie higher than what is looked at, unless they are worn low on the
nose. They and a tube under the nose look alike: this is reason enough for a person to look, not for more.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Frame, Image
from kiosk.face.observation import FaceObservation

_SIDE = 160  # px, to which the face is brought
_PLACES = {234: (0.02, 0.42), 454: (0.98, 0.42), 2: (0.5, 0.6), 152: (0.5, 1.0), 10: (0.5, 0.0)}
"""Where of that temples, the base of the nose, chin and forehead come to be, by their points of the mesh."""
_ROWS = slice(84, 140)  # the lower rims of large glasses reach 80
_CHEEKS = (slice(14, 50), slice(110, 146))
_THIN = 4  # px on either side of the line that are brighter
_SLOPES = np.tan(np.radians(np.arange(-24, 25, 3)))
_NEARLY = 0.25  # the share of a cheek's width in which the line may be fainter than it is said to be
_LEAST_WIDTH = 90.0  # px of the face: in smaller ones there are no thin lines
_FEW = 3
_LINE = (2.0, 4.0)  # grey levels (L of Lab, 8 bit): more than 24 faces of the design range reach (0.8), surely a line

Plane = NDArray[np.float32]


def seam(best: Sequence[tuple[Frame, FaceObservation]]) -> float | None:
    """1 without any such line, 0 with a clear one; None with too few or too small faces. `best` as `Recorder.best`."""
    seen = [line_across(frame.image, face.mesh) for frame, face in best if face.box[2] >= _LEAST_WIDTH]
    if len(seen) < _FEW:
        return None
    return float(np.clip((_LINE[1] - np.median(seen)) / (_LINE[1] - _LINE[0]), 0.0, 1.0))


def line_across(image: Image, mesh: NDArray[np.float32]) -> float:
    """How much darker than the skin on either side the clearest line across both cheeks is, in grey levels."""
    here = np.array([mesh[place, :2] for place in _PLACES], np.float32)
    there = np.array(list(_PLACES.values()), np.float32) * _SIDE
    matrix, _ = cv2.estimateAffine2D(here, there, method=cv2.LMEDS)
    if matrix is None:
        return 0.0
    face = cv2.cvtColor(cv2.warpAffine(image, matrix, (_SIDE, _SIDE)), cv2.COLOR_BGR2LAB)
    light = cv2.GaussianBlur(np.ascontiguousarray(face[..., 0]).astype(np.float32), (0, 0), 0.8)
    dark = np.minimum(np.roll(light, _THIN, axis=0), np.roll(light, -_THIN, axis=0)) - light
    return min(_clearest(np.asarray(dark[_ROWS, cheek], np.float32)) for cheek in _CHEEKS)


def _clearest(dark: Plane) -> float:
    """Of all straight lines across, the one that is dark nearly everywhere."""
    rows, columns = np.arange(dark.shape[0]), np.arange(dark.shape[1])
    clearest = 0.0
    for slope in _SLOPES:
        shift = slope * (columns - dark.shape[1] / 2)
        along = np.stack([np.interp(rows + shift[x], rows, dark[:, x]) for x in columns], axis=1)
        clearest = max(clearest, float(np.quantile(along, _NEARLY, axis=1).max()))
    return clearest
