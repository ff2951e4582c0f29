"""A person to stand in front of the camera: a head that turns and makes faces, on a body, in a room."""

from dataclasses import dataclass
from math import ceil, cos, floor, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image
from kiosk.simulation.body import BODY_SIZE, NECK, paint_body
from kiosk.simulation.identity import Identity, skin_colour
from kiosk.simulation.portrait import Points
from kiosk.simulation.rig import RING, HeadPose
from kiosk.simulation.screen_light import DARK, Glow, lit
from kiosk.simulation.warp import affine_maps, dense_map, paint_triangles, paste, triangle_normals

__all__ = ["HeadPose", "Light", "Puppet"]

_GAMMA = 2.2
_SCREEN = np.array((0.0, 0.26, -0.97), np.float32)
"""The way from the face to the screen's middle, which is below the camera; x right, y down, z away from the camera."""
_WRAP = 0.22
"""How far round a curve the screen still reaches, being wide: what a lamp at one point would not."""
_DEEP = 2.6
"""The distance to the screen in heights of the face, for how much less of its light the ears get than the nose."""
_ON_BODY, _ON_ROOM = 0.55, 0.06


@dataclass(frozen=True, slots=True)
class Light:
    """Where light comes from and what the camera makes of it.

    `azimuth` degrees from the front towards the picture's right, `elevation` degrees up, `contrast` 0 flat to 1 hard,
    `exposure` multiplies brightness, `warmth` −1 cold to 1 warm.
    """

    azimuth: float = 15.0
    elevation: float = 30.0
    contrast: float = 0.35
    exposure: float = 1.0
    warmth: float = 0.0

    @property
    def direction(self) -> NDArray[np.float32]:
        """Unit vector towards the light; x right, y down, z away from the camera."""
        a, e = radians(self.azimuth), radians(self.elevation)
        return np.array((sin(a) * cos(e), -sin(e), -cos(a) * cos(e)), np.float32)

    def applied(self, image: Image) -> Image:
        """Exposure and colour cast over a whole picture."""
        gains = self.exposure * np.array((1 - 0.14 * self.warmth, 1.0, 1 + 0.12 * self.warmth))
        if np.abs(gains - 1).max() < 0.004:
            return image
        ramp = np.arange(256, dtype=np.float32)[:, None] * gains
        return cv2.LUT(image, ramp.clip(0, 255).astype(np.uint8)[None]).astype(np.uint8)


_AT_REST, _ORDINARY = HeadPose(), Light()


