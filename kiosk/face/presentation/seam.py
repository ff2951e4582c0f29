"""A thin dark line across both cheeks, where something worn on the face ends: the rim of half a mask.

Folds and beards are softer, and rims of glasses lie higher than what is looked at. A tube under the nose looks alike:
this is reason enough for a person to look, not for more. A line too faint to be sure of counts where the skin below it
has another colour than the skin above: faces have such lines, or such colours, but hardly both.
"""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Frame, Image
from kiosk.face.observation import FaceObservation

_SIDE = 160  # px, to which the face is brought
_PLACES = {234: (0.02, 0.42), 454: (0.98, 0.42), 2: (0.5, 0.6), 152: (0.5, 1.0), 10: (0.5, 0.0)}
"""Where of that temples, the base of the nose, chin and forehead come to be, by their points of the mesh."""
_ROWS = slice(72, 140)
_CHEEKS = (slice(14, 50), slice(110, 146))
_THIN = 4  # px on either side of the line that are brighter
_BESIDE = (5, 10)  # px from the line: the skin whose colours are compared
_SLOPES = np.tan(np.radians(np.arange(-24, 25, 3)))
_NEARLY = 0.25  # the share of a cheek's width in which the line may be fainter than it is said to be
_DARKEST = 20.0  # grey levels, below which skin is only noise
_LEAST_WIDTH = 90.0  # px of the face: in smaller ones there are no thin lines
_STRAIGHT = 10.0  # degrees of yaw: farther, one of the cheeks is hidden
_FEW, _SEVERAL = 3, 5  # frames in which to look for what is surely a line, and for a faint one
_MOSTLY = 0.65  # the share of them in which a faint one may be fainter still
_LINE = (2.0, 4.0)  # grey levels (L of Lab, 8 bit): more than 24 faces of the design range reach (0.8), surely a line
_FAINT = (1.0, 1.8)
"""The same of a skin of 128: more than 32 faces of the design range reach (0.5), less than 23 of 24 half masks."""
_OTHER = 2.0
"""Levels of a and b: the skins of those are, that of the other is not, but its line is surely one."""

Plane = NDArray[np.float32]


class Line(NamedTuple):
    """The clearest line across both cheeks: `depth`, how much darker it is than the skin on either side, in grey levels
    (L of Lab, 8 bit); `relative`, the same where that skin is brought to 128 everywhere, since a line on a dark face is
    as dark by its skin as on a bright one; `apart`, how far the colours above and below it are apart (a and b)."""

    depth: float
    relative: float
    apart: float


NO_LINE = Line(0.0, 0.0, 0.0)


def seam(best: Sequence[tuple[Frame, FaceObservation]]) -> float | None:
    """1 without any such line, 0 with a clear one; None with too few or too small faces. `best` as `Recorder.best`.

    Of single photographs of 212 real faces (LFW and others) six had what is surely a line, most of them grey or in hard
    light, and two more a faint one between two colours.
    """
    seen = [
        line_across(frame.image, face.mesh)
        for frame, face in best
        if face.box[2] >= _LEAST_WIDTH and abs(face.yaw) <= _STRAIGHT
    ]
    if len(seen) < _FEW:
        return None
    sure = _without(float(np.median([line.depth for line in seen])), _LINE)
    if len(seen) < _SEVERAL:
        return sure
    faint = [line.relative if line.apart >= _OTHER else 0.0 for line in seen]
    return min(sure, _without(float(np.quantile(faint, _MOSTLY)), _FAINT))


def _without(depth: float, limits: tuple[float, float]) -> float:
    return float(np.clip((limits[1] - depth) / (limits[1] - limits[0]), 0.0, 1.0))


def line_across(image: Image, mesh: NDArray[np.float32]) -> Line:
    """The clearest line across both cheeks of a face in a BGR picture; of a depth of 0 where there is none."""
    here = np.array([mesh[place, :2] for place in _PLACES], np.float32)
    there = np.array(list(_PLACES.values()), np.float32) * _SIDE
    matrix, _ = cv2.estimateAffine2D(here, there, method=cv2.LMEDS)
    if matrix is None:
        return NO_LINE
    face = cv2.cvtColor(cv2.warpAffine(image, matrix, (_SIDE, _SIDE)), cv2.COLOR_BGR2LAB).astype(np.float32)
    light = cv2.GaussianBlur(np.ascontiguousarray(face[..., 0]), (0, 0), 0.8)
    beside = np.minimum(np.roll(light, _THIN, axis=0), np.roll(light, -_THIN, axis=0))
    dark: Plane = np.asarray(beside - light, np.float32)
    relative: Plane = np.asarray(128 * dark / np.maximum(beside, _DARKEST), np.float32)
    depth = min(_clearest(dark[_ROWS, cheek])[0] for cheek in _CHEEKS)
    found = [(cheek, *_clearest(relative[_ROWS, cheek])) for cheek in _CHEEKS]
    steps = np.stack([_step(face, cheek, rows) for cheek, _, rows in found])
    way = steps.mean(axis=0) / max(float(np.linalg.norm(steps.mean(axis=0))), 1e-6)
    return Line(depth, min(clear for _, clear, _ in found), max(float((steps @ way).min()), 0.0))


def _clearest(dark: Plane) -> tuple[float, NDArray[np.int_]]:
    """Of all straight lines across, the one that is dark nearly everywhere: how dark, and its row in each column."""
    height, width = dark.shape
    columns = np.arange(width)
    shift = _SLOPES[:, None, None] * (columns - width / 2)
    rows = np.clip(np.arange(height)[None, :, None] + shift, 0, height - 1.001)
    upper = rows.astype(np.int_)
    share = rows - upper
    along = dark[upper, columns] * (1 - share) + dark[upper + 1, columns] * share
    depths = np.quantile(along, _NEARLY, axis=2)
    slope, row = np.unravel_index(int(depths.argmax()), depths.shape)
    return max(float(depths.max()), 0.0), np.rint(rows[slope, row]).astype(np.int_)


def _step(face: Plane, cheek: slice, rows: NDArray[np.int_]) -> Plane:
    """How the skin's colour (a, b) changes from above a line to below it."""
    columns = np.arange(cheek.start, cheek.stop)
    at = _ROWS.start + rows + np.arange(*_BESIDE)[:, None]
    below, above = (
        face[np.clip(side, 0, _SIDE - 1), columns, 1:].mean(axis=(0, 1)) for side in (at, 2 * (_ROWS.start + rows) - at)
    )
    return np.asarray(below - above, np.float32)
