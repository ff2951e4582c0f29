"""Finding ID-1 cards in a picture: four straight edges in the card's proportions, with a card's print between them."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.card.lines import Quads, clockwise, find_lines, quads_of, signed_area
from kiosk.card.reading import CARD_MM
from kiosk.card.rectify import rectify
from kiosk.card.side import LIKELY, THUMB, SideGuess, guess_side
from kiosk.devices.frame import Image

WORK = 480
"""Longer side, px, of the reduced picture that is searched."""
ASPECT = CARD_MM[0] / CARD_MM[1]
ASPECT_RANGE = (1.22, 2.05)
"""Long side to short side as seen: 1.586, seen tilted by up to 30° about either axis."""
MIN_AREA = 0.04
"""Smallest card, as a share of the picture."""
OUTSIDE = 0.04
"""How far corners may lie outside the picture, in shares of its longer side."""
CHECKED = 12
"""How many of the best outlines are looked into for a card's print."""
STEPS = np.linspace(0.09, 0.91, 25, dtype=np.float32)
"""Where along a side its edge is looked for: the corners are rounded."""


@dataclass(frozen=True, eq=False, slots=True)
class Candidate:
    """A rectangle that may be a card. `quad` float32 (4, 2) px, clockwise from the picture's top left, long side first.

    `edges` 0–1 is how much of the outline is an edge in the picture, `guess` what the print says; `score` ranks.
    """

    quad: NDArray[np.float32]
    edges: float
    guess: SideGuess
    score: float

    @property
    def likely(self) -> bool:
        """It is taken for a card before any of its text was read."""
        return self.guess.score >= LIKELY and self.edges > 0.5


