"""Colours that can be told apart by tired eyes in bad light: the contrast that WCAG 2 AA asks for."""

import pytest

from kiosk.ui.theme import Colour

TEXT_PAIRS = (
    *((ink, ground) for ink in (Colour.INK, Colour.MUTED, Colour.ACCENT) for ground in (Colour.CANVAS, Colour.WHITE)),
    *((ink, Colour.ACCENT_SOFT) for ink in (Colour.INK, Colour.ACCENT)),
    *((Colour.WHITE, ground) for ground in (Colour.ACCENT, Colour.ACCENT_PRESSED, Colour.BAD, Colour.SCENE)),
    *((ink, Colour.WHITE) for ink in (Colour.GOOD, Colour.DOUBT, Colour.BAD)),
    *((ink, Colour.CANVAS) for ink in (Colour.GOOD, Colour.DOUBT, Colour.BAD)),
    (Colour.GOOD, Colour.GOOD_SOFT),
    (Colour.DOUBT, Colour.DOUBT_SOFT),
    (Colour.BAD, Colour.BAD_SOFT),
)
"""What is read on what: WCAG 2 AA asks for 4.5 to 1."""
SHAPE_PAIRS = (
    (Colour.OUTLINE, Colour.CANVAS),
    (Colour.OUTLINE, Colour.WHITE),
    (Colour.SCENE_GOOD, Colour.SCENE),
    (Colour.SCENE_WAIT, Colour.SCENE),
    (Colour.ACCENT, Colour.ACCENT_SOFT),
)
"""Lines and shapes that carry meaning: WCAG 2 AA asks for 3 to 1."""


def luminance(colour):
    """WCAG 2's relative luminance, 0–1."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.qt.getRgbF()[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_what_is_read_stands_out(ink, ground):
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_what_carries_meaning_stands_out(shape, ground):
    assert contrast(shape, ground) >= 3.0
