"""Monoline digits in the manner of OCR-B (ISO 1073-2), drawn with strokes, for the card's number.

Each character is a list of strokes in a cell 6 wide and 10 high, y downwards: polylines, and arcs given as
(centre x, centre y, radius x, radius y, from degrees, to degrees), clockwise from three o'clock.
"""

from math import cos, radians, sin

from PIL import Image as Pil
from PIL import ImageDraw

Point = tuple[float, float]
Arc = tuple[float, float, float, float, float, float]

LINES: dict[str, tuple[tuple[Point, ...], ...]] = {
    "0": (((0.5, 3.3), (0.5, 6.7)), ((5.5, 3.3), (5.5, 6.7))),
    "1": (((0.9, 2.6), (3.3, 0.5), (3.3, 9.5)), ((1.0, 9.5), (5.6, 9.5))),
    "2": (((5.2, 4.4), (0.7, 9.5), (5.5, 9.5)),),
    "3": (((0.8, 0.5), (5.2, 0.5), (2.6, 3.9)),),
    "4": (((3.4, 0.5), (0.5, 7.0), (5.6, 7.0)), ((4.0, 4.6), (4.0, 9.5))),
    "5": (((5.2, 0.5), (1.1, 0.5), (1.0, 4.3), (2.6, 4.0)),),
    "6": (((4.3, 0.5), (0.9, 5.2)),),
    "7": (((0.6, 0.5), (5.4, 0.5), (2.9, 5.2), (2.4, 9.5)),),
    "8": (),
    "9": (((1.7, 9.5), (5.1, 4.8)),),
    "X": (((0.6, 0.5), (5.4, 9.5)), ((5.4, 0.5), (0.6, 9.5))),
}
ARCS: dict[str, tuple[Arc, ...]] = {
    "0": ((3.0, 3.3, 2.5, 2.8, 180, 360), (3.0, 6.7, 2.5, 2.8, 0, 180)),
    "2": ((2.95, 2.9, 2.45, 2.4, 195, 400),),
    "3": ((2.7, 6.7, 2.7, 2.8, -92, 140),),
    "5": ((2.6, 6.75, 2.8, 2.75, -92, 140),),
    "6": ((3.0, 6.8, 2.5, 2.7, 0, 360),),
    "8": ((3.0, 2.75, 2.05, 2.25, 0, 360), (3.0, 7.15, 2.5, 2.35, 0, 360)),
    "9": ((3.0, 3.2, 2.5, 2.7, 0, 360),),
}
CELL = (6.0, 10.0)
OVERSAMPLE = 4


def _arc(arc: Arc) -> list[Point]:
    cx, cy, rx, ry, start, end = arc
    steps = max(int(abs(end - start) / 6), 2)
    angles = (radians(start + (end - start) * i / steps) for i in range(steps + 1))
    return [(cx + rx * cos(angle), cy + ry * sin(angle)) for angle in angles]


def digit(character: str, height: float, weight: float = 0.105) -> Pil.Image:
    """The mask (mode L) of one of `0–9X`, `height` px high, its strokes `weight` of the height wide."""
    scale = height * OVERSAMPLE / CELL[1]
    pen = weight * height * OVERSAMPLE
    size = (round(CELL[0] * scale + pen), round(CELL[1] * scale + pen))
    mask = Pil.new("L", size, 0)
    draw = ImageDraw.Draw(mask)
    strokes = [list(line) for line in LINES[character]] + [_arc(arc) for arc in ARCS.get(character, ())]
    for stroke in strokes:
        points = [(x * scale + pen / 2, y * scale + pen / 2) for x, y in stroke]
        draw.line(points, fill=255, width=round(pen), joint="curve")
        for x, y in (points[0], points[-1]):
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=255)
    return mask.resize((size[0] // OVERSAMPLE, size[1] // OVERSAMPLE), Pil.Resampling.LANCZOS)


def number(text: str, height: float, pitch: float, weight: float = 0.105) -> Pil.Image:
    """The mask of a whole number, one character every `pitch` px."""
    glyphs = [digit(character, height, weight) for character in text]
    mask = Pil.new("L", (round(pitch * len(text)) + glyphs[0].width, glyphs[0].height), 0)
    for place, glyph in enumerate(glyphs):
        mask.paste(glyph, (round(place * pitch), 0), glyph)
    return mask
