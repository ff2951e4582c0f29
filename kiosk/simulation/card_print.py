"""Printing a holder's card: both sides of the 85.6 × 54 mm second-generation card, marked SPECIMEN.

Positions are pixels of the 300 dpi card (1011 × 638), as measured on published specimens; other sizes scale them. The
emblem and the picture on the back are own abstract drawings: nothing here can pass for a genuine card.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image as Pil
from PIL import ImageDraw

from kiosk.card.reading import CARD_MM, CARD_PX
from kiosk.devices.frame import Image
from kiosk.simulation import card_back, card_print_digits, fonts, guilloche
from kiosk.simulation.card_print_ink import Ink
from kiosk.simulation.persons import Holder

CORNER_MM = 3.18
"""ISO/IEC 7810: the corners' radius."""
PORTRAIT_BOX = (643, 100, 950, 478)
"""Left, top, right, bottom at 300 dpi: 26 × 32 mm."""
LABEL = (196, 128, 44)
BLACK = (32, 28, 26)
VALUE_X = 184
NAME_Y = 126
"""A little above its label's middle, as on five specimens of six; other values stand level with theirs."""
ADDRESS_WIDTH = 400


@dataclass(frozen=True, slots=True)
class CardStyle:
    """How a card is printed: the face of its values, how dark they are, its ground, its size and slips of the printer.

    `width` is px of the card (1011 at 300 dpi, 2022 at 600). `digits` None draws the number in our own OCR-B manner.
    `ink` 0–1 is how black the text prints, `shift` px at 300 dpi how far all values sit from their nominal place.
    `wide_dot` prints a name's · as wide as a character; `authority_raised` lets an authority of two lines stand half
    a line higher rather than begin on its label's line.
    """

    face: fonts.Face
    digits: fonts.Face | None = None
    width: int = CARD_PX[0]
    ground: guilloche.Ground = field(default_factory=guilloche.Ground)
    ink: float = 0.95
    shift: tuple[float, float] = (0.0, 0.0)
    number_weight: float = 0.105
    wide_dot: bool = True
    authority_raised: bool = True


@dataclass(frozen=True, eq=False, slots=True)
class MintedCard:
    """Both sides, BGR with white outside the rounded corners, and what a reader must find, by its output field."""

    front: Image
    back: Image
    truth: Mapping[str, str]
    holder: Holder


def truth(holder: Holder) -> dict[str, str]:
    """The fields of `holder` in the formats of `kiosk.card.reading.CardReading`."""
    return {
        "Name": holder.name,
        "Sex": holder.sex,
        "Nation": holder.nation,
        "Birth": holder.birth.isoformat(),
        "Address": holder.address,
        "IdNum": holder.id_number,
        "Authority": holder.authority,
        "ValidDate": holder.period,
    }


@lru_cache(maxsize=4)
def corner_mask(width: int, height: int) -> NDArray[np.uint8]:
    """255 inside the card's rounded outline, 0 outside, antialiased, (height, width), read-only."""
    mask = Pil.new("L", (width * 4, height * 4), 0)
    radius = CORNER_MM / CARD_MM[0] * width * 4
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, width * 4 - 1, height * 4 - 1), radius, fill=255)
    outline = np.array(mask.resize((width, height), Pil.Resampling.BOX))
    outline.setflags(write=False)
    return outline


def _wrap(ink: Ink, text: str, width: float, size: float) -> list[str]:
    """Break anywhere, as cards do, but never inside a run of digits unless it starts the line."""
    lines, line = [], ""
    for character in text:
        if line and ink.length(line + character, size) > width:
            head = line.rstrip("0123456789")
            keep = head if character.isdigit() and head and len(line) - len(head) < 5 else line
            lines.append(keep)
            line = line[len(keep) :]
        line += character
    return [*lines, line]


