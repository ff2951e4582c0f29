"""A phone, a tablet or a monitor that shows a moving picture to the terminal's camera."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, pi, sin
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image
from kiosk.simulation.acting import Act
from kiosk.simulation.attacks.held import Hand, Hold, Holder, covered_box, place_sheet, sheet_corners, sheet_map
from kiosk.simulation.card_attacks.ranges import Range
from kiosk.simulation.face_scene import Stage
from kiosk.simulation.puppet import HeadPose
from kiosk.simulation.screen_light import Glow, mirrored


class Device(StrEnum):
    """What the picture is shown on."""

    PHONE = "phone"
    TABLET = "tablet"
    MONITOR = "monitor"


@dataclass(frozen=True, slots=True)
class _Model:
    """`video` is the shown picture's width and height, `face` the share of its height that a face takes, `dots` the
    screen's own pixels across, `bezel` whether its edges are in view, `stands` whether it stands instead of being held.
    """

    video: tuple[int, int]
    face: float
    dots: int
    bezel: bool
    stands: bool


# Of each kind of device two models to design with and one that only the test sees.
_MODELS: dict[Device, tuple[_Model, _Model, _Model]] = {
    Device.PHONE: (
        _Model((405, 540), 0.44, 1080, True, False),
        _Model((360, 540), 0.52, 720, True, False),
        _Model((405, 540), 0.40, 1290, True, False),
    ),
    Device.TABLET: (
        _Model((840, 540), 0.36, 2048, False, False),
        _Model((720, 540), 0.30, 1536, False, False),
        _Model((864, 540), 0.38, 2560, True, False),
    ),
    Device.MONITOR: (
        _Model((960, 540), 0.36, 1920, False, True),
        _Model((960, 540), 0.42, 1366, False, True),
        _Model((960, 540), 0.40, 2560, False, True),
    ),
}
_BRIGHT = Range((0.75, 0.85), (0.92, 1.0), test=(0.85, 0.92))
_APERTURE = Range((0.7, 1.0), test=(0.5, 0.7))
"""Of the width of the camera's pixels: how much of it gathers light. Cheap cameras skip lines."""
_LENS = Range((0.05, 0.12), (0.16, 0.22), test=(0.12, 0.16))
"""Blur of the camera's lens, sigma in px of its sensor: what is finer than its pixels mostly does not reach them."""
_VEIL = Range((0.012, 0.02), (0.03, 0.04), test=(0.02, 0.03))
"""The share of the terminal's light that the glass throws back into the camera."""
_FRAME = (20, 40)
"""The bezel beside and above the picture, in video px."""
_STRIPES, _ROWS = 0.35, 0.25
"""How deep the pattern of a screen's subpixels and rows is, before camera and lens wash it out."""


class Player(Protocol):
    """What makes the pictures that a screen shows."""

    def at(self, t: float, acts: Sequence[Act], glow: Glow) -> Image:
        """The picture at `t` seconds, BGR of the screen's `video` size, `acts` being those asked for so far and `glow`
        what falls on whoever holds the screen."""


