"""The one photograph every simulated person is made from.

Eileen Collins' portrait by NASA (public domain), which scikit-image carries as `data/astronaut.png`. Only its head is
used: cut out along an outline traced once from the picture, with a 478-point mesh and the topology of a face.
"""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.frame import Image
from kiosk.errors import EnvironmentFault
from kiosk.face.mesh import FaceMesh

Points = NDArray[np.float32]
Triangles = NDArray[np.int32]

CROP = (120, 0, 330, 210)
"""Left, top, right, bottom of the head in the 512 px picture."""
SCALE = 4

# The hair and both ears, clockwise from the crown, in px of the 512 px picture; the chin's edge is the mesh's own.
HAIR = (
    *((227.8, 16), (212, 20.5), (201.2, 23.2), (193.2, 29.2), (185.5, 37), (174.2, 43.2), (158, 56.2), (154.5, 63)),
    *((153, 70), (153.3, 93), (156, 103), (161, 109), (167, 115), (170, 119), (173.5, 127), (178, 131.5), (182, 132)),
    *((270, 134), (276, 133), (281, 127.2), (290.5, 117.5), (296.8, 107), (300, 96), (300.8, 80), (299, 72)),
    *((296.8, 62), (288.5, 43.2), (282.5, 36.2), (276.5, 31.2), (264.2, 25.8), (254, 20.5), (241, 16)),
)
# The notches between ear lobe and jaw, which a turned head shows from the side: filled with the skin around them.
RIGHT_EAR = ((172, 122), (177, 136), (186, 152), (190, 130))
LEFT_EAR = ((282, 124), (275, 138), (264, 153), (262, 130))

# Loops of landmark numbers in MediaPipe's face geometry. "Left" and "right" are the person's own.
OVAL = (
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
    *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
)
RIGHT_UPPER_LID = (33, 246, 161, 160, 159, 158, 157, 173, 133)
RIGHT_LOWER_LID = (33, 7, 163, 144, 145, 153, 154, 155, 133)
LEFT_UPPER_LID = (263, 466, 388, 387, 386, 385, 384, 398, 362)
LEFT_LOWER_LID = (263, 249, 390, 373, 374, 380, 381, 382, 362)
UPPER_LIP = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
LOWER_LIP = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
RIGHT_IRIS, LEFT_IRIS = 468, 473
Lids = tuple[tuple[int, ...], tuple[int, ...], int]
"""One eye: upper lid, lower lid, both from the outer corner to the inner, and the iris."""
LEFT_LIDS: Lids = (LEFT_UPPER_LID, LEFT_LOWER_LID, LEFT_IRIS)
RIGHT_LIDS: Lids = (RIGHT_UPPER_LID, RIGHT_LOWER_LID, RIGHT_IRIS)


@dataclass(frozen=True, eq=False, slots=True)
class Portrait:
    """`picture` BGR (840, 840, 3), `matte` (840, 840) 0–255 where the head (no neck) is, `mesh` (478, 3) px of it."""

    picture: Image
    matte: NDArray[np.uint8]
    mesh: Points


def picture_file() -> Path:
    """Where scikit-image keeps the portrait. Raises EnvironmentFault `portrait-missing`."""
    spec = find_spec("skimage")
    for root in (spec.submodule_search_locations if spec else None) or ():
        path = Path(root) / "data" / "astronaut.png"
        if path.is_file():
            return path
    raise EnvironmentFault("portrait-missing", "The simulation's portrait is missing: install scikit-image again.")


@cache
def load_portrait() -> Portrait:
    """Read, enlarge and measure the portrait; done once a process, about a second."""
    whole = cv2.imread(str(picture_file()), cv2.IMREAD_COLOR)
    if whole is None:
        raise EnvironmentFault(
            "portrait-missing", "The simulation's portrait cannot be read: install scikit-image again."
        )
    left, top, right, bottom = CROP
    picture = cv2.resize(
        whole[top:bottom, left:right], None, fx=SCALE, fy=SCALE, interpolation=cv2.INTER_LANCZOS4
    ).astype(np.uint8)
    with FaceMesh(max_faces=1, tracking=False) as finder:
        meshes = finder.find(picture)
    if not meshes:
        raise EnvironmentFault("portrait-missing", "No face in the simulation's portrait: install scikit-image again.")
    mesh = meshes[0]
    outline = (np.array(HAIR) - (left, top)) * SCALE
    own = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillPoly(own, [outline.astype(np.int32)], (255,))
    cv2.fillPoly(own, [mesh[list(OVAL), :2].astype(np.int32)], (255,))
    own = np.where(cv2.GaussianBlur(own, (0, 0), 6) > 127, 255, 0).astype(np.uint8)  # no polygon's corners
    matte = own.copy()
    for ear in (RIGHT_EAR, LEFT_EAR):
        cv2.fillPoly(matte, [((np.array(ear) - (left, top)) * SCALE).astype(np.int32)], (255,))
    matte = cv2.GaussianBlur(matte, (0, 0), 2.0).astype(np.uint8)
    return Portrait(_bleed(picture, own), matte, mesh)


def face_triangles() -> Triangles:
    """The triangles (852, 3) of the face's skin, recovered from MediaPipe's tessellation edges.

    Every triple of mutually joined landmarks is a triangle, but for two triples round the nostrils that enclose others.
    """
    from mediapipe.python.solutions.face_mesh_connections import FACEMESH_TESSELATION as EDGES

    near: dict[int, set[int]] = {}
    for a, b in EDGES:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    triples = {tuple(sorted((a, b, c))) for a, b in EDGES for c in near[a] & near[b]}
    return np.array(sorted(triples - {(49, 64, 129), (279, 294, 358)}), np.int32)


def eye_outline(lids: Lids) -> tuple[int, ...]:
    """One eye's contour as a loop of 16 landmarks."""
    upper, lower, _ = lids
    return (*upper, *lower[-2:0:-1])


def strip(upper: tuple[int, ...], lower: tuple[int, ...]) -> list[tuple[int, int, int]]:
    """The triangles between two rows of equally many vertices, which may share their ends."""
    found = []
    for (a, b), (c, d) in zip(pairwise(upper), pairwise(lower), strict=True):
        found += [t for t in ((a, b, c), (b, d, c)) if len(set(t)) == 3]
    return found


def _bleed(picture: Image, sure: NDArray[np.uint8]) -> Image:
    """The head's colours carried outwards over its own background, so that a soft edge shows none of the latter."""
    inside = (cv2.erode(sure, np.ones((9, 9), np.uint8)) > 250).astype(np.float32)
    filled = picture.astype(np.float32)
    for reach in (40, 9):  # from afar first, so that the near colours win where there are any
        weight = cv2.GaussianBlur(inside, (0, 0), reach)
        spread = cv2.GaussianBlur(picture.astype(np.float32) * inside[..., None], (0, 0), reach)
        near = np.clip(weight / 0.01, 0, 1)[..., None]
        filled = near * spread / np.maximum(weight, 1e-5)[..., None] + (1 - near) * filled
    soft = cv2.GaussianBlur(inside, (0, 0), 2.5)[..., None]
    return (picture * soft + filled * (1 - soft)).clip(0, 255).astype(np.uint8)
