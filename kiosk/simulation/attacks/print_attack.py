"""A printed photograph held before the camera: flat or bent, whole or cut out, with or without holes."""

from collections.abc import Sequence
from dataclasses import replace
from math import cos, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image
from kiosk.face.observation import Action
from kiosk.simulation.acting import Act, Idling, with_acts
from kiosk.simulation.attacks.held import Hand, Hold, Holder
from kiosk.simulation.attacks.printed import FACE, SHEET, Sheet, cut_along, cut_holes, face_centre, print_photo
from kiosk.simulation.card_attacks.ranges import Range
from kiosk.simulation.face_scene import Stage
from kiosk.simulation.identity import Identity
from kiosk.simulation.puppet import HeadPose, Puppet
from kiosk.simulation.screen_light import lit
from kiosk.simulation.warp import affine_maps, dense_map, paint_triangles, paste, triangle_normals

_TILTING = (Action.TURN_LEFT, Action.TURN_RIGHT, Action.NOD)
_BEND = Range((35.0, 70.0), test=(70.0, 100.0))
_COLUMNS, _ROWS = 16, 3


class PrintAttack:
    """The victim's photograph on paper. It cannot blink or open its mouth; asked to turn or nod, it is tilted.

    `bent` curves it round an upright axis, as about a head; `holes` lets the holder's own eyes and mouth through; `cut`
    has no paper left around the head, so that no edge shows (drawn from the seed unless given).
    """

    def __init__(
        self, victim: Identity, seed: int = 0, bent: bool = False, holes: bool = False, cut: bool | None = None
    ) -> None:
        rng = np.random.default_rng((seed, victim.seed, 0x9218))
        sheet = print_photo(victim, seed)
        if bool(rng.random() < 0.5) if cut is None else cut:
            sheet = cut_along(sheet, victim)
        if holes:
            sheet = cut_holes(sheet, victim)
        self._levels = _smaller(sheet)
        self._hand, self._holder = Hand(seed), Holder(seed)
        self._bend = _BEND.draw(rng, seed % 2 == 1) if bent else float(rng.uniform(0, 8))
        self._behind = Puppet(Identity.from_seed(seed + 6, victim.male)) if holes else None
        self._idling = Idling(seed + 23)

    def draw(self, stage: Stage, place: HeadPose, acts: Sequence[Act], t: float) -> Image:
        size, glow = stage.size, stage.glow_at(place)
        frame = stage.room.copy()
        asked = with_acts(HeadPose(), [act for act in acts if act.action in _TILTING], t)
        hold = self._hand.at(t)
        hold = replace(hold, yaw=hold.yaw + asked.yaw, pitch=hold.pitch + asked.pitch)
        height = place.scale * size[1] / FACE
        if self._behind is None:
            self._holder.draw(frame, place, glow)
        else:
            own = with_acts(self._idling.pose(place, t), acts, t)
            x, y = place.x + hold.dx * height / size[0], place.y + hold.dy * height / size[1]
            own = replace(own, x=x, y=y, scale=place.scale, yaw=hold.yaw, pitch=hold.pitch, roll=hold.roll)
            frame = self._behind.render(own, size, frame, glow=glow)
        middle = face_centre()
        centre = np.array((place.x * size[0], place.y * size[1]))
        points = _surface(self._bend, hold) * height / SHEET[1]
        points[:, :2] += centre + np.array((hold.dx, hold.dy)) * height
        sheet = self._level(height)
        shrunk = sheet.shape[0] / SHEET[1]
        texture = (_FLAT + np.array(middle)) * shrunk
        _lay(frame, np.asarray(sheet, np.uint8), points.astype(np.float32), texture.astype(np.float32), glow)
        return stage.light.applied(frame)

    def _level(self, height: float) -> Sheet:
        """The sheet at about the size it is seen in: a lens sees no dots that are finer than its pixels."""
        return next((level for level in reversed(self._levels) if level.shape[0] >= height), self._levels[0])


def _smaller(sheet: Sheet) -> list[Sheet]:
    shares = (0.75, 0.5, 0.375)
    smaller = (cv2.resize(sheet, None, fx=share, fy=share, interpolation=cv2.INTER_AREA) for share in shares)
    return [sheet, *(np.asarray(level, np.uint8) for level in smaller)]


def _grid() -> NDArray[np.float64]:
    """Points of the flat sheet, (P, 2) px about the middle of the printed face."""
    x, y = np.meshgrid(np.linspace(0, SHEET[0], _COLUMNS + 1), np.linspace(0, SHEET[1], _ROWS + 1))
    return np.asarray(np.stack([x.ravel(), y.ravel()], axis=1) - np.array(face_centre()), np.float64)


def _cells() -> NDArray[np.int32]:
    row = _COLUMNS + 1
    corners = [(r * row + c, r * row + c + 1, (r + 1) * row + c + 1, (r + 1) * row + c) for r in range(_ROWS)
               for c in range(_COLUMNS)]  # fmt: skip
    return np.array([t for a, b, c, d in corners for t in ((a, b, c), (a, c, d))], np.int32)


_FLAT, _CELLS = _grid(), _cells()


def _surface(bend: float, hold: Hold) -> NDArray[np.float64]:
    """The sheet's points (P, 3) as seen from near, px of the sheet about the printed face's middle: bent by so many
    degrees from edge to edge, then held."""
    radius = SHEET[0] / max(np.deg2rad(bend), 1e-3)
    along = _FLAT[:, 0] / radius
    solid = np.stack([radius * np.sin(along), _FLAT[:, 1], radius * (1 - np.cos(along))], axis=1)
    yaw, pitch, roll = radians(hold.yaw), radians(hold.pitch), radians(hold.roll)
    about_y = np.array([[cos(yaw), 0, -sin(yaw)], [0, 1, 0], [sin(yaw), 0, cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, cos(pitch), sin(pitch)], [0, -sin(pitch), cos(pitch)]])
    about_z = np.array([[cos(roll), -sin(roll), 0], [sin(roll), cos(roll), 0], [0, 0, 1]])
    turned = solid @ (about_z @ about_x @ about_y).T
    distance = 2.2 * SHEET[1]
    turned[:, :2] *= distance / (distance + turned[:, 2:])
    return np.asarray(turned, np.float64)


def _lay(
    frame: Image,
    sheet: Sheet,
    points: NDArray[np.float32],
    texture: NDArray[np.float32],
    glow: tuple[float, float, float],
) -> None:
    """Draw the sheet in place: one remap for all its cells, shaded by their slope."""
    low = np.maximum(np.floor(points[:, :2].min(axis=0)).astype(int), 0)
    high = np.minimum(np.ceil(points[:, :2].max(axis=0)).astype(int) + 1, (frame.shape[1], frame.shape[0]))
    if (low >= high).any():
        return
    local = points - np.array((*low, 0), np.float32)
    labels = paint_triangles(local[:, :2], _CELLS, (int(high[0] - low[0]), int(high[1] - low[1])))
    u, v = dense_map(labels, affine_maps(local, texture, _CELLS))
    layer = np.asarray(cv2.remap(sheet, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT), np.uint8)
    slope = np.append(0.82 + 0.18 * np.abs(triangle_normals(points, _CELLS)[:, 2]), 1.0).astype(np.float32)
    shade = cv2.GaussianBlur(slope[labels], (0, 0), 6)
    picture = cv2.multiply(layer[..., :3], cv2.merge([shade, shade, shade]), dtype=cv2.CV_8U)
    picture = lit(np.asarray(picture, np.uint8), glow)
    paste(frame, np.dstack([picture, layer[..., 3]]).astype(np.uint8), int(low[0]), int(low[1]))