class Screen:
    """One screen, by `seed`; an odd seed is one of the test range. It is an actor once it has a `player`."""

    def __init__(self, device: Device, seed: int) -> None:
        rng = np.random.default_rng((seed, 0x5C4E))
        test = seed % 2 == 1
        self._model = _MODELS[device][2 if test else int(rng.integers(2))]
        self._bright, self._veil = _BRIGHT.draw(rng, test), _VEIL.draw(rng, test)
        self._aperture = _APERTURE.draw(rng, test)
        self._lens = _LENS.draw(rng, test)
        self._flicker = float(rng.uniform(0.6, 2.2))
        self._turn = rng.uniform(-1.5, 1.5, 3).tolist()
        self._hand, self._holder = Hand(seed + 1), Holder(seed + 1)
        self._body = _slab(self.video)
        self.player: Player | None = None

    @property
    def video(self) -> tuple[int, int]:
        """Width and height of what it shows, px."""
        return self._model.video

    @property
    def face(self) -> float:
        """The height of a face shown so that it looks as large as a visitor's, as a share of the picture's."""
        return self._model.face

    def draw(self, stage: Stage, place: HeadPose, acts: Sequence[Act], t: float) -> Image:
        assert self.player is not None
        frame = stage.room.copy()
        size = stage.size
        glow = stage.glow_at(place)
        if not self._model.stands:
            self._holder.draw(frame, place, glow)
        height = place.scale * size[1] / self._model.face
        width = height * self.video[0] / self.video[1]
        hold = Hold(*self._turn) if self._model.stands else self._hand.at(t)
        corners = sheet_corners((place.x * size[0], place.y * size[1]), (width, height), hold)
        mapping = sheet_map(self.video, corners)
        if self._model.bezel:
            into = np.array([[1, 0, -_FRAME[0]], [0, 1, -_FRAME[1]], [0, 0, 1]], np.float64)
            place_sheet(frame, self._body, mapping @ into)
        frame = stage.light.applied(frame)  # a screen makes its own light: no exposure of the room's
        self._shine(frame, mapping, self.player.at(t, acts, glow), t, glow)
        return frame

    def _shine(self, frame: Image, mapping: NDArray[np.float64], video: Image, t: float, glow: Glow) -> None:
        (x0, y0), (x1, y1) = covered_box(self.video, mapping, frame.shape[1::-1])
        if x1 <= x0 or y1 <= y0:
            return
        shift = np.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1]], np.float64)
        size = (x1 - x0, y1 - y0)
        picture = cv2.warpPerspective(video, shift @ mapping, size, flags=cv2.INTER_AREA)
        inside = cv2.warpPerspective(np.full(self.video[::-1], 255, np.uint8), shift @ mapping, size)
        shown = cv2.LUT(picture, _transfer(self._bright))
        shown = cv2.multiply(shown, self._grid(shift @ mapping, size), dtype=cv2.CV_8U)
        band = 1 + 0.02 * np.sin(2 * pi * (np.arange(y0, y1) / (0.36 * frame.shape[0]) - t * self._flicker))
        shown = cv2.multiply(shown, np.repeat(band[:, None], size[0], 1)[..., None].repeat(3, 2), dtype=cv2.CV_8U)
        shown = cv2.add(shown, _lamp(size, (x0, y0), frame.shape[0], 0.5 + 0.15 * sin(0.4 * t)))
        shown = mirrored(np.asarray(shown, np.uint8), glow, self._veil)
        cover = cv2.cvtColor(inside, cv2.COLOR_GRAY2BGR)
        under = frame[y0:y1, x0:x1]
        frame[y0:y1, x0:x1] = cv2.add(
            cv2.multiply(shown, cover, scale=1 / 255), cv2.multiply(under, 255 - cover, scale=1 / 255)
        )

    def _grid(self, mapping: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.float32]:
        """The screen's subpixels as the sensor samples them, factors (H, W, 3): what is finer than its own pixels comes
        out as moiré, as deep as lens (a Gaussian) and the gathering part of a pixel (a box) leave it."""
        back = np.linalg.inv(mapping)
        x, y = np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32))
        w = back[2, 0] * x + back[2, 1] * y + back[2, 2]
        per = self._model.dots / self.video[0]
        u = (back[0, 0] * x + back[0, 1] * y + back[0, 2]) / w * per
        v = (back[1, 0] * x + back[1, 1] * y + back[1, 2]) / w * per
        cycles = float(np.linalg.norm(back[0, :2] / back[2, 2])) * per
        washed = abs(float(np.sinc(cycles * self._aperture))) * exp(-2 * (pi * self._lens * cycles) ** 2)
        rows = 1 + _ROWS * washed * _cosine(v)
        channels = [rows * (1 + _STRIPES * washed * _cosine(u + phase)) for phase in (0.0, 1 / 3, 2 / 3)]
        return np.asarray(cv2.merge(channels), np.float32)


def _cosine(turns: NDArray[np.float64]) -> NDArray[np.float32]:
    angle = (2 * pi * turns).astype(np.float32)
    return np.asarray(cv2.polarToCart(np.ones_like(angle), angle)[0], np.float32)


def _transfer(bright: float) -> NDArray[np.uint8]:
    """Raised blacks, a screen's own gamma seen through the camera's, and a bluish white."""
    tone = (np.arange(256) / 255) ** 0.92
    return np.stack(
        [np.clip(level + gain * bright * 270 * tone, 0, 255) for level, gain in ((24, 0.95), (20, 0.90), (18, 0.87))],
        axis=1,
    ).astype(np.uint8)[None]


def _slab(video: tuple[int, int]) -> NDArray[np.uint8]:
    """A dark slab with round corners, BGRA, larger than the video by the bezel."""
    width, height = video[0] + 2 * _FRAME[0], video[1] + 2 * _FRAME[1]
    body = np.zeros((height, width, 4), np.uint8)
    body[..., :3] = (28, 26, 26)
    corner = 27
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


def _lamp(size: tuple[int, int], at: tuple[int, int], lines: int, strength: float) -> Image:
    """A lamp's soft reflection in the glass, where it is in the frame."""
    width, height = size
    unit = lines / 720
    y, x = np.ogrid[0 : height // 8 + 1, 0 : width // 8 + 1]
    across, down = (x * 8 + at[0]) / unit - 480, (y * 8 + at[1]) / unit - 210
    spot = np.exp(-((across / 130.0) ** 2) - (down / 90.0) ** 2)
    fine = cv2.resize((spot * 60 * strength + 5).astype(np.uint8), (width, height), interpolation=cv2.INTER_LINEAR)
    return cv2.cvtColor(fine, cv2.COLOR_GRAY2BGR).astype(np.uint8)
