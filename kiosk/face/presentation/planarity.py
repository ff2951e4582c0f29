"""Depth from parallax: when a head turns, a nose moves against the cheeks; a print only obeys a homography.

Rests on tracked points of the picture. The mesh cannot serve: its model gives every face depth, painted ones too.
A replayed video of a turning head has the parallax of the head it shows, so this finds prints and stills only.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.face.geometry import OVAL
from kiosk.face.presentation.sample import Grey, Sample

_CHANGE = 0.02  # of the face's width: how much its outline must change for depth to show at all
_CHANGE_LEAST = 1.0  # px, of the same: a tracker's noise is some tenths
_SPAN = (4, 12)  # samples from the first to the last moment compared
_WINDOWS = 4  # the most telling moments looked at
_SIDEWAYS = 32.0  # degrees; farther, half of the points are hidden
_NEARER = 1.12  # coming nearer changes sharpness and size: worse to track than to learn from
_GAP = 0.3  # s between neighbouring samples
_POINTS = 24  # at least, tracked all the way
_NEIGHBOURS = 4
_EACH = 4  # of them on the nose, and on each side of it
_TIMES = 2  # runs that must agree before a face is called flat
_FLAT, _DEEP = 0.2, 0.36  # share of the change that no plane explains: at most that of a plane, surely that of a head

_NOSE = [168, 6, 193, 417, 129, 358, 98, 327, 2, 4]
_EYES_AND_MOUTH = (
    [70, 63, 105, 66, 107, 133, 145, 33], [336, 296, 334, 293, 300, 263, 374, 362], [61, 37, 0, 267, 291, 314, 17, 84],
)  # fmt: skip


def planarity(samples: Sequence[Sample]) -> float | None:
    """1 when the points moved as on a head, 0 when as on a plane; None when the view hardly changed, too few points
    could be followed, or what speaks for a plane was seen only once."""
    shares = [share for run in telling_runs(samples) if (share := depth_share(run)) is not None]
    if not shares:
        return None
    score = float(np.clip((np.median(shares) - _FLAT) / (_DEEP - _FLAT), 0.0, 1.0))
    return None if score < 0.5 and len(shares) < _TIMES else score


def depth_share(run: Sequence[Sample]) -> float | None:
    """How much of a face's change of shape over a run no homography explains, 0-1.

    The change is what a shift, turn and scale in the picture leave over. None when it is too small to tell. Depth seen
    is seen; but a lack of it says nothing, and is None too, when the tracker's noise could hide a head's depth, or
    when the points followed leave out the nose or a side of the face: what is left of a head is then nearly flat.
    """
    start, end = track(run)
    if len(start) < _POINTS or _change(start, end) < _least_change(run[0]):
        return None
    homography, _ = cv2.findHomography(start, end, cv2.LMEDS)
    if homography is None:
        return None
    distance = np.linalg.norm(_mapped(start, homography) - end, axis=1)
    kept = distance <= np.quantile(distance, 0.9)  # the worst tenth may be slips of the tracker
    start, end = start[kept], end[kept]
    homography, _ = cv2.findHomography(start, end, 0)
    if homography is None:
        return None
    left_over, change = end - _mapped(start, homography), _change(start, end)
    share = float(np.sqrt(_shared_energy(start, left_over)) / change)
    with_noise = float(np.sqrt(np.mean(np.sum(left_over**2, axis=1))) / change)
    flat = share < _DEEP
    return None if flat and (with_noise > _DEEP or not _covers(run[0], start)) else share


def track(run: Sequence[Sample]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Corners of the face in the first sample and where pyramidal Lucas-Kanade finds them in the last in which enough
    are left, (N, 2) px each.

    Points that do not come back when tracked in reverse are dropped.
    """
    none = np.empty((0, 2), np.float32)
    width = run[0].face_width
    corners = cv2.goodFeaturesToTrack(run[0].grey, 160, 0.004, max(width / 32, 2.0), mask=_rigid_mask(run[0]))
    if corners is None:
        return none, none
    start = now = corners.reshape(-1, 2).astype(np.float32)
    window = max(int(width / 9) | 1, 9)
    for earlier, later in pairwise(run):
        after, found = _flow(earlier.grey, later.grey, now, window)
        back, returned = _flow(later.grey, earlier.grey, after, window)
        slip = np.linalg.norm(back - now, axis=1)
        good = found & returned & (slip < max(width / 160, 0.5))
        if good.sum() < _POINTS:
            break
        start, now = start[good], after[good]
    return start, now


