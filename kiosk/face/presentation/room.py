"""The room behind: a terminal's camera stands, so the room does too, unless it is in a picture that is held up.

Where a screen or a print fills the view no edge of it is seen, but everything in it sways with the hand. A screen that
stands shows a room that stands: this says nothing of it.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.face.presentation.sample import Sample

_WIDTH = 160  # px the picture is reduced to: rooms are seen unsharply, and less noise is left
_EVERY = 0.3  # s between the moments looked at
_FEW = 8
_BESIDE = 0.75  # widths of the face to either side that belong to the visitor
_ABOVE = 0.75  # heights of the face above it that hair may take
_LEAST = 400  # px of the reduced picture that must be the room's
_TEXTURE = 0.3  # grey levels a px, the root of the mean square of the slope across, to see movement at all
_SWAY = (0.15, 0.5)  # px of the reduced picture, 0.1 to 0.9 quantile: what noise makes, surely a hand
_EXPLAINS = 0.5  # share of the change that moving as one must explain

_Small = NDArray[np.float32]


def room(samples: Sequence[Sample]) -> float | None:
    """1 when the room stood still, 0 when it swayed as one; None when there is too little of it or it is bare."""
    picked = _spread(samples)
    if len(picked) < _FEW:
        return None
    reduction = _WIDTH / picked[0].grey.shape[1]
    behind = _behind(picked, reduction)
    first = _reduced(picked[0])
    slopes = cv2.Sobel(first, cv2.CV_32F, 1, 0, scale=1 / 8), cv2.Sobel(first, cv2.CV_32F, 0, 1, scale=1 / 8)
    across, down = (np.asarray(slope, np.float64)[behind] for slope in slopes)
    if across.size < _LEAST or np.sqrt(np.mean(across**2)) < _TEXTURE:
        return None
    system = np.stack([across, down, np.ones_like(across), first[behind]], axis=1)  # shifts, and a change of exposure
    ways, explained, changed = [], 0.0, 0.0
    for sample in picked[1:]:
        change = (_reduced(sample) - first)[behind].astype(np.float64)
        without = change - system[:, 2:] @ np.linalg.lstsq(system[:, 2:], change, rcond=None)[0]
        found = np.linalg.lstsq(system, change, rcond=None)[0]
        ways.append(found[:2])
        changed += float(without @ without)
        explained += float(without @ without) - float(np.sum((change - system @ found) ** 2))
    spread = np.quantile(np.array(ways), 0.9, axis=0) - np.quantile(np.array(ways), 0.1, axis=0)
    if explained < _EXPLAINS * changed:
        return 1.0
    return float(np.clip((_SWAY[1] - np.hypot(*spread)) / (_SWAY[1] - _SWAY[0]), 0.0, 1.0))


def _spread(samples: Sequence[Sample]) -> list[Sample]:
    """Moments apart, with the face near its usual place: who walks up hides and uncovers the room."""
    if not samples:
        return []
    middle = float(np.median([s.mesh[:, 0].mean() for s in samples]))
    picked: list[Sample] = []
    for sample in samples:
        if sample.grey.shape != samples[0].grey.shape or abs(sample.mesh[:, 0].mean() - middle) > sample.face_width:
            continue
        if not picked or sample.time - picked[-1].time >= _EVERY:
            picked.append(sample)
    return picked


def _behind(samples: Sequence[Sample], reduction: float) -> NDArray[np.bool_]:
    """What is beside and above the visitor in all of these, above the chin."""
    height = round(samples[0].grey.shape[0] * reduction)
    free = np.ones((height, _WIDTH), bool)
    for sample in samples:
        (x0, y0), (x1, y1) = (sample.mesh[:, :2].min(axis=0) * reduction, sample.mesh[:, :2].max(axis=0) * reduction)
        beside, above = _BESIDE * (x1 - x0), _ABOVE * (y1 - y0)
        free[max(int(y0 - above), 0) :, max(int(x0 - beside), 0) : int(x1 + beside) + 1] = False
        free[max(int(y1 - 0.1 * (y1 - y0)), 0) :] = False
    free[:2] = free[:, :2] = free[:, -2:] = False
    return free


def _reduced(sample: Sample) -> _Small:
    height = round(sample.grey.shape[0] * _WIDTH / sample.grey.shape[1])
    small = cv2.resize(sample.grey, (_WIDTH, height), interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), 1.2), np.float32)
