"""The one place that runs the text models: where lines are, and what they say, character by character.

The models are PP-OCRv6 small, detector and recogniser; what `kiosk.card.digits` reads for certain, the recogniser need
not, and what it is not sure of is looked at again by `kiosk.card.glyphs`. Boxes are axis-aligned: a card is rectified
before it is read.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.digits import BLANK, CHARACTERS, OTHER, PASSED, UNCONFIRMED, DigitReader, Glimpse, certain, runs
from kiosk.card.glyphs import DOUBTFUL, POSSIBLE, Doubt, GlyphReader
from kiosk.card.reading import Box
from kiosk.devices.frame import Image
from kiosk.inference.runtime import Session
from kiosk.inference.store import ModelStore

DETECTOR_WIDTH = 512
LINE_HEIGHT = 48
STEP = 8
"""The recogniser gives one column of probabilities for this many px of its input."""
WIDTH_BUCKET = 16
"""Line widths are rounded up to multiples of this, so that the runtime meets few different shapes."""
PIXEL_THRESHOLD, BOX_THRESHOLD, UNCLIP = 0.3, 0.5, 1.6
"""How PaddleOCR's own configuration binarises the detector's map and widens the shrunken text regions."""


@dataclass(frozen=True, eq=False, slots=True)
class TextLine:
    """One line as read: `chances[i]` (0–1) is how sure the recogniser is of character i, `centres[i]` its x in px of
    the picture. `columns` is (T, C), the recogniser's probabilities, for reading the line again in other words."""

    text: str
    box: Box
    chances: tuple[float, ...]
    centres: tuple[float, ...]
    columns: NDArray[np.float32]

    @property
    def confidence(self) -> float:
        return float(np.mean(self.chances)) if self.chances else 0.0

    def part(self, start: int, end: int) -> "TextLine":
        """The characters from `start` up to `end` as a line of their own, with their share of the columns."""
        if start == 0 and end == len(self.text):
            return self
        x0, y0, x1, y1 = self.box
        left = x0 if start == 0 else (self.centres[start - 1] + self.centres[start]) / 2
        right = x1 if end >= len(self.text) else (self.centres[end - 1] + self.centres[end]) / 2
        per_px = len(self.columns) / max(x1 - x0, 1.0)
        first, last = round((left - x0) * per_px), round((right - x0) * per_px)
        return TextLine(
            self.text[start:end],
            (left, y0, right, y1),
            self.chances[start:end],
            self.centres[start:end],
            self.columns[first : max(last, first + 1)],
        )


