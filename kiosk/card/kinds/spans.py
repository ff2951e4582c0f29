"""Fields made of a part of a row."""

import re
from collections.abc import Mapping, Sequence
from math import prod

import numpy as np

from kiosk.card.reading import Field
from kiosk.card.rows import Row, around
from kiosk.card.text import TextLine

TO_DIGIT = str.maketrans("OoDQIl|iZzSB", "000011112258")
TO_LETTER = str.maketrans("015826", "OISBZG")


def field_of(row: Row, text: str | None = None, marked: Sequence[int] = ()) -> Field:
    """The whole row as a field; `text` is what is reported where it is not the row's own text, of any length."""
    box = around([row])
    chances = row.chances if text is None or len(text) == len(row.text) else ()
    # A field is right when all its characters are: their joint probability.
    confidence = float(prod(row.chances)) if row.chances else 0.0
    return Field(row.text if text is None else text, confidence, tuple(chances), box, tuple(marked))


def number_field(row: Row, letters: int = 0) -> Field | None:
    """A number of `letters` letters and then digits, a last X allowed; None when the row holds no such thing.

    A letter read where only a digit can be, or the other way round, is reported as what it must be, and marked.
    """
    text = row.text.replace("Ⅹ", "X").replace("×", "X").replace("x", "X")
    pattern = rf"(?<![A-Z0-9])[A-Z0-9]{{{letters}}}[0-9OoDQIl|iZzSB]{{7,}}X?" if letters else r"[0-9OoDQIl|iZz]{7,}X?"
    match = re.search(pattern, text)
    if match is None or sum(character.isdigit() for character in match[0]) < 0.7 * (len(match[0]) - letters):
        return None
    found = match[0]
    mended = found[:letters].translate(TO_LETTER) + found[letters:].translate(TO_DIGIT)
    marked = [place for place, (before, after) in enumerate(zip(found, mended, strict=True)) if before != after]
    return field_of(row.part(*match.span()), mended, marked)


def spaced(row: Row, index: Mapping[str, int]) -> tuple[str, float]:
    """The row's text with the spaces that the recogniser saw between its characters, and how sure it was of each being
    there or not, all together, 0–1. Where punctuation stands it does not matter."""
    read = [_spaced(line, index) for line in row.lines]
    return " ".join(text for text, _ in read), float(prod(sure for _, sure in read))


def _spaced(line: TextLine, index: Mapping[str, int]) -> tuple[str, float]:
    space = index.get(" ")
    if space is None or not line.text or not len(line.columns):
        return line.text, 1.0
    x0, _, x1, _ = line.box
    per_px = len(line.columns) / max(x1 - x0, 1.0)
    chances = line.columns[:, space]
    seen = line.columns.argmax(axis=1) == space
    at = np.arange(len(chances)) / per_px + x0
    out, sure = line.text[0], 1.0
    for before, after, last, character in zip(line.centres, line.centres[1:], line.text, line.text[1:], strict=False):
        between = (at > before) & (at < after)
        apart = bool(seen[between].any())
        out += " " * apart + character
        if last.isalpha() and character.isalpha():
            chance = float(chances[between].max(initial=0.0))
            sure *= chance if apart else 1 - chance
    return out, sure
