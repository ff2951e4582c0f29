"""Lines of text put together into rows, left to right, so that it does not matter how the detector cut them."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from kiosk.card.reading import Box
from kiosk.card.text import TextLine

SAME_ROW = 0.55
"""Two boxes are in one row when their middles are less than this share of the lower one's height apart."""

BESIDE = 0.6
"""Boxes in one row share less than this part of the narrower one's width."""


@dataclass(frozen=True, eq=False, slots=True)
class Row:
    """Text from left to right. Character i is `text[i]`, with its `chances[i]` (0–1) and its x, px of the card."""

    lines: tuple[TextLine, ...]
    text: str
    chances: tuple[float, ...]
    centres: tuple[float, ...]

    @property
    def middle(self) -> float:
        return float(np.mean([(line.box[1] + line.box[3]) / 2 for line in self.lines]))

    @property
    def height(self) -> float:
        return float(np.mean([line.box[3] - line.box[1] for line in self.lines]))

    def part(self, start: int, end: int | None = None) -> "Row":
        """The characters from `start` up to `end` as a row of their own."""
        stop = len(self.text) if end is None else end
        taken: list[TextLine] = []
        place = 0
        for line in self.lines:
            first, last = max(start - place, 0), min(stop - place, len(line.text))
            if first < last:
                taken.append(line.part(first, last))
            place += len(line.text)
        return row_of(taken) if taken else Row(self.lines, "", (), ())

    def right_of(self, x: float) -> "Row":
        """The characters whose middle is at `x` or further right."""
        count = sum(centre < x for centre in self.centres)
        return self.part(count)


def row_of(lines: Iterable[TextLine]) -> Row:
    """The lines of one row as a row."""
    ordered = _once(sorted(lines, key=lambda line: line.box[0]))
    return Row(
        ordered,
        plain("".join(line.text for line in ordered)),
        tuple(chance for line in ordered for chance in line.chances),
        tuple(centre for line in ordered for centre in line.centres),
    )


def rows_of(lines: Sequence[TextLine]) -> list[Row]:
    """Rows from the top down; lines without characters are left out."""
    groups: list[list[TextLine]] = []
    for line in sorted((line for line in lines if line.text), key=_middle):
        group = groups[-1] if groups else []
        if group and _same_row(group, line.box):
            group.append(line)
        else:
            groups.append([line])
    return [row_of(group) for group in groups]


def around(rows: Sequence[Row]) -> Box:
    """The box of everything in `rows`."""
    boxes = [line.box for row in rows for line in row.lines]
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def plain(text: str) -> str:
    """Full-width letters and digits made ordinary, one character for one."""
    return "".join(
        normal
        if character not in "（）：，" and len(normal := unicodedata.normalize("NFKC", character)) == 1
        else character
        for character in text
    )


def _middle(line: TextLine) -> float:
    return (line.box[1] + line.box[3]) / 2


def _once(ordered: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """The detector's boxes overlap a little: what the next line begins with is not read at the end of this one too."""
    kept: list[TextLine] = []
    for line, following in zip(ordered, [*ordered[1:], None], strict=True):
        end = len(line.text)
        if following is not None and following.centres:
            height = following.box[3] - following.box[1]
            while end and line.centres[end - 1] > following.centres[0] - 0.25 * height:
                end -= 1
            overlaps = end == len(line.text) and line.box[2] > following.box[0]
            if overlaps and line.text[end - 1] == following.text[0]:
                # Cut in half by the box's edge, a character seems further away than it is.
                end -= line.centres[end - 1] > following.centres[0] - 0.6 * height
        if end:
            kept.append(line.part(0, end))
    return tuple(kept)


def _same_row(group: Sequence[TextLine], box: Box) -> bool:
    # One above the other is never side by side, however close and slanted.
    for line in group:
        shared = min(line.box[2], box[2]) - max(line.box[0], box[0])
        if shared > BESIDE * min(line.box[2] - line.box[0], box[2] - box[0]):
            return False
    middle = sum(_middle(line) for line in group) / len(group)
    height = min(min(line.box[3] - line.box[1] for line in group), box[3] - box[1])
    return abs((box[1] + box[3]) / 2 - middle) < SAME_ROW * height
