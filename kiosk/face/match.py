"""Same person or not, on a scale that means the same for every embedder: 70 is FMR 1e-3, 80 is FMR 1e-4."""

from collections.abc import Mapping

import numpy as np

from kiosk.devices.frame import Image
from kiosk.errors import InputError
from kiosk.face.embed import DLIB_RESNET, MOBILEFACENET, Embedder, Embedding, distance
from kiosk.face.geometry import box_of
from kiosk.face.mesh import FaceMesh, Mesh
from kiosk.face.observation import Match

_SMALLEST = 32.0  # px of face width
_RIVAL = 0.5  # a second face counts from this part of the first one's height

# Distance at which impostors reach each false match rate, and the similarity given to it; 100 at distance 0 and 0 where
# 99 % of impostors are nearer. Measured with `Embedder.embed` on LFW view 2, folds 1-3: every pair of the first
# pictures of 1,241 different people, 769,420 pairs (1e-5 rests on 8 of them, 1e-4 on 77). On folds 4-5, not used for
# fitting (356,590 pairs of 845 people), the distances at 70 and 80 gave false match rates of 0.98e-3 and 0.81e-4 for
# dlib's descriptor and 0.98e-3 and 0.90e-4 for MobileFaceNet. LFW is mostly Western press photography: see the README
# for how dlib's descriptor does on East Asian faces.
_SIMILARITIES = (100.0, 90.0, 80.0, 70.0, 60.0, 50.0, 30.0, 0.0)
_DISTANCES: Mapping[str, tuple[float, ...]] = {
    DLIB_RESNET.model: (0.0, 0.4082, 0.4703, 0.5317, 0.6032, 0.6939, 0.8094, 1.0088),
    MOBILEFACENET.model: (0.0, 1.0281, 1.0876, 1.1549, 1.2246, 1.3118, 1.4082, 1.5635),
}


def similarity(apart: float, model: str = DLIB_RESNET.model) -> float:
    """0-100 from the Euclidean distance of two embeddings of a model that was calibrated (KeyError otherwise)."""
    return float(np.interp(apart, _DISTANCES[model], _SIMILARITIES))


def match(
    reference: Embedding, probe: Embedding, threshold: float, source: str, model: str = DLIB_RESNET.model
) -> Match:
    """Compare a probe with a reference. `threshold` is a similarity, `source` says where the reference came from; the
    match's `score` is the distance."""
    apart = distance(reference, probe)
    return Match(similarity(apart, model), apart, threshold, source)


def compare_images(
    a: Image,
    b: Image,
    mesh: FaceMesh,
    embedder: Embedder,
    threshold: float,
    names: tuple[str, str] = ("the first picture", "the second picture"),
) -> Match:
    """Compare the faces of two BGR pictures; `mesh` must not be tracking.

    Raises InputError `face-none`, `face-several` or `face-too-small`, saying which of `names` is at fault.
    """
    vectors = [embedder.embed(image, only_face(image, mesh, name)) for image, name in zip((a, b), names, strict=True)]
    return match(vectors[0], vectors[1], threshold, names[0], embedder.scheme.model)


def only_face(image: Image, mesh: FaceMesh, name: str) -> Mesh:
    """The one face of a picture called `name`; much smaller ones in the background are overlooked.

    Raises InputError `face-none`, `face-several` or `face-too-small`.
    """
    meshes = mesh.find(image)
    if not meshes:
        raise InputError("face-none", f"no face was found in {name}; use a picture that shows one face from the front")
    height = box_of(meshes[0])[3]
    if any(box_of(other)[3] >= _RIVAL * height for other in meshes[1:]):
        raise InputError("face-several", f"there is more than one face in {name}; cut it down to one")
    if box_of(meshes[0])[2] < _SMALLEST:
        raise InputError("face-too-small", f"the face in {name} is under {_SMALLEST:.0f} px wide; use a larger picture")
    return meshes[0]
