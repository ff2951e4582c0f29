"""−9107: a lamp's reflection hides print, or a good part of the card."""

import numpy as np

from kiosk.card.authenticity.warning import doubt
from kiosk.card.layout import PORTRAIT, VALUES
from kiosk.card.quality import blown
from kiosk.card.reading import Box, CardWarning, Side, WarnCode
from kiosk.devices.frame import Image

CHARACTER = 34.0 * 34.0
"""Px at CARD_PX of one printed character."""
SHARE = 0.06
"""The blown-out share of a whole card that is as bad as one hidden character."""
FACE = 0.08
"""The same of the portrait."""
THRESHOLD = 0.5


def reflection(card: Image, side: Side) -> tuple[CardWarning, ...]:
    """Judge a rectified card by how much of its print is blown out: 0.5 is one character hidden, 1 two."""
    mask = blown(card)
    worst, region = float(mask.mean()) / SHARE, None
    for zone in VALUES[side].values():
        hidden = float(mask[zone.pixels()].sum()) / CHARACTER
        if hidden > worst:
            worst, region = hidden, zone.box()
    if side is Side.FRONT and (face := float(mask[PORTRAIT.pixels()].mean()) / FACE) > worst:
        worst, region = face, PORTRAIT.box()
    return doubt(WarnCode.REFLECTION, "reflection", min(worst / 2, 1.0), THRESHOLD, _spot(card, region))


def _spot(card: Image, region: Box | None) -> Box | None:
    """Around what is blown out in `region` and beside it."""
    if region is None:
        return None
    reach = 60
    x0, y0 = max(int(region[0]) - reach, 0), max(int(region[1]) - reach, 0)
    part = blown(card)[y0 : int(region[3]) + reach, x0 : int(region[2]) + reach]
    places = np.argwhere(part)
    if not len(places):
        return region
    (top, left), (bottom, right) = places.min(axis=0), places.max(axis=0) + 1
    return float(x0 + left), float(y0 + top), float(x0 + right), float(y0 + bottom)
