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
PLAIN, MOST = 0.4, 1.6
"""What a rectangle's rank is multiplied with at least, and at most, for the print in it."""
APART = 0.25
"""Rectangles that have no more of their area in common can both be cards."""
BESIDE = np.array([-1.5, -0.5, 0.5, 1.5], np.float32)
"""How far beside an outline its edge may lie, px."""
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


@dataclass(frozen=True, eq=False, slots=True)
class Reduced:
    """A picture as it is searched: WORK px long, with its straight edges and, at each place, how steep it is.

    `lines` as `find_lines` gives them. `slopes` float32 (H, W, 3): across, down, and the length of both, in grey levels
    a pixel; `steep` is what counts as an edge. `ratio` (2,) leads back to px of the whole picture.
    """

    image: Image
    lines: NDArray[np.float32]
    grey: NDArray[np.uint8]
    slopes: NDArray[np.float32]
    steep: float
    ratio: NDArray[np.float32]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.grey.shape[1], self.grey.shape[0]


def reduced(image: Image) -> Reduced:
    """A BGR picture made ready for the search."""
    height, width = image.shape[:2]
    work = image
    # By halves as far as they go: as good as in one step, and several times as fast.
    while max(work.shape[:2]) >= 2 * WORK:
        half = max(work.shape[1] // 2, 1), max(work.shape[0] // 2, 1)
        work = np.asarray(cv2.resize(work, half, interpolation=cv2.INTER_AREA))
    scale = WORK / max(height, width)
    if max(work.shape[:2]) > WORK:
        size = (max(round(width * scale), 1), max(round(height * scale), 1))
        work = np.asarray(cv2.resize(work, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    grey = np.asarray(cv2.GaussianBlur(cv2.cvtColor(work, cv2.COLOR_BGR2GRAY), (3, 3), 0), np.uint8)
    gx = np.asarray(cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=0.25))
    gy = np.asarray(cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=0.25))
    steep = float(np.clip(2.0 * np.median(np.abs(gx[::3, ::3]) + np.abs(gy[::3, ::3])), 2.5, 12.0))
    slopes = np.asarray(cv2.merge([gx, gy, cv2.magnitude(gx, gy)]), np.float32)
    ratio = np.array([width / work.shape[1], height / work.shape[0]], np.float32)
    return Reduced(np.asarray(work, np.uint8), find_lines(grey), grey, slopes, steep, ratio)


def locate(image: Image, limit: int = 3) -> tuple[Candidate, ...]:
    """The most card-like rectangles of the picture that do not overlap, best first, at most `limit`."""
    return whole_cards(reduced(image), limit)


def whole_cards(work: Reduced, limit: int = 3) -> tuple[Candidate, ...]:
    """As `locate`, of a picture that is ready."""
    chosen: list[Candidate] = []
    for candidate in _candidates(work):
        if all(_overlap(candidate.quad, other.quad) < APART for other in chosen):
            chosen.append(candidate)
            if len(chosen) == limit:
                break
    return tuple(Candidate(c.quad * work.ratio, c.edges, c.guess, c.score) for c in chosen)


def _candidates(work: Reduced) -> list[Candidate]:
    width, height = work.size
    lines = np.concatenate([work.lines, _borders(width, height)])
    quads = np.concatenate([_whole_picture(width, height), quads_of(lines), _blobs(work.grey)])
    plausible = _plausible(quads, width, height)
    if not len(plausible):
        return []
    edges = edge_share(plausible, work)
    area = signed_area(plausible) / (width * height)
    rank = edges * aspect_prior(plausible) * (0.75 + 0.25 * np.sqrt(area))
    found: list[Candidate] = []
    kept: list[int] = []
    for place in np.argsort(-rank):
        quad = plausible[place]
        if any(np.abs(quad - plausible[other]).max() < 0.012 * WORK for other in kept):
            continue
        kept.append(int(place))
        most = float(rank[place]) * MOST
        if not any(one.score > most and _overlap(quad, one.quad) >= APART for one in found):
            guess = guess_side(rectify(work.image, quad, THUMB))
            score = float(rank[place]) * (PLAIN + max(guess.score, 0.0))
            found.append(Candidate(quad, float(edges[place]), guess, score))
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


def aspect_prior(quads: Quads) -> NDArray[np.float32]:
    """How well the proportions are a card's, 0–1, (K,)."""
    sides = np.linalg.norm(np.roll(quads, -1, axis=1) - quads, axis=2).astype(np.float32)
    return np.asarray(np.exp(-((np.log(_aspect(sides) / ASPECT) / 0.16) ** 2) / 2), np.float32)


def edge_share(quads: Quads, work: Reduced) -> NDArray[np.float32]:
    """How much of each outline lies on an edge that runs along it, 0–1, (K,). The picture's border counts half."""
    along = np.roll(quads, -1, axis=1) - quads
    points = quads[:, :, None] + along[:, :, None] * STEPS[:, None]  # (K, 4, S, 2)
    hit = edge_hits(points, along, work)
    width, height = work.size
    x, y = points[..., 0], points[..., 1]
    border = (x < 2) | (y < 2) | (x > width - 2.5) | (y > height - 2.5)
    share = np.where(border, 0.5, hit).mean(axis=2)
    return np.asarray(share.mean(axis=1) * (0.4 + 0.6 * share.min(axis=1)), np.float32)


def edge_hits(points: NDArray[np.float32], along: Quads, work: Reduced) -> NDArray[np.float32]:
    """How surely an edge along `along` (K, 4, 2) runs through each of `points` (K, 4, S, 2), 0–1, (K, 4, S)."""
    length = np.linalg.norm(along, axis=2, keepdims=True)
    normal = np.stack([-along[..., 1], along[..., 0]], axis=2) / np.maximum(length, 1e-6)
    beside = points[:, :, :, None] + normal[:, :, None, None] * BESIDE[:, None]  # (K, 4, S, 4, 2)
    x, y = (np.ascontiguousarray(beside[..., axis]).reshape(4 * len(points), -1) for axis in (0, 1))
    slopes = cv2.remap(work.slopes, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    found = np.asarray(slopes, np.float32).reshape(*beside.shape[:4], 3)
    across = np.abs(found[..., 0] * normal[:, :, None, None, 0] + found[..., 1] * normal[:, :, None, None, 1])
    strongest = np.where(across > 0.8 * found[..., 2], across, 0).max(axis=3)
    return np.asarray(np.minimum(strongest / work.steep, 1) ** 2, np.float32)


def _overlap(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """The common area as a share of the smaller one."""
    shared, _ = cv2.intersectConvexConvex(one, other)
    return float(shared) / max(min(cv2.contourArea(one), cv2.contourArea(other)), 1e-6)
