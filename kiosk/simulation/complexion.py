"""Skin, hair, brows, eyes and age, painted over the portrait's picture."""

from dataclasses import dataclass, replace
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image
from kiosk.simulation.portrait import (
    CROP,
    LEFT_EAR,
    LEFT_IRIS,
    LEFT_LIDS,
    OVAL,
    RIGHT_EAR,
    RIGHT_IRIS,
    RIGHT_LIDS,
    SCALE,
    eye_outline,
    load_portrait,
)

Mask = NDArray[np.float32]
Lab = NDArray[np.float32]
"""CIELAB (H, W, 3): L* 0–100, a*, b*."""

# The visible skin of the portrait's face and ears, below the fringe, px of its crop; traced from the picture.
_SKIN = (
    *((262, 348), (272, 312), (300, 306), (345, 324), (400, 320), (450, 328), (500, 348), (545, 356), (582, 360)),
    *((596, 400), (603, 450), (602, 490), (614, 515), (645, 510), (625, 550), (600, 560), (572, 640), (500, 720)),
    *((420, 745), (340, 720), (275, 640), (250, 560), (235, 530), (200, 490), (196, 470), (222, 468), (240, 480)),
    *((246, 420),),
)
_RIGHT_BROW = ((70, 63, 105, 66, 107), (46, 53, 52, 65, 55))
_LEFT_BROW = ((300, 293, 334, 296, 336), (276, 283, 282, 295, 285))
_LIPS = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)


@dataclass(frozen=True, slots=True)
class Complexion:
    """Colours and age of one face.

    `tone` shifts the skin's CIELAB L*, a*, b*; `hair` is the hair's L*, a*, b*, `grey` 0–1 how grey it is; `brows`
    0 as in the portrait to 1 thick; `hairline` 0 a fringe to 1 a high forehead; `stubble` 0–1; `age` 0 young to 1 old
    (texture); `lip` shifts the lips' a*; `glasses` 0 none to 1 thick frames; `marks` moles; `seed` places what is
    random.
    """

    tone: tuple[float, float, float]
    hair: tuple[float, float, float]
    grey: float
    brows: float
    hairline: float
    stubble: float
    age: float
    lip: float
    glasses: float
    marks: int
    seed: int

    @classmethod
    def drawn(cls, rng: np.random.Generator, male: bool, age: float) -> "Complexion":
        """A complexion at random for a man or a woman, `age` 0 young to 1 old."""
        return cls(
            tone=(float(rng.uniform(-20, 4)), float(rng.uniform(-4, 5)), float(rng.uniform(-3, 9))),
            hair=(float(rng.uniform(9, 30)), float(rng.uniform(0, 8)), float(rng.uniform(0, 16))),
            grey=float(np.clip(rng.normal(1.3 * age - 0.55, 0.2), 0, 1)),
            brows=float(np.clip(rng.normal(0.75 if male else 0.3, 0.25), 0, 1)),
            hairline=float(rng.uniform(0.35, 1.0)) if rng.random() < (0.7 if male else 0.35) else 0.0,
            stubble=float(rng.uniform(0, 0.8)) if male else 0.0,
            age=age,
            lip=float(rng.uniform(-6, 1) if male else rng.uniform(-3, 12)),
            glasses=float(rng.uniform(0.2, 1.0)) if rng.random() < 0.35 else 0.0,
            marks=int(rng.integers(0, 5)),
            seed=int(rng.integers(1 << 31)),
        )

    def younger(self, by: float) -> "Complexion":
        """The same person some years ago."""
        return replace(self, age=max(self.age - by, 0.0), grey=max(self.grey - by, 0.0), stubble=self.stubble * 0.3)


