"""Whether a face picture is fit to be compared, in the terms of ISO/IEC 29794-5: every component with its own result.

Components carry the standard's names; what is measured is our own where the standard's reference software uses a
trained model. Limits come from measuring how false non-matches grow (see `PROBE`), not from what looks good.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image
from kiosk.face.align import ARCFACE, chip_of, eyes_apart
from kiosk.face.geometry import box_of, head_rotation, openness_of, pose_of
from kiosk.face.mesh import Mesh
from kiosk.face.quality import appearance_of, quality_of


@dataclass(frozen=True, slots=True)
class Component:
    """One component: what was measured, in its own unit, and the range in which a picture is fit."""

    value: float
    least: float
    most: float

    @property
    def fit(self) -> bool:
        return self.least <= self.value <= self.most


@dataclass(frozen=True, slots=True)
class Quality:
    """All components by their names, and `score` 0-1 for choosing among pictures that are fit."""

    components: Mapping[str, Component]
    score: float

    @property
    def unfit(self) -> tuple[str, ...]:
        """The components that speak against the picture, in the order of the standard's clauses."""
        return tuple(name for name, one in self.components.items() if not one.fit)

    @property
    def fit(self) -> bool:
        return not self.unfit


Range = tuple[float, float]
_ANY = float("inf")


@dataclass(frozen=True, slots=True)
class Limits:
    """The range of each component. Units: see `assess`."""

    illumination_uniformity: Range
    luminance_mean: Range
    over_exposure: Range
    dynamic_range: Range
    sharpness: Range
    eyes_open: Range
    mouth_occlusion: Range
    inter_eye_distance: Range
    yaw: Range
    pitch: Range
    roll: Range


PROBE = Limits(
    illumination_uniformity=(0.1, 1.0),
    luminance_mean=(38.0, 218.0),
    over_exposure=(0.0, 0.25),
    dynamic_range=(5.5, 8.0),
    sharpness=(0.09, 1.0),
    eyes_open=(0.0, _ANY),
    mouth_occlusion=(0.0, 1.0),
    inter_eye_distance=(16.0, _ANY),
    yaw=(-35.0, 35.0),
    pitch=(-30.0, 30.0),
    roll=(-45.0, 45.0),
)
"""A live frame: below this, more can be taken.

Measured with dlib's descriptor on 120 genuine pairs of LFW view 2, folds 1-3, one picture of each made worse; of 5.0 %
missed at similarity 70 became, with an inter-eye distance of 20, 16, 12 and 9 px, 5.8, 5.8, 10 and 28 %; with a median
sharpness of 0.13, 0.09, 0.08 and 0.07 (blur), 6.7, 10, 18 and 46 %; with a luminance mean of 50, 31 and 18 (noise of
4 grey levels), 7.5, 15 and 25 %, the dynamic range then being 6.1, 5.5 and 4.8 bits; with the light from one side,
uniformity 0.46, 0.35 and 0.29, 4.2, 5.0 and 5.8 %. Yaw to 40 degrees, shut eyes and a mouth taken for covered (a beard,
mostly) made no difference there: what lies beyond is refused unmeasured, and the latter two are only told.
"""

REFERENCE = replace(
    PROBE, mouth_occlusion=(0.0, 0.0), inter_eye_distance=(24.0, _ANY), yaw=(-25.0, 25.0), pitch=(-25.0, 25.0)
)
"""A portrait to be kept, with which everything later is compared. A chip's portrait has 25 px between the eyes."""


def assess(image: Image, mesh: Mesh, limits: Limits) -> Quality | None:
    """Measure one face of a BGR picture; None when it lies outside the picture.

    Illumination uniformity 0-1 (how much the histograms of both halves of the face overlap), luminance mean 0-255,
    over-exposure the share of white-out 0-1, dynamic range the entropy of the face's luminance in bits, sharpness 0-1
    (`quality.sharpness_of`), eyes open the smaller height by width, mouth occlusion 0 or 1, inter-eye distance px,
    pose degrees with the signs of `FaceObservation`.
    """
    look = appearance_of(image, mesh)
    if look is None:
        return None
    rotation = head_rotation(mesh)
    pose, openness = pose_of(rotation), openness_of(mesh, rotation)
    grey = np.asarray(cv2.cvtColor(chip_of(image, mesh, ARCFACE), cv2.COLOR_BGR2GRAY), np.uint8)
    return Quality(
        components=MappingProxyType(
            {
                "illumination-uniformity": Component(uniformity_of(grey), *limits.illumination_uniformity),
                "luminance-mean": Component(look.brightness, *limits.luminance_mean),
                "over-exposure-prevention": Component(look.blown, *limits.over_exposure),
                "dynamic-range": Component(entropy_of(grey), *limits.dynamic_range),
                "sharpness": Component(look.sharpness, *limits.sharpness),
                "eyes-open": Component(min(openness.left_eye, openness.right_eye), *limits.eyes_open),
                "mouth-occlusion-prevention": Component(float(look.covered), *limits.mouth_occlusion),
                "inter-eye-distance": Component(eyes_apart(mesh), *limits.inter_eye_distance),
                "pose-yaw": Component(pose.yaw, *limits.yaw),
                "pose-pitch": Component(pose.pitch, *limits.pitch),
                "pose-roll": Component(pose.roll, *limits.roll),
            }
        ),
        score=quality_of(look, pose, openness, box_of(mesh)[2]),
    )


def uniformity_of(grey: NDArray[np.uint8]) -> float:
    """0-1: how much the luminance histograms of the left and the right half of an aligned face (S, S) overlap."""
    skin = grey[grey.shape[0] // 5 :]
    halves = np.array_split(skin, 2, axis=1)
    left, right = (np.histogram(half, bins=32, range=(0, 256))[0] / half.size for half in halves)
    return float(np.minimum(left, right).sum())


def entropy_of(grey: NDArray[np.uint8]) -> float:
    """Bits of an aligned face's luminance histogram, 0-8."""
    share = np.bincount(grey.ravel(), minlength=256) / grey.size
    share = share[share > 0]
    return float(-(share * np.log2(share)).sum())
