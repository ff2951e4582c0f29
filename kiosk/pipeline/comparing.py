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
from kiosk.face.mesh import FaceMesh
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


class _Seen(NamedTuple):
    """The vector of one picture, its quality 0–1 and how many px apart its eyes are."""

    vector: Embedding
    quality: float
    apart: float

    @property
    def alone(self) -> Face:
        return Face(self.vector, 1, self.apart)


class Comparer(Protocol):
    """Makes vectors of faces and compares them; `FaceComparer` does."""

    def known(self, reference: Reference) -> Face | None: ...

    def live(self, frames: Sequence[Frame], witnesses: Sequence[Frame], apart: float) -> Face | None: ...

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

    Faces are compared only when there are live frames good enough, of a live face only when it can be seen who did what
    was asked, and of nobody who is declined already for not being live. Whoever the authority does not vouch for is
    sought on the block list too: it costs next to nothing, and who comes with a stranger's card is just who may be on
    it. The frames are embedded once, for both, at the size that suits the portrait.
    """
    answer = None if front is None else authority.reference(front)
    doubt = answer if isinstance(answer, Doubt) else None
    seen = liveness is not None and (liveness.witnesses or not liveness.live)
    frames = liveness.best_frames if liveness is not None and seen else ()
    reference = answer if isinstance(answer, Reference) and frames and worth_comparing(liveness, profile) else None
    sought = block_list if frames and worth_seeking(liveness, profile) else None
    known = None if reference is None else comparer.known(reference)
    if reference is not None and known is None:
        doubt = Doubt.PORTRAIT_UNUSABLE
    if liveness is None or (known is None and sought is None):
        return Compared(doubt=doubt)
    live = comparer.live(frames, liveness.witnesses, COARSE_BELOW if known is None else known.apart)
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
        return _together(self._seen([reference.portrait, *reference.more], COARSE_BELOW, must_be_fit=False))

    def live(self, frames: Sequence[Frame], witnesses: Sequence[Frame], apart: float) -> Face | None:
        """The visitor's face, to be compared with one whose eyes are `apart` px; None when nothing could be measured.

        The visitor is who did what was asked, as the `witnesses` show; that is seldom the best moment for a picture. Of
        the better `frames` those count that are fit and show the same face: a photograph held up in between is a better
        picture too. Without witnesses, where nothing was done, all that are fit count.
        """
        fit = self._seen([frame.image for frame in frames[:PROBES]], apart, must_be_fit=True)
        if not witnesses or not fit:
            return _together(fit)
        doing = _together(self._seen([frame.image for frame in witnesses], apart, must_be_fit=False))
        if doing is None:
            return None
        return _together([one for one in fit if self.match(doing, one.alone, "live").same]) or doing

    def match(self, known: Face, live: Face, source: str) -> Match:
        """`source` says where the reference came from."""
        scale = self._one if known.pictures == live.pictures == 1 else self._several
        return match(known.vector, live.vector, scale, self._threshold, source)

    def _seen(self, images: Sequence[Image], apart: float, *, must_be_fit: bool) -> list[_Seen]:
        """The pictures with one clear face, to be compared with a face whose eyes are `apart` px."""
        seen = []
        for image in images:
            # A picture without one clear face adds nothing; if none has one, nothing was measured.
            with suppress(InputError):
                mesh = only_face(image, self._mesh, "a frame")
                quality = assess(image, mesh, PROBE)
                if quality is not None and (quality.fit or not must_be_fit):
                    vector = self._embedder.embed(*beside(image, mesh, apart))
                    seen.append(_Seen(vector, quality.score, eyes_apart(mesh)))
        return seen


def _together(seen: Sequence[_Seen]) -> Face | None:
    """One vector of several pictures; None of none."""
    if not seen:
        return None
    vector = pooled([one.vector for one in seen], [one.quality for one in seen])
    return Face(vector, len(seen), min(one.apart for one in seen))
