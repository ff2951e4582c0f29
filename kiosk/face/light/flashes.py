"""How much a screen flashes, as WCAG 2.2 counts it for success criterion 2.3.1 ("Three Flashes or Below Threshold").

A general flash is a pair of opposing changes in relative luminance of 10 % or more of the maximum, the darker side
being below 0.80. A red flash is a pair of opposing transitions in which one goes to or from a saturated red, that is
R / (R + G + B) of at least 0.8 (linear), and changes the CIE 1976 UCS chromaticity by more than 0.2. More than three of
either within any second fail, wherever they cover much of the view: here everything is taken to.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Rgb = tuple[int, int, int]
"""Red, green and blue, sRGB 0-255."""

MOST_IN_A_SECOND = 3
CHANGE, DARKER_BELOW = 0.10, 0.80  # of relative luminance
SATURATED, COLOUR_CHANGE = 0.8, 0.2

_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colours: Sequence[Rgb] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Linear light, 0-1, of sRGB colours (N, 3)."""
    share = np.asarray(colours, np.float64).reshape(-1, 3) / 255
    return np.asarray(np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4))


def encoded(light: NDArray[np.float64]) -> Rgb:
    """The sRGB colour of linear light (3,)."""
    share = np.where(light <= 0.0031308, light * 12.92, 1.055 * np.clip(light, 0, 1) ** (1 / 2.4) - 0.055)
    red, green, blue = (round(255 * float(v)) for v in share.clip(0, 1))
    return red, green, blue


def relative_luminance(colours: Sequence[Rgb]) -> NDArray[np.float64]:
    """WCAG's relative luminance of each colour, 0 black to 1 white."""
    return np.asarray(linear(colours) @ _LUMINANCE)


def redness(colours: Sequence[Rgb]) -> NDArray[np.float64]:
    """R / (R + G + B) of each colour, 0 for black."""
    light = linear(colours)
    return np.asarray(light[:, 0] / np.maximum(light.sum(axis=1), 1e-9))


def flashes(times: Sequence[float], colours: Sequence[Rgb]) -> tuple[int, int]:
    """The most general and the most red flashes within any second of what a screen showed, `times` in s ascending."""
    light = relative_luminance(colours)
    chroma, red = _ucs(colours), redness(colours)

    def general(a: int, b: int) -> bool:
        return bool(abs(light[b] - light[a]) >= CHANGE and min(light[a], light[b]) < DARKER_BELOW)

    def reddening(a: int, b: int) -> bool:
        return max(red[a], red[b]) >= SATURATED and bool(np.linalg.norm(chroma[b] - chroma[a]) > COLOUR_CHANGE)

    ends = _transitions(light, general), _transitions(red, reddening)
    most_general, most_red = (_most([times[end] for end in found]) // 2 for found in ends)
    return most_general, most_red


def _transitions(values: NDArray[np.float64], counts: Callable[[int, int], bool]) -> list[int]:
    """Where each opposing change that counts has been made: between neighbouring peaks and valleys."""
    found: list[int] = []
    low = high = 0
    way = 0  # of the last one: 1 up, -1 down
    for at in range(1, len(values)):
        low = at if values[at] < values[low] else low
        high = at if values[at] > values[high] else high
        if way <= 0 and counts(low, at) and values[at] > values[low]:
            found.append(at)
            way, low, high = 1, at, at
        elif way >= 0 and counts(high, at) and values[at] < values[high]:
            found.append(at)
            way, low, high = -1, at, at
    return found


def _most(times: list[float]) -> int:
    """The most of some ascending times that lie within one second."""
    return max((sum(1 for time in times if start <= time <= start + 1) for start in times), default=0)


def _ucs(colours: Sequence[Rgb]) -> NDArray[np.float64]:
    """CIE 1976 u', v' of each colour (N, 2)."""
    x, y, z = (linear(colours) @ _XYZ.T).T
    total = np.maximum(x + 15 * y + 3 * z, 1e-9)
    return np.stack([4 * x / total, 9 * y / total], axis=1)
