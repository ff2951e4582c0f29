"""Setting an embedder's scale: at which distances strangers pass at the rates that the similarities stand for."""

from dataclasses import dataclass
from pathlib import Path

from kiosk.bench.match_data import people_of, pictures_of, read_pairs
from kiosk.bench.match_trials import Eyes, combined_of, everybody, first_pictures, others_of
from kiosk.errors import InputError
from kiosk.face.calibration import Scale, fitted, fitted_beside
from kiosk.face.embed import Embedder
from kiosk.face.gates import PROBE, assess
from kiosk.face.mesh import FaceMesh
from kiosk.vision.picture import load_picture


@dataclass(frozen=True, slots=True)
class Fitted:
    """The scales of one picture and of several combined (None: too few people have several), and on how many pairs of
    strangers each rests."""

    one: Scale
    one_pairs: int
    several: Scale | None
    several_pairs: int

    def declared(self) -> str:
        """The lines for the embedder's entry in the list of models."""
        lines = [_line("distances", self.one)]
        if self.several is not None:
            lines.append(_line("combined", self.several))
        return "\n".join(lines)


def bench_scale(pairs: Path, embedder: Embedder, folds: frozenset[str] | None) -> Fitted:
    """The scales by everybody in a list of pairs named as LFW's: first pictures against each other, and against the
    combined other pictures of whoever has several.

    Raises InputError `pairs-unreadable` as `read_pairs`, or when the pictures' names do not tell who is in them.
    """
    pictures = pictures_of(read_pairs(pairs, folds))
    people = people_of(pictures)
    if people is None or len(set(people.values())) < 2:
        raise InputError(
            "pairs-unreadable", f"{pairs.name} does not name its pictures as LFW does: person, then number"
        )
    needed = {
        *first_pictures(pictures, people),
        *(one for rest in others_of(pictures, people).values() for one in rest),
    }
    vectors, scores = {}, {}
    with FaceMesh(tracking=False) as mesh:
        eyes = Eyes(mesh, [embedder])
        for picture in sorted(needed):
            image = load_picture(pairs.parent / picture)
            found = eyes.face(image)
            quality = None if found is None else assess(image, found, PROBE)
            if found is not None and quality is not None:
                vectors[picture], scores[picture] = embedder.embed(image, found), quality.score
    firsts = {picture: vectors[picture] for picture in first_pictures(vectors, people)}
    strangers = everybody(firsts, firsts, people).values
    one = fitted(strangers)
    together = combined_of(vectors, scores, others_of(vectors, people))
    apart = everybody(firsts, together, people).values if together else strangers[:0]
    return Fitted(one, strangers.size // 2, fitted_beside(one, apart), apart.size)


def _line(name: str, scale: Scale) -> str:
    return f"{name} = [{', '.join(f'{value:.4f}' for value in scale.distances)}]"
