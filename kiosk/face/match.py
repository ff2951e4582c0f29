"""Same person or not, on a scale that means the same for every embedder: 70 is FMR 1e-3, 80 is FMR 1e-4."""

from kiosk.devices.frame import Image
from kiosk.errors import InputError
from kiosk.face.align import beside, eyes_apart
from kiosk.face.calibration import Scale
from kiosk.face.embed import Embedder, Embedding, distance
from kiosk.face.geometry import box_of
from kiosk.face.mesh import FaceMesh, Mesh
from kiosk.face.observation import Match

_SMALLEST = 32.0  # px of face width
_RIVAL = 0.5  # a second face counts from this part of the first one's height


def match(reference: Embedding, probe: Embedding, scale: Scale, threshold: float, source: str) -> Match:
    """Compare a probe with a reference, both of the embedder that `scale` belongs to. `threshold` is a similarity,
    `source` says where the reference came from; the match's `score` is the distance."""
    apart = distance(reference, probe)
    return Match(scale.similarity(apart), apart, threshold, source)


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
    faces = [(image, only_face(image, mesh, name)) for image, name in zip((a, b), names, strict=True)]
    return compare_faces(faces[0], faces[1], embedder, threshold, names[0])


def compare_faces(
    a: tuple[Image, Mesh], b: tuple[Image, Mesh], embedder: Embedder, threshold: float, source: str
) -> Match:
    """Compare two faces, each a BGR picture and its mesh; a small one is met at its own size.

    Raises EnvironmentFault `model-uncalibrated`.
    """
    of_a = embedder.embed(*beside(*a, eyes_apart(b[1])))
    of_b = embedder.embed(*beside(*b, eyes_apart(a[1])))
    return match(of_a, of_b, embedder.scheme.scale, threshold, source)


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
