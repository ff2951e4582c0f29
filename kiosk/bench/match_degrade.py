"""What a good photograph becomes as a reference: a chip's small portrait, or one printed on a card and filmed."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import cv2
import numpy as np
from numpy.random import Generator

from kiosk.card.layout import PORTRAIT
from kiosk.card.reading import CARD_PX
from kiosk.card.rectify import rectify
from kiosk.devices.frame import Image
from kiosk.face.align import eye_centres, similarity_transform
from kiosk.face.mesh import Mesh
from kiosk.simulation.capture import RANGES, Difficulty, light_of, minted, pose_of
from kiosk.simulation.card_portrait import CARD_PORTRAIT_SIZE
from kiosk.simulation.desk_optics import blurred, compressed, gain, lit, with_noise
from kiosk.simulation.desk_pose import quad_of

CHIP_SIZE = (102, 126)
"""Width and height in px of the portrait in a second-generation card's chip."""
CHIP_BYTES = 1024
"""What the chip keeps of it. Its own codec is licensed; WebP at the same size stands for it."""
FRAME = (1920, 1080)
_EYES_APART = 0.25
"""Of a portrait's width, and the eyes' height of its height: a full frontal token image (ISO/IEC 19794-5)."""
_EYES_AT = 0.45
_REDUCED = 2.0  # px of deviation for a picture halved: averages what bilinear sampling would skip


def original(picture: Image, mesh: Mesh, rng: Generator, *, test: bool) -> Image:
    """The picture as it is."""
    return picture


def chip(picture: Image, mesh: Mesh, rng: Generator, *, test: bool) -> Image:
    """The face as a portrait of CHIP_SIZE in at most CHIP_BYTES (or as few as the codec reaches)."""
    portrait = framed(picture, mesh, CHIP_SIZE)
    low, high = 1, 100  # the best quality that still fits
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if len(_webp(portrait, middle)) <= CHIP_BYTES else (low, middle - 1)
    return np.asarray(cv2.imdecode(_webp(portrait, low), cv2.IMREAD_COLOR), np.uint8)


def printed(picture: Image, mesh: Mesh, rng: Generator, *, test: bool) -> Image:
    """The face printed on an invented card, the card filmed at 1080p as a terminal would, rectified, its portrait cut
    out: what `CardReading.portrait` holds. `test` draws from the range that nothing was tuned on."""
    card = minted(rng, test=test, width=CARD_PX[0], portrait=framed(picture, mesh, CARD_PORTRAIT_SIZE)).front
    most = RANGES[Difficulty.USUAL]
    quad = quad_of(replace(pose_of(rng, most, FRAME), rotation=float(rng.uniform(-8, 8))), FRAME)
    light = light_of(rng, most)
    # Only the portrait's part of the frame is filmed; lengths in `light` are shares of the whole frame's width.
    width, height = CARD_PX
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    onto = cv2.getPerspectiveTransform(corners, quad)
    zone = PORTRAIT.box()
    part = np.array([[(zone[0], zone[1]), (zone[2], zone[1]), (zone[2], zone[3]), (zone[0], zone[3])]], np.float32)
    seen = cv2.perspectiveTransform(part, onto)[0]
    left, top = (np.floor(seen.min(axis=0)) - 12).astype(int)
    right, bottom = (np.ceil(seen.max(axis=0)) + 12).astype(int)
    size = (int(right - left), int(bottom - top))
    here = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]], np.float64) @ onto
    scale = FRAME[0] / size[0]
    light = replace(light, defocus=light.defocus * scale, motion=light.motion * scale, glare=0.0)
    frame = np.asarray(cv2.warpPerspective(card, here, size, borderMode=cv2.BORDER_REPLICATE), np.uint8)
    frame = blurred(lit(frame, gain(replace(light, vignette=0.0), size)), light)
    frame = compressed(with_noise(frame, light.noise, rng), light.jpeg)
    flat = rectify(frame, (quad - np.array([left, top])).astype(np.float32))
    return np.ascontiguousarray(flat[PORTRAIT.pixels()])


REFERENCES: Mapping[str, Callable[..., Image]] = {
    "original": original,
    "chip 102×126": chip,
    "printed on a card": printed,
}
"""By what the report calls them; each takes (picture BGR, mesh, rng, test)."""


def framed(picture: Image, mesh: Mesh, size: tuple[int, int]) -> Image:
    """The face upright and centred as in a passport photograph of `size` (width, height)."""
    width, height = size
    eyes = eye_centres(mesh)
    apart = _EYES_APART * width
    wanted = np.array([[(width - apart) / 2, _EYES_AT * height], [(width + apart) / 2, _EYES_AT * height]])
    matrix = similarity_transform(eyes, wanted)
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    if scale < 1:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), max(_REDUCED * 0.25 / scale, 0.01)), np.uint8)
    way = cv2.INTER_LINEAR if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.warpAffine(picture, matrix, size, flags=way, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _webp(picture: Image, quality: int) -> Image:
    return np.asarray(cv2.imencode(".webp", picture, (cv2.IMWRITE_WEBP_QUALITY, quality))[1], np.uint8)
