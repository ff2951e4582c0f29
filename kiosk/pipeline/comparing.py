"""The live face beside the authority's portrait: quality first, then liveness, then the comparison; no step in vain."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from kiosk.authority.block_list import BlockList
from kiosk.authority.card_portrait import Authority, Doubt, Reference
from kiosk.authority.index import Alike
from kiosk.card.reading import CardReading
from kiosk.decision.person_rules import worth_comparing, worth_seeking
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


@dataclass(frozen=True, eq=False, slots=True)
class Face:
    """One vector of so many pictures of a face, whose eyes are at least `apart` px from each other in them."""

    vector: Embedding
    pictures: int
    apart: float


class Comparer(Protocol):
    """Makes vectors of faces and compares them; `FaceComparer` does."""

    def known(self, reference: Reference) -> Face | None: ...

    def live(self, frames: Sequence[Frame], apart: float) -> Face | None: ...

    def match(self, known: Face, live: Face, source: str) -> Match: ...


class Compared(NamedTuple):
    """The comparison, or why the authority vouches for nobody, and who on the block list looks like the visitor; each
    None when nothing could be measured or nobody asked."""

    match: Match | None = None
    doubt: Doubt | None = None
    blocked: tuple[Alike, ...] | None = None


def compared(
    authority: Authority,
    comparer: Comparer,
    block_list: BlockList | None,
    profile: Profile,
    front: CardReading | None,
    liveness: LivenessResult | None,
) -> Compared:
    """Ask the authority in any case, for what it says of the card is a reason of its own, then hold the live face
    against its portraits and those of the block list.

    Faces are compared only when there are live frames good enough and the visitor is not declined already for not being
    live. Whoever the authority does not vouch for is sought on the block list too: it costs next to nothing, and who
    comes with a stranger's card is just who may be on it. The frames are embedded once, for both,
    at the size that suits the portrait.
    """
    answer = None if front is None else authority.reference(front)
    doubt = answer if isinstance(answer, Doubt) else None
    frames = () if liveness is None else liveness.best_frames
    reference = answer if isinstance(answer, Reference) and frames and worth_comparing(liveness, profile) else None
    sought = block_list if frames and worth_seeking(liveness, profile) else None
    known = None if reference is None else comparer.known(reference)
    if reference is not None and known is None:
        doubt = Doubt.PORTRAIT_UNUSABLE
    if known is None and sought is None:
        return Compared(doubt=doubt)
    live = comparer.live(frames, COARSE_BELOW if known is None else known.apart)
    if live is None:
        return Compared(doubt=doubt)
    return Compared(
        None if known is None or reference is None else comparer.match(known, live, reference.source),
        doubt,
        None if sought is None else sought.alike(live.vector, live.pictures, profile.similarity.blocked),
    )


class FaceComparer:
    """Embeds both sides and compares them; `threshold` is the similarity at which they count as one person."""

    def __init__(self, mesh: FaceMesh, embedder: Embedder, threshold: float) -> None:
        """Raises EnvironmentFault `model-uncalibrated` when the embedder's distances have no known meaning."""
        self._mesh, self._embedder, self._threshold = mesh, embedder, threshold
        self._one, self._several = embedder.scheme.scale, embedder.scheme.combined

    def known(self, reference: Reference) -> Face | None:
        """The reference's face; None when none of its portraits shows a usable one. A printed portrait need not be fit:
        it is what it is."""
        portraits = self._faces([reference.portrait, *reference.more], must_be_fit=False)
        return self._together(portraits, apart=COARSE_BELOW)

    def live(self, frames: Sequence[Frame], apart: float) -> Face | None:
        """The visitor's face, to be compared with one whose eyes are `apart` px; None when nothing could be measured.
        Of live frames only those that are fit count, for more can be taken."""
        return self._together(self._faces([frame.image for frame in frames[:PROBES]], must_be_fit=True), apart=apart)

    def match(self, known: Face, live: Face, source: str) -> Match:
        """`source` says where the reference came from."""
        scale = self._one if known.pictures == live.pictures == 1 else self._several
        return match(known.vector, live.vector, scale, self._threshold, source)

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

    def _together(self, faces: Sequence[tuple[Image, Mesh, float]], *, apart: float) -> Face | None:
        """One vector of several pictures, to be compared with a face whose eyes are `apart` px; None of none."""
        if not faces:
            return None
        vectors = [self._embedder.embed(*beside(image, mesh, apart)) for image, mesh, _ in faces]
        smallest = min(eyes_apart(mesh) for _, mesh, _ in faces)
        return Face(pooled(vectors, [quality for _, _, quality in faces]), len(faces), smallest)
