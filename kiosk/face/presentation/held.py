"""A picture held up: two long straight edges beside the face that wander together while the room stands still.

A kiosk's camera is fixed, so nothing straight and upright on both sides of a head moves, unless somebody holds a sheet
or a screen. Finds nothing when the edges are outside the view or cut along the head; a tall chair's back that turns
with its sitter looks the same. The lack of such edges is no evidence of life.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.face.presentation.sample import Grey, Sample

_PICKED = 24  # moments looked at
_EVERY = 0.25  # s between them at least
_BESIDE = (0.12, 1.6)  # widths of the face from its edge
_LONG = 0.6  # of the face's height, the part of it an edge must run along
_LEAN = 0.4  # px sideways a px down
_JUMP = 0.12  # widths of the face an edge may move from one moment to the next
_SEEN = 8  # moments in which an edge must be found
_WANDERS = 0.03  # widths of the face, 0.05 to 0.95 quantile: far beyond a line detector's noise
_ALIKE = 0.8  # correlation of the left edge's way with the right one's
_ROOM = 0.02  # share of the picture's width that must be left beyond an edge to see whether the room moves
_FIRM = 1.5  # times worse a moved room must explain the picture than one that stands


@dataclass(frozen=True, slots=True)
class _Edge:
    """A straight edge: `x` px where it passes the face's middle row, `lean` px a px down, `rising` if it is brighter
    to the right."""

    x: float
    lean: float
    rising: bool


def held(samples: Sequence[Sample]) -> float | None:
    """0 when the face is in something held up; None otherwise."""
    picked = _spread(samples)
    if len(picked) < _SEEN:
        return None
    found = [_edges(sample) for sample in picked]
    width = float(np.median([s.face_width for s in picked]))
    lefts, rights = (_ways([f[side] for f in found], width) for side in (0, 1))
    for left in lefts:
        for right in rights:
            if _together(left, right) and _room_stands(picked, left, right):
                return 0.0
    return None


def _spread(samples: Sequence[Sample]) -> list[Sample]:
    """Evenly spread moments."""
    if not samples:
        return []
    step = max(_EVERY, (samples[-1].time - samples[0].time) / _PICKED)
    picked = [samples[0]]
    for sample in samples:
        if sample.time - picked[-1].time >= step - 1e-6 and sample.grey.shape == picked[0].grey.shape:
            picked.append(sample)
    return picked


def _edges(sample: Sample) -> tuple[list[_Edge], list[_Edge]]:
    """Long upright edges left and right of the face, by the line segment detector (Grompone von Gioi et al., 2010)."""
    (x0, y0), (x1, y1) = sample.mesh[:, :2].min(axis=0), sample.mesh[:, :2].max(axis=0)
    top, bottom = max(int(y0), 0), min(int(y1), sample.grey.shape[0])
    sides: tuple[list[_Edge], list[_Edge]] = ([], [])
    if bottom - top < 16:
        return sides
    lines = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(np.ascontiguousarray(sample.grey[top:bottom]))[0]
    if lines is None:
        return sides
    for ax, ay, bx, by in np.asarray(lines, np.float64).reshape(-1, 4):
        down = by - ay
        if abs(down) < _LONG * (bottom - top) or abs(bx - ax) > _LEAN * abs(down):
            continue
        lean = (bx - ax) / down
        x = ax + lean * ((bottom - top) / 2 - ay)
        beside = (x0 - x if x < x0 else x - x1) / (x1 - x0)
        if _BESIDE[0] <= beside <= _BESIDE[1]:
            sides[0 if x < x0 else 1].append(_Edge(x, lean, bool(down > 0)))
    return sides


def _ways(moments: Sequence[Sequence[_Edge]], width: float) -> list[NDArray[np.float64]]:
    """Edges followed from moment to moment: the x of each at every moment, NaN where it was not found."""
    ways: list[list[float]] = []
    last: list[tuple[_Edge, int]] = []
    for index, edges in enumerate(moments):
        free = list(edges)
        for number, (edge, when) in enumerate(last):
            near = [
                e for e in free
                if e.rising == edge.rising and abs(e.lean - edge.lean) < 0.12 and index - when <= 4
                and abs(e.x - edge.x) < _JUMP * width
            ]  # fmt: skip
            nearest = min(near, key=lambda e, x=edge.x: abs(e.x - x), default=None)  # type: ignore[misc]
            if nearest is not None:
                free.remove(nearest)
                last[number] = (nearest, index)
            ways[number].append(np.nan if nearest is None else nearest.x)
        for edge in free:
            last.append((edge, index))
            ways.append([np.nan] * index + [edge.x])
    full = [np.array(way) for way in ways]
    return [way for way in full if np.isfinite(way).sum() >= _SEEN and _range(way) >= _WANDERS * width]


def _range(way: NDArray[np.float64]) -> float:
    return float(np.nanquantile(way, 0.95) - np.nanquantile(way, 0.05))


def _together(left: NDArray[np.float64], right: NDArray[np.float64]) -> bool:
    both = np.isfinite(left) & np.isfinite(right)
    if both.sum() < _SEEN:
        return False
    a, b = left[both], right[both]
    if min(np.std(a), np.std(b)) < 1e-6:
        return False
    return bool(np.corrcoef(a, b)[0, 1] >= _ALIKE and 0.5 < np.std(a) / np.std(b) < 2.0)


def _room_stands(samples: Sequence[Sample], left: NDArray[np.float64], right: NDArray[np.float64]) -> bool:
    """Whether the room beyond the edges stays where it is between the moments when they are farthest apart."""
    both = np.where(np.isfinite(left) & np.isfinite(right), left + right, np.nan)
    one, other = int(np.nanargmin(both)), int(np.nanargmax(both))
    shift = float(both[other] - both[one]) / 2
    a, b = samples[one], samples[other]
    rows = slice(0, max(int(min(s.mesh[152, 1] for s in (a, b))), 1))  # above the chin: shoulders move with people
    columns = a.grey.shape[1]
    inner, outer = min(left[one], left[other]), max(right[one], right[other])
    margin = _ROOM * columns
    beyond = (slice(0, int(inner - margin)), slice(int(outer + margin), columns))
    stays = moves = 0.0
    for part in beyond:
        if part.stop - part.start >= 3 * abs(shift) + 8:
            still, moved = _errors(a.grey[rows, part], b.grey[rows, part], shift)
            stays, moves = stays + still, moves + moved
    return moves > _FIRM * stays and moves > 0


def _errors(a: Grey, b: Grey, shift: float) -> tuple[float, float]:
    """Sums of squares where `a` tells directions apart: of `b` from `a`, and from `a` moved sideways."""
    first, second = (cv2.GaussianBlur(part, (0, 0), 1.5).astype(np.float32) for part in (a, b))
    way = np.array([[1, 0, shift], [0, 1, 0]], np.float32)
    moved = cv2.warpAffine(first, way, first.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
    telling = np.abs(moved - first)
    telling[:, : int(abs(shift)) + 2] = telling[:, -int(abs(shift)) - 2 :] = 0
    clear = telling >= max(float(np.quantile(telling, 0.9)), 3.0)
    return float(((second - first)[clear] ** 2).sum()), float(((second - moved)[clear] ** 2).sum())
