"""The victim's photograph on paper, as pictures of the sheet: what printers, holes and scissors make of it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image
from kiosk.simulation.body import paint_room
from kiosk.simulation.card_attacks.ranges import Range
from kiosk.simulation.identity import Identity
from kiosk.simulation.portrait import LEFT_LIDS, RIGHT_LIDS, eye_outline
from kiosk.simulation.puppet import HeadPose, Light, Puppet

SHEET = (960, 1280)
"""Width and height of a sheet's picture, px."""
FACE = 0.46
"""The printed face's height as a share of the sheet's."""
_BORDER = 40
_ANGLES = (15.0, 75.0, 0.0)  # of the cyan, magenta and yellow screens, degrees, for B, G, R's complements
_PITCH = Range((2.2, 3.0), (4.0, 5.0), test=(3.0, 4.0))
"""px between dots; a sheet is some 30 cm high, so these are 0.5 to 1.2 mm: coarse printers."""
_DOTS = Range((0.06, 0.12), (0.2, 0.34), test=(0.0, 0.06))
"""How deep the dots are: good printers' are too fine to be seen from there."""
_INK = Range((0.80, 0.88), test=(0.88, 0.93))
_BLUR = Range((0.8, 1.4), test=(0.5, 0.8))
_MOUTH = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
_POSE_Y = 0.48

Sheet = NDArray[np.uint8]
"""BGRA (1280, 960)."""


def print_photo(victim: Identity, seed: int) -> Sheet:
    """An inkjet print: white border, narrow gamut, halftone dots, banding, ink grain. An odd seed is a printer of the
    test range."""
    rng = np.random.default_rng((seed, victim.seed, 0x9217))
    test = seed % 2 == 1
    width, height = SHEET[0] - 2 * _BORDER, SHEET[1] - 2 * _BORDER
    light = Light(azimuth=float(rng.uniform(-20, 20)), contrast=0.3)
    photo = _photo(victim, paint_room(seed + 77, (width, height)), light)
    ink = 1 - (cv2.GaussianBlur(photo, (0, 0), _BLUR.draw(rng, test)).astype(np.float32) / 255) ** 1.05
    ink = _INK.draw(rng, test) * (0.88 * ink + 0.12 * ink.mean(axis=2, keepdims=True))
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    pitch, depth = _PITCH.draw(rng, test), _DOTS.draw(rng, test)
    for channel, angle in enumerate(_ANGLES):
        a = np.deg2rad(angle)
        along, across = xx * np.cos(a) + yy * np.sin(a), yy * np.cos(a) - xx * np.sin(a)
        dots = np.cos(2 * np.pi * along / pitch) * np.cos(2 * np.pi * across / pitch)
        amount = ink[..., channel]
        ink[..., channel] = amount + depth * dots * np.sqrt(np.clip(amount * (1 - amount), 0, 1))
    ink *= 1 - 0.04 * np.clip(rng.normal(0, 1, (height, 1, 1)), -2, 2)  # the print head's banding
    paper = np.array((236, 240, 242), np.float32)
    sheet = np.empty((SHEET[1], SHEET[0], 3), np.float32)
    sheet[:] = paper
    sheet[_BORDER:-_BORDER, _BORDER:-_BORDER] = paper * (1 - ink.clip(0, 1))
    sheet += cv2.GaussianBlur(rng.normal(0, 6, (SHEET[1], SHEET[0], 1)), (0, 0), 1.0)[..., None]
    return np.dstack([sheet, np.full(sheet.shape[:2], 255)]).clip(0, 255).astype(np.uint8)


def cut_along(sheet: Sheet, victim: Identity) -> Sheet:
    """The sheet cut with scissors along head and shoulders."""
    size = (SHEET[0] - 2 * _BORDER, SHEET[1] - 2 * _BORDER)
    on_black, on_white = (_photo(victim, np.full((size[1], size[0], 3), v, np.uint8), Light()) for v in (0, 255))
    person = np.where(cv2.absdiff(on_black, on_white).max(axis=2) < 128, 255, 0).astype(np.uint8)
    whole = np.zeros(SHEET[::-1], np.uint8)
    whole[_BORDER:-_BORDER, _BORDER:-_BORDER] = cv2.dilate(person, np.ones((9, 9), np.uint8))
    return np.dstack([sheet[..., :3], whole]).astype(np.uint8)


def cut_holes(sheet: Sheet, victim: Identity) -> Sheet:
    """The sheet with holes where eyes and mouth are printed."""
    spots = _landmarks(victim)
    holes = np.full(SHEET[::-1], 255, np.uint8)
    for loop, larger in ((eye_outline(RIGHT_LIDS), 1.35), (eye_outline(LEFT_LIDS), 1.35), (_MOUTH, 1.15)):
        outline = spots[list(loop)]
        outline = outline.mean(axis=0) + (outline - outline.mean(axis=0)) * (larger, larger * 1.25)
        cv2.fillPoly(holes, [outline.astype(np.int32)], (0,), cv2.LINE_AA)
    return np.dstack([sheet[..., :3], np.minimum(sheet[..., 3], holes)]).astype(np.uint8)


def face_centre() -> tuple[float, float]:
    """Where on the sheet, px, the middle of the printed face is."""
    return SHEET[0] / 2, _BORDER + _POSE_Y * (SHEET[1] - 2 * _BORDER)


def _scale() -> float:
    return FACE * SHEET[1] / (SHEET[1] - 2 * _BORDER)


def _photo(victim: Identity, background: Image, light: Light) -> Image:
    size = (SHEET[0] - 2 * _BORDER, SHEET[1] - 2 * _BORDER)
    return Puppet(victim).render(HeadPose(y=_POSE_Y, scale=_scale()), size, background, light)


def _landmarks(victim: Identity) -> NDArray[np.float64]:
    """Where the face's points are printed, (V, 2) px of the sheet."""
    rig = victim.rig()
    points, _ = rig.posed(HeadPose())
    unit = _scale() * (SHEET[1] - 2 * _BORDER) / rig.size[1]
    return np.asarray(points[:, :2] * unit + np.array(face_centre()), np.float64)
