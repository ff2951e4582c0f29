"""Putting text on a page: positions in px of the 300 dpi card, whatever the page's own size."""

import numpy as np
from PIL import Image as Pil
from PIL import ImageDraw

from kiosk.devices.frame import Image
from kiosk.simulation import fonts

Colour = tuple[int, int, int]


class Ink:
    """Writes on one page. `strength` 0–1 is how much of the ground the ink hides; colours are BGR."""

    def __init__(self, page: Image, face: fonts.Face, scale: float, strength: float) -> None:
        self._page = Pil.fromarray(np.ascontiguousarray(page[..., ::-1]))
        self._face = face
        self._scale = scale
        self._strength = strength

    def length(self, text: str, size: float) -> float:
        """How wide `text` runs, in px at 300 dpi."""
        return fonts.load(self._face, round(size * self._scale)).getlength(text) / self._scale

    def write(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        colour: Colour,
        *,
        anchor: str = "lm",
        face: fonts.Face | None = None,
    ) -> None:
        """`text` with its em `size`, its anchor (Pillow's two letters) at (x, y)."""
        font = fonts.load(face or self._face, round(size * self._scale))
        at = (x * self._scale, y * self._scale)
        left, top, right, bottom = font.getbbox(text, anchor=anchor)
        corner = (int(at[0] + left) - 2, int(at[1] + top) - 2)
        mask = Pil.new("L", (int(right - left) + 6, int(bottom - top) + 6), 0)
        place = (at[0] - corner[0], at[1] - corner[1])
        ImageDraw.Draw(mask).text(place, text, fill=255, font=font, anchor=anchor)
        self._lay(mask, *corner, colour)

    def stamp(self, mask: Pil.Image, x: float, y: float, colour: Colour) -> None:
        """A ready mask with its left edge at x and its middle at y."""
        self._lay(mask, round(x * self._scale), round(y * self._scale - mask.height / 2), colour)

    def _lay(self, mask: Pil.Image, left: int, top: int, colour: Colour) -> None:
        strength = self._strength
        self._page.paste(colour[::-1], (left, top), mask.point(lambda value: round(value * strength)))

    def page(self) -> Image:
        """The page as it stands, BGR."""
        return np.ascontiguousarray(np.asarray(self._page)[..., ::-1])
