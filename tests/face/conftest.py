"""What the tests of this room share. The expensive parts live as long as the session or the module."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.devices.frame import Image
from kiosk.face.embed import Embedder
from kiosk.face.mesh import FaceMesh
from kiosk.inference.store import ModelStore


@pytest.fixture(scope="session")
def still() -> Iterator[FaceMesh]:
    """Finds faces in pictures that have nothing to do with each other."""
    with FaceMesh(tracking=False) as mesh:
        yield mesh


@pytest.fixture(scope="module")
def live() -> Iterator[FaceMesh]:
    """Follows a face through a stream; one a module, since it remembers what the test before showed it."""
    with FaceMesh() as mesh:
        yield mesh


@pytest.fixture(scope="session")
def embedder(store: ModelStore) -> Embedder:
    return Embedder(store)


@pytest.fixture(scope="session")
def astronaut() -> Image:
    """A photograph of one person, 512 x 512 (NASA, public domain; scikit-image carries it)."""
    spec = find_spec("skimage")
    assert spec is not None and spec.origin is not None
    picture = cv2.imread(str(Path(spec.origin).parent / "data" / "astronaut.png"))
    assert picture is not None
    return np.asarray(picture, np.uint8)


@pytest.fixture(scope="session")
def closeup(astronaut: Image) -> Image:
    """The same person as a terminal's camera would see them, 960 x 720: near, in the middle, looking at it."""
    return np.asarray(cv2.resize(astronaut[0:225, 78:378], (960, 720), interpolation=cv2.INTER_CUBIC), np.uint8)
