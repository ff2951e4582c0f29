"""Where something worn on the face ends, across both cheeks: the rim of half a mask, as a thin dark line or as a sharp
step between its skin and the wearer's, in light or in colour.

Folds, beards and shadows are softer, of one colour or not straight, and rims of glasses lie higher than what is looked
at, unless they are worn low on the nose. They and a tube under the nose look alike: this is reason enough for a person
to look, not for more.
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
_TOP = 84  # the lower rims of large glasses reach 80
_LINES, _STEPS = slice(_TOP, 140), slice(_TOP, 118)  # further down jaws, collars and the edges of beards are steps too
_CHEEKS = (slice(14, 50), slice(110, 146))
_THIN = 4  # px on either side of the line that are brighter
_SLOPES = np.tan(np.radians(np.arange(-24, 25, 3)))
_NEARLY = 0.25  # the share of a cheek's width in which the line may be fainter than it is said to be
_NEAR, _FAR = (2, 4), (6, 8)  # px from a step: the skins that meet, and the same farther away
_SHADED = 1.5  # so many times what a skin changes by itself from near to far is no step
_LEAST_WIDTH = 90.0  # px of the face: in smaller ones there are no thin lines
_STRAIGHT = 10.0  # degrees of yaw: farther, one of the cheeks is hidden
_FEW = 3
_SURE = (4.8, 3.3, 2.7, 2.7)  # levels of Lab, 8 bit, of each trace by itself
_CLEAR = (0.3, 0.83)
"""The traces' sum, each by what is sure: in 60 people of the design range 0.23 at most, in 100 half masks 1.57 at least
(seeds 26 and 28); in lights harder than that range's 0.45 at most in people and 0.2 at least in masks, two of 24 below
0.7, from where a person looks. Of 1,905 single photographs of real faces (LFW, at any yaw) 5.4 % reach it, 3.9 % 1."""
_UPPER = 2 / 3
"""The share of a face's pictures that may show less of it: in dim light a thin rim drowns in the noise of most. By the
median 1.07 of one of those half masks would be left."""

Plane = NDArray[np.float32]


class Seam(NamedTuple):
    """The traces of a seam across both cheeks, in levels of Lab (8 bit): how much darker a `line` is than the skin on
    either side; by how much more the skins at a `step` differ in light, or in one of Lab's two colours (`red`,
    `yellow`), than either changes by itself. None of a trace is 0 or below.
    """

    line: float
    step: float
    red: float
    yellow: float

    @property
    def clearness(self) -> float:
        """All traces together; 1 where one of them is sure."""
        return sum(max(trace, 0.0) / sure for trace, sure in zip(self, _SURE, strict=True))


def seam(best: Sequence[tuple[Frame, FaceObservation]]) -> float | None:
    """1 without any trace of a seam, 0 with a clear one; None with too few faces that are large and straight enough.
    `best` as `Recorder.best`."""
    seen = [
        seam_across(frame.image, face.mesh).clearness
        for frame, face in best
        if face.box[2] >= _LEAST_WIDTH and abs(face.yaw) <= _STRAIGHT
    ]
    if len(seen) < _FEW:
        return None
    return float(np.clip((_CLEAR[1] - np.quantile(seen, _UPPER)) / (_CLEAR[1] - _CLEAR[0]), 0.0, 1.0))


def seam_across(image: Image, mesh: NDArray[np.float32]) -> Seam:
    """The clearest seam of the face in a BGR picture."""
    here = np.array([mesh[place, :2] for place in _PLACES], np.float32)
    there = np.array(list(_PLACES.values()), np.float32) * _SIDE
    matrix, _ = cv2.estimateAffine2D(here, there, method=cv2.LMEDS)
    if matrix is None:
        return Seam(0.0, 0.0, 0.0, 0.0)
    lab = cv2.cvtColor(cv2.warpAffine(image, matrix, (_SIDE, _SIDE)), cv2.COLOR_BGR2LAB).astype(np.float32)
    light, red, yellow = (np.ascontiguousarray(lab[..., channel]) for channel in range(3))
    soft = cv2.GaussianBlur(light, (0, 0), 0.8)
    dark: Plane = np.asarray(np.minimum(np.roll(soft, _THIN, axis=0), np.roll(soft, -_THIN, axis=0)) - soft, np.float32)
    colours = (np.asarray(cv2.GaussianBlur(colour, (0, 0), 1.0), np.float32) for colour in (red, yellow))
    return Seam(_on_both(dark, _LINES), _step(light), *(_step(colour) for colour in colours))


def _step(plane: Plane) -> float:
    """The clearest step, whichever side has more."""
    return max(_on_both(change, _STEPS) for change in _changes(plane))


def _changes(plane: Plane) -> tuple[Plane, Plane]:
    """How much more there is above each place than below, less what it changes by itself, and the other way round."""
    above, farther_above = _mean(plane, _NEAR), _mean(plane, _FAR)
    below, farther_below = _mean(plane[::-1], _NEAR)[::-1], _mean(plane[::-1], _FAR)[::-1]
    shade = _SHADED * np.maximum(np.abs(above - farther_above), np.abs(below - farther_below))
    return np.asarray(above - below - shade, np.float32), np.asarray(below - above - shade, np.float32)


def _mean(plane: Plane, rows: tuple[int, int]) -> Plane:
    """The mean of so many rows above each place."""
    first, last = rows
    return np.asarray(np.mean([np.roll(plane, k, axis=0) for k in range(first, last + 1)], axis=0), np.float32)


def _on_both(plane: Plane, rows: slice) -> float:
    return min(_clearest(plane[rows, cheek]) for cheek in _CHEEKS)


def _clearest(plane: Plane) -> float:
    """Of all straight lines across, what the one with most has nearly everywhere."""
    height, width = plane.shape
    columns = np.arange(width)
    rows = np.arange(height)[None, :, None] + _SLOPES[:, None, None] * (columns - width / 2)
    rows = np.clip(rows, 0, height - 1.001)
    upper = rows.astype(np.int_)
    share = rows - upper
    along = plane[upper, columns] * (1 - share) + plane[upper + 1, columns] * share
    return float(np.quantile(along, _NEARLY, axis=2).max())
