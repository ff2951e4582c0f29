"""One attack on the card reader as the terminal's camera sees it, with its truth."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from kiosk.card.layout import Zone
from kiosk.card.reading import CARD_PX, Side, WarnCode
from kiosk.card.rectify import width_of
from kiosk.devices.frame import Image
from kiosk.simulation.capture import RANGES, Difficulty, desk_of, light_of, minted, plain_portrait, pose_of
from kiosk.simulation.card_attacks import copies, screens
from kiosk.simulation.card_attacks.copies import Process, copied
from kiosk.simulation.card_attacks.covering import TARGETS, Cover, cover
from kiosk.simulation.card_attacks.doctoring import Doctoring, paste, retouch
from kiosk.simulation.card_attacks.screens import Display
from kiosk.simulation.desk import Quad, render, render_layers
from kiosk.simulation.desk_layer import Layer, card_layer, lay
from kiosk.simulation.desk_pose import TALL, CardPose, homography, quad_of

Size = tuple[int, int]

SIZE: Size = (1920, 1080)


class Light(StrEnum):
    """Attacks on the light and the frame."""

    GLARE = "glare-on-field"
    CUT_OFF = "cut-off"


Species = Process | Display | Cover | Doctoring | Light
SPECIES: tuple[Species, ...] = (*Process, *Display, *Cover, *Doctoring, *Light)

WARNED: dict[Species, WarnCode] = {
    **dict.fromkeys((Process.GREY, Process.BLACK_WHITE, Process.HALFTONE, Process.COLOUR), WarnCode.PHOTOCOPY),
    **dict.fromkeys((Process.PHOTO, *Display), WarnCode.REPHOTOGRAPHED),
    **dict.fromkeys(Cover, WarnCode.OCCLUDED),
    **dict.fromkeys(Doctoring, WarnCode.DOCTORED),
    Light.GLARE: WarnCode.REFLECTION,
    Light.CUT_OFF: WarnCode.BORDER_INCOMPLETE,
}
"""The warning that each species must raise."""


@dataclass(frozen=True, eq=False, slots=True)
class AttackCapture:
    """A picture, BGR, of an attack; `quad` as in CardSighting, corners perhaps outside the picture. `mask`,
    uint8 at CARD_PX, is 255 where the card is covered or doctored, None where all of it is the attack."""

    image: Image
    side: Side
    quad: Quad
    species: Species
    mask: NDArray[np.uint8] | None


def attack(
    species: Species,
    rng: Generator,
    *,
    test: bool,
    difficulty: str = Difficulty.USUAL,
    size: Size = SIZE,
    portrait: Image | None = None,
) -> AttackCapture:
    """One capture of `species`, drawn from the range to design with or the one to test with.

    The card bears `portrait` (BGR; None: the plain one). `size` is the frame's width and height.
    """
    most = RANGES[Difficulty(difficulty)]
    card = minted(rng, test=test, portrait=portrait)
    side = Side.FRONT if isinstance(species, Doctoring) or rng.random() < 0.5 else Side.BACK
    pose = pose_of(rng, most, size)
    desk, light = desk_of(rng, most, test=test), light_of(rng, most)
    picture = card.front if side is Side.FRONT else card.back
    mask: NDArray[np.uint8] | None = None
    match species:
        case Process():
            layer = copy_layer(picture, species, rng, test=test)
            frame, quad = render_layers(layer, pose, replace(desk, grip=None), light, size, rng, glossy=False)
        case Display():
            layer = screen_layer(picture, species, quad_of(pose, size), rng, test=test)
            frame, quad = render_layers(layer, pose, replace(desk, grip=None), light, size, rng, shining=True)
        case Cover():
            over = cover(species, side, rng, test=test)
            mask = covered_by(over.layer)
            base = card_layer(picture, desk.card_shadow)
            frame, quad = render_layers(base, pose, replace(desk, grip=None), light, size, rng, above=(over.layer,))
        case Doctoring.NUMBER_RETOUCHED | Doctoring.NAME_RETOUCHED:
            done = paste(picture, Doctoring(species), None, rng, test=test)
            frame, quad = render(picture, pose, desk, replace(light, jpeg=None), size, rng)
            frame = retouch(frame, done.picture, done.rect, homography(pose, size), rng)
            frame = _jpeg(frame, int(rng.integers(80, 97)))
            mask = _rect_mask(done.rect)
        case Doctoring():
            done = paste(picture, species, plain_portrait(rng), rng, test=test)
            frame, quad = render(done.picture, pose, desk, light, size, rng)
            mask = _rect_mask(done.rect)
        case Light.GLARE:
            light = replace(light, glare=float(rng.uniform(0.8, 1.0)), glare_radius=float(rng.uniform(0.02, 0.05)))
            light = replace(light, glare_at=_on_field(side, pose, size, rng))
            frame, quad = render(picture, pose, desk, light, size, rng)
        case Light.CUT_OFF:
            pose = _leaving(pose, size, rng)
            frame, quad = render(picture, pose, replace(desk, grip=None), light, size, rng)
    return AttackCapture(frame, side, quad, species, mask)


def attacks(species: Species, seed: int, n: int, difficulty: str = Difficulty.USUAL) -> Iterator[AttackCapture]:
    """`n` captures of one species; odd seeds are the test range, as in `captures`."""
    rng = np.random.default_rng((seed, SPECIES.index(species)))
    for _ in range(n):
        yield attack(species, rng, test=seed % 2 == 1, difficulty=difficulty)


def copy_layer(picture: Image, process: Process, rng: Generator, *, test: bool) -> Layer:
    """The sheet of paper that a card's `picture` (BGR at 450 dpi) was copied onto."""
    left, top, right, bottom = copies.sheet_margins(rng)
    source = _photographed(picture, (left, top, right, bottom), rng) if process is Process.PHOTO else None
    if source is None:
        source = _on_white(picture, (left, top, right, bottom))
    printed = copied(source, process, rng, test=test)
    return _sheet(printed, (left, top, right, bottom))


