"""The live face beside the authority's portrait."""

from collections.abc import Sequence
from contextlib import suppress

from kiosk.authority.card_portrait import Reference
from kiosk.devices.frame import Frame, Image
from kiosk.errors import InputError
from kiosk.face.embed import Embedder, Embedding, average
from kiosk.face.match import match, only_face
from kiosk.face.mesh import FaceMesh
from kiosk.face.observation import Match

PROBES = 5
"""How many of the best live frames are combined."""


class FaceComparer:
    """Embeds both sides and compares them; `threshold` is the similarity at which they count as one person."""

    def __init__(self, mesh: FaceMesh, embedder: Embedder, threshold: float) -> None:
        """Raises EnvironmentFault `model-uncalibrated` when the embedder's distances have no known meaning."""
        self._mesh, self._embedder, self._threshold = mesh, embedder, threshold
        self._scale = embedder.scheme.scale

    def compare(self, reference: Reference, frames: Sequence[Frame]) -> Match | None:
        """None when there is no usable face on one of the sides: then nothing was measured."""
        printed = self._embedding([reference.portrait])
        live = self._embedding([frame.image for frame in frames[:PROBES]])
        if printed is None or live is None:
            return None
        return match(printed, live, self._scale, self._threshold, reference.source)

    def _embedding(self, images: Sequence[Image]) -> Embedding | None:
        vectors = []
        for image in images:
            # A picture without one clear face adds nothing; if none has one, nothing was measured.
            with suppress(InputError):
                vectors.append(self._embedder.embed(image, only_face(image, self._mesh, "a frame")))
        return average(vectors)
