"""The library vouches by name and number, and says which of them is at odds."""

import cv2
import numpy as np
import pytest

from kiosk.authority.card_portrait import Authority, Doubt, Reference
from kiosk.authority.gallery import Gallery, Portrait
from kiosk.authority.local_gallery import LocalGallery
from kiosk.authority.person import Listing
from tests.authority.samples import NOON, NUMBER, OTHER, person
from tests.decision.samples import FRONT, with_fields


def encoded(grey):
    return cv2.imencode(".png", np.full((20, 16, 3), grey, np.uint8))[1].tobytes()


@pytest.fixture
def library(tmp_path):
    path = tmp_path / "gallery.db"
    with Gallery(path, make=True) as gallery:
        gallery.enrol(person(), [Portrait(encoded(40), 0.3), Portrait(encoded(90), 0.8)], NOON)
        gallery.enrol(person("乙", OTHER, Listing.BLOCKED), [Portrait(encoded(10), 0.5)], NOON)
        gallery.enrol(person("丙", "E12345678"), [Portrait(b"damaged", 0.5)], NOON)
    return LocalGallery(path)


def test_the_holder_of_the_card_is_known_by_name_and_number(library):
    authority: Authority = library
    answer = authority.reference(FRONT)
    assert isinstance(answer, Reference)
    assert answer.source == "gallery"
    assert answer.portrait[0, 0, 0] == 90 and [other[0, 0, 0] for other in answer.more] == [40]


@pytest.mark.parametrize(
    ("name", "number", "doubt"),
    [
        ("样本", "110101198001010017", Doubt.NUMBER_UNKNOWN),
        ("样本", "no number", Doubt.NUMBER_UNKNOWN),
        ("样夲", NUMBER, Doubt.NAME_DIFFERS),
        ("乙", OTHER, Doubt.BLOCKED),
        ("甲", OTHER, Doubt.BLOCKED),
        (None, OTHER, Doubt.BLOCKED),
        ("丙", "E12345678", Doubt.PORTRAIT_UNUSABLE),
    ],
)
def test_each_way_of_not_being_known_is_its_own(library, name, number, doubt):
    assert library.of(name, number) is doubt


@pytest.mark.parametrize("missing", ["Name", "IdNum"])
def test_what_was_not_read_cannot_be_asked(library, missing):
    assert library.reference(with_fields(FRONT, **{missing: None})) is None
