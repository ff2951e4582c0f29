"""A recorded video of the victim, played on a screen held before the camera."""

from collections.abc import Sequence
from math import pi, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image
from kiosk.face.observation import Action
from kiosk.simulation.acting import Act, Idling, with_acts
from kiosk.simulation.attacks.held import Hand, Holder, covered_box, place_sheet, sheet_corners, sheet_map
from kiosk.simulation.body import paint_room
from kiosk.simulation.face_scene import Stage
from kiosk.simulation.identity import Identity
from kiosk.simulation.puppet import HeadPose, Light, Puppet
from kiosk.simulation.sensor import Sensor

_PHONE, _TABLET = ((540, 720), 0.44), ((1120, 720), 0.36)
"""The recording's width and height, and its face's share of the height."""
_RATE = 25.0
_BEZEL = (26, 54)
"""Beside and above the picture, in video px."""
_DOTS = 2
"""Texels of the pixel grid's mask across one of the screen's pixels."""
_JPEG = 58


class ReplayAttack:
    """A phone playing what the victim once did: blinks, turns, an open mouth, at its own times and not when asked.

    With `bezel` it is a phone whose edges are seen, without it a tablet so near that they are not.
    """

    def __init__(self, victim: Identity, seed: int = 0, bezel: bool = True) -> None:
        rng = np.random.default_rng((seed, victim.seed, 0x2E91))
        self._puppet = Puppet(victim)
        self._idling = Idling(victim.seed * 31 + seed + 5)
        self._acts = _recorded_acts(rng)
        self._size, self._face = _PHONE if bezel else _TABLET
        self._room = paint_room(seed + 131, self._size)
        self._light = Light(azimuth=float(rng.uniform(-30, 30)), contrast=0.35, warmth=float(rng.uniform(-0.3, 0.3)))
        self._recorder = Sensor(self._size, seed + 3, sigma=3.5, softness=0.6)
        self._hand = Hand(seed + 1)
        self._holder = Holder(seed + 1)
        self._device = _device_body(self._size)
        self._mask = _pixel_grid(self._size)
        self._flicker = float(rng.uniform(0.6, 2.2))

    def draw(self, stage: Stage, place: HeadPose, acts: Sequence[Act], t: float) -> Image:
        frame = stage.room.copy()
        self._holder.draw(frame, place)
        height = place.scale * frame.shape[0] / self._face
        width = height * self._size[0] / self._size[1]
        centre = (place.x * frame.shape[1], place.y * frame.shape[0])
        hold = self._hand.at(t)
        corners = sheet_corners(centre, (width, height), hold)
        mapping = sheet_map(self._size, corners)
        to_video = np.array([[1, 0, -_BEZEL[0]], [0, 1, -_BEZEL[1]], [0, 0, 1]], np.float64)
        place_sheet(frame, self._device, mapping @ to_video)
        frame = stage.light.applied(frame)
        self._shine(frame, mapping, self._video_at(t), t)  # a screen makes its own light: no exposure of the room's
        return frame

    def _video_at(self, t: float) -> Image:
        """The recording's frame at `t`, decoded."""
        number = int(t * _RATE)
        at = number / _RATE
        pose = with_acts(self._idling.pose(HeadPose(y=0.47, scale=self._face), at), self._acts, at)
        taken = self._recorder.seen(self._puppet.render(pose, self._size, self._room, self._light), number)
        done, packed = cv2.imencode(".jpg", taken, [cv2.IMWRITE_JPEG_QUALITY, _JPEG])
        assert done
        return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)

    def _shine(self, frame: Image, mapping: NDArray[np.float64], video: Image, t: float) -> None:
        (x0, y0), (x1, y1) = covered_box(self._size, mapping, frame.shape[1::-1])
        if x1 <= x0 or y1 <= y0:
            return
        shift = np.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1]], np.float64)
        size = (x1 - x0, y1 - y0)
        picture = cv2.warpPerspective(video, shift @ mapping, size, flags=cv2.INTER_LINEAR)
        fine = np.diag([1 / _DOTS, 1 / _DOTS, 1])
        # Nearest on purpose: the sensor's grid meets the screen's, and what is left is moiré.
        grid = cv2.warpPerspective(self._mask, shift @ mapping @ fine, size, flags=cv2.INTER_NEAREST)
        inside = cv2.warpPerspective(np.full(self._size[::-1], 255, np.uint8), shift @ mapping, size)
        shown = cv2.multiply(cv2.LUT(picture, _TRANSFER), grid, scale=1 / 235)
        band = 1 + 0.035 * np.sin(2 * pi * (np.arange(y0, y1) / 260 - t * self._flicker))
        shown = cv2.multiply(shown, np.repeat(band[:, None], size[0], 1)[..., None].repeat(3, 2), dtype=cv2.CV_8U)
        shown = cv2.add(shown, _reflection(size, x0, y0, 0.5 + 0.15 * sin(0.4 * t)))
        cover = cv2.cvtColor(inside, cv2.COLOR_GRAY2BGR)
        under = frame[y0:y1, x0:x1]
        frame[y0:y1, x0:x1] = cv2.add(
            cv2.multiply(shown, cover, scale=1 / 255), cv2.multiply(under, 255 - cover, scale=1 / 255)
        )


