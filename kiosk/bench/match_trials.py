"""Comparing labelled pictures in every condition with every embedder: distances, and what could not be compared."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kiosk.bench.card_summary import Rate
from kiosk.bench.match_data import Pair, people_of, pictures_of
from kiosk.bench.match_degrade import REFERENCES
from kiosk.bench.match_summary import Distances, Strangers
from kiosk.devices.frame import Image
from kiosk.errors import InputError
from kiosk.face.align import COARSE_BELOW, beside, eyes_apart
from kiosk.face.embed import Embedder, Embedding, distance
from kiosk.face.gates import PROBE, assess
from kiosk.face.match import only_face
from kiosk.face.mesh import FaceMesh, Mesh
from kiosk.face.pooling import pooled
from kiosk.vision.picture import load_picture

Probe = Mapping[bool, Mapping[str, Embedding]]
"""What `Eyes.probes` gives of one picture."""
ORIGINAL = next(iter(REFERENCES))
SEVERAL, COMBINED = 4, 5
"""Pictures of a person from which on they are combined, and how many at most: as many as in a visit."""


@dataclass(frozen=True, eq=False, slots=True)
class Compared:
    """One set of people in one condition of the reference, with one embedder. `genuine` and `impostors` are distances
    of the labelled pairs by group; `strangers` everybody against everybody else, None where nobody knows who is who.
    `failed`: references that could not be acquired. `several`: the probes were combined of several pictures."""

    name: str
    reference: str
    model: str
    genuine: Mapping[str, Sequence[float]]
    impostors: Mapping[str, Sequence[float]]
    strangers: Strangers | None
    failed: Rate
    several: bool = False

    def all_genuine(self) -> list[float]:
        return [apart for group in self.genuine.values() for apart in group]

    def all_impostors(self) -> list[float]:
        return [apart for group in self.impostors.values() for apart in group]


class Eyes:
    """Finds and embeds faces; `vectors` by embedder."""

    def __init__(self, mesh: FaceMesh, embedders: Sequence[Embedder]) -> None:
        """`mesh` must not be tracking."""
        self._mesh, self.embedders = mesh, tuple(embedders)

    def face(self, image: Image) -> Mesh | None:
        try:
            return only_face(image, self._mesh, "a picture")
        except InputError:
            return None

    def vectors(self, image: Image, mesh: Mesh) -> dict[str, Embedding]:
        return {embedder.model: embedder.embed(image, mesh) for embedder in self.embedders}

    def probes(self, image: Image, mesh: Mesh) -> dict[bool, dict[str, Embedding]]:
        """As compared with a large (False) and with a small reference (True), like a visit does."""
        return {small: self.vectors(*beside(image, mesh, 0.0 if small else COARSE_BELOW)) for small in (False, True)}


def compare_pairs(name: str, pairs: Sequence[Pair], root: Path, eyes: Eyes, *, seed: int) -> list[Compared]:
    """Every pair, its first picture as the reference in each condition and its second as the probe; and, where the
    pictures' names tell who is who, the first reference of everybody against the first probe of everybody else.

    Degraded references are made for people with a genuine pair only: making them is what takes the time. An odd `seed`
    draws from the test range of cards.
    """
    pictures = pictures_of(pairs)
    people = people_of(pictures)
    wanted = {pair.a for pair in pairs} if people is None else {pair.a for pair in pairs if pair.same}
    probes: dict[str, Probe] = {}
    small: dict[str, set[str]] = {condition: set() for condition in REFERENCES}
    scores: dict[str, float] = {}
    references: dict[str, dict[str, Mapping[str, Embedding]]] = {condition: {} for condition in REFERENCES}
    failed: dict[str, list[bool]] = {condition: [] for condition in REFERENCES}
    for number, picture in enumerate(pictures):
        image = load_picture(root / picture)
        mesh = eyes.face(image)
        failed[ORIGINAL].append(mesh is None)
        if mesh is None:
            continue
        probes[picture] = eyes.probes(image, mesh)
        references[ORIGINAL][picture] = probes[picture][False]
        if eyes_apart(mesh) < COARSE_BELOW:
            small[ORIGINAL].add(picture)
        quality = assess(image, mesh, PROBE)
        scores[picture] = 0.0 if quality is None else quality.score
        for condition, degrade in REFERENCES.items():
            if condition == ORIGINAL or picture not in wanted:
                continue
            made = degrade(image, mesh, np.random.default_rng((seed, number)), test=seed % 2 == 1)
            found = eyes.face(made)
            failed[condition].append(found is None)
            if found is not None:
                references[condition][picture] = eyes.vectors(made, found)
                if eyes_apart(found) < COARSE_BELOW:
                    small[condition].add(picture)
    trials = [
        _compared(
            name,
            condition,
            embedder.model,
            pairs,
            references[condition],
            small[condition],
            probes,
            people,
            failed[condition],
        )
        for condition in REFERENCES
        for embedder in eyes.embedders
    ]
    if people is not None:
        for embedder in eyes.embedders:
            trials += _combined(name, embedder.model, probes, scores, people)
    return trials


def _combined(
    name: str,
    model: str,
    probes: Mapping[str, Probe],
    scores: Mapping[str, float],
    people: Mapping[str, str],
) -> list[Compared]:
    """Whoever has SEVERAL pictures: the first against each other one, and against the others combined."""
    vectors = {picture: probe[False][model] for picture, probe in probes.items()}
    others = others_of(vectors, people)
    if not others:
        return []
    together = combined_of(vectors, scores, others)
    firsts = {picture: vectors[picture] for picture in first_pictures(vectors, people)}
    ones = [distance(vectors[first], vectors[other]) for first, rest in others.items() for other in rest]
    title = f"{name}: people with {SEVERAL} pictures or more"
    none = Rate(0, len(together))
    alone = everybody(firsts, {picture: firsts[picture] for picture in together}, people)
    several = [distance(vectors[first], vector) for first, vector in together.items()]
    strangers = everybody(firsts, together, people)
    return [
        Compared(title, "one picture", model, {"": ones}, {"": []}, alone, none),
        Compared(title, "up to five combined", model, {"": several}, {"": []}, strangers, none, several=True),
    ]


def others_of(pictures: Iterable[str], people: Mapping[str, str]) -> dict[str, list[str]]:
    """Of whoever has SEVERAL pictures: the first, and up to COMBINED others."""
    of: dict[str, list[str]] = {}
    for picture in sorted(pictures):
        of.setdefault(people[picture], []).append(picture)
    return {one[0]: one[1 : 1 + COMBINED] for one in of.values() if len(one) >= SEVERAL}


def combined_of(
    vectors: Mapping[str, Embedding], scores: Mapping[str, float], others: Mapping[str, Sequence[str]]
) -> dict[str, Embedding]:
    """By the first picture: the others' vectors combined as in a visit."""
    return {
        first: pooled([vectors[one] for one in rest], [scores[one] for one in rest]) for first, rest in others.items()
    }


