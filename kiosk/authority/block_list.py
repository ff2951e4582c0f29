"""The block list by face: who on it looks like the visitor, whatever the card."""

from pathlib import Path

import structlog

from kiosk.authority.enrolment import Enroller
from kiosk.authority.gallery import Gallery
from kiosk.authority.index import Alike, VectorIndex
from kiosk.authority.person import Listing
from kiosk.face.embed import Embedder, Embedding
from kiosk.face.mesh import FaceMesh

log = structlog.get_logger()

MOST = 5
"""More people than this nobody can look at for one visitor."""


class BlockList:
    """Answers one visit after another, with the list's vectors in memory. Opens the library for each question, as
    `LocalGallery` does, and reads the list again only when somebody was enrolled or removed since.

    Every method, and making one, raises EnvironmentFault as `Gallery` does: while the list cannot be asked, nobody is
    taken for somebody who is not on it.
    """

    def __init__(self, path: Path, mesh: FaceMesh, embedder: Embedder) -> None:
        """Read the list, and embed whom this embedder has not seen: about 0.05 s a portrait, once. `mesh` must not be
        tracking. Raises EnvironmentFault `model-uncalibrated` too."""
        self._path, self._mesh, self._embedder = path, mesh, embedder
        self._one, self._several = embedder.scheme.scale, embedder.scheme.combined
        self._edition: tuple[int, int] | None = None
        self._index: VectorIndex | None = None
        self._read()

    def alike(self, live: Embedding, pictures: int, least: float) -> tuple[Alike, ...] | None:
        """The people on the list whose face has at least the similarity `least`, 0-100, to a live one's vector, made of
        so many pictures: at most `MOST`, the most alike first. None when people are listed, but none of their portraits
        shows a face: then nothing was measured."""
        self._read()
        if self._index is None:
            return None
        return tuple(self._index.alike(live, self._one if pictures == 1 else self._several, least)[:MOST])

    def _read(self) -> None:
        with Gallery(self._path) as gallery:
            edition = gallery.edition()
            if edition == self._edition:
                return
            index = Enroller(gallery, self._mesh, self._embedder).index(Listing.BLOCKED)
            faceless = sum(1 for _ in gallery.unembedded(self._embedder.version, Listing.BLOCKED))
        if faceless:
            log.warning("portraits on the block list show no face", count=faceless)
        self._index = index if len(index) or not faceless else None
        self._edition = edition
