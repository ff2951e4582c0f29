"""One against many: who in the library looks like this face. Exact, by one matrix product."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.face.calibration import Scale

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody near: their id and the Euclidean distance of the nearest of their portraits."""

    person: int
    distance: float


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody in the library, by their id, and how alike they are, 0-100."""

    person: int
    similarity: float


class VectorIndex:
    """The vectors of one embedder in memory, 512 bytes each. Nobody within reach is ever missed.

    One product of a matrix and a vector, bound by memory alone, for a million people 40 ms of processor time for all
    cores together, with nothing to build or to tune. Beside it on the same vectors: faiss 1.15 flat 148 ms, its 8-bit
    index 41, usearch 2.26 exact 107. A graph (hnswlib 0.8) answers in about 1 ms, but promises nobody, takes minutes to
    build at a million, and would be a second file of faces to protect and to keep in step.
    """

    def __init__(self, people: Sequence[int], vectors: Vectors) -> None:
        """`vectors` (N, D) float32 and whose each is (N)."""
        if len(people) != len(vectors):
            raise ValueError("each vector belongs to one person")
        self._count = len(vectors)
        self._people = np.array(people, np.int64)
        self._vectors = np.ascontiguousarray(vectors, np.float32)
        self._squares = np.einsum("ij,ij->i", self._vectors, self._vectors)
        self._products = np.empty(self._count, np.float32)

    def __len__(self) -> int:
        return self._count

    def add(self, person: int, vector: Vectors) -> None:
        """One more; room is made for twice as many when there is none."""
        if self._count == len(self._vectors):
            self._grow(max(2 * self._count, 64), len(vector))
        self._people[self._count] = person
        self._vectors[self._count] = vector
        self._squares[self._count] = vector @ vector
        self._count += 1

    def within(self, vector: Vectors, reach: float) -> list[Near]:
        """Everybody at most `reach` away, the nearest first."""
        if not len(self):
            return []
        # |a - b|² = |a|² - 2 ab + |b|², compared without a temporary of a million numbers for each step.
        products = self._products[: self._count]
        np.dot(self._vectors[: self._count], vector, out=products)
        products *= -2
        products += self._squares[: self._count]
        length = float(vector @ vector)
        places = np.flatnonzero(products <= np.float32(reach * reach - length + 1e-5))
        exact = np.linalg.norm(self._vectors[places] - vector, axis=1)
        found: dict[int, float] = {}
        for place, apart in sorted(zip(places, exact, strict=True), key=lambda one: float(one[1])):
            if apart <= reach:
                found.setdefault(int(self._people[place]), float(apart))
        return [Near(person, apart) for person, apart in found.items()]

    def alike(self, vector: Vectors, scale: Scale, least: float) -> list[Alike]:
        """Everybody with at least this similarity, 0-100 on `scale`, the most alike first."""
        return [
            Alike(near.person, scale.similarity(near.distance)) for near in self.within(vector, scale.distance(least))
        ]

    def _grow(self, room: int, width: int) -> None:
        vectors = np.zeros((room, width), np.float32)
        if self._count:
            vectors[: self._count] = self._vectors[: self._count]
        self._vectors, self._products = vectors, np.empty(room, np.float32)
        self._people = np.resize(self._people, room) if self._count else np.zeros(room, np.int64)
        self._squares = np.resize(self._squares, room) if self._count else np.zeros(room, np.float32)