class TextReader:
    """Finds and reads lines of text. Safe to use from several threads."""

    def __init__(self, store: ModelStore, threads: int = 2, *, alone: bool = False) -> None:
        """`alone`: the recogniser reads everything, as the small networks' training wants it.

        Raises EnvironmentFault when a model is missing, altered or unusable.
        """
        # What it leaves, the network of the card's surface takes meanwhile.
        self._detector = Session(store.path("text-detector"), max(threads - 1, 1))
        # Lines side by side, each on one thread, are done sooner than one after the other on all.
        self._recogniser = Session(store.path("text-recogniser"), 1)
        self._threads = threads
        self._digits = None if alone else DigitReader(store.path("card-digits"), threads)
        self._glyphs = None if alone else GlyphReader(store.path("card-glyphs"))
        characters = self._recogniser.metadata["character"].splitlines()
        self.alphabet: tuple[str, ...] = ("", *characters, " ")
        self.index = {character: place for place, character in enumerate(self.alphabet)}
        self._places = [self.index[character] for character in CHARACTERS]

    def lines(self, image: Image) -> tuple[TextLine, ...]:
        """Every line of an upright picture, from the top down."""
        return self.recognise(image, self.find(image))

    def find(self, image: Image, width: int = DETECTOR_WIDTH) -> tuple[Box, ...]:
        """Boxes of text, from the top down, found on the picture reduced to `width` px."""
        heat, scale_x, scale_y = self._heat(image, width)
        return _boxes(heat, scale_x, scale_y)

    def regions(self, image: Image, width: int = DETECTOR_WIDTH) -> list[NDArray[np.float32]]:
        """The smallest rectangle around each region of text, however it is turned: corners (4, 2) px."""
        heat, scale_x, scale_y = self._heat(image, width)
        contours, _ = cv2.findContours(
            (heat > PIXEL_THRESHOLD).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
        )
        scale = np.array([scale_x, scale_y], np.float32)
        return [np.asarray(cv2.boxPoints(cv2.minAreaRect(contour)), np.float32) * scale for contour in contours]

    def _heat(self, image: Image, width: int) -> tuple[NDArray[np.float32], float, float]:
        """The detector's map of the picture reduced to `width` px, and how much smaller it is across and down."""
        height, full_width = image.shape[:2]
        size = (max(round(width / 32), 1) * 32, max(round(width * height / full_width / 32), 1) * 32)
        small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
        heat = self._detector.run({self._detector.inputs[0]: _normalised(small)[None]})[0][0, 0]
        return heat, full_width / size[0], height / size[1]

    def recognise(self, image: Image, boxes: Sequence[Box]) -> tuple[TextLine, ...]:
        """Read the lines in `boxes`, in that order; boxes of nothing give lines of no characters."""
        crops = [line_crop(image, box) for box in boxes]
        found = self._certain(crops, boxes)
        # The longest first: a short one at the end keeps nobody waiting.
        left = sorted(set(range(len(boxes))) - set(found), key=lambda place: -crops[place].shape[1])
        with ThreadPoolExecutor(self._threads) as workers:
            lines = workers.map(self._read, [crops[place] for place in left], [boxes[place] for place in left])
            found.update(zip(left, lines, strict=True))
        return tuple(found[place] for place in range(len(boxes)))

    def _read(self, crop: Image, box: Box) -> TextLine:
        """What the recogniser says. Together with others a line would have to be as wide as the widest of them."""
        width = crop.shape[1]
        seen = np.zeros((1, 3, LINE_HEIGHT, -(-width // WIDTH_BUCKET) * WIDTH_BUCKET), np.float32)
        seen[0, :, :, :width] = _normalised(crop)
        columns = self._recogniser.run({self._recogniser.inputs[0]: seen})[0][0]
        return self._decode(columns[: -(-width // STEP)], box, crop)

    def _certain(self, crops: Sequence[Image], boxes: Sequence[Box]) -> dict[int, TextLine]:
        """The lines that need no large recogniser, by their place in `crops`; their columns are put in its words."""
        found: dict[int, TextLine] = {}
        if self._digits is None:
            return found
        seen = self._digits.look(crops)
        for place, taken in enumerate(certain([one.text for one in seen])):
            if taken:
                found[place] = self._put(seen[place], boxes[place], crops[place].shape[1])
        return found

    def _put(self, seen: Glimpse, box: Box, width: int) -> TextLine:
        columns = np.zeros((len(seen.columns), len(self.alphabet)), np.float32)
        columns[:, BLANK] = seen.columns[:, BLANK]
        columns[:, self._places] = seen.columns[:, BLANK + 1 : OTHER]
        scale = (box[2] - box[0]) / width
        pairs = zip(seen.text, seen.chances, strict=True)
        chances = tuple(chance if char in UNCONFIRMED else 1 - PASSED * (1 - chance) for char, chance in pairs)
        return TextLine(seen.text, box, chances, tuple(box[0] + x * STEP * scale for x in seen.places), columns)

    def _decode(self, columns: NDArray[np.float32], box: Box, crop: Image) -> TextLine:
        """Greedy CTC: each column's best class, repeats and blanks dropped; doubtful ideographs by their shape."""
        best = columns.argmax(axis=1)
        said: list[tuple[str, float]] = []
        middles: list[float] = []
        doubts: dict[int, Doubt] = {}
        for start, end in runs(best):
            character = self.alphabet[best[start]]
            if character.isspace():
                continue
            chance, middle = float(columns[start:end, best[start]].max()), (start + end) / 2 * STEP
            if chance < DOUBTFUL and (doubt := self._doubt(character, columns[start:end], middle)) is not None:
                doubts[len(said)] = doubt
            said.append((character, chance))
            middles.append(middle)
        if doubts and self._glyphs is not None:
            for place, settled in zip(doubts, self._glyphs.settle(crop, list(doubts.values())), strict=True):
                said[place] = settled
        scale = (box[2] - box[0]) / crop.shape[1]
        centres = tuple(box[0] + middle * scale for middle in middles)
        return TextLine("".join(one for one, _ in said), box, tuple(chance for _, chance in said), centres, columns)

    def _doubt(self, character: str, columns: NDArray[np.float32], middle: float) -> Doubt | None:
        """What else than `character` its columns may be, if there is somebody to ask and anything to ask about."""
        glyphs = self._glyphs
        if glyphs is None or not glyphs.knows(character):
            return None
        chances = columns.max(axis=0)
        possible = np.flatnonzero(chances >= POSSIBLE)
        rivals = [place for place in possible if glyphs.knows(self.alphabet[place])]
        rivals.sort(key=lambda place: -chances[place])
        text = "".join(self.alphabet[place] for place in rivals)
        return Doubt(middle, text, tuple(float(chances[place]) for place in rivals)) if len(rivals) > 1 else None


def _normalised(image: Image) -> NDArray[np.float32]:
    """(3, H, W) in -1…1, as both models expect."""
    return np.ascontiguousarray((image.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1))


def line_crop(image: Image, box: Box) -> Image:
    """The line at LINE_HEIGHT px of height."""
    x0, y0, x1, y1 = box
    height = LINE_HEIGHT
    scale = height / max(y1 - y0, 1.0)
    width = max(round((x1 - x0) * scale), STEP)
    matrix = np.array([[scale, 0, -x0 * scale], [0, scale, -y0 * scale]])
    method = cv2.INTER_AREA if scale < 0.7 else cv2.INTER_CUBIC
    if scale < 0.7:  # warpAffine has no area mode
        cut = image[max(round(y0), 0) : round(y1) + 1, max(round(x0), 0) : round(x1) + 1]
        return np.asarray(cv2.resize(cut, (width, height), interpolation=method), np.uint8)
    warped = cv2.warpAffine(image, matrix, (width, height), flags=method, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(warped, np.uint8)


def _boxes(heat: NDArray[np.float32], scale_x: float, scale_y: float) -> tuple[Box, ...]:
    """Rectangles around the regions of a detector's map, widened by what its training shrank them (Liao et al.,
    Real-time Scene Text Detection with Differentiable Binarization, 2020: offset = area · ratio / perimeter)."""
    mask = cv2.dilate((heat > PIXEL_THRESHOLD).astype(np.uint8), np.ones((2, 2), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    boxes: list[Box] = []
    height, width = heat.shape
    for label in range(1, count):
        x, y, w, h, _ = (int(value) for value in stats[label])
        if min(w, h) < 3:
            continue
        inside = labels[y : y + h, x : x + w] == label
        if heat[y : y + h, x : x + w][inside].mean() < BOX_THRESHOLD:
            continue
        offset = w * h * UNCLIP / (2 * (w + h))
        boxes.append(
            (
                max(x - offset, 0) * scale_x,
                max(y - offset, 0) * scale_y,
                min(x + w + offset, width) * scale_x,
                min(y + h + offset, height) * scale_y,
            )
        )
    return tuple(sorted(boxes, key=lambda box: (box[1] + box[3]) / 2))
