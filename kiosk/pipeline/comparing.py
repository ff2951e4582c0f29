"""The live face beside the authority's portrait: quality first, then liveness, then the comparison; no step in vain."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from kiosk.authority.card_portrait import Authority, Doubt, Reference
from kiosk.card.reading import CardReading
from kiosk.decision.policy import worth_comparing
from kiosk.decision.profile import Profile
from kiosk.devices.frame import Frame, Image
from kiosk.errors import InputError
from kiosk.face.align import COARSE_BELOW, beside, eyes_apart
from kiosk.face.embed import Embedder, Embedding
from kiosk.face.gates import PROBE, assess
from kiosk.face.match import match, only_face
from kiosk.face.mesh import FaceMesh, Mesh
from kiosk.face.observation import LivenessResult, Match
from kiosk.face.pooling import pooled

PROBES = 5
"""How many of the best live frames are combined."""


class Comparer(Protocol):
    """Compares the live face with the authority's portraits; `FaceComparer` does."""

    def compare(self, reference: Reference, frames: Sequence[Frame]) -> Match | Doubt | None: ...


def compared(
    authority: Authority,
    comparer: Comparer,
    profile: Profile,
    front: CardReading | None,
    liveness: LivenessResult | None,
) -> tuple[Match | None, Doubt | None]:
    """The comparison, or why the authority vouches for nobody; neither when nothing could be measured.

    The authority is asked in any case, for what it says is a reason of its own. Faces are compared only when there are
    live frames good enough and the visitor is not declined already.
    """
    answer = None if front is None else authority.reference(front)
    if isinstance(answer, Doubt):
        return None, answer
    if answer is None or liveness is None or not liveness.best_frames or not worth_comparing(liveness, profile):
        return None, None
    found = comparer.compare(answer, liveness.best_frames)
    return (None, found) if isinstance(found, Doubt) else (found, None)


class FaceComparer:
    """Embeds both sides and compares them; `threshold` is the similarity at which they count as one person."""

    def __init__(self, mesh: FaceMesh, embedder: Embedder, threshold: float) -> None:
        """Raises EnvironmentFault `model-uncalibrated` when the embedder's distances have no known meaning."""
        self._mesh, self._embedder, self._threshold = mesh, embedder, threshold
        self._one, self._several = embedder.scheme.scale, embedder.scheme.combined

    def compare(self, reference: Reference, frames: Sequence[Frame]) -> Match | Doubt | None:
        """PORTRAIT_UNUSABLE when the reference shows no usable face, None when no frame does: nothing was measured.

        Of live frames only those that are fit count, for more can be taken; a printed portrait is what it is.
        """
        portraits = self._faces([reference.portrait, *reference.more], must_be_fit=False)
        if not portraits:
            return Doubt.PORTRAIT_UNUSABLE
        apart = min(eyes_apart(mesh) for _, mesh, _ in portraits)
        known = self._together(portraits, apart=COARSE_BELOW)
        seen = self._faces([frame.image for frame in frames[:PROBES]], must_be_fit=True)
        live = self._together(seen, apart=apart)
        if known is None or live is None:
            return None
        scale = self._one if len(portraits) == len(seen) == 1 else self._several
        return match(known, live, scale, self._threshold, reference.source)

    def _faces(self, images: Sequence[Image], *, must_be_fit: bool) -> list[tuple[Image, Mesh, float]]:
        """The pictures with one clear face, their meshes and qualities."""
        faces = []
        for image in images:
            # A picture without one clear face adds nothing; if none has one, nothing was measured.
            with suppress(InputError):
                mesh = only_face(image, self._mesh, "a frame")
                quality = assess(image, mesh, PROBE)
                if quality is not None and (quality.fit or not must_be_fit):
                    faces.append((image, mesh, quality.score))
        return faces

    def _together(self, faces: Sequence[tuple[Image, Mesh, float]], *, apart: float) -> Embedding | None:
        """One vector of several pictures, to be compared with a face whose eyes are `apart` px; None of none."""
        vectors = [self._embedder.embed(*beside(image, mesh, apart)) for image, mesh, _ in faces]
        return pooled(vectors, [quality for _, _, quality in faces]) if vectors else None
