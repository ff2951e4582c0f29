"""Cutting out, embedding and comparing faces."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from kiosk.devices.frame import Image
from kiosk.errors import InputError
from kiosk.face.align import ARCFACE, DLIB, chip_of, similarity_transform
from kiosk.face.embed import Embedder, Embedding, distance
from kiosk.face.gates import PROBE, assess, entropy_of, uniformity_of
from kiosk.face.match import compare_images, match
from kiosk.face.mesh import FaceMesh
from kiosk.face.pooling import pooled
from kiosk.simulation.identity import Identity, unlike
from kiosk.simulation.puppet import HeadPose, Light, Puppet

THRESHOLD = 70.0


@pytest.mark.parametrize("alignment", [DLIB, ARCFACE], ids=["dlib", "arcface"])
def test_chips_do_not_depend_on_size_place_or_turn(alignment: object, closeup: Image, still: FaceMesh) -> None:
    assert alignment in (DLIB, ARCFACE)
    scheme = DLIB if alignment is DLIB else ARCFACE
    chip = chip_of(closeup, still.find(closeup)[0], scheme)
    assert chip.shape == (scheme.side, scheme.side, 3)
    way = cv2.getRotationMatrix2D((480, 360), 12, 0.6)
    moved = np.asarray(cv2.warpAffine(closeup, way, (960, 720), borderMode=cv2.BORDER_REPLICATE), np.uint8)
    again = chip_of(moved, still.find(moved)[0], scheme)
    inner = slice(scheme.side // 5, -scheme.side // 5)
    assert np.abs(chip[inner, inner].astype(float) - again[inner, inner]).mean() < 12


def test_a_similarity_transform_is_found_back(rng: np.random.Generator) -> None:
    points = rng.uniform(0, 100, (5, 2))
    true = np.array([[1.2, -0.5, 7.0], [0.5, 1.2, -3.0]])
    found = similarity_transform(points, points @ true[:, :2].T + true[:, 2])
    assert found == pytest.approx(true)


@pytest.mark.parametrize(
    "changed",
    [
        lambda picture: picture[30:210, 150:330],
        lambda picture: cv2.resize(picture, (1400, 1400)),
        lambda picture: np.clip(picture * 0.55, 0, 255).astype(np.uint8),
        lambda picture: np.clip(picture * 1.2 + 20, 0, 255).astype(np.uint8),
        lambda picture: cv2.GaussianBlur(picture, (0, 0), 1.2),
        lambda picture: np.ascontiguousarray(picture[:, ::-1]),
    ],
    ids=["cut", "enlarged", "dark", "bright", "soft", "mirrored"],
)
def test_the_same_person_is_the_same(
    changed: Callable[[Image], Image], astronaut: Image, still: FaceMesh, embedder: Embedder
) -> None:
    found = compare_images(astronaut, np.asarray(changed(astronaut), np.uint8), still, embedder, THRESHOLD)
    assert found.same and found.similarity >= THRESHOLD
    assert found.threshold == THRESHOLD


def test_invented_people_are_themselves_and_nobody_else(still: FaceMesh, embedder: Embedder) -> None:
    def vector(identity: Identity, yaw: float = 0.0, exposure: float = 1.0) -> Embedding:
        picture = Puppet(identity).render(HeadPose(yaw=yaw), light=Light(exposure=exposure))
        return embedder.embed(picture, still.find(picture)[0])

    scale = embedder.scheme.scale
    for seed in (2, 5):
        person = Identity.from_seed(seed, male=seed % 2 == 0, age=20 + 6 * seed)
        mine = vector(person)
        assert match(mine, vector(person, yaw=8, exposure=0.85), scale, THRESHOLD, "the same").same
        assert not match(mine, vector(unlike(person, seed)), scale, THRESHOLD, "another").same


def test_several_pictures_of_one_person_vary_less_and_bad_ones_count_for_less(rng: np.random.Generator) -> None:
    person = rng.normal(0, 1, 128).astype(np.float32)
    mine = [(person + rng.normal(0, 0.1, 128)).astype(np.float32) for _ in range(5)]
    together = pooled(mine, [0.5] * 5)
    assert np.linalg.norm(together) == pytest.approx(np.mean([np.linalg.norm(v) for v in mine]), rel=1e-5)
    assert distance(together, person) < min(distance(one, person) for one in mine)
    assert pooled(mine[:1], [0.0]) == pytest.approx(mine[0], rel=1e-5)
    blurred = (person + rng.normal(0, 0.8, 128)).astype(np.float32)
    alike, weighed = pooled([*mine, blurred], [0.5] * 6), pooled([*mine, blurred], [0.5] * 5 + [0.05])
    assert distance(weighed, person) < distance(alike, person)


def test_pictures_without_exactly_one_face_are_refused(
    astronaut: Image, closeup: Image, still: FaceMesh, embedder: Embedder
) -> None:
    def code(other: Image) -> str:
        with pytest.raises(InputError) as caught:
            compare_images(astronaut, other, still, embedder, THRESHOLD, ("a.png", "b.png"))
        assert "b.png" in str(caught.value)
        return caught.value.code

    assert code(np.asarray(astronaut[300:, 300:])) == "face-none"
    assert code(np.hstack([closeup, closeup])) == "face-several"
    tiny = np.asarray(cv2.resize(astronaut, (96, 96), interpolation=cv2.INTER_AREA), np.uint8)
    assert code(tiny) in ("face-too-small", "face-none")


def test_quality_is_told_by_component_and_spoilt_one_by_one(closeup: Image, still: FaceMesh) -> None:
    def unfit(image: Image) -> tuple[str, ...]:
        (mesh,) = still.find(image)
        quality = assess(image, mesh, PROBE)
        assert quality is not None and 0 <= quality.score <= 1
        return quality.unfit

    assert unfit(closeup) == ()
    assert unfit(np.asarray(cv2.GaussianBlur(closeup, (0, 0), 9), np.uint8)) == ("sharpness",)
    assert "luminance-mean" in unfit(np.asarray(closeup * 0.2, np.uint8))
    assert "luminance-mean" in unfit(np.clip(closeup.astype(int) * 2 + 110, 0, 255).astype(np.uint8))
    small = np.asarray(cv2.resize(closeup, None, fx=0.075, fy=0.075, interpolation=cv2.INTER_AREA), np.uint8)
    framed = cv2.copyMakeBorder(small, 40, 40, 40, 40, cv2.BORDER_REPLICATE)
    assert "inter-eye-distance" in unfit(np.asarray(framed, np.uint8))


def test_light_from_one_side_is_less_uniform() -> None:
    even = np.tile(np.linspace(60, 200, 112, dtype=np.uint8)[:, None], (1, 112))
    assert uniformity_of(even) == 1.0
    assert uniformity_of(np.hstack([even[:, :56] // 4, even[:, 56:]])) < 0.4
    assert entropy_of(np.full((112, 112), 7, np.uint8)) == 0.0