def paint_face(complexion: Complexion) -> Image:
    """The portrait's picture, BGR, in another complexion."""
    portrait = load_portrait()
    rng = np.random.default_rng(complexion.seed)
    shape = portrait.matte.shape
    lab: Lab = np.asarray(cv2.cvtColor(portrait.picture.astype(np.float32) / 255, cv2.COLOR_BGR2LAB), np.float32)
    masks = _bare_forehead(lab, complexion, rng, _masks())

    smooth = cv2.GaussianBlur(lab[..., 0], (0, 0), 7)
    fine = cv2.GaussianBlur(lab[..., 0], (0, 0), 1.6)
    gain = 0.25 + 1.35 * complexion.age
    aged = smooth + (fine - smooth) * gain + (lab[..., 0] - fine) + _pores(rng, shape)
    soft_skin = masks.skin * (1 - masks.features)
    lab[..., 0] += soft_skin * (aged - lab[..., 0])
    lab[..., 0] -= soft_skin * complexion.age * 7 * masks.folds
    lab[..., 0] += masks.skin * (1 - masks.eyes) * _relief(rng, shape)
    lab += masks.skin[..., None] * (1 - masks.eyes[..., None]) * np.array(complexion.tone, np.float32)
    lab[..., 1] += masks.lips * complexion.lip

    lab[..., 0] = np.minimum(lab[..., 0], 84 + 0.35 * (lab[..., 0] - 84))  # skin is never paper white
    _paint_marks(lab, complexion, rng, masks)
    beard = masks.beard * complexion.stubble * (0.75 + 0.25 * _noise(rng, shape, 3))
    lab[..., 0] -= 17 * beard
    lab[..., 1:] *= 1 - 0.35 * beard[..., None]
    _paint_hair(lab, complexion, rng, masks)
    _paint_brows(lab, complexion, rng)
    _darken_irises(lab)
    _paint_glasses(lab, complexion)
    return (cv2.cvtColor(lab.astype(np.float32), cv2.COLOR_LAB2BGR) * 255).clip(0, 255).astype(np.uint8)


@dataclass(frozen=True, eq=False, slots=True)
class _Masks:
    skin: Mask
    hair: Mask
    eyes: Mask
    lips: Mask
    beard: Mask
    features: Mask
    folds: Mask


@cache
def _masks() -> _Masks:
    portrait = load_portrait()
    mesh = portrait.mesh[:, :2]
    shape = portrait.matte.shape

    def area(points: NDArray[np.float32], blur: float) -> Mask:
        mask = np.zeros(shape, np.float32)
        cv2.fillPoly(mask, [np.rint(points).astype(np.int32)], (1.0,))
        return cv2.GaussianBlur(mask, (0, 0), blur).astype(np.float32)

    skin = area(np.array(_SKIN, np.float32), 5)
    for ear in (RIGHT_EAR, LEFT_EAR):
        notch = (np.array(ear, np.float32) - CROP[:2]) * SCALE
        skin = np.maximum(skin, area(_grown(notch, 1.15), 4))
    # Below the ears all is skin, also what was filled in beyond the jaw's edge.
    rows = np.arange(shape[0], dtype=np.float32)[:, None]
    skin = np.maximum(skin, np.clip((rows - 540) / 20, 0, 1)).astype(np.float32)
    eyes = np.maximum(*(area(mesh[list(eye_outline(lids))], 1.5) for lids in (RIGHT_LIDS, LEFT_LIDS)))
    lids = np.maximum(*(area(_grown(mesh[list(eye_outline(lids))], 1.6), 8) for lids in (RIGHT_LIDS, LEFT_LIDS)))
    lips = area(mesh[list(_LIPS)], 3)
    jaw = np.clip((rows - mesh[2, 1] - 4) / 40, 0, 1) * area(_grown(mesh[list(OVAL)], 1.05), 12)
    cheeks = area(mesh[[205, 50, 117, 123, 147, 187]], 25) + area(mesh[[425, 280, 346, 352, 376, 411]], 25)
    beard = np.clip(jaw - cheeks, 0, 1) * (1 - lips)
    folds = np.zeros(shape, np.float32)
    for line in ((129, 203, 206, 216), (358, 423, 426, 436), (112, 232, 231, 230), (341, 452, 451, 450)):
        cv2.polylines(folds, [np.rint(mesh[list(line)]).astype(np.int32)], False, (1.0,), 4, cv2.LINE_AA)
    features = np.clip(lids + lips, 0, 1).astype(np.float32)
    return _Masks(
        skin, (1 - skin).astype(np.float32), eyes, lips, beard.astype(np.float32), features,
        cv2.GaussianBlur(folds, (0, 0), 4).astype(np.float32),
    )  # fmt: skip


