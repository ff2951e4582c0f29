"""Setting an embedder's scale: at which distances strangers pass at the rates that the similarities stand for."""

from pathlib import Path

from kiosk.bench.match_data import people_of, pictures_of, read_pairs
from kiosk.bench.match_trials import Eyes, everybody, first_pictures
from kiosk.errors import InputError
from kiosk.face.calibration import SIMILARITIES, Scale, fitted
from kiosk.face.embed import Embedder
from kiosk.face.mesh import FaceMesh
from kiosk.vision.picture import load_picture


def bench_scale(pairs: Path, embedder: Embedder, folds: frozenset[str] | None) -> tuple[Scale, int]:
    """The scale by the first pictures of everybody in a list of pairs named as LFW's, and on how many pairs of
    strangers it rests.

    Raises InputError `pairs-unreadable` as `read_pairs`, or when the pictures' names do not tell who is in them.
    """
    pictures = pictures_of(read_pairs(pairs, folds))
    people = people_of(pictures)
    if people is None or len(set(people.values())) < 2:
        raise InputError(
            "pairs-unreadable", f"{pairs.name} does not name its pictures as LFW does: person, then number"
        )
    vectors = {}
    with FaceMesh(tracking=False) as mesh:
        eyes = Eyes(mesh, [embedder])
        for picture in first_pictures(pictures, people):
            image = load_picture(pairs.parent / picture)
            found = eyes.face(image)
            if found is not None:
                vectors[picture] = embedder.embed(image, found)
    values = everybody(vectors, vectors, people).values
    return fitted(values), values.size // 2


def declared(scale: Scale) -> str:
    """The line for the embedder's entry in the list of models."""
    numbers = ", ".join(f"{value:.4f}".rstrip("0").rstrip(".") if value else "0.0" for value in scale.distances)
    return f"distances = [{numbers}]  # at similarity {', '.join(f'{one:g}' for one in SIMILARITIES)}"