def locate(image: Image, limit: int = 3) -> tuple[Candidate, ...]:
    """The most card-like rectangles of the picture that do not overlap, best first, at most `limit`."""
    height, width = image.shape[:2]
    scale = WORK / max(height, width)
    if scale < 1:
        small = cv2.resize(image, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    else:
        small, scale = image, 1.0
    work = np.asarray(small, np.uint8)
    found = _candidates(work)
    chosen: list[Candidate] = []
    for candidate in found:
        if all(_overlap(candidate.quad, other.quad) < 0.25 for other in chosen):
            chosen.append(candidate)
            if len(chosen) == limit:
                break
    ratio = np.array([width / work.shape[1], height / work.shape[0]], np.float32)
    return tuple(Candidate(c.quad * ratio, c.edges, c.guess, c.score) for c in chosen)


def _candidates(work: Image) -> list[Candidate]:
    grey = np.asarray(cv2.GaussianBlur(cv2.cvtColor(work, cv2.COLOR_BGR2GRAY), (3, 3), 0), np.uint8)
    height, width = grey.shape
    quads = [_whole_picture(width, height)]
    lines = np.concatenate([find_lines(grey), _borders(width, height)])
    quads += [quads_of(lines), _blobs(grey)]
    plausible = _plausible(np.concatenate(quads), width, height)
    if not len(plausible):
        return []
    edges = _edge_share(plausible, grey)
    area = signed_area(plausible) / (width * height)
    rank = edges * _aspect_prior(plausible) * (0.75 + 0.25 * np.sqrt(area))
    best = np.argsort(-rank)
    found: list[Candidate] = []
    kept: list[int] = []
    for place in best:
        if any(np.abs(plausible[place] - plausible[other]).max() < 0.012 * WORK for other in kept):
            continue
        kept.append(int(place))
        guess = guess_side(rectify(work, plausible[place], THUMB))
        score = float(rank[place]) * (0.4 + max(guess.score, 0.0))
        found.append(Candidate(plausible[place], float(edges[place]), guess, score))
        if len(kept) == CHECKED:
            break
    return sorted(found, key=lambda candidate: -candidate.score)


def _whole_picture(width: int, height: int) -> Quads:
    return np.array([[(0, 0), (width, 0), (width, height), (0, height)]], np.float32)


def _borders(width: int, height: int) -> NDArray[np.float32]:
    """The picture's own edges as lines: where a scan ends and where a card is cut off."""
    return np.array([(0, 0, 1, 0), (width, 0, 0, 1), (0, height, 1, 0), (0, 0, 0, 1)], np.float32)


def _blobs(grey: NDArray[np.uint8]) -> Quads:
    """Quads around the large closed outlines of the picture: all that is needed on a plain desk."""
    level = float(np.median(grey))
    edges = cv2.Canny(grey, 0.25 * level + 5, 0.6 * level + 15)
    edges = cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    contours, _ = cv2.findContours(edges, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    quads: list[NDArray[np.float32]] = []
    for contour in contours:
        hull = cv2.convexHull(contour)
        if cv2.contourArea(hull) < MIN_AREA * grey.size:
            continue
        quads.append(np.asarray(cv2.boxPoints(cv2.minAreaRect(hull)), np.float32))
        rough = cv2.approxPolyDP(hull, 0.04 * cv2.arcLength(hull, True), True)
        if len(rough) == 4:
            quads.append(rough.reshape(4, 2).astype(np.float32))
    return clockwise(np.array(quads, np.float32)) if quads else np.zeros((0, 4, 2), np.float32)


def _plausible(quads: Quads, width: int, height: int) -> Quads:
    """Those of a card's shape, turned so that the long side comes first."""
    margin = OUTSIDE * max(width, height)
    low = np.array([-margin, -margin], np.float32)
    high = np.array([width + margin, height + margin], np.float32)
    quads = quads[((quads >= low) & (quads <= high)).all(axis=(1, 2))]
    sides = np.linalg.norm(np.roll(quads, -1, axis=1) - quads, axis=2)
    across, down = (sides[:, 0] + sides[:, 2]) / 2, (sides[:, 1] + sides[:, 3]) / 2
    upright = across < down
    quads = np.where(upright[:, None, None], np.roll(quads, 1, axis=1), quads)
    sides = np.where(upright[:, None], np.roll(sides, 1, axis=1), sides)
    along = np.roll(quads, -1, axis=1) - quads
    before = np.roll(along, 1, axis=1)
    turn = before[..., 0] * along[..., 1] - before[..., 1] * along[..., 0]
    sine = turn / np.maximum(np.linalg.norm(along, axis=2) * np.linalg.norm(before, axis=2), 1e-6)
    opposite = np.minimum(sides[:, :2], sides[:, 2:]) / np.maximum(np.maximum(sides[:, :2], sides[:, 2:]), 1e-6)
    aspect = _aspect(sides)
    area = signed_area(quads) / (width * height)
    fits = (
        (sine > 0.8).all(axis=1)  # corners of 53° to 127°
        & (opposite > 0.72).all(axis=1)
        & (aspect > ASPECT_RANGE[0])
        & (aspect < ASPECT_RANGE[1])
        & (area > MIN_AREA)
    )
    return np.asarray(quads[fits], np.float32)


def _aspect(sides: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray((sides[:, 0] + sides[:, 2]) / np.maximum(sides[:, 1] + sides[:, 3], 1e-6), np.float32)


def _aspect_prior(quads: Quads) -> NDArray[np.float32]:
    sides = np.linalg.norm(np.roll(quads, -1, axis=1) - quads, axis=2).astype(np.float32)
    return np.asarray(np.exp(-((np.log(_aspect(sides) / ASPECT) / 0.16) ** 2) / 2), np.float32)


def _edge_share(quads: Quads, grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    """How much of each outline lies on an edge that runs along it, 0–1, (K,). The picture's border counts half."""
    gx = cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=0.25)
    gy = cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=0.25)
    threshold = float(np.clip(2.0 * np.median(np.abs(gx) + np.abs(gy)), 2.5, 12.0))
    height, width = grey.shape
    start, along = quads, np.roll(quads, -1, axis=1) - quads
    length = np.linalg.norm(along, axis=2, keepdims=True)
    normal = np.stack([-along[..., 1], along[..., 0]], axis=2) / np.maximum(length, 1e-6)
    points = start[:, :, None] + along[:, :, None] * STEPS[:, None]  # (K, 4, S, 2)
    strongest = np.zeros(points.shape[:3], np.float32)
    for offset in (-1.5, -0.5, 0.5, 1.5):
        place = np.round(points + normal[:, :, None] * offset).astype(np.int32)
        x, y = np.clip(place[..., 0], 0, width - 1), np.clip(place[..., 1], 0, height - 1)
        across = np.abs(gx[y, x] * normal[:, :, None, 0] + gy[y, x] * normal[:, :, None, 1])
        aligned = across > 0.8 * np.hypot(gx[y, x], gy[y, x])
        strongest = np.maximum(strongest, np.where(aligned, across, 0))
    hit = np.clip(strongest / threshold, 0, 1) ** 2
    x, y = points[..., 0], points[..., 1]
    border = (x < 2) | (y < 2) | (x > width - 2.5) | (y > height - 2.5)
    share = np.where(border, 0.5, hit).mean(axis=2)
    return np.asarray(share.mean(axis=1) * (0.4 + 0.6 * share.min(axis=1)), np.float32)


def _overlap(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """The common area as a share of the smaller one."""
    shared, _ = cv2.intersectConvexConvex(one, other)
    return float(shared) / max(min(cv2.contourArea(one), cv2.contourArea(other)), 1e-6)