def _portrait(page: Image, portrait: Image | None, scale: float) -> None:
    """Lay the portrait into its box: paler and softer than the photograph, its ground giving way to the card's."""
    left, top, right, bottom = (round(edge * scale) for edge in PORTRAIT_BOX)
    width, height = right - left, bottom - top
    if portrait is None:
        picture = card_back.silhouette(width, height)
    else:
        crop = _cover(portrait, width / height)
        picture = np.asarray(cv2.resize(crop, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    tone = _paled(picture)
    grey = tone.mean(axis=2, keepdims=True)
    tone = 22 + (grey + (tone - grey) * 0.88) * (228 / 255)
    box = page[top:bottom, left:right].astype(np.float32)
    # Multiplied in, so that the ground shows through where the photograph is white.
    mixed = tone * (0.45 + 0.55 * box / 235)
    edge = cv2.GaussianBlur(np.pad(np.ones((height - 12, width - 12), np.float32), 6), (0, 0), 2.5)[..., None]
    page[top:bottom, left:right] = np.clip(mixed * edge + box * (1 - edge), 0, 255).astype(np.uint8)


def _paled(picture: Image) -> NDArray[np.float32]:
    """The photograph with its ground, as seen in the two upper corners, brought towards white."""
    height, width = picture.shape[:2]
    part = picture[: height // 6]
    ground = np.median(np.concatenate([part[:, : width // 8], part[:, -width // 8 :]], axis=1), axis=(0, 1))
    bright = float(ground.mean())
    lift = np.clip(250 / np.maximum(ground, 1), 1, 1.15) if bright > 120 else 1.0
    return np.clip(picture * lift, 0, 255).astype(np.float32)


def _cover(picture: Image, ratio: float) -> Image:
    """The middle of `picture` with `ratio` = width / height."""
    height, width = picture.shape[:2]
    if width > height * ratio:
        keep = round(height * ratio)
        start = (width - keep) // 2
        return picture[:, start : start + keep]
    keep = round(width / ratio)
    start = (height - keep) // 3
    return picture[start : start + keep]


def _name(ink: Ink, holder: Holder, style: CardStyle) -> None:
    """A long name prints smaller and, from there, on two lines broken at the dot if there is one."""
    dx, dy = style.shift
    name = holder.name.replace("·", "・") if style.wide_dot else holder.name
    for size in (37, 33):
        if ink.length(name, size) <= 450:
            ink.write(name, VALUE_X + dx, NAME_Y + dy, size, BLACK)
            return
    at = max(holder.name.rfind("·", 0, 12), 0) + 1
    first = name[:at] if at > 1 else name[:10]
    ink.write(first, VALUE_X + dx, NAME_Y - 18 + dy, 31, BLACK)
    ink.write(name[len(first) :], VALUE_X + dx, NAME_Y + 20 + dy, 31, BLACK)


def _front(holder: Holder, portrait: Image | None, style: CardStyle) -> Image:
    width, height, scale = _size(style)
    page = guilloche.ground(style.ground, width, height).copy()
    _portrait(page, portrait, scale)
    ink = Ink(page, style.face, scale, style.ink)
    dx, dy = style.shift
    for first, second, x, y in (
        ("姓", "名", 80, 129),
        ("性", "别", 80, 204),
        ("出", "生", 80, 278),
        ("住", "址", 80, 353),
    ):
        ink.write(first, x, y, 27, LABEL)
        ink.write(second, x + 50, y, 27, LABEL)
    ink.write("民", 305, 204, 27, LABEL)
    ink.write("族", 353, 204, 27, LABEL)
    for text, x in (("年", 305), ("月", 408), ("日", 511)):
        ink.write(text, x, 278, 27, LABEL)
    _name(ink, holder, style)
    ink.write(holder.sex, VALUE_X + dx, 204 + dy, 32, BLACK)
    nation = 32 if len(holder.nation) <= 6 else 26
    ink.write(holder.nation, 398 + dx, 204 + dy, nation, BLACK)
    ink.write(f"{holder.birth.year}", VALUE_X + dx, 278 + dy, 32, BLACK)
    ink.write(f"{holder.birth.month}", 372 + dx, 278 + dy, 32, BLACK, anchor="mm")
    ink.write(f"{holder.birth.day}", 475 + dx, 278 + dy, 32, BLACK, anchor="mm")
    size, pitch = 34, 51
    lines = _wrap(ink, holder.address, ADDRESS_WIDTH, size)
    if len(lines) > 3:
        size, pitch = 31, 43
        lines = _wrap(ink, holder.address, ADDRESS_WIDTH + 25, size)
    for place, line in enumerate(lines):
        ink.write(line, VALUE_X + dx, 353 + dy + place * pitch, size, BLACK)
    for place, character in enumerate("公民身份号码"):
        ink.write(character, 80 + place * 32, 547, 27, LABEL)
    if style.digits is None:
        mask = card_print_digits.number(holder.id_number, 31 * scale, 29.4 * scale, style.number_weight)
        ink.stamp(mask, 334 + dx, 547 + dy, BLACK)
    else:
        for place, character in enumerate(holder.id_number):
            ink.write(character, 345 + dx + place * 29.4, 547 + dy, 40, BLACK, anchor="mm", face=style.digits)
    ink.write("SPECIMEN 样本", 505, 602, 22, (170, 150, 205))
    return ink.page()


def _size(style: CardStyle) -> tuple[int, int, float]:
    scale = style.width / CARD_PX[0]
    return style.width, round(CARD_PX[1] * scale), scale


def _whiten_corners(page: Image) -> Image:
    mask = cv2.cvtColor(corner_mask(page.shape[1], page.shape[0]), cv2.COLOR_GRAY2BGR)
    out = np.asarray(cv2.add(cv2.multiply(page, mask, scale=1 / 255), cv2.bitwise_not(mask)), np.uint8)
    out.setflags(write=False)
    return out


def mint(holder: Holder, portrait: Image | None, style: CardStyle) -> MintedCard:
    """Print `holder`'s card. `portrait` is any BGR picture of the face, cut to 26 × 32 mm; None prints a silhouette.

    Raises EnvironmentFault `font-missing` when a face of `style` is not installed.
    """
    width, height, scale = _size(style)
    paper = guilloche.ground(style.ground, width, height)
    at = (*style.shift, -19.0 if style.authority_raised else 0.0)
    back = card_back.draw(paper, holder, style.face, scale, style.ink, at)
    front = _front(holder, portrait, style)
    return MintedCard(_whiten_corners(front), _whiten_corners(back), truth(holder), holder)


def invent_style(rng: Generator, *, text: str = "", test: bool = False, width: int = CARD_PX[0]) -> CardStyle:
    """A style that can print `text`, drawn from the fonts of this machine.

    The faces are dealt alternately to design and to `test`, so that what was tuned on one half is tested on another
    wherever two faces are installed. Raises EnvironmentFault `font-missing` when there is none.
    """
    faces = fonts.heiti()
    half = faces[1::2] if test and len(faces) > 1 else faces[0::2]
    able = [face for face in half if fonts.can_print(face, text)] or [f for f in faces if fonts.can_print(f, text)]
    face = (able or list(half))[int(rng.integers(len(able or half)))]
    mono = fonts.installed(fonts.MONO)
    return CardStyle(
        face=face,
        digits=mono[int(rng.integers(len(mono)))] if mono and rng.random() < 0.25 else None,
        width=width,
        ground=guilloche.invent_ground(rng, test=test),
        ink=float(rng.uniform(0.85, 1.0)),
        shift=(float(rng.uniform(-4, 6)), float(rng.uniform(-3, 3))),
        number_weight=float(rng.uniform(0.095, 0.125)),
        wide_dot=bool(rng.random() < 0.7),
        authority_raised=bool(rng.random() < 0.5),
    )