class Puppet:
    """Draws one identity. Holds pictures only, no state: the same pose always gives the same frame."""

    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        self._rig = identity.rig()
        self._texture = identity.texture()
        self._body = paint_body(identity.garment, skin_colour(self._texture), *identity.build(self._rig.size[0]))
        self._rest_normals = triangle_normals(self._rig.rest, self._rig.skin)

    def render(
        self,
        pose: HeadPose = _AT_REST,
        size: tuple[int, int] = (1280, 720),
        background: Image | None = None,
        light: Light = _ORDINARY,
        glow: Glow = DARK,
    ) -> Image:
        """The frame, BGR (height, width, 3), of the person so posed before a `background` of the same size, in the
        room's `light` and the `glow` of the terminal's screen.

        About 15 ms at 1280×720 on one core.
        """
        width, height = size
        frame = np.full((height, width, 3), 200, np.uint8) if background is None else background.copy()
        frame = lit(frame, glow, _ON_ROOM)
        scale = pose.scale * height / self._rig.size[1]
        centre = np.array((pose.x * width, pose.y * height), np.float32)
        self._draw_body(frame, pose, scale, centre, glow)
        self._draw_head(frame, pose, scale, centre, light, glow)
        return light.applied(frame)

    def _draw_body(self, frame: Image, pose: HeadPose, scale: float, centre: NDArray[np.float32], glow: Glow) -> None:
        chin = centre + scale * np.array((0.0, self._rig.size[1] / 2), np.float32)
        draw_body(frame, self._body, scale, (float(chin[0]), float(chin[1])), glow)

    def _draw_head(
        self,
        frame: Image,
        pose: HeadPose,
        scale: float,
        centre: NDArray[np.float32],
        light: Light,
        glow: Glow,
    ) -> None:
        points, texture = self._rig.posed(pose)
        points *= scale
        points[:, :2] += centre
        low, high = np.floor(points[:, :2].min(axis=0)).astype(int), np.ceil(points[:, :2].max(axis=0)).astype(int)
        x0, y0 = np.maximum(low - 2, 0)
        x1, y1 = np.minimum(high + 3, (frame.shape[1], frame.shape[0]))
        if x0 >= x1 or y0 >= y1:
            return
        order = np.argsort(-points[self._rig.skin][:, :, 2].mean(axis=1), kind="stable")
        triangles = np.vstack([self._rig.inside, self._rig.skin[order]])
        local = points - np.array((x0, y0, 0), np.float32)
        labels = paint_triangles(local[:, :2], triangles, (int(x1 - x0), int(y1 - y0)))
        u, v = dense_map(labels, affine_maps(local, texture, triangles))
        layer = cv2.remap(self._texture, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT).astype(np.uint8)
        shading = self._shading(points, order, light, glow)
        layer[..., :3] = _shaded(layer[..., :3], labels, shading)
        paste(frame, layer, int(x0), int(y0))

    def _shading(self, points: Points, order: NDArray[np.intp], light: Light, glow: Glow) -> NDArray[np.float32]:
        """How much lighter or darker than in the portrait each painted triangle is, (T, 1), or (T, 3) in coloured
        light; the last row is for where there is none."""
        normals = triangle_normals(points, self._rig.skin)
        front = np.array((0, -0.35, -0.94), np.float32)  # the portrait's own light
        now = 1 - light.contrast + light.contrast * np.clip(normals @ light.direction, 0, 1) * 1.25
        then = 1 - light.contrast + light.contrast * np.clip(self._rest_normals @ front, 0, 1) * 1.25
        ratio = np.clip(now / np.maximum(then, 0.35), 0.45, 1.45)[:, None]
        if glow != DARK:
            share = self._glow_share(points, normals) / np.maximum(then, 0.35) ** _GAMMA
            ratio = np.maximum(ratio**_GAMMA + share[:, None] * np.array(glow), 0.03) ** (1 / _GAMMA)
        inside = np.tile(0.96 * np.median(ratio, axis=0), (len(self._rig.inside), 1))
        return np.concatenate([inside, ratio[order], np.ones((1, ratio.shape[1]))]).astype(np.float32)

    def _glow_share(self, points: Points, normals: NDArray[np.float32]) -> NDArray[np.float64]:
        """How much of the screen's light each triangle gets: by its slope, and by how far behind the nose it lies."""
        facing = np.clip((normals @ _SCREEN + _WRAP) / (1 + _WRAP), 0, 1)
        depth = points[self._rig.skin][:, :, 2].mean(axis=1)
        height = np.ptp(points[:RING, 1])
        behind = (depth - depth.min()) / max(float(height), 1.0)
        return np.asarray(facing * (_DEEP / (_DEEP + behind)) ** 2, np.float64)


def draw_body(
    frame: Image, body: NDArray[np.uint8], scale: float, chin: tuple[float, float], glow: Glow = DARK
) -> None:
    """Draw a painted body in place, `scale` frame px to one of its own, its chin at a point of the frame."""
    left, top = chin[0] - scale * NECK[0], chin[1] - scale * NECK[1]
    x0, y0 = max(floor(left), 0), max(floor(top), 0)
    x1 = min(ceil(left + scale * BODY_SIZE[0]), frame.shape[1])
    y1 = min(ceil(top + scale * BODY_SIZE[1]), frame.shape[0])
    if x0 >= x1 or y0 >= y1:
        return
    move = np.array([[scale, 0, left - x0], [0, scale, top - y0]])
    layer = cv2.warpAffine(body, move, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR).astype(np.uint8)
    if glow != DARK:
        layer[..., :3] = lit(np.ascontiguousarray(layer[..., :3]), glow, _ON_BODY)
    paste(frame, layer, x0, y0)


def _shaded(picture: NDArray[np.uint8], labels: NDArray[np.int32], shading: NDArray[np.float32]) -> NDArray[np.uint8]:
    height, width = labels.shape
    coarse = cv2.GaussianBlur(shading[labels[::4, ::4]], (0, 0), max(width / 4 * 0.03, 1.0))
    fine = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    gains = cv2.merge([fine, fine, fine]) if fine.ndim == 2 else fine
    return cv2.multiply(picture, gains, dtype=cv2.CV_8U).astype(np.uint8)
