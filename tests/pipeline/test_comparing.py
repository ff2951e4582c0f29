"""The live face beside the card's or the library's portrait: who is compared, who is not, and what comes of it."""

from dataclasses import replace

import cv2
import numpy as np
import psutil
import pytest

from kiosk.authority.card_portrait import CardPortrait, Doubt, Reference
from kiosk.authority.gallery import Gallery, Portrait
from kiosk.authority.local_gallery import LocalGallery
from kiosk.bench.match_people import frames_of
from kiosk.decision.profile import Profile
from kiosk.devices.frame import Frame
from kiosk.face.embed import Embedder
from kiosk.face.mesh import FaceMesh
from kiosk.face.observation import LivenessResult
from kiosk.pipeline.comparing import Compared, FaceComparer, compared
from kiosk.pipeline.toolbox import make_tools, versions
from kiosk.simulation.card_portrait import card_portrait
from kiosk.simulation.identity import unlike
from tests.authority.samples import NOON, person
from tests.decision.samples import FRONT, LIVE, with_fields

HOTEL = Profile(name="any")
WALL = np.full((480, 640, 3), 130, np.uint8)


@pytest.fixture(scope="module")
def comparer(store):
    with FaceMesh(tracking=False) as mesh:
        yield FaceComparer(mesh, Embedder(store), 70.0)


class Untouched:
    """Fails when a comparison is made that nobody should make."""

    def known(self, *asked):
        raise AssertionError("compared in vain")

    live = match = known


class Vouching:
    """An authority that always has this portrait."""

    def __init__(self, portrait):
        self.portrait = portrait

    def reference(self, front):
        return self.portrait


def beside(comparer, reference, frames):
    """The comparison of live frames with a reference, or the doubt about it."""
    live = replace(LIVE, best_frames=frames, witnesses=frames[:1])
    found = compared(Vouching(reference), comparer, None, HOTEL, FRONT, live)
    return found.match or found.doubt


@pytest.fixture(scope="module")
def library(tmp_path_factory, holder):
    path = tmp_path_factory.mktemp("library") / "gallery.db"
    picture = cv2.imencode(".png", card_portrait(holder))[1].tobytes()
    with Gallery(path, make=True) as gallery:
        gallery.enrol(person(), [Portrait(picture, 0.9)], NOON)
        gallery.enrol(person("墙", "E12345678"), [Portrait(cv2.imencode(".png", WALL)[1].tobytes(), 0.1)], NOON)
    return LocalGallery(path)


def test_the_holder_is_the_same_and_somebody_else_is_not(comparer, holder, frames):
    own = beside(comparer, Reference(card_portrait(holder), "card-portrait"), frames)
    assert own.same and own.source == "card-portrait"
    other = beside(comparer, Reference(card_portrait(unlike(holder, 1)), "card-portrait"), frames)
    assert not other.same and other.similarity < own.similarity - 20


def test_a_small_portrait_is_compared_too_and_several_portraits_count_together(comparer, holder, frames):
    portrait = card_portrait(holder)
    small = np.asarray(cv2.resize(portrait, (102, 126), interpolation=cv2.INTER_AREA), np.uint8)
    assert beside(comparer, Reference(small, "chip"), frames).same
    assert beside(comparer, Reference(WALL, "gallery", (portrait,)), frames).same


def test_frames_that_are_not_fit_do_not_count(comparer, holder, frames):
    reference = Reference(card_portrait(holder), "card-portrait")
    dark = tuple(replace(frame, image=(frame.image * 0.1).astype(np.uint8)) for frame in frames)
    assert beside(comparer, reference, dark) is None
    assert beside(comparer, reference, (dark[0], *frames[1:])).same
    assert beside(comparer, reference, ()) is None


