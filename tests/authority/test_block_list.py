"""The block list finds the people on it by face and by number, follows the library, and never says nobody unasked."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.authority.barring import Barring
from kiosk.authority.block_list import BlockList
from kiosk.authority.card_portrait import CardPortrait, Doubt
from kiosk.authority.gallery import Gallery, Portrait
from kiosk.authority.local_gallery import LocalGallery
from kiosk.authority.person import Listing
from kiosk.errors import EnvironmentFault
from kiosk.face.embed import Embedder
from kiosk.face.match import only_face
from kiosk.face.mesh import FaceMesh
from kiosk.simulation.card_portrait import card_portrait
from kiosk.simulation.identity import Identity, unlike
from tests.authority.samples import NOON, NUMBER, OTHER, person
from tests.decision.samples import FRONT, with_fields

FRESH = "E12345678"
WALL = np.full((300, 240, 3), 130, np.uint8)


def portrait(image):
    return [Portrait(cv2.imencode(".png", image)[1].tobytes(), 0.9)]


@pytest.fixture(scope="module")
def astronaut():
    return cv2.imread(str(Path(find_spec("skimage").origin).parent / "data" / "astronaut.png"))


@pytest.fixture(scope="module")
def stranger():
    return card_portrait(unlike(Identity.from_seed(4, age=35), 2))


@pytest.fixture(scope="module")
def mesh():
    with FaceMesh(tracking=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def embedder(store):
    return Embedder(store)


@pytest.fixture(scope="module")
def seen(astronaut, mesh, embedder):
    """The astronaut as a camera sees her: smaller, darker, the other way round."""
    live = np.asarray(cv2.flip(cv2.resize(astronaut, None, fx=0.8, fy=0.8) * 0.8, 1), np.uint8)
    return embedder.embed(live, only_face(live, mesh, "a frame"))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "library" / "gallery.db"
    Gallery(path, make=True).close()
    return path


@pytest.fixture
def enrol(path):
    def enrolled(number, image, listing=Listing.BLOCKED):
        with Gallery(path) as gallery:
            return gallery.enrol(person("乙", number, listing), portrait(image), NOON)

    return enrolled


@pytest.fixture
def block_list(path, mesh, embedder):
    return lambda: BlockList(path, mesh, embedder)


def test_who_is_on_the_list_is_found_by_face_and_members_are_not(enrol, block_list, seen, astronaut, stranger):
    enrol(OTHER, stranger)
    enrol(FRESH, astronaut, Listing.MEMBER)
    who = enrol(NUMBER, astronaut)
    for pictures in (1, 5):
        [found] = block_list().alike(seen, pictures, 80.0)
        assert found.person == who and 80.0 <= found.similarity <= 100.0
    everybody = block_list().alike(seen, 1, 0.0)
    assert [one.person for one in everybody] == [who, 1]
    assert everybody[0].similarity > everybody[1].similarity + 20


def test_the_list_follows_the_library(path, enrol, block_list, seen, astronaut):
    asked = block_list()
    assert asked.alike(seen, 1, 80.0) == ()
    first = enrol(NUMBER, astronaut)
    assert [one.person for one in asked.alike(seen, 1, 80.0)] == [first]
    with Gallery(path) as gallery:
        gallery.remove(NUMBER, "time is up", NOON)
    assert asked.alike(seen, 1, 80.0) == ()
    second = enrol(OTHER, astronaut)
    assert [one.person for one in asked.alike(seen, 1, 80.0)] == [second]


def test_only_the_list_is_embedded_for_it_and_only_once(path, enrol, block_list, embedder, astronaut, stranger):
    enrol(NUMBER, astronaut)
    enrol(OTHER, stranger, Listing.MEMBER)
    block_list()
    with Gallery(path) as gallery:
        assert gallery.vectors(embedder.version)[0] == [1]
        assert [portrait for portrait, _ in gallery.unembedded(embedder.version)] == [2]
        assert list(gallery.unembedded(embedder.version, Listing.BLOCKED)) == []


def test_portraits_without_a_face_are_no_measurement(enrol, block_list, seen, astronaut):
    enrol(NUMBER, WALL)
    assert block_list().alike(seen, 1, 80.0) is None
    who = enrol(OTHER, astronaut)
    assert [one.person for one in block_list().alike(seen, 1, 80.0)] == [who]


def test_no_more_are_named_than_a_person_can_look_at(enrol, block_list, seen, astronaut):
    for number in range(7):
        enrol(f"E0000000{number}", astronaut)
    assert len(block_list().alike(seen, 1, 80.0)) == 5


def test_whose_number_is_on_the_list_no_other_authority_is_asked_about(path, enrol, stranger):
    enrol(OTHER, stranger)
    enrol(FRESH, stranger, Listing.MEMBER)
    barring = Barring(path, CardPortrait())
    assert barring.reference(with_fields(FRONT, IdNum=OTHER)) is Doubt.BLOCKED
    for number in (FRESH, NUMBER, "no number", None):
        assert barring.reference(with_fields(FRONT, IdNum=number)).source == "card-portrait"


def test_a_list_that_cannot_be_read_is_the_environments_fault(path, enrol, block_list, seen, astronaut):
    enrol(NUMBER, astronaut)
    asked = block_list()
    for file in path.parent.iterdir():
        file.unlink()
    path.write_bytes(b"no database at all " * 100)
    barring = Barring(path, CardPortrait())
    for question in (lambda: asked.alike(seen, 1, 80.0), lambda: barring.reference(FRONT), block_list):
        with pytest.raises(EnvironmentFault) as caught:
            question()
        assert caught.value.code == "gallery-unreadable"


def test_a_list_that_is_gone_bars_nobody_unasked_and_stays_gone(path, enrol, block_list, seen, astronaut):
    enrol(OTHER, astronaut)
    asked, barring, library = block_list(), Barring(path, CardPortrait()), LocalGallery(path)
    front = with_fields(FRONT, IdNum=OTHER)
    shutil.rmtree(path.parent)
    questions = [
        lambda: asked.alike(seen, 1, 80.0),
        lambda: barring.reference(front),
        lambda: library.reference(front),
        block_list,
        lambda: LocalGallery(path),
    ]
    for question in questions:
        with pytest.raises(EnvironmentFault) as caught:
            question()
        assert caught.value.code == "gallery-missing"
    assert not path.parent.exists()
