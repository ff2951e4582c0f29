"""A printed photograph held before the camera."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image
from kiosk.face.observation import Action
from kiosk.simulation.acting import Act, with_acts
from kiosk.simulation.attacks.held import Hand, Holder, place_sheet, sheet_corners, sheet_map
from kiosk.simulation.body import paint_room
from kiosk.simulation.face_scene import Stage
from kiosk.simulation.identity import Identity
from kiosk.simulation.puppet import HeadPose, Light, Puppet

SHEET = (960, 1280)
_BORDER = 40
_FACE = 0.46
"""The printed face's height as a share of the sheet's."""
_SCREENS = ((15.0, 5.2), (75.0, 5.2), (0.0, 4.8))
"""Angle in degrees and pitch in px of the cyan, magenta and yellow screens, for B, G, R's complements."""


class PrintAttack:
    """The victim's photograph on paper. It cannot blink or open its mouth; asked to turn or nod, it is tilted."""

    def __init__(self, victim: Identity, seed: int = 0) -> None:
        self._sheet = print_photo(victim, seed)
        self._hand = Hand(seed)
        self._holder = Holder(seed)

    def draw(self, stage: Stage, place: HeadPose, acts: Sequence[Act], t: float) -> Image:
        frame = stage.room.copy()
        self._holder.draw(frame, place)
        height = place.scale * frame.shape[0] / _FACE
        tilts = [act for act in acts if act.action in (Action.TURN_LEFT, Action.TURN_RIGHT, Action.NOD)]
        asked = with_acts(HeadPose(), tilts, t)
        hold = self._hand.at(t)
        hold = replace(hold, yaw=hold.yaw + asked.yaw, pitch=hold.pitch + asked.pitch)
        centre = (place.x * frame.shape[1], place.y * frame.shape[0] + 0.02 * height)
        corners = sheet_corners(centre, (height * SHEET[0] / SHEET[1], height), hold)
        place_sheet(frame, self._sheet, sheet_map(SHEET, corners))
        return stage.light.applied(frame)


def print_photo(victim: Identity, seed: int) -> NDArray[np.uint8]:
    """An inkjet print, BGRA (SHEET): white border, narrow gamut, halftone dots, ink grain, a slight bend's shading."""
    rng = np.random.default_rng((seed, victim.seed, 0x9217))
    width, height = SHEET[0] - 2 * _BORDER, SHEET[1] - 2 * _BORDER
    photo = Puppet(victim).render(
        HeadPose(y=0.48, scale=_FACE * SHEET[1] / height),
        (width, height),
        paint_room(seed + 77, (width, height)),
        Light(azimuth=float(rng.uniform(-20, 20)), contrast=0.3),
    )
    ink = 1 - (cv2.GaussianBlur(photo, (0, 0), 1.2).astype(np.float32) / 255) ** 1.05
    ink = 0.86 * (0.88 * ink + 0.12 * ink.mean(axis=2, keepdims=True))
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    for channel, (angle, pitch) in enumerate(_SCREENS):
        a = np.deg2rad(angle)
        along, across = xx * np.cos(a) + yy * np.sin(a), yy * np.cos(a) - xx * np.sin(a)
        dots = np.cos(2 * np.pi * along / pitch) * np.cos(2 * np.pi * across / pitch)
        amount = ink[..., channel]
        ink[..., channel] = amount + 0.34 * dots * np.sqrt(np.clip(amount * (1 - amount), 0, 1))
    ink *= 1 - 0.04 * np.clip(rng.normal(0, 1, (height, 1, 1)), -2, 2)  # the print head's banding
    paper = np.array((236, 240, 242), np.float32)
    sheet = np.empty((SHEET[1], SHEET[0], 3), np.float32)
    sheet[:] = paper
    sheet[_BORDER:-_BORDER, _BORDER:-_BORDER] = paper * (1 - ink.clip(0, 1))
    sheet += cv2.GaussianBlur(rng.normal(0, 6, (SHEET[1], SHEET[0], 1)), (0, 0), 1.0)[..., None]
    bend = np.linspace(-1, 1, SHEET[0])[None, :, None] * rng.choice((-1, 1))
    sheet *= 0.94 + 0.07 * np.sin(bend * 1.3 + 0.4)
    return np.dstack([sheet, np.full(sheet.shape[:2], 255)]).clip(0, 255).astype(np.uint8)