def _bare_forehead(lab: Lab, complexion: Complexion, rng: np.random.Generator, masks: _Masks) -> _Masks:
    """Comb the fringe back: skin up to another hairline, with the masks to match."""
    if complexion.hairline <= 0:
        return masks
    mesh = load_portrait().mesh[:, :2]
    height, width = lab.shape[:2]
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    centre, base = float(mesh[10, 0]), float(mesh[9, 1])
    across = np.clip((xx - centre) / (0.5 * float(mesh[356, 0] - mesh[127, 0]) - 14), -1, 1)
    rise = (60 + 85 * complexion.hairline) * np.sqrt(1 - np.abs(across) ** 3)
    ragged = 5 * _noise(rng, (height, width), 6) + 5 * _noise(rng, (height, width), 22)
    bare = np.clip((yy - (base - rise) + ragged) / 14 + 0.5, 0, 1) * (np.abs(across) < 1) * (yy < base + 30)
    # The fringe throws a shadow: above the brows everything near it goes too.
    ridge = mesh[[70, 63, 105, 66, 107, 336, 296, 334, 293, 300]]
    brows = np.interp(xx[0], ridge[:, 0], ridge[:, 1]).astype(np.float32)
    fringe = cv2.dilate(masks.hair, np.ones((61, 5), np.uint8)) * np.clip((brows - 4 - yy) / 8, 0, 1)
    bare = cv2.GaussianBlur(bare * np.maximum(masks.hair, fringe), (0, 0), 2.0)
    sure = np.clip(masks.skin * 3 - 2, 0, 1) * (1 - masks.features) * (1 - fringe) * (yy < mesh[4, 1])
    weight = cv2.GaussianBlur(sure, (0, 0), 38)
    filled = cv2.GaussianBlur(lab * sure[..., None], (0, 0), 38) / np.maximum(weight, 1e-4)[..., None]
    filled[..., 0] *= 1 - 0.16 * across**2 - 0.05 * np.clip((base - yy) / 120, 0, 1)
    lab += bare[..., None] * (filled - lab)
    skin = np.maximum(masks.skin, bare)
    return replace(masks, skin=skin, hair=1 - skin)


def _paint_glasses(lab: Lab, complexion: Complexion) -> None:
    if complexion.glasses <= 0:
        return
    mesh = load_portrait().mesh[:, :2]
    mask = np.zeros(lab.shape[:2], np.float32)
    thick = 2 + round(3 * complexion.glasses)
    unit = float(mesh[454, 0] - mesh[234, 0])
    for iris, outer, temple in ((RIGHT_IRIS, -1, 127), (LEFT_IRIS, 1, 356)):
        x, y = mesh[iris] + (outer * 0.01 * unit, 0.025 * unit)
        half = np.array((0.165, 0.115)) * unit
        angles = np.linspace(0, 2 * np.pi, 60, endpoint=False)
        round_off = np.stack([np.cos(angles), np.sin(angles)], axis=1)
        rim = (x, y) + half * np.sign(round_off) * np.abs(round_off) ** 0.62  # a superellipse
        cv2.polylines(mask, [np.rint(rim).astype(np.int32)], True, (1.0,), thick, cv2.LINE_AA)
        hinge = (round(x + outer * half[0]), round(y - 0.4 * half[1]))
        cv2.line(mask, hinge, (round(mesh[temple, 0]), round(mesh[temple, 1])), (0.8,), thick, cv2.LINE_AA)
    nose = ((mesh[RIGHT_IRIS] + mesh[LEFT_IRIS]) / 2 + (0, 0.01 * unit)).round().astype(int)
    cv2.ellipse(mask, (int(nose[0]), int(nose[1])), (round(0.055 * unit), 8), 0, 180, 360, (1.0,), thick, cv2.LINE_AA)
    soft = cv2.GaussianBlur(mask, (0, 0), 0.9)[..., None]
    lab += soft * (np.array((16 + 14 * (1 - complexion.glasses), 1, 2), np.float32) - lab)


def _paint_hair(lab: Lab, complexion: Complexion, rng: np.random.Generator, masks: _Masks) -> None:
    light = lab[..., 0]
    mean = float((light * masks.hair).sum() / masks.hair.sum())
    strand = (light - mean) / 14
    level, a, b = complexion.hair
    target = np.empty_like(lab)
    target[..., 0] = level + 4.5 * strand + 4.0 * np.maximum(strand - 0.6, 0)
    target[..., 1], target[..., 2] = a, b
    patches = 0.12 * _noise(rng, (light.shape[0], light.shape[1]), 60)
    grey = np.clip(complexion.grey * 1.1 + (0.18 * strand + patches) * (complexion.grey > 0), 0, 1)
    target[..., 0] += grey * 34
    target[..., 1:] *= 1 - grey[..., None]
    lab += masks.hair[..., None] * (target - lab)


