"""What all documents are printed with: a tinted ground, a portrait in its box, text, rounded corners."""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator

from kiosk.card.reading import CARD_PX, Kind, Side
from kiosk.devices.frame import Image
from kiosk.simulation import card_back, fonts, guilloche
from kiosk.simulation.capture import plain_portrait
from kiosk.simulation.card_print import CardStyle, corner_mask, invent_style
from kiosk.simulation.card_print_ink import Ink

Tint = tuple[float, float, float]
BLACK = (34, 30, 28)
SPECIMEN = (170, 150, 205)


@dataclass(frozen=True, eq=False, slots=True)
class MintedDocument:
    """Both sides, BGR with white outside the rounded corners, and what a reader must find on each, by output field."""

    kind: Kind
    front: Image
    back: Image
    truth: Mapping[Side, Mapping[str, str]]


class Page:
    """One side in the making. Positions are px of the 300 dpi card, as everywhere in the printing of cards."""

    def __init__(self, style: CardStyle, left: Tint, middle: Tint) -> None:
        """A ground that goes from `left` over `middle` and back: how bright blue, green and red are, 0–1."""
        self._style = style
        self.scale = style.width / CARD_PX[0]
        height = round(CARD_PX[1] * self.scale)
        # Without its pinks the common ground is paper and lines; the tint gives this document its own colour.
        grey = guilloche.ground(style.ground, style.width, height).astype(np.float32).mean(axis=2, keepdims=True)
        across = np.sin(np.linspace(0, np.pi, style.width, dtype=np.float32)) ** 2
        tint = across[:, None] * np.array(middle, np.float32) + (1 - across[:, None]) * np.array(left, np.float32)
        self.picture: Image = np.clip(grey * 1.05 * tint[None], 0, 255).astype(np.uint8)
        self._ink: Ink | None = None

    def portrait(self, photograph: Image | None, box: tuple[int, int, int, int], *, grey: bool = False) -> None:
        """`photograph` (None: a silhouette) in `box` (left, top, right, bottom); before anything is written."""
        left, top, right, bottom = (round(edge * self.scale) for edge in box)
        width, height = right - left, bottom - top
        picture = card_back.silhouette(width, height)
        if photograph is not None:
            rows = min(photograph.shape[0], round(photograph.shape[1] * height / width))
            cut = photograph[:rows, : round(rows * width / height)]
            picture = np.asarray(cv2.resize(cut, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
        tone = 20 + picture.astype(np.float32) * (225 / 255)
        if grey:
            tone = np.repeat(tone.mean(axis=2, keepdims=True), 3, axis=2)
        self.picture[top:bottom, left:right] = tone.astype(np.uint8)

    @property
    def ink(self) -> Ink:
        if self._ink is None:
            self._ink = Ink(self.picture, self._style.face, self.scale, self._style.ink)
        return self._ink

    def write(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        colour: tuple[int, int, int] = BLACK,
        *,
        anchor: str = "lm",
        face: fonts.Face | None = None,
    ) -> None:
        """As `Ink.write`."""
        self.ink.write(text, x, y, size, colour, anchor=anchor, face=face)

    def value(self, text: str, x: float, y: float, size: float) -> None:
        """What is printed for this holder: where the printer's slip puts it."""
        dx, dy = self._style.shift
        self.write(text, x + dx, y + dy, size)

    def spread(
        self, text: str, x: float, y: float, pitch: float, size: float, colour: tuple[int, int, int] = BLACK
    ) -> None:
        """`text` character by character, each `pitch` further right, the first one's middle at `x`: titles."""
        serif = (fonts.installed(fonts.SONGTI) or (self._style.face,))[0]
        for place, character in enumerate(text):
            self.write(character, x + place * pitch, y, size, colour, anchor="mm", face=serif)

    def finished(self) -> Image:
        """The page with its mark and its corners, read-only."""
        self.write("SPECIMEN 样本", 505, 618, 20, SPECIMEN, anchor="mm")
        page = self.ink.page()
        mask = cv2.cvtColor(corner_mask(page.shape[1], page.shape[0]), cv2.COLOR_GRAY2BGR)
        out = np.asarray(cv2.add(cv2.multiply(page, mask, scale=1 / 255), cv2.bitwise_not(mask)), np.uint8)
        out.setflags(write=False)
        return out


def style_for(
    rng: Generator, text: str, portrait: Image | None, *, test: bool, width: int
) -> tuple[CardStyle, Image | None]:
    """A style that can print `text`, and `portrait` or else the plain photograph."""
    style, plain = invent_style(rng, text=text, test=test, width=width), plain_portrait(rng)
    return style, plain if portrait is None else portrait


def wrapped(ink: Ink, text: str, width: float, size: float) -> list[str]:
    """`text` in lines no wider than `width`, broken anywhere."""
    lines = [""]
    for character in text:
        if lines[-1] and ink.length(lines[-1] + character, size) > width:
            lines.append("")
        lines[-1] += character
    return lines