def screen_layer(picture: Image, display: Display, quad: Quad, rng: Generator, *, test: bool) -> Layer:
    """The device that shows a card's `picture`, as a camera sees it that sees the card at `quad`."""
    margins = tuple(float(value) for value in rng.uniform(0.02, 0.3, 4))
    edges = (margins[0], margins[1], margins[2], margins[3])
    if rng.random() < 0.5:
        source = _photographed(picture, edges, rng)
    else:
        source = _on_white(picture, edges, int(rng.choice((0, 20, 245, 255))))
    lit = screens.shown(source, copies.WIDTH, display, rng, test=test)
    texels = lit.shape[1] / (1 + edges[0] + edges[2])
    whole, rim = screens.framed(lit, texels, rng)
    camera = width_of(quad)
    # A pixel of the sensor gathers light over its whole face; the lens adds a little.
    aperture = float(rng.uniform(0.22, 0.5)) * texels / camera
    if aperture > 0.3:
        whole = np.asarray(cv2.GaussianBlur(whole, (0, 0), aperture), np.uint8)
    return _sheet(whole, (edges[0] + rim, edges[1] + rim, edges[2] + rim, edges[3] + rim), single=True)


def _on_white(picture: Image, margins: tuple[float, float, float, float], shade: int = 255) -> Image:
    """The card, as a flat scan, with paper or a window's ground around it."""
    height = round(copies.WIDTH * TALL)
    card = cv2.resize(picture, (copies.WIDTH, height), interpolation=cv2.INTER_CUBIC)
    left, top, right, bottom = (round(value * copies.WIDTH) for value in margins)
    return np.asarray(
        cv2.copyMakeBorder(card, top, bottom, left, right, cv2.BORDER_CONSTANT, value=(shade, shade, shade)), np.uint8
    )