def _paint_brows(lab: Lab, complexion: Complexion, rng: np.random.Generator) -> None:
    if complexion.brows <= 0:
        return
    mesh = load_portrait().mesh[:, :2]
    mask = np.zeros(lab.shape[:2], np.float32)
    for upper, lower in (_RIGHT_BROW, _LEFT_BROW):
        top, bottom = mesh[list(upper)], mesh[list(lower)]
        middle = 0.55 * top + 0.45 * bottom
        half = (0.16 + 0.34 * complexion.brows) * (bottom - top)
        outline = np.concatenate([middle - half, (middle + half)[::-1]])
        cv2.fillPoly(mask, [np.rint(outline * 8).astype(np.int32)], (1.0,), cv2.LINE_AA, 3)
    hairs = cv2.GaussianBlur(rng.normal(0, 1, mask.shape).astype(np.float32), (0, 0), sigmaX=2.4, sigmaY=0.9)
    mask = cv2.GaussianBlur(mask, (0, 0), 3.2) * np.clip(0.8 + 1.2 * hairs, 0.25, 1)
    mask *= 0.5 + 0.42 * complexion.brows
    level, a, b = complexion.hair
    colour = np.array((level + 10 + 22 * complexion.grey, a + 2, b + 2), np.float32)
    lab += mask[..., None] * (colour - lab)


def _paint_marks(lab: Lab, complexion: Complexion, rng: np.random.Generator, masks: _Masks) -> None:
    mesh = load_portrait().mesh[:, :2]
    spots = rng.choice(np.array((50, 280, 205, 425, 187, 411, 199, 36, 266, 118, 347, 210)), 4, replace=False)
    for spot in spots[: complexion.marks]:
        x, y = mesh[spot] + rng.uniform(-18, 18, 2)
        radius = rng.uniform(1.6, 3.4)
        yy, xx = np.mgrid[0 : lab.shape[0], 0 : lab.shape[1]].astype(np.float32)
        mole = np.exp(-((((xx - x) ** 2 + (yy - y) ** 2) / radius**2) ** 1.5))
        lab += (mole * masks.skin)[..., None] * np.array((-22, 3, -2), np.float32)


def _darken_irises(lab: Lab) -> None:
    mesh = load_portrait().mesh[:, :2]
    for iris in (RIGHT_IRIS, LEFT_IRIS):
        x, y = mesh[iris]
        radius = float(np.linalg.norm(mesh[iris + 1 : iris + 5] - mesh[iris], axis=1).mean())
        yy, xx = np.mgrid[0 : lab.shape[0], 0 : lab.shape[1]].astype(np.float32)
        inside = np.clip((radius - np.hypot(xx - x, yy - y)) / 3 + 0.5, 0, 1)
        lab[..., 0] *= 1 - 0.25 * inside


def _relief(rng: np.random.Generator, shape: tuple[int, ...]) -> Mask:
    """The light and shade of another bone structure under the skin, in L*: smooth and alike on both sides."""
    mesh = load_portrait().mesh[:, :2]
    across = np.abs(np.arange(shape[1], dtype=np.float32) - mesh[168, 0])
    down = np.arange(shape[0], dtype=np.float32)
    field = np.zeros(shape, np.float32)
    for grain, strength in ((90, 3.2), (45, 2.4), (22, 1.4)):
        coarse = rng.normal(0, 1, (shape[0] // grain + 3, shape[1] // (2 * grain) + 4)).astype(np.float32)
        x, y = np.meshgrid(across / grain, down / grain)
        field += strength * cv2.remap(coarse, x + 0.5, y + 0.5, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    return field


def _pores(rng: np.random.Generator, shape: tuple[int, ...]) -> Mask:
    """The fine grain that the enlarged picture lacks, in L*."""
    return 1.1 * _noise(rng, (shape[0], shape[1]), 2) + rng.normal(0, 0.5, shape).astype(np.float32)


def _noise(rng: np.random.Generator, shape: tuple[int, int], grain: int) -> Mask:
    coarse = rng.normal(0, 1, (shape[0] // grain + 2, shape[1] // grain + 2)).astype(np.float32)
    return cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC).astype(np.float32)


def _grown(points: NDArray[np.float32], factor: float) -> NDArray[np.float32]:
    middle = points.mean(axis=0)
    return np.asarray(middle + factor * (points - middle), np.float32)
