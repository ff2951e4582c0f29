"""One live picture judged: is a card there, does it show the right side, and what should the visitor do next. Pure."""

from dataclasses import replace

import cv2
import numpy as np

from kiosk.card.locate import Candidate, locate
from kiosk.card.quality import border_share, card_quality
from kiosk.card.reading import CardAdvice, CardSighting, Side
from kiosk.card.rectify import rectify, turned
from kiosk.card.refine import refine
from kiosk.devices.frame import Image

PREVIEW = (506, 319)
"""Size at which light and sharpness are judged: half of 300 dpi, enough for both."""
FLAT = 4.0
"""Standard deviation of grey levels below which a picture shows nothing: a covered lens, a test colour."""
NEAR, LEAST_PX = 0.08, 420
"""Below this share of the frame, or this width in pixels, the print is too small: characters of some 12 px."""
FAR = 0.9
"""Above this share of the frame there is no margin left to see the card's edges in."""
DARK, BRIGHT_SHARE, BLURRED = 55.0, 0.04, 0.3
"""Card ground in grey levels, blown-out share and sharpness from which reading suffers; see `CardQuality`."""
CARD_EDGES, CARD_SCORE, CARD_LEAD = 0.35, 0.45, 0.12
"""A rectangle is a card when one layout fits its print, the other side's or the other way up clearly less; patterned
cloths fit all alike."""
DIM = 50.0
"""Grey level that 90 % of a picture stay below when it is too dark to find anything in."""
DOCUMENT_EDGES, DOCUMENT_SHARE = 0.8, 0.1
"""A rectangle of a card's shape with such clear edges that holds no card's print is another document."""


def sight(image: Image, wanted: Side) -> tuple[CardSighting | None, CardAdvice]:
    """The card in a BGR picture, if there is one, and the one thing to do next; GOOD if nothing.

    With several cards, or a rectangle that is no ID card, the sighting is the largest of them.
    """
    if nothing_shown(image):
        return None, CardAdvice.NO_PICTURE
    candidates = locate(image)
    cards = [candidate for candidate in candidates if _is_card(candidate)]
    if not cards:
        return _no_card(image, candidates)
    sightings = [_seen(image, card, wanted) for card in cards]
    largest = max(sightings, key=lambda sighting: sighting.coverage)
    others = [s for s in sightings if s is not largest and s.coverage > 0.4 * largest.coverage]
    if others:
        largest = replace(largest, advice=CardAdvice.SEVERAL)
    return largest, largest.advice


def nothing_shown(image: Image) -> bool:
    """Whether the picture is one colour, as with a covered lens or a camera that delivers no light."""
    return float(cv2.cvtColor(image[::8, ::8], cv2.COLOR_BGR2GRAY).std()) < FLAT


def _is_card(candidate: Candidate) -> bool:
    guess = candidate.guess
    return candidate.edges > CARD_EDGES and guess.score > CARD_SCORE and guess.lead > CARD_LEAD


def _no_card(image: Image, candidates: tuple[Candidate, ...]) -> tuple[CardSighting | None, CardAdvice]:
    if float(np.percentile(cv2.cvtColor(image[::8, ::8], cv2.COLOR_BGR2GRAY), 90)) < DIM:
        return None, CardAdvice.TOO_DARK
    for candidate in candidates:
        coverage = _coverage(image, candidate)
        if candidate.edges > DOCUMENT_EDGES and DOCUMENT_SHARE < coverage < FAR:
            advice = CardAdvice.OTHER_DOCUMENT
            return CardSighting(candidate.quad, coverage, 0.0, 0.0, 0.0, advice), advice
    return None, CardAdvice.NONE_SEEN


def _seen(image: Image, card: Candidate, wanted: Side) -> CardSighting:
    # Rough corners jump by a percent from frame to frame; fitted to the full picture's edges they stand still.
    quad = refine(image, card.quad)
    quality = card_quality(rectify(image, quad, PREVIEW))
    sighting = CardSighting(
        quad=turned(quad) if card.guess.flipped else quad,
        coverage=_coverage(image, card),
        sharpness=quality.sharpness,
        glare=quality.glare,
        brightness=quality.brightness,
        advice=CardAdvice.GOOD,
        side=card.guess.side,
    )
    return replace(sighting, advice=_advice(sighting, image, wanted))


def _advice(seen: CardSighting, image: Image, wanted: Side) -> CardAdvice:
    height, width = image.shape[:2]
    if border_share(seen.quad, (width, height)) < 100:
        return CardAdvice.CUT_OFF
    if seen.coverage < NEAR or float(np.linalg.norm(seen.quad[1] - seen.quad[0])) < LEAST_PX:
        return CardAdvice.CLOSER
    if seen.coverage > FAR:
        return CardAdvice.FARTHER
    if seen.side is not wanted:
        return CardAdvice.TURN_OVER
    if seen.brightness < DARK:
        return CardAdvice.TOO_DARK
    if seen.glare > BRIGHT_SHARE:
        return CardAdvice.GLARE
    if seen.sharpness < BLURRED:
        return CardAdvice.BLURRED
    return CardAdvice.GOOD


def _coverage(image: Image, card: Candidate) -> float:
    return cv2.contourArea(card.quad) / float(image.shape[0] * image.shape[1])