def telling_runs(samples: Sequence[Sample]) -> list[Sequence[Sample]]:
    """Up to four unbroken runs, none overlapping, over which the face's outline changes most."""
    outlines = [s.mesh[OVAL, :2] for s in samples]
    found = []
    for i, first in enumerate(samples):
        if abs(first.observation.yaw) > _SIDEWAYS:
            continue
        for j in range(i + 1, min(i + _SPAN[1] + 1, len(samples))):
            if samples[j].time - samples[j - 1].time > _GAP or abs(samples[j].observation.yaw) > _SIDEWAYS:
                break
            change = _change(outlines[i], outlines[j]) / first.face_width
            nearer = samples[j].face_width / first.face_width
            if j - i >= _SPAN[0] and change >= _CHANGE and 1 / _NEARER < nearer < _NEARER:
                found.append((change, i, j))
    runs: list[Sequence[Sample]] = []
    taken = np.zeros(len(samples), bool)
    for _, i, j in sorted(found, reverse=True):
        if len(runs) < _WINDOWS and not taken[i : j + 1].any():
            taken[i : j + 1] = True
            runs.append(samples[i : j + 1])
    return runs


def _least_change(sample: Sample) -> float:
    return max(0.6 * _CHANGE * sample.face_width, _CHANGE_LEAST)


def _covers(sample: Sample, points: NDArray[np.float32]) -> bool:
    """Whether points lie on the nose and on either side of it."""
    nose = cv2.convexHull(sample.mesh[_NOSE, :2].astype(np.float32))
    inside = sum(cv2.pointPolygonTest(nose, (float(x), float(y)), False) >= 0 for x, y in points)
    ways = np.sign(points[:, 0] - nose[:, 0, 0].min()) + np.sign(points[:, 0] - nose[:, 0, 0].max())
    return bool(inside >= _EACH and (ways < 0).sum() >= _EACH and (ways > 0).sum() >= _EACH)


def _shared_energy(points: NDArray[np.float32], moves: NDArray[np.float32]) -> float:
    """Mean square, px², of what neighbouring points share: depth is smooth, the tracker's noise is not."""
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    near = np.argsort(apart, axis=1)[:, :_NEIGHBOURS]
    return max(float(np.mean(np.sum(moves * moves[near].mean(axis=1), axis=1))), 0.0)


def _change(start: NDArray[np.float32], end: NDArray[np.float32]) -> float:
    """Root mean square distance, px, that the best shift, turn and scale leave between two sets of points."""
    a, b = (points[:, 0] + 1j * points[:, 1] for points in (start, end))
    a, b = a - a.mean(), b - b.mean()
    return float(np.sqrt(np.mean(np.abs(b - a * (np.vdot(a, b) / np.vdot(a, a))) ** 2)))


def _rigid_mask(sample: Sample) -> Grey:
    mask = np.zeros(sample.grey.shape, np.uint8)
    oval = sample.mesh[OVAL, :2].astype(np.float64)
    inner = oval.mean(axis=0) + (oval - oval.mean(axis=0)) * 0.92
    cv2.fillConvexPoly(mask, cv2.convexHull(inner.astype(np.int32)), 255)
    for part in _EYES_AND_MOUTH:
        cv2.fillConvexPoly(mask, cv2.convexHull(sample.mesh[part, :2].astype(np.int32)), 0)
    return mask


def _flow(
    earlier: Grey, later: Grey, points: NDArray[np.float32], window: int
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    moved, found, _ = cv2.calcOpticalFlowPyrLK(
        earlier, later, points, np.empty_like(points), winSize=(window, window), maxLevel=3
    )
    return np.asarray(moved, np.float32), np.asarray(found).ravel() == 1


def _mapped(points: NDArray[np.float32], homography: NDArray[Any]) -> NDArray[np.float32]:
    return np.asarray(cv2.perspectiveTransform(points.reshape(-1, 1, 2), homography), np.float32).reshape(-1, 2)
