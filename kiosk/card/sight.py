"""One live picture judged: is a card there, does it show the right side, and what should the visitor do next. Pure."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.cut_off import cut_card, cuts, exceeds, share_shown
from kiosk.card.locate import Candidate, Reduced, reduced, whole_cards
from kiosk.card.quality import blown, card_quality, leaves
from kiosk.card.reading import CardAdvice, CardSighting, Fault, FaultKind, Side
from kiosk.card.rectify import in_picture, rectify, turned, width_of
from kiosk.card.refine import refine
from kiosk.card.side import SideGuess, guess_side
from kiosk.devices.frame import Image
from kiosk.vision.blank import is_blank

PREVIEW = (506, 319)
"""Size at which light and sharpness are judged: half of 300 dpi, enough for both."""
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
"""A rectangle of a card's shape with such clear edges that holds no card's print may be another document."""
CLEAR, LARGE, PALE = 0.9, 0.2, 0.6
"""One with such edges, over so much of the picture, outweighs what looks like a card with paler ones, and a smaller one
that the picture cuts: lines of desks and keyboards make both. In 1,360 live pictures of the design range without such a
document that changes nothing."""
RIM, RIM_EDGES = 0.005, 0.55
"""What is nearer to the picture's edge, in shares of its width, may be cut by it; with paler edges it is no card but
lines that the picture's edge ends: three clear sides and that one make 0.61."""
CUT_LEAD = 0.26
"""From this lead on a cut card's print outweighs such a rectangle beside or in it."""
SPOT = 0.003
"""The least share of a card that one blown-out patch must have to be shown."""


def sight(image: Image, wanted: Side) -> tuple[CardSighting | None, CardAdvice]:
    """The card in a BGR picture, if there is one, and the one thing to do next; GOOD if nothing.

    With several cards, or a rectangle that is no ID card, the sighting is the largest of them.
    """
    if is_blank(image):
        return None, CardAdvice.NO_PICTURE
    work = reduced(image)
    candidates = whole_cards(work)
    cards = [candidate for candidate in candidates if _is_card(candidate.guess) and _has_edges(image, candidate)]
    document = next((one for one in candidates if _is_document(image, one)), None)
    pale = all(card.edges < PALE for card in cards)
    if not cards or (pale and document is not None and _is_clear(image, document)):
        return _no_card(image, work, document)
    if all(_at_the_rim(image, card.quad) for card in cards):
        # What is left of a card that the picture cuts has a card's shape, too.
        cut = cut_card(work)
        if cut is not None and cut.score > max(card.edges * card.guess.score for card in cards):
            return _cut(image, cut)
    sightings = [_seen(image, card.quad, card.guess, wanted) for card in cards]
    largest = max(sightings, key=lambda sighting: sighting.coverage)
    others = [s for s in sightings if s is not largest and s.coverage > 0.4 * largest.coverage]
    if others:
        beside = tuple(Fault(FaultKind.ANOTHER_CARD, other.quad) for other in others)
        largest = replace(largest, advice=CardAdvice.SEVERAL, faults=beside)
    return largest, largest.advice


def look_again(image: Image, seen: CardSighting, wanted: Side) -> CardSighting | None:
    """The card of the picture before in this one, if it is where it was or moved by little; None: search for it."""
    quad = refine(image, seen.quad)
    if quad is seen.quad:
        return None
    card = rectify(image, quad, PREVIEW)
    guess = guess_side(card)
    if guess.flipped or guess.side is not seen.side or not _is_card(guess):
        return None
    return _judged(image, quad, card, guess, wanted)


def _is_card(guess: SideGuess) -> bool:
    return guess.score > CARD_SCORE and guess.lead > CARD_LEAD


def _has_edges(image: Image, candidate: Candidate) -> bool:
    return candidate.edges > (RIM_EDGES if _at_the_rim(image, candidate.quad) else CARD_EDGES)


def _no_card(image: Image, work: Reduced, document: Candidate | None) -> tuple[CardSighting | None, CardAdvice]:
    """What else there is. `document` is what may be another one."""
    if float(np.percentile(cv2.cvtColor(image[::8, ::8], cv2.COLOR_BGR2GRAY), 90)) < DIM:
        return None, CardAdvice.TOO_DARK
    cut = cut_card(work)
    if cut is not None and (document is None or not _outweighs(image, document, cut)):
        return _cut(image, cut)
    if document is not None:
        advice = CardAdvice.OTHER_DOCUMENT
        return CardSighting(
            refine(image, document.quad), _coverage(image, document.quad), 0.0, 0.0, 0.0, advice
        ), advice
    return None, CardAdvice.NONE_SEEN


