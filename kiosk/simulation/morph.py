"""Face shapes: smooth displacements of the portrait's surface, the same on both halves of the face.

Lengths are in widths of the face, places are landmarks of the portrait, so nothing depends on its size.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from kiosk.simulation.portrait import (
    LEFT_IRIS,
    LEFT_LIDS,
    LOWER_LIP,
    OVAL,
    RIGHT_IRIS,
    RIGHT_LIDS,
    UPPER_LIP,
    eye_outline,
)
from kiosk.simulation.rig import COUNT, EYES, MOUTH, RING, RINGS, Rig


@dataclass(frozen=True, slots=True)
class Shape:
    """How one face differs from the portrait's: each 0 as in the portrait, −1 to 1 the range of ordinary people.

    `smile` is 0 serious to 1 as broad as the portrait's. Lips rest closed.
    """

    width: float = 0.0
    jaw: float = 0.0
    cheeks: float = 0.0
    chin: float = 0.0
    forehead: float = 0.0
    hair: float = 0.0
    eye_spacing: float = 0.0
    eye_size: float = 0.0
    eye_opening: float = 0.0
    eye_slant: float = 0.0
    eye_height: float = 0.0
    brow_height: float = 0.0
    brow_slant: float = 0.0
    nose_width: float = 0.0
    nose_length: float = 0.0
    nose_bridge: float = 0.0
    nose_depth: float = 0.0
    mouth_width: float = 0.0
    mouth_height: float = 0.0
    lips: float = 0.0
    lower_lip: float = 0.0
    philtrum: float = 0.0
    brow_arch: float = 0.0
    nostrils: float = 0.0
    skew: float = 0.0
    smile: float = 0.3

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> "Shape":
        """A shape at random: every trait clearly one way or the other, so that two people seldom look alike."""
        drawn = {f.name: float(rng.choice((-1.0, 1.0)) * rng.uniform(0.5, 1.15)) for f in fields(cls)}
        drawn["smile"] = float(rng.uniform(0.0, 0.5))
        return cls(**drawn)


def reshape(rig: Rig, shape: Shape) -> Rig:
    """The rig with another face. Texture stays; only the resting surface moves."""
    points = rig.rest.astype(np.float64)
    unit, middle = rig.size[0], rig.centre[0]
    _close_lips(points, shape.smile, unit)
    home = points.copy()  # every displacement is measured from here, so that their order does not matter
    x, y = (home[:, 0] - middle) / unit, home[:, 1] / unit
    moved = np.zeros((COUNT, 3))

    def level(*landmarks: int) -> float:
        return float(home[list(landmarks), 1].mean()) / unit

    def bump(cx: float, cy: float, sx: float, sy: float) -> NDArray[np.float64]:
        left = np.exp(-(((x - cx) / sx) ** 2) - ((y - cy) / sy) ** 2)
        right = np.exp(-(((x + cx) / sx) ** 2) - ((y - cy) / sy) ** 2)
        return left if cx == 0 else left + right

    side = np.tanh(x / 0.06)  # which half, with no crease down the middle
    brows, eyes = level(105, 334), level(33, 133, 263, 362)
    nose, mouth, chin = level(2), level(61, 291), level(152)

    lower, upper = _rise(y, eyes + 0.10, chin - 0.12), _rise(-y, -brows + 0.02, -level(10))
    moved[:, 0] += x * (0.07 * shape.width + 0.15 * shape.jaw * lower)
    moved[:, 0] += side * 0.035 * shape.cheeks * bump(0.42, (eyes + mouth) / 2, 0.16, 0.18)
    moved[:, 1] += 0.075 * shape.chin * _rise(y, mouth + 0.02, chin) - 0.06 * shape.forehead * upper

    for half in (-1, 1):
        outer, inner, iris = (33, 133, RIGHT_IRIS) if half < 0 else (263, 362, LEFT_IRIS)
        cx, cy = float((home[[outer, inner], 0].mean() - middle) / unit), float(home[[outer, inner], 1].mean() / unit)
        near = np.exp(-(((x - cx) / 0.15) ** 2) - ((y - cy) / 0.10) ** 2)
        dx, dy = (x - cx) * near, (y - cy) * near
        moved[:, 0] += half * 0.036 * shape.eye_spacing * near + 0.18 * shape.eye_size * dx
        moved[:, 1] += (0.12 * shape.eye_size + 0.24 * shape.eye_opening - 0.12) * dy
        moved[:, 1] += -half * 0.25 * shape.eye_slant * dx + 0.037 * shape.eye_height * near
        # An iris stays round, whatever the lids do.
        rows = np.arange(iris, iris + 5)
        moved[rows] = moved[rows].mean(axis=0)
    brow = bump(0.24, brows, 0.22, 0.075)
    moved[:, 1] -= (0.042 * shape.brow_height + 0.14 * shape.brow_slant * (np.abs(x) - 0.24)) * brow

    moved[:, 0] += x * 0.30 * shape.nose_width * np.exp(-((x / 0.16) ** 2) - ((y - nose + 0.05) / 0.09) ** 2)
    moved[:, 0] += x * 0.40 * shape.nose_bridge * np.exp(-((x / 0.09) ** 2) - ((y - eyes - 0.06) / 0.12) ** 2)
    moved[:, 1] += 0.043 * shape.nose_length * np.exp(-((x / 0.17) ** 2) - ((y - nose + 0.03) / 0.11) ** 2)
    moved[:, 2] -= 0.05 * shape.nose_depth * np.exp(-((x / 0.13) ** 2) - ((y - nose + 0.08) / 0.15) ** 2)

    moved[:, 1] += (
        0.04 * shape.nostrils * np.exp(-((np.abs(x) - 0.10) ** 2) / 0.05**2 - ((y - nose + 0.02) / 0.06) ** 2)
    )
    moved[:, 1] -= 0.03 * shape.brow_arch * (np.exp(-(((np.abs(x) - 0.27) / 0.08) ** 2)) - 0.5) * brow

    # Nobody is quite symmetric: mouth and nose a little to one side, one eye a little higher.
    moved[:, 0] += 0.014 * shape.skew * np.exp(-((y - nose - 0.08) ** 2) / 0.18**2 - (x / 0.35) ** 2)
    moved[:, 1] += 0.012 * shape.skew * side * np.exp(-((y - eyes) ** 2) / 0.12**2)

    lips = np.exp(-((x / 0.30) ** 2) - ((y - mouth) / 0.11) ** 2)
    moved[:, 0] += x * 0.22 * shape.mouth_width * lips
    moved[:, 1] += 0.025 * shape.philtrum * np.exp(-((x / 0.22) ** 2) - ((y - mouth + 0.045) / 0.045) ** 2)
    moved[:, 1] += 0.042 * shape.mouth_height * lips + (y - mouth) * 0.40 * shape.lips * lips
    moved[:, 1] += 0.02 * shape.lower_lip * np.exp(-((x / 0.18) ** 2) - ((y - mouth - 0.06) / 0.05) ** 2)

    points += moved * unit
    _fit_hair(points, shape.hair, middle)
    _copy_contours(points)
    return rig.shaped(points.astype(np.float32))


def _close_lips(points: NDArray[np.float64], smile: float, unit: float) -> None:
    """Bring the portrait's parted lips together, and its smile down to `smile`."""
    upper, lower = points[list(UPPER_LIP)].copy(), points[list(LOWER_LIP)].copy()
    seam = 0.45 * upper + 0.55 * lower
    corners, middle = points[[61, 291]].copy(), points[[61, 291]].mean(axis=0)
    for inner, loop in ((upper, UPPER_LIP), (lower, LOWER_LIP)):
        shift = seam[1:-1, 1] - inner[1:-1, 1]
        row = np.argsort(inner[1:-1, 0])
        x = points[:RING, 0]
        drop = np.interp(x, inner[1:-1, 0][row], shift[row], left=0, right=0)
        edge = np.interp(x, inner[1:-1, 0][row], inner[1:-1, 1][row])
        away = (points[:RING, 1] - edge) * (-1 if loop is UPPER_LIP else 1) / unit
        fade = np.where(away >= -0.004, np.clip(1 - (away - 0.05) / 0.16, 0, 1), 0)
        fade[list(UPPER_LIP) + list(LOWER_LIP)] = 0
        points[:RING, 1] += drop * fade
        points[list(loop[1:-1])] = seam[1:-1]
    less = 1 - smile
    reach = np.exp(-(((points[:EYES, 1] - corners[:, 1].mean()) / (0.16 * unit)) ** 2))
    across = (points[:EYES, 0] - middle[0]) / (corners[1, 0] - corners[0, 0]) * 2
    pull = np.abs(across) ** 2 * np.exp(-np.maximum(np.abs(across) - 1, 0) * 2.2) * reach
    points[:EYES, 0] -= np.sign(across) * 0.05 * unit * less * np.minimum(pull, 1.2)
    points[:EYES, 1] += 0.042 * unit * less * np.minimum(pull, 1.2)


