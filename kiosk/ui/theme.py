"""One visual language: colours, type sizes, spacing and touch targets, all relative to the window they fill."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont

FAMILIES = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "sans-serif",
)
"""Fonts with Chinese and Latin letters of one design, the first one installed is used."""

MM_PER_INCH = 25.4
TOUCH_MM = 15.0
"""Smallest side of anything to press: hit reliably by a standing person (ISO 9241-9 asks for a fingertip's width)."""
PLAUSIBLE_DPI = (60.0, 240.0)
DEFAULT_DPI = 96.0
"""Screens that report no size, or a projector's, are taken for an ordinary desktop monitor."""


ROOMY_ASPECT = 1.5


class Colour(Enum):
    """Every colour on the screen. `PAIRS` lists which is read on which."""

    CANVAS = "#F5F2EC"
    WHITE = "#FFFFFF"
    INK = "#1D2A30"
    MUTED = "#56636B"
    LINE = "#DBD5C9"
    OUTLINE = "#7F8A90"  # borders that must be seen to find a control
    ACCENT = "#12545C"
    ACCENT_PRESSED = "#0C3E45"
    ACCENT_SOFT = "#DDEBEA"
    GOOD = "#1B6B45"
    GOOD_SOFT = "#DFF0E5"
    DOUBT = "#80560F"
    DOUBT_SOFT = "#F8ECD3"
    BAD = "#9A2F2B"
    BAD_SOFT = "#F8E3E0"
    SCENE = "#20292E"  # behind the picture before it comes
    SCENE_GOOD = "#4ADE93"
    SCENE_WAIT = "#FFD166"

    @property
    def qt(self) -> QColor:
        return QColor(self.value)

    def faded(self, alpha: float) -> QColor:
        """The same, `alpha` 0 clear to 1 solid."""
        colour = QColor(self.value)
        colour.setAlphaF(alpha)
        return colour


class Type(Enum):
    """Type sizes: height in units and weight."""

    DISPLAY = (68, QFont.Weight.Bold)
    TITLE = (54, QFont.Weight.Bold)
    PROMPT = (48, QFont.Weight.Bold)
    HEADING = (36, QFont.Weight.Bold)
    LEAD = (36, QFont.Weight.Normal)
    VALUE = (34, QFont.Weight.Normal)
    BODY = (30, QFont.Weight.Normal)
    LABEL = (25, QFont.Weight.Normal)

    @property
    def units(self) -> int:
        return int(self.value[0])

    @property
    def weight(self) -> QFont.Weight:
        weight = self.value[1]
        assert isinstance(weight, QFont.Weight)
        return weight


@dataclass(frozen=True, slots=True)
class Metrics:
    """Sizes for one window.

    `unit` is px: the shorter side of a full-HD screen has 1080 of them, and so has every other window unless it is
    squarer than 4:3. `touch` is the least height and width of a control, px. `portrait`: taller than wide. `roomy`:
    longer than 4:3 by enough for what is only pleasant.
    """

    unit: float
    touch: int
    portrait: bool
    roomy: bool = True

    @classmethod
    def of(cls, size: QSize, dpi: float = DEFAULT_DPI, portrait: bool | None = None) -> "Metrics":
        """For a window of `size` on a screen of `dpi`; `portrait` None: whatever the size is."""
        width, height = max(size.width(), 1), max(size.height(), 1)
        upright = height > width if portrait is None else portrait
        unit = min(width / 1080, height / 1440) if upright else min(width / 1440, height / 1080)
        sane = dpi if PLAUSIBLE_DPI[0] <= dpi <= PLAUSIBLE_DPI[1] else DEFAULT_DPI
        roomy = max(width, height) >= 1080 * unit * ROOMY_ASPECT
        return cls(unit, round(TOUCH_MM / MM_PER_INCH * sane + 0.5), upright, roomy)

    def px(self, units: float) -> int:
        """`units` in whole px, at least 1."""
        return max(1, round(units * self.unit))

    def control(self, units: float) -> int:
        """The height of a control of `units`, never below a fingertip."""
        return max(self.touch, self.px(units))

    def font(self, type_: Type) -> QFont:
        font = QFont()
        font.setFamilies(list(FAMILIES))
        font.setPixelSize(self.px(type_.units))
        font.setWeight(type_.weight)
        return font


BASE = Metrics(1.0, 60, False)
"""Before a widget knows its window."""
