"""−9103: not the card but a picture of one, on a screen or printed."""

from math import log

from kiosk.card.authenticity.bezel import Bezel
from kiosk.card.authenticity.photocopy import chance
from kiosk.card.authenticity.warning import doubt, nearness
from kiosk.card.reading import CardWarning, WarnCode
from kiosk.card.surface import Surface

SURFACE = 0.26
"""One sound card in a hundred of the design range has a surface that the network calls so likely a picture's."""
UNSURE = 0.35
"""What is doubted where a rim cannot be looked for, as the corners are not sure: of 80 such sound cards one in the
design range reaches SURFACE, none this."""
REASON = "rephotographed"
CLEAR = 0.5
"""Less of a rim says nothing: checked cloths and papers reach it."""
SOLE, TRACES, RIM = 0.87, 2.93, 7.7
"""Log-odds without any rim at SURFACE, for each power of e that the surface is likelier than that, and for a whole rim:
logistic regression of 461 captures without a screen and 298 pictures on screens and photo paper of the design range
(`models/surface/rephotographed.py`, seed 74). It gives a rim 13.4; a card may lie straight on a tray, and a rim without
any trace of a screen must not do."""
THRESHOLD = 0.85
"""Of 899 sound cards (seed 62) two have a surface that reaches it without any rim."""
BEZEL = 0.7
"""Of 695 captures of the design range without a screen (seeds 28 to 32) none has a dark band along a third of a side;
of 230 phones 158 have one along so much of it."""
HINT = -2.0
"""Traces of the surface without which a dark band is taken for something that lies beside the card: of 122 screens with
such a band none has less, of sound cards a third."""
STRIPE = -1.0
"""The same of a band that goes on as far as the picture shows. Of 480 pictures of the design range (seed 66) 69 have no
other band, and one of them passes for it."""
WHOLE = 0.9
"""A rim so whole together with such a band needs no traces: of 960 sound cards (seeds 50 and 52) none has the band."""
FRAME = 0.5
"""Of 120 phones of the design range (seed 66) 46 have dark edges beside so much of three sides, no sound card has."""
SQUARE = 0.5
"""Of 596 sound cards of the design range whose corners could be told, none reaches it."""
PIXELS = 4.5
"""Deviations, as by `lattice`: of 360 sound cards of the design range (seed 86) none reaches 3.5; of 288 phones 104
reach it, among them four of the eleven that nothing else tells."""


def rephotographed(
    surface: Surface | None, rim: float | None, bezel: Bezel | None, square: float | None, pixels: float | None
) -> tuple[CardWarning, ...]:
    """Judge by how screen pixels, dithered print and a second lens change the whole surface, by a rim around it
    (`rim_around`), by a screen's frame beside it (`bezel_beside`), by corners that are not round (`squareness`), and by
    a screen's pixels finer than the camera's (`lattice`); what could not be seen says nothing."""
    found: list[CardWarning] = []
    if surface is not None:
        seen = chance(surface.rephotographed)
        if rim is None:
            found += doubt(WarnCode.REPHOTOGRAPHED, REASON, seen, UNSURE)
        else:
            found += doubt(WarnCode.REPHOTOGRAPHED, REASON, with_rim(seen, rim), THRESHOLD)
        if bezel is not None:
            found += doubt(WarnCode.REPHOTOGRAPHED, REASON, band(bezel, traces(seen), rim or 0.0), BEZEL)
            found += doubt(WarnCode.REPHOTOGRAPHED, REASON, bezel.around, FRAME)
    if square is not None:
        found += doubt(WarnCode.REPHOTOGRAPHED, REASON, square, SQUARE)
    if pixels is not None:
        found += doubt(WarnCode.REPHOTOGRAPHED, REASON, nearness(max(pixels, 0.0), PIXELS), 0.5)
    return tuple(found)


def band(bezel: Bezel, hint: float, rim: float) -> float:
    """The share (0–1) of a side with a dark band that is taken for a frame's, by the `traces` of the surface."""
    whole = rim > WHOLE
    return max(bezel.beside if whole or hint > HINT else 0.0, bezel.onward if whole or hint > STRIPE else 0.0)


def with_rim(seen: float, rim: float) -> float:
    """How likely (0–1) it is a picture of a card, from what the surface says (0–1) and from the rim (0–1)."""
    return chance(SOLE + TRACES * traces(seen) + RIM * clear(rim))


def clear(rim: float) -> float:
    """How much of a rim is more than CLEAR, 0–1."""
    return max(rim - CLEAR, 0) / (1 - CLEAR)


def traces(seen: float) -> float:
    """What the surface says (0–1) as the logarithm of its share of SURFACE; below a twentieth of it is all alike."""
    return log(max(seen / SURFACE, 0.05))
