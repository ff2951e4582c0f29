"""What the light's judgement looks at: one frame as the mean colours of a few regions of skin."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Frame, Image
from kiosk.face.light.flashes import linear
from kiosk.face.mesh import Mesh
from kiosk.face.observation import FaceObservation

Colours = NDArray[np.float32]
"""Mean colours in linear light, 0-1, red, green and blue: (N, 3), NaN where nothing was measured."""

REGIONS = {
    "forehead": (108, 151, 337, 336, 9, 107),
    "nose": (122, 351, 198, 420, 5),
    "right-cheek": (117, 118, 101, 205, 50),
    "left-cheek": (346, 347, 330, 425, 280),
    "chin": (200, 201, 421, 199, 208, 428),
    "right-side": (227, 137, 177, 147, 123, 116),
    "left-side": (447, 366, 401, 376, 352, 345),
}
"""Patches of skin as hulls of mesh points; right and left are the visitor's own."""

BARE = slice(0, 5)
"""Those of the `REGIONS` that hair does not fall over."""

_ACROSS = 96  # px of the face's width: enough for its patches
_BLOWN = 250  # grey levels from which a channel says nothing any more
_BLOWN_SHARE = 0.5  # of a patch's green: skin's red goes first, and blue by green still tells
_BESIDE = (0.3, 0.9)  # widths of the face from its edges: past the hair
_DOWN = (-0.1, 0.45)  # heights of the face from its top: above the shoulders
_STRIDE = 6  # px
_LEAST = 60  # px that must be left of what is around

_LINEAR = linear(np.repeat(np.arange(256.0)[:, None], 3, axis=1))[:, 0].astype(np.float32)


@dataclass(frozen=True, eq=False, slots=True)
class LightSample:
    """One moment: the colours of the `REGIONS` of the face (7, 3), and of the room beside it (3,). `blown` is the share
    of each region's pixels (7,) that are at a channel's end, 0-1."""

    time: float
    face: Colours
    around: Colours
    blown: NDArray[np.float32]


def light_sample(frame: Frame, observation: FaceObservation) -> LightSample:
    """Reduce a frame. About 1.5 ms at 720p."""
    box = observation.box
    face, blown = _face(frame.image, observation.mesh, box)
    return LightSample(frame.time, face, _around(frame.image, box), blown)


def _face(image: Image, mesh: Mesh, box: tuple[float, float, float, float]) -> tuple[Colours, NDArray[np.float32]]:
    found, blown = np.full((len(REGIONS), 3), np.nan, np.float32), np.ones(len(REGIONS), np.float32)
    x0, y0 = (max(int(v), 0) for v in box[:2])
    part = image[y0 : max(int(box[1] + box[3]), 0), x0 : max(int(box[0] + box[2]), 0)]
    if min(part.shape[:2]) < 16:
        return found, blown
    scale = min(1.0, _ACROSS / part.shape[1])
    small = part if scale == 1.0 else cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    points = (mesh[:, :2] - (x0, y0)) * (small.shape[1] / part.shape[1], small.shape[0] / part.shape[0])
    for row, corners in enumerate(REGIONS.values()):
        hull = cv2.convexHull(points[list(corners)].astype(np.float32))
        left, top, width, height = cv2.boundingRect(hull)
        if left < 0 or top < 0 or left + width > small.shape[1] or top + height > small.shape[0]:
            continue
        mask = np.zeros((height, width), np.uint8)
        cv2.fillConvexPoly(mask, np.rint(hull - (left, top)).astype(np.int32), (1,))
        pixels = small[top : top + height, left : left + width][mask > 0]
        if len(pixels):
            blown[row] = (pixels.max(axis=1) >= _BLOWN).mean()
            if (pixels[:, 1] >= _BLOWN).mean() < _BLOWN_SHARE:
                found[row] = _LINEAR[pixels].mean(axis=0)[::-1]
    return found, blown


def _around(image: Image, box: tuple[float, float, float, float]) -> Colours:
    x, y, width, height = box
    rows = slice(max(int(y + _DOWN[0] * height), 0), max(int(y + _DOWN[1] * height), 0), _STRIDE)
    near, far = _BESIDE
    sides = [(x - far * width, x - near * width), (x + (1 + near) * width, x + (1 + far) * width)]
    strips = [image[rows, max(int(a), 0) : max(int(b), 0) : _STRIDE].reshape(-1, 3) for a, b in sides]
    pixels = np.concatenate(strips)
    usable = pixels[(pixels.max(axis=1) < _BLOWN) & (pixels.min(axis=1) > 4)]
    if len(usable) < max(_LEAST, 0.5 * len(pixels)):
        return np.full(3, np.nan, np.float32)
    return np.asarray(_LINEAR[usable].mean(axis=0)[::-1], np.float32)