def test_who_did_what_was_asked_is_compared_and_not_a_picture_held_up_in_between(comparer, holder, frames):
    """The best frames show the holder, as a good photograph before the camera would."""
    reference = Reference(card_portrait(holder), "card-portrait")
    somebody = frames_of(unlike(holder, 1), np.random.default_rng(6))

    def similarity(best, doing):
        live = replace(LIVE, best_frames=best, witnesses=doing)
        match = compared(Vouching(reference), comparer, None, HOTEL, FRONT, live).match
        return None if match is None else match.similarity

    others = tuple(Frame(image, number / 2, number) for number, image in enumerate(somebody))
    assert similarity(frames, frames[-2:]) > 90
    assert similarity(frames, ()) is None
    assert similarity(frames, others[-2:]) < 60
    assert similarity((*frames[:3], *others[:2]), others[-2:]) < 60
    assert similarity(frames, (Frame(WALL, 9.0, 99),)) is None


def test_a_portrait_without_a_face_is_a_doubt(comparer, frames):
    assert beside(comparer, Reference(WALL, "card-portrait"), frames) is Doubt.PORTRAIT_UNUSABLE


def test_the_library_vouches_for_whom_it_knows(library, comparer, frames):
    live = replace(LIVE, best_frames=frames, witnesses=frames[:1])
    match, doubt, blocked = compared(library, comparer, None, HOTEL, FRONT, live)
    assert doubt is None and match.same and match.source == "gallery" and blocked is None
    wall = with_fields(FRONT, Name="墙", IdNum="E12345678")
    assert compared(library, comparer, None, HOTEL, wall, live) == Compared(doubt=Doubt.PORTRAIT_UNUSABLE)


@pytest.mark.parametrize(
    ("front", "live", "doubt"),
    [
        (with_fields(FRONT, Name="样夲"), True, Doubt.NAME_DIFFERS),
        (with_fields(FRONT, IdNum="110101198001010017"), True, Doubt.NUMBER_UNKNOWN),
        (with_fields(FRONT, Name="样夲"), False, Doubt.NAME_DIFFERS),
        (FRONT, False, None),
        (None, True, None),
    ],
)
def test_no_step_is_taken_in_vain(library, frames, front, live, doubt):
    liveness = LivenessResult(live, 0.5, {}, (), frames)
    assert compared(library, Untouched(), None, HOTEL, front, liveness) == Compared(doubt=doubt)


def test_without_frames_or_a_portrait_there_is_nothing_to_compare(frames):
    card = CardPortrait()
    assert compared(card, Untouched(), None, HOTEL, FRONT, LIVE) == Compared()
    assert compared(card, Untouched(), None, HOTEL, FRONT, None) == Compared()
    live = replace(LIVE, best_frames=frames, witnesses=frames[:1])
    assert compared(card, Untouched(), None, HOTEL, replace(FRONT, portrait=None), live) == Compared()
    assert compared(card, Untouched(), None, Profile(name="any", match=False), FRONT, live) == Compared()


def test_a_profile_chooses_its_authority_and_the_settings_the_embedder(store, tmp_path):
    path = tmp_path / "gallery.db"
    Gallery(path, make=True).close()
    tools = make_tools(store, Profile(name="any", authority="gallery"), "test", None, print, gallery=path)
    tools.close()
    assert isinstance(tools.authority, LocalGallery)
    assert "face-descriptor" in tools.versions
    assert "face-embedder-sface" in versions(store, "face-embedder-sface")
    assert tools.block_list is None
    for asking in ({"authority": "gallery"}, {"block_list": True}):
        with pytest.raises(ValueError):
            make_tools(store, Profile(name="any", **asking), "test", None, print)


def test_the_settings_say_how_many_threads_a_model_may_take(store):
    def started(threads):
        before = psutil.Process().num_threads()
        tools = make_tools(store, HOTEL, "test", None, print, threads=threads)
        count = psutil.Process().num_threads() - before
        tools.close()
        return count

    started(1)  # some threads are made once for all
    assert started(4) >= started(1) + 3 * 2, "for reading and for comparing"