def _photographed(picture: Image, margins: tuple[float, float, float, float], rng: Generator) -> Image:
    """A photograph of the card on somebody's desk, cut so that the card lies straight in it."""
    most = RANGES[Difficulty.EASY]
    pose = replace(pose_of(rng, most, SIZE), coverage=float(rng.uniform(0.35, 0.5)), at=(0.5, 0.5))
    light = replace(light_of(rng, most), defocus=float(rng.uniform(0, 0.0005)))
    frame, _ = render(picture, pose, desk_of(rng, most, test=False), light, SIZE, rng)
    left, top, right, bottom = margins
    width = round((1 + left + right) * copies.WIDTH)
    height = round((TALL + top + bottom) * copies.WIDTH)
    to_card = np.array([(1 / copies.WIDTH, 0, -left), (0, 1 / copies.WIDTH, -top), (0, 0, 1)])
    back = homography(pose, SIZE) @ to_card
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpPerspective(frame, back, (width, height), flags=flags, borderMode=cv2.BORDER_REFLECT), np.uint8
    )


def _sheet(picture: Image, margins: tuple[float, float, float, float], *, single: bool = False) -> Layer:
    """Something flat and rectangular with the card's place in it; `single` keeps its texture as fine as it is."""
    opaque = np.full((*picture.shape[:2], 4), 255, np.uint8)
    opaque[..., :3] = picture
    left, top, right, bottom = margins
    smaller = () if single else (np.asarray(cv2.resize(opaque, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA)),)
    return Layer((opaque, *smaller), -left, -top, 1 + left + right, TALL + top + bottom)


def covered_by(layer: Layer) -> NDArray[np.uint8]:
    """Where `layer` hides the card, 255, at CARD_PX."""
    blank = np.zeros((CARD_PX[1], CARD_PX[0], 3), np.uint8)
    solid = np.zeros(blank.shape[:2], np.uint8)
    lay(blank, layer, np.diag((CARD_PX[0], CARD_PX[0], 1.0)).astype(np.float64), None, solid)
    return np.where(solid > 190, np.uint8(255), np.uint8(0))


def _rect_mask(rect: tuple[float, float, float, float]) -> NDArray[np.uint8]:
    mask = np.zeros((CARD_PX[1], CARD_PX[0]), np.uint8)
    mask[round(rect[1]) : round(rect[3]), round(rect[0]) : round(rect[2])] = 255
    return mask


def _on_field(side: Side, pose: CardPose, size: Size, rng: Generator) -> tuple[float, float]:
    """A point of the frame, in shares of it, where a field's print stands."""
    zones: list[Zone] = list(TARGETS[side].values())
    zone = zones[int(rng.integers(len(zones)))]
    x, y = rng.uniform(zone.x0, zone.x1), (zone.y0 + zone.y1) / 2 * TALL
    at = cv2.perspectiveTransform(np.array([[(x, y)]]), homography(pose, size))[0, 0]
    return float(at[0]) / size[0], float(at[1]) / size[1]


def _leaving(pose: CardPose, size: Size, rng: Generator) -> CardPose:
    """`pose` moved until a tenth to a third of the card's width or height is outside the frame."""
    wide, tall = size
    box = quad_of(replace(pose, at=(0.5, 0.5)), size)
    half = (box.max(axis=0) - box.min(axis=0)) / 2
    out = float(rng.uniform(0.1, 0.3))
    way = int(rng.integers(4))
    x = 1 - half[0] * (1 - 2 * out) / wide if way == 0 else half[0] * (1 - 2 * out) / wide
    y = 1 - half[1] * (1 - 2 * out) / tall if way == 2 else half[1] * (1 - 2 * out) / tall
    return replace(pose, at=(float(x), pose.at[1]) if way < 2 else (pose.at[0], float(y)))


def _jpeg(frame: Image, quality: int) -> Image:
    _, data = cv2.imencode(".jpg", frame, (cv2.IMWRITE_JPEG_QUALITY, quality))
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
