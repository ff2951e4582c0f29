"""A field's print, cut out of the picture of the card, beside the text or below it."""

import cv2
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.card.reading import Box, CardReading
from kiosk.devices.frame import Image
from kiosk.ui.picture import Still, to_qimage
from kiosk.ui.theme import BASE, Metrics, Type

PRINT_PX = 34
"""Height of printed characters on the rectified card: the crop is shown with them as large as the text beside it."""
LEAST_BOX = 4
GAP = 20
"""Units between text and crop where they stand side by side."""
LEAST_SCALE = 0.7
"""A crop that had to be smaller than this to stand beside the text stands below it."""


def print_of(reading: CardReading, name: str) -> Image | None:
    """The part of the card a field was read from, BGR with the card's own pixels; None if it is not known."""
    field = reading.fields.get(name)
    return None if field is None or field.box is None else cut(reading.card, field.box)


def cut(card: Image, box: Box) -> Image | None:
    """`box` (px) of a picture; None if nearly nothing of it is inside."""
    height, width = card.shape[:2]
    x0, y0 = max(0, int(box[0])), max(0, int(box[1]))
    x1, y1 = min(width, round(box[2])), min(height, round(box[3]))
    return card[y0:y1, x0:x1] if min(x1 - x0, y1 - y0) >= LEAST_BOX else None


class Crop(Still):
    """A part of a card's picture, at its left edge, at most as large as its print is to be."""

    def __init__(self) -> None:
        super().__init__(1.0, radius=6)
        self._natural = QSize(0, 0)

    def set_picture(self, picture: Image | None) -> None:
        super().set_picture(picture)
        if picture is not None:
            self._natural = QSize(picture.shape[1], picture.shape[0])
            self._aspect = picture.shape[1] / picture.shape[0]

    def size_at(self, height_px: float) -> QSize:
        """Its size where print is `height_px` high."""
        return self._natural * (height_px / PRINT_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def sizeHint(self) -> QSize:
        return self._natural

    def _scaled(self, rect: QRectF) -> QImage:
        assert self._source is not None
        ratio = self.devicePixelRatioF()
        size = (max(1, round(rect.width() * ratio)), max(1, round(rect.height() * ratio)))
        if self._image is None or (self._image.width(), self._image.height()) != size:
            smaller = size[0] < self._source.shape[1]
            method = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
            self._image = to_qimage(cv2.resize(self._source, size, interpolation=method))  # type: ignore[arg-type]
        return self._image


class WithPrint(QWidget):
    """A text and the print it was read from: side by side where both have room, else one below the other.

    `share` is how much of the width the text takes when they are side by side; None: what it needs on one line.
    """

    def __init__(self, value: QWidget, share: float | None) -> None:
        super().__init__()
        self._value = value
        self._share = share
        self._metrics = BASE
        self._crop = Crop()
        self._type = Type.VALUE
        self._scale = 0.0
        for part in (value, self._crop):
            part.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._crop.hide()

    def set_print(self, picture: Image | None, description: str) -> None:
        self._crop.set_picture(picture)
        self._crop.setAccessibleName(description)
        self.refit()

    def set_size(self, type_: Type, scale: float) -> None:
        """The type of the text, and how large print is beside it; 0: not shown."""
        if (type_, scale) != (self._type, self._scale):
            self._type, self._scale = type_, scale
            self.refit()

    def is_shown(self) -> bool:
        """Whether the print is to be seen."""
        return self._scale > 0 and not self._crop.is_empty()

    def scale(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self.refit()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        value, crop = self._places(width)
        return round(max(value.bottom(), crop.bottom()))

    def sizeHint(self) -> QSize:
        width = max(self._value.sizeHint().width(), 1)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return self._value.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def refit(self) -> None:
        """The text, its print or their size is another."""
        self.updateGeometry()
        self._place()

    def _place(self) -> None:
        value, crop = self._places(self.width())
        self._value.setGeometry(value.toRect())
        self._crop.setGeometry(crop.toRect())
        self._crop.setVisible(self.is_shown())

    def _places(self, width: int) -> tuple[QRectF, QRectF]:
        """Where the text and its print go."""
        if not self.is_shown():
            return QRectF(0, 0, width, self._value.heightForWidth(width)), QRectF()
        gap = self._metrics.px(GAP)
        whole = self._crop.size_at(self._metrics.px(self._type.units) * self._scale)
        natural = self._value.sizeHint().width() if self._share is None else round(self._share * width)
        beside = min(1.0, (width - natural - gap) / max(1, whole.width()))
        if beside >= LEAST_SCALE:
            text = natural if self._share is None else round(width - gap - whole.width() * beside)
            height = float(self._value.heightForWidth(text))
            down = max(0.0, (height - whole.height() * beside) / 2)
            place = QRectF(text + gap, down, whole.width() * beside, whole.height() * beside)
            return QRectF(0, 0, text, height), place
        height = float(self._value.heightForWidth(width))
        below = min(1.0, width / max(1, whole.width()))
        return QRectF(0, 0, width, height), QRectF(
            0, height + self._metrics.px(4), whole.width() * below, whole.height() * below
        )
