"""How usable a face picture is: exposure, sharpness, glare, cover. Pure judgements of one picture and one mesh.

Limits come from looking at LFW view 2 (folds 1-3) and a handful of webcam recordings; they steer advice and the choice
of the best frames, never a verdict by themselves.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image
from kiosk.face.geometry import Openness, Pose, box_of
from kiosk.face.mesh import Mesh

_SIDE = 160  # px; every face is judged at this size, so that a small one counts as unsharp

# Patches as sets of mesh points: skin under the eyes and on the nose's bridge, skin around the mouth, the lips.
_UPPER_SKIN = ([117, 118, 101, 50], [346, 347, 330, 280], [168, 6, 197, 122, 351])
_LOWER_SKIN = ([18, 200, 83, 313], [43, 202, 212], [273, 422, 432])
_LIPS = ([0, 13, 37, 267], [14, 17, 84, 314])
_EYES = ([70, 117, 6], [300, 346, 6])  # brow's end, below the eye, bridge: where glasses sit


class Appearance(NamedTuple):
    """What one face picture looks like.

    `sharpness` 0-1, `brightness` 0-255 and `blown` (share of white-out, 0-1) over the face, `glare` the larger share of
    blown-out pixels around one eye, `covered` whether mouth and chin lack a mouth's colours.
    """

    sharpness: float
    brightness: float
    blown: float
    glare: float
    covered: bool


def appearance_of(image: Image, mesh: Mesh) -> Appearance | None:
    """Judge the face; None when it lies outside the picture."""
    x, y, width, height = box_of(mesh)
    face = _crop(image, x, y, x + width, y + height)
    if face is None:
        return None
    method = cv2.INTER_AREA if face.shape[1] > _SIDE else cv2.INTER_LINEAR
    grey: NDArray[np.uint8] = cv2.cvtColor(cv2.resize(face, (_SIDE, _SIDE), interpolation=method), cv2.COLOR_BGR2GRAY)  # type: ignore[assignment]
    middle = grey[_SIDE // 5 : -_SIDE // 5, _SIDE // 5 : -_SIDE // 5]
    glares = [_blown_share(patch) for points in _EYES if (patch := _patch(image, mesh, points)) is not None]
    return Appearance(
        sharpness=sharpness_of(grey),
        brightness=float(middle.mean()),
        blown=float((middle >= 250).mean()),
        glare=max(glares, default=0.0),
        covered=is_covered(image, mesh),
    )


def sharpness_of(grey: NDArray[np.uint8]) -> float:
    """0-1 from the variance of the Laplacian (Pech-Pacheco et al., 2000) by that of the picture, so that low contrast
    is not mistaken for blur. 0.63 at a ratio of 0.03: about an LFW face enlarged twice."""
    laplacian = cv2.Laplacian(grey, cv2.CV_32F)
    return float(1.0 - np.exp(-laplacian.var() / max(float(grey.var()), 25.0) / 0.03))


def is_covered(image: Image, mesh: Mesh) -> bool:
    """Whether a light mask, a scarf or paper hides the mouth: lips no redder than the chin, a chin less red than the
    cheeks, lips not darker than them. Holds on 1-2 % of LFW (beards, microphones, hands), so ask for several frames."""
    upper, lower, lips = (_median_lab(image, mesh, region) for region in (_UPPER_SKIN, _LOWER_SKIN, _LIPS))
    if upper is None or lower is None or lips is None:
        return False
    return bool(lips[1] - lower[1] < 1.5 and lower[1] < upper[1] and lips[0] - upper[0] > -15)


def quality_of(look: Appearance, pose: Pose, openness: Openness, width: float) -> float:
    """0-1, fit for comparing: the product of how sharp, large, frontal, evenly lit and open-eyed a face is."""
    frontal = np.exp(-((pose.yaw / 25) ** 2) - ((pose.pitch / 25) ** 2))
    size = np.clip(width / 160, 0.0, 1.0)
    exposure = np.clip((look.brightness - 20) / 50, 0.0, 1.0) * np.clip((245 - look.brightness) / 40, 0.0, 1.0)
    eyes = np.clip(min(openness.left_eye, openness.right_eye) / 0.15, 0.3, 1.0)
    mouth = np.clip(1.3 - openness.mouth, 0.3, 1.0)
    seen = (0.3 if look.covered else 1.0) * (1.0 - min(look.glare * 2, 0.5)) * (1.0 - min(look.blown, 0.5))
    return float(np.clip(look.sharpness * frontal * size * exposure * eyes * mouth * seen, 0.0, 1.0))


def _crop(image: Image, left: float, top: float, right: float, bottom: float) -> Image | None:
    height, width = image.shape[:2]
    x0, y0, x1, y1 = max(int(left), 0), max(int(top), 0), min(int(right) + 1, width), min(int(bottom) + 1, height)
    return image[y0:y1, x0:x1] if x1 - x0 >= 2 and y1 - y0 >= 2 else None


def _patch(image: Image, mesh: Mesh, points: list[int]) -> Image | None:
    (left, top), (right, bottom) = mesh[points, :2].min(axis=0), mesh[points, :2].max(axis=0)
    return _crop(image, float(left), float(top), float(right), float(bottom))


def _blown_share(patch: Image) -> float:
    return float((patch.min(axis=2) >= 245).mean())


def _median_lab(image: Image, mesh: Mesh, region: tuple[list[int], ...]) -> NDArray[np.float64] | None:
    """Median colour of a region, CIE L*a*b* in OpenCV's 8-bit scale; None when it is out of the picture."""
    medians = []
    for points in region:
        patch = _patch(image, mesh, points)
        if patch is not None:
            step = max(1, min(patch.shape[:2]) // 16)
            lab = cv2.cvtColor(np.ascontiguousarray(patch[::step, ::step]), cv2.COLOR_BGR2LAB)
            medians.append(np.median(lab.reshape(-1, 3), axis=0))
    return np.mean(medians, axis=0) if medians else None