def _compared(
    name: str,
    condition: str,
    model: str,
    pairs: Sequence[Pair],
    references: Mapping[str, Mapping[str, Embedding]],
    small: Set[str],
    probes: Mapping[str, Probe],
    people: Mapping[str, str] | None,
    failed: Sequence[bool],
) -> Compared:
    distances: dict[bool, dict[str, list[float]]] = {True: {}, False: {}}
    for pair in pairs:
        if pair.a in references and pair.b in probes:
            apart = distance(references[pair.a][model], probes[pair.b][pair.a in small][model])
            distances[pair.same].setdefault(pair.group, []).append(apart)
    strangers = None
    if people is not None:
        strangers = everybody(
            {one: references[one][model] for one in first_pictures(references, people)},
            {one: probes[one][False][model] for one in first_pictures(probes, people)},
            people,
            small,
            {one: probes[one][True][model] for one in first_pictures(probes, people)},
        )
    return Compared(
        name, condition, model, distances[True], distances[False], strangers, Rate(sum(failed), len(failed))
    )


def first_pictures(pictures: Iterable[str], people: Mapping[str, str]) -> list[str]:
    """One picture of each person."""
    first: dict[str, str] = {}
    for picture in sorted(pictures):
        first.setdefault(people[picture], picture)
    return list(first.values())


def everybody(
    references: Mapping[str, Embedding],
    probes: Mapping[str, Embedding],
    people: Mapping[str, str],
    small: Set[str] = frozenset(),
    coarse: Mapping[str, Embedding] | None = None,
) -> Strangers:
    """Every reference against every probe of somebody else; the `small` references against `coarse` instead."""
    numbers = {person: number for number, person in enumerate(sorted({people[one] for one in (*references, *probes)}))}
    rows = np.array([numbers[people[one]] for one in references], np.int64)
    columns = np.array([numbers[people[one]] for one in probes], np.int64)
    distances = _apart(references, probes)
    if coarse is not None and small:
        place = [number for number, one in enumerate(references) if one in small]
        distances[place] = _apart({one: references[one] for one in references if one in small}, coarse)
    distances[rows[:, None] == columns[None]] = np.nan
    return Strangers(distances, rows, columns)


def _apart(left: Mapping[str, Embedding], right: Mapping[str, Embedding]) -> Distances:
    if not left or not right:
        return np.zeros((len(left), len(right)))
    a, b = (np.stack(list(vectors.values())).astype(np.float64) for vectors in (left, right))
    squares = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1)[None] - 2 * a @ b.T
    distances: Distances = np.sqrt(np.maximum(squares, 0))
    return distances
