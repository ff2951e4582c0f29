"""A card on a desk as the terminal's camera films it, and where exactly it is in the picture."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.random import Generator

from kiosk.devices.frame import Image
from kiosk.simulation import desk_optics as optics
from kiosk.simulation.desk_hand import Grip, hand_layer
from kiosk.simulation.desk_layer import Layer, card_layer, lay
from kiosk.simulation.desk_optics import Light
from kiosk.simulation.desk_pose import CardPose, Quad, homography, quad_of
from kiosk.simulation.desk_surface import Surface, surface

__all__ = ["CardPose", "DeskStyle", "Grip", "Light", "Quad", "Surface", "lit_desk", "render", "render_layers"]


@dataclass(frozen=True, slots=True)
class DeskStyle:
    """What the card lies on; `card_shadow` 0–1 is how dark a shadow it throws, `grip` the hand that holds it."""

    surface: Surface = Surface.WOOD
    seed: int = 0
    card_shadow: float = 0.5
    grip: Grip | None = None


@lru_cache(maxsize=3)
def lit_desk(kind: Surface, seed: int, light: Light, size: tuple[int, int]) -> Image:
    """The empty desk under `light`, read-only: computed once for a scene."""
    picture = optics.lit(surface(kind, seed, size), optics.gain(light, size))
    picture.setflags(write=False)
    return picture


def render(
    card_image: Image,
    pose: CardPose,
    desk: DeskStyle,
    light: Light,
    size: tuple[int, int] = (1920, 1080),
    rng: Generator | None = None,
) -> tuple[Image, Quad]:
    """One picture of `card_image` (BGR, any size with the card's proportions) lying on `desk`.

    Returns the frame, BGR (H, W, 3) of `size` (width, height), and the card's quad in it, float32 (4, 2) px clockwise
    from the card's top left as printed; corners may lie outside the frame. `rng` draws the sensor's noise.
    """
    return render_layers(card_layer(card_image, desk.card_shadow), pose, desk, light, size, rng)


def render_layers(
    base: Layer,
    pose: CardPose,
    desk: DeskStyle,
    light: Light,
    size: tuple[int, int] = (1920, 1080),
    rng: Generator | None = None,
    *,
    above: tuple[Layer, ...] = (),
    shining: bool = False,
    glossy: bool = True,
) -> tuple[Image, Quad]:
    """As `render`, of anything flat that bears or shows a card, with what lies on top of it.

    `shining`: it gives its own light and takes none. `glossy`: it mirrors the lamp where the light has a glare.
    """
    generator = np.random.default_rng(0) if rng is None else rng
    frame = lit_desk(desk.surface, desk.seed, light, size).copy()
    placing = homography(pose, size)
    gains = optics.gain(light, size)
    solid = np.zeros(frame.shape[:2], np.uint8)
    lay(frame, base, placing, None if shining else gains, solid)
    if light.glare > 0 and glossy:
        optics.add_glare(frame, light, np.where(solid > 200, np.uint8(255), np.uint8(0)))
    for layer in above:
        lay(frame, layer, placing, gains)
    if desk.grip is not None:
        lay(frame, hand_layer(desk.grip), placing, gains)
    frame = optics.blurred(frame, light)
    frame = optics.with_noise(frame, light.noise, generator)
    return optics.compressed(frame, light.jpeg), quad_of(pose, size)