def _cut(image: Image, cut: Candidate) -> tuple[CardSighting, CardAdvice]:
    quad = turned(cut.quad) if cut.guess.flipped else cut.quad
    advice = CardAdvice.FARTHER if exceeds(quad, (image.shape[1], image.shape[0])) else CardAdvice.CUT_OFF
    found = CardSighting(quad, _coverage(image, quad), 0.0, 0.0, 0.0, advice, cut.guess.side)
    return replace(found, faults=_faults(found, image)), advice


def _is_document(image: Image, candidate: Candidate) -> bool:
    coverage = _coverage(image, candidate.quad)
    clear = candidate.edges > DOCUMENT_EDGES and DOCUMENT_SHARE < coverage < FAR
    return clear and not _at_the_rim(image, candidate.quad)


def _is_clear(image: Image, document: Candidate) -> bool:
    return document.edges >= CLEAR and _coverage(image, document.quad) >= LARGE


def _outweighs(image: Image, document: Candidate, cut: Candidate) -> bool:
    """Whether it is rather another document than a cut card."""
    shown = share_shown(cut.quad, (image.shape[1], image.shape[0]))
    larger = _is_clear(image, document) and shown < _coverage(image, document.quad)
    return larger or cut.guess.lead <= CUT_LEAD


def _at_the_rim(image: Image, quad: NDArray[np.float32]) -> bool:
    height, width = image.shape[:2]
    rim = RIM * width
    return bool((quad < rim).any() or (quad > np.array([width - rim, height - rim])).any())


def _seen(image: Image, rough: NDArray[np.float32], guess: SideGuess, wanted: Side) -> CardSighting:
    # Rough corners jump by a percent from frame to frame; fitted to the full picture's edges they stand still.
    quad = refine(image, rough)
    if guess.flipped:
        quad = turned(quad)
    return _judged(image, quad, rectify(image, quad, PREVIEW), guess, wanted)


def _judged(image: Image, quad: NDArray[np.float32], card: Image, guess: SideGuess, wanted: Side) -> CardSighting:
    """What is said of the card at `quad`, `card` when rectified."""
    quality = card_quality(card)
    sighting = CardSighting(
        quad=quad,
        coverage=_coverage(image, quad),
        sharpness=quality.sharpness,
        glare=quality.glare,
        brightness=quality.brightness,
        advice=CardAdvice.GOOD,
        side=guess.side,
        likeness=guess.score,
    )
    sighting = replace(sighting, advice=_advice(sighting, image, wanted))
    return replace(sighting, faults=_faults(sighting, image, card))


def _faults(seen: CardSighting, image: Image, card: Image | None = None) -> tuple[Fault, ...]:
    """What of the advice can be shown where it is. `card` is the rectified one."""
    if seen.advice is CardAdvice.CUT_OFF:
        size = (image.shape[1], image.shape[0])
        return tuple(Fault(FaultKind.CUT_OFF, line) for line in cuts(seen.quad, size))
    if seen.advice is CardAdvice.GLARE and card is not None:
        return tuple(Fault(FaultKind.GLARE, outline) for outline in _spots(seen.quad, card))
    return ()


def _spots(quad: NDArray[np.float32], card: Image) -> list[NDArray[np.float32]]:
    """The outlines of what is blown out on a rectified card, in px of the picture where it lies at `quad`."""
    height, width = card.shape[:2]
    contours, _ = cv2.findContours(blown(card), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    large = [contour for contour in contours if cv2.contourArea(contour) >= SPOT * width * height]
    return [in_picture(np.asarray(contour, np.float32).reshape(-1, 2), quad, (width, height)) for contour in large]


def _advice(seen: CardSighting, image: Image, wanted: Side) -> CardAdvice:
    height, width = image.shape[:2]
    if leaves(seen.quad, (width, height)):
        return CardAdvice.FARTHER if exceeds(seen.quad, (width, height)) else CardAdvice.CUT_OFF
    if seen.brightness < DARK:
        return CardAdvice.TOO_DARK  # what else it seems to be, in the dark it may not be
    if seen.coverage < NEAR or width_of(seen.quad) < LEAST_PX:
        return CardAdvice.CLOSER
    if seen.coverage > FAR:
        return CardAdvice.FARTHER
    if seen.side is not wanted:
        return CardAdvice.TURN_OVER
    if seen.glare > BRIGHT_SHARE:
        return CardAdvice.GLARE
    if seen.sharpness < BLURRED:
        return CardAdvice.BLURRED
    return CardAdvice.GOOD


def _coverage(image: Image, quad: NDArray[np.float32]) -> float:
    return cv2.contourArea(quad) / float(image.shape[0] * image.shape[1])