def _fit_hair(points: NDArray[np.float64], hair: float, middle: float) -> None:
    """Draw the rings above the ears in or out about the oval."""
    n = len(OVAL)
    oval = points[list(OVAL)]
    top, ears = oval[:, 1].min(), points[[234, 454], 1].mean()
    high = np.clip((ears - oval[:, 1]) / (ears - top) + 0.35, 0, 1)[:, None]
    for ring in range(RINGS):
        rows = slice(RING + ring * n, RING + (ring + 1) * n)
        points[rows, :2] += 0.22 * hair * high * (points[rows, :2] - oval[:, :2])


def _copy_contours(points: NDArray[np.float64]) -> None:
    for lids, copy in ((RIGHT_LIDS, EYES), (LEFT_LIDS, EYES + 16)):
        points[copy : copy + 16] = points[list(eye_outline(lids))]
    n = len(UPPER_LIP)
    points[MOUTH : MOUTH + n], points[MOUTH + n :] = points[list(UPPER_LIP)], points[list(LOWER_LIP)]


def _rise(values: NDArray[np.float64], start: float, end: float) -> NDArray[np.float64]:
    """0 before `start`, 1 after `end`, smooth in between."""
    share = np.clip((values - start) / (end - start), 0, 1)
    return share * share * (3 - 2 * share)
