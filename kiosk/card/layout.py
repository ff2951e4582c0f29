"""Where things are printed on the card, in shares of its width and height (GA 461; measured on published specimens).

Zones are generous: printers differ by a few per cent, and so do corners found in a picture.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.card.reading import CARD_PX, Box, Side


@dataclass(frozen=True, slots=True)
class Zone:
    """A rectangle in shares of the card: x0 ≤ x < x1, y0 ≤ y < y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    def holds(self, x: float, y: float) -> bool:
        """Whether the point, in px of the card at CARD_PX, lies in the zone."""
        width, height = CARD_PX
        return self.x0 * width <= x < self.x1 * width and self.y0 * height <= y < self.y1 * height

    def box(self) -> Box:
        """In px of the card at CARD_PX."""
        width, height = CARD_PX
        return self.x0 * width, self.y0 * height, self.x1 * width, self.y1 * height

    def pixels(self, size: tuple[int, int] = CARD_PX) -> tuple[slice, slice]:
        """Rows and columns of the zone in a card of `size` (width, height)."""
        width, height = size
        return (
            slice(round(self.y0 * height), round(self.y1 * height)),
            slice(round(self.x0 * width), round(self.x1 * width)),
        )


PORTRAIT = Zone(0.61, 0.13, 0.955, 0.77)
"""The portrait with a little room around it: what a face is compared with."""
NUMBER = Zone(0.0, 0.78, 1.0, 1.0)
NOTES = Zone(0.0, 0.94, 1.0, 1.0)
"""Below the last line of both sides."""
BACK_TITLE = Zone(0.25, 0.03, 1.0, 0.5)
EMBLEM = Zone(0.05, 0.07, 0.28, 0.46)

VALUES: Mapping[Side, Mapping[str, Zone]] = {
    Side.FRONT: {
        "Name": Zone(0.17, 0.155, 0.50, 0.25),
        "Sex": Zone(0.17, 0.28, 0.25, 0.365),
        "Nation": Zone(0.38, 0.28, 0.50, 0.365),
        "Birth": Zone(0.17, 0.395, 0.53, 0.48),
        "Address": Zone(0.17, 0.51, 0.60, 0.68),
        "IdNum": Zone(0.325, 0.805, 0.88, 0.905),
    },
    Side.BACK: {"Authority": Zone(0.40, 0.69, 0.80, 0.785), "ValidDate": Zone(0.40, 0.81, 0.76, 0.905)},
}
"""Where each field's value is printed, if it is not unusually long."""

FRONT_PRINT = (
    Zone(0.07, 0.16, 0.32, 0.25),  # 姓名
    Zone(0.07, 0.28, 0.47, 0.36),  # 性别 民族
    Zone(0.07, 0.40, 0.53, 0.475),  # 出生
    Zone(0.07, 0.51, 0.58, 0.66),  # 住址
    Zone(0.07, 0.81, 0.88, 0.90),  # 公民身份号码
    Zone(0.64, 0.18, 0.93, 0.75),  # portrait
)
BACK_PRINT = (
    EMBLEM,
    Zone(0.34, 0.11, 0.89, 0.22),  # 中华人民共和国
    Zone(0.30, 0.27, 0.91, 0.43),  # 居民身份证
    Zone(0.23, 0.70, 0.75, 0.78),  # 签发机关
    Zone(0.23, 0.82, 0.75, 0.90),  # 有效期限
)