# Raised blacks, a screen's own gamma seen through the camera's, and a bluish white.
_TRANSFER = np.stack(
    [
        np.clip(level + gain * 255 * (np.arange(256) / 255) ** 0.92, 0, 255)
        for level, gain in ((24, 0.95), (20, 0.90), (18, 0.87))
    ],
    axis=1,
).astype(np.uint8)[None]


def _recorded_acts(rng: np.random.Generator) -> tuple[Act, ...]:
    """What the victim did in the recording, over and over: whatever a kiosk may ask, at times of its own."""
    acts, t = [], 0.8
    while t < 300:
        act = Act(Action(int(rng.integers(1, 6))), t, float(rng.uniform(0.85, 1.15)))
        acts.append(act)
        t = act.end + float(rng.uniform(0.8, 2.4))
    return tuple(acts)


def _device_body(video: tuple[int, int]) -> NDArray[np.uint8]:
    """A dark slab with round corners, BGRA, larger than the video by the bezel."""
    width, height = video[0] + 2 * _BEZEL[0], video[1] + 2 * _BEZEL[1]
    body = np.zeros((height, width, 4), np.uint8)
    body[..., :3] = (28, 26, 26)
    corner = 36
    cover = np.zeros((height, width), np.uint8)
    cv2.rectangle(cover, (corner, 0), (width - corner, height), (255,), -1)
    cv2.rectangle(cover, (0, corner), (width, height - corner), (255,), -1)
    for x in (corner, width - corner - 1):
        for y in (corner, height - corner - 1):
            cv2.circle(cover, (x, y), corner, (255,), -1, cv2.LINE_AA)
    edge = cv2.subtract(cover, cv2.erode(cover, np.ones((7, 7), np.uint8)))
    body[edge > 0, :3] = (92, 90, 88)
    body[..., 3] = cover
    return body


def _pixel_grid(video: tuple[int, int]) -> NDArray[np.uint8]:
    """The screen's subpixels, BGR: three stripes a pixel, a dark line between rows; 235 on average at full light."""
    width, height = video[0] * _DOTS, video[1] * _DOTS
    x, y = np.arange(width) / _DOTS, np.arange(height) / _DOTS
    rows = 1 + 0.06 * np.cos(2 * pi * y)[:, None]
    stripes = [rows * (1 + 0.07 * np.cos(2 * pi * (x + phase))[None, :]) for phase in (0.0, 1 / 3, 2 / 3)]
    return (np.stack(stripes, axis=2) * 215).clip(0, 255).astype(np.uint8)


def _reflection(size: tuple[int, int], left: int, top: int, strength: float) -> Image:
    """A lamp's soft reflection in the glass, where it is in the frame."""
    width, height = size
    y, x = np.ogrid[0 : height // 8 + 1, 0 : width // 8 + 1]
    spot = np.exp(-((((x * 8 + left) - 480) / 130.0) ** 2) - (((y * 8 + top) - 210) / 90.0) ** 2)
    fine = cv2.resize((spot * 60 * strength + 5).astype(np.uint8), (width, height), interpolation=cv2.INTER_LINEAR)
    return cv2.cvtColor(fine, cv2.COLOR_GRAY2BGR).astype(np.uint8)
