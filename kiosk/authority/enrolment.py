"""Taking people into the library: a picture must be fit, and nobody should be in it twice without somebody knowing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.authority.gallery import Gallery, Portrait
from kiosk.authority.index import Alike, VectorIndex
from kiosk.authority.local_gallery import decoded
from kiosk.authority.person import Listing, Person
from kiosk.devices.frame import Image
from kiosk.errors import InputError
from kiosk.face.embed import Embedder, Embedding
from kiosk.face.gates import REFERENCE, Quality, assess
from kiosk.face.match import only_face
from kiosk.face.mesh import FaceMesh
from kiosk.face.pooling import pooled
from kiosk.vision.picture import load_picture


@dataclass(frozen=True, eq=False, slots=True)
class Examined:
    """A picture that is fit to be kept, and what the embedder makes of it."""

    portrait: Portrait
    quality: Quality
    vector: Embedding


class Enroller:
    """Embeds the library's portraits with one embedder. `mesh` must not be tracking."""

    def __init__(self, gallery: Gallery, mesh: FaceMesh, embedder: Embedder) -> None:
        """Raises EnvironmentFault `model-uncalibrated`."""
        self._gallery, self._mesh, self._embedder = gallery, mesh, embedder
        self._one, self._several = embedder.scheme.scale, embedder.scheme.combined
        self._known: VectorIndex | None = None

    def examine(self, file: Path, *, even_if_unfit: bool = False) -> Examined:
        """Look at a picture's one face, which somebody may take although it is not fit.

        Raises InputError as `load_picture` and `only_face` do, or `portrait-unfit`, naming what is wrong in the terms
        of ISO/IEC 29794-5.
        """
        image = load_picture(file)
        mesh = only_face(image, self._mesh, file.name)
        quality = assess(image, mesh, REFERENCE)
        if quality is None or not (quality.fit or even_if_unfit):
            wrong = "the face lies outside it" if quality is None else ", ".join(quality.unfit)
            raise InputError(
                "portrait-unfit", f"{file.name} is no fit portrait: {wrong}. Take another, or say --even-if-unfit"
            )
        portrait = Portrait(file.read_bytes(), quality.score)
        return Examined(portrait, quality, self._embedder.embed(image, mesh))

    def enrol(self, person: Person, examined: Sequence[Examined], now: datetime) -> int:
        """Keep a person with their portraits and vectors. Raises InputError as `Gallery.enrol` does."""
        who = self._gallery.enrol(person, [one.portrait for one in examined], now)
        for portrait, one in zip(self._gallery.portrait_ids(who), examined, strict=True):
            self._gallery.keep_vector(portrait, self._embedder.version, one.vector)
            if self._known is not None:
                self._known.add(who, one.vector)
        return who

    def alike(self, examined: Sequence[Examined], least: float) -> list[Alike]:
        """Everybody in the library whose face has at least this similarity, the most alike first."""
        if self._known is None:
            self._known = self.index()
        scale = self._one if len(examined) == 1 else self._several
        probe = pooled([one.vector for one in examined], [one.quality.score for one in examined])
        return self._known.alike(probe, scale, least)

    def index(self, listing: Listing | None = None) -> VectorIndex:
        """The vectors of everybody, or of one list, ready to be searched."""
        self.refresh(listing)
        return VectorIndex(*self._gallery.vectors(self._embedder.version, listing))

    def refresh(self, listing: Listing | None = None) -> None:
        """Embed what this embedder has not seen, of everybody or of one list; a portrait in which it finds no face is
        left out."""
        for portrait, picture in self._gallery.unembedded(self._embedder.version, listing):
            vector = self._vector(decoded(picture))
            if vector is not None:
                self._gallery.keep_vector(portrait, self._embedder.version, vector)

    def _vector(self, image: Image | None) -> Embedding | None:
        if image is None:
            return None
        try:
            return self._embedder.embed(image, only_face(image, self._mesh, "a portrait"))
        except InputError:
            return None
