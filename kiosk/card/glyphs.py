"""Which of the characters that look alike is printed, by its shape alone (`models/glyphs`).

The large recogniser expects what is common, and where a rare character of a name looks like a common one it says that
one. Whatever it is not sure of is held against the shapes of all characters that it thinks possible.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image
from kiosk.inference.runtime import Session

SIDE = 40
"""Px of the picture of a character, in the middle of a line's 48."""
DOUBTFUL, POSSIBLE = 0.99, 0.02
"""A character of which the recogniser is less sure is looked at again, among all that it gives this chance."""
FITS = 25.0
"""Nats: a picture less alike than this to what it is taken for, as a blurred or a torn one, says nothing. Characters of
the design range that were taken for their shape reach 39 at least, in print of a face it has learnt; in real pictures
of specimens what it took from 26.5 on was right, what it took up to 23.4 was not."""
SEEN = 0.9
"""The most that is ever said of a character that was taken for its shape."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A character to look at: its middle in px of the line's picture, and what it may be, with the recogniser's chances
    (0–1), the likeliest first."""

    middle: float
    rivals: str
    chances: tuple[float, ...]


class GlyphReader:
    """Tells characters apart. Safe to use from several threads."""

    def __init__(self, model: Path) -> None:
        """`model` is the ONNX file. Raises EnvironmentFault `model-unusable`."""
        self._session = Session(model)
        self._place = {character: place for place, character in enumerate(self._session.metadata["characters"])}

    def knows(self, character: str) -> bool:
        return character in self._place

    def settle(self, line: Image, doubts: Sequence[Doubt]) -> list[tuple[str, float]]:
        """The likeliest character of each of one or more doubts about a line, BGR (48, W, 3), and how sure that is
        (0–1): never surer than the recogniser was where it is the one it said. All rivals must be known."""
        shape = len(doubts), max(len(doubt.rivals) for doubt in doubts)
        rivals, chances = np.zeros(shape, np.int64), np.zeros(shape, np.float32)
        for row, doubt in enumerate(doubts):
            rivals[row, : len(doubt.rivals)] = [self._place[rival] for rival in doubt.rivals]
            chances[row, : len(doubt.rivals)] = doubt.chances
        grey = np.asarray(cv2.cvtColor(line, cv2.COLOR_BGR2GRAY), np.float32)
        patches = np.stack([eyes(_around(grey, doubt.middle)) for doubt in doubts])[:, None]
        alike = self._session.run({"patches": patches, "rivals": rivals})[0]
        weight = chances * np.exp(alike - alike.max(axis=1, keepdims=True))
        likely = weight / weight.sum(axis=1, keepdims=True)
        settled = []
        for row, doubt in enumerate(doubts):
            best = int(likely[row].argmax())
            if alike[row, best] < FITS:
                settled.append((doubt.rivals[0], doubt.chances[0]))
            else:
                most = doubt.chances[0] if best == 0 else SEEN
                settled.append((doubt.rivals[best], min(float(likely[row, best]), most)))
        return settled


def eyes(patch: NDArray[np.float32]) -> NDArray[np.float32]:
    """A grey picture as the network sees it: ink bright, whatever the light and the contrast."""
    ink = 255 - patch
    ink = ink - ink.mean()
    return np.asarray(ink / (ink.std() + 0.25), np.float32)


def _around(line: NDArray[np.float32], middle: float) -> NDArray[np.float32]:
    """(SIDE, SIDE) of a grey line around a character."""
    matrix = np.array([[1, 0, SIDE / 2 - middle], [0, 1, (SIDE - line.shape[0]) / 2]])
    return np.asarray(cv2.warpAffine(line, matrix, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE), np.float32)
