"""Visits of people who are on the block list, or look like it, with whatever card."""

from dataclasses import replace
from random import Random

import cv2
import numpy as np
import pytest

from kiosk.authority.block_list import BlockList
from kiosk.authority.card_portrait import CardPortrait, Doubt
from kiosk.authority.gallery import Gallery, Portrait
from kiosk.authority.local_gallery import LocalGallery
from kiosk.authority.person import Listing
from kiosk.decision.outcome import Outcome
from kiosk.decision.profile import Profile
from kiosk.decision.verdict import Code
from kiosk.errors import EnvironmentFault
from kiosk.face.embed import Embedder
from kiosk.face.mesh import FaceMesh
from kiosk.face.observation import LivenessResult
from kiosk.pipeline.comparing import FaceComparer, compared
from kiosk.pipeline.toolbox import make_tools
from kiosk.simulation.card_portrait import card_portrait
from kiosk.simulation.identity import unlike
from tests.authority.samples import NOON, NUMBER, OTHER, person
from tests.decision.samples import FRONT, LIVE, with_fields
from tests.pipeline.standing import Standing

ASKING = Profile(name="any", block_list=True)


def enrol(path, number, identity, listing=Listing.BLOCKED):
    picture = cv2.imencode(".png", card_portrait(identity))[1].tobytes()
    with Gallery(path, make=True) as gallery:
        return gallery.enrol(person("乙", number, listing), [Portrait(picture, 0.9)], NOON)


class Counting:
    """The real comparer; counts how often live frames are embedded."""

    def __init__(self, real):
        self.known, self.match, self._real, self.lives = real.known, real.match, real, 0

    def live(self, frames, witnesses, apart):
        self.lives += 1
        return self._real.live(frames, witnesses, apart)


@pytest.fixture(scope="module")
def live(frames):
    return replace(LIVE, best_frames=frames, witnesses=frames[:1])


@pytest.fixture(scope="module")
def parts(store):
    with FaceMesh(tracking=False) as mesh:
        yield mesh, Embedder(store)


@pytest.fixture
def comparer(parts):
    return Counting(FaceComparer(*parts, 70.0))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "gallery.db"


@pytest.fixture
def listed(path, parts, holder):
    """The visitor is on the list, under another number than the card's."""
    enrol(path, OTHER, holder)
    return BlockList(path, *parts)


@pytest.mark.parametrize("card", ["stranger's", "fresh", "without a face"])
def test_whatever_the_card_the_face_is_found_and_embedded_once(listed, comparer, holder, live, card):
    shown = {
        "stranger's": card_portrait(unlike(holder, 1)),
        "fresh": card_portrait(holder),
        "without a face": np.full((480, 640, 3), 130, np.uint8),
    }[card]
    found = compared(CardPortrait(), comparer, listed, ASKING, replace(FRONT, portrait=shown), live)
    assert [one.person for one in found.blocked] == [1] and found.blocked[0].similarity >= 80.0
    assert (found.match and found.match.same) == {"stranger's": False, "fresh": True, "without a face": None}[card]
    assert comparer.lives == 1


def test_whom_the_library_does_not_vouch_for_is_sought_too(path, listed, comparer, live):
    found = compared(LocalGallery(path), comparer, listed, ASKING, FRONT, live)
    assert found.doubt is Doubt.NUMBER_UNKNOWN and found.match is None
    assert [one.person for one in found.blocked] == [1]


def test_a_venue_that_compares_no_faces_can_ask_the_list(listed, comparer, live):
    profile = Profile(name="any", match=False, block_list=True)
    found = compared(CardPortrait(), comparer, listed, profile, None, live)
    assert found.match is None and [one.person for one in found.blocked] == [1]


def test_somebody_else_is_not_found(path, parts, comparer, holder, live):
    enrol(path, OTHER, unlike(holder, 1))
    front = replace(FRONT, portrait=card_portrait(holder))
    found = compared(CardPortrait(), comparer, BlockList(path, *parts), ASKING, front, live)
    assert found.match.same and found.blocked == ()


@pytest.mark.parametrize("authority", ["card", "gallery"])
def test_a_number_on_the_list_counts_whoever_vouches(store, path, listed, holder, live, authority):
    profile = Profile(name="any", authority=authority, block_list=True)
    tools = make_tools(store, profile, "test", Random(0), print, gallery=path)
    front = with_fields(replace(FRONT, portrait=card_portrait(holder)), IdNum=OTHER)
    for shown in (front, with_fields(front, Name=None)):
        found = compared(tools.authority, tools.comparer, tools.block_list, profile, shown, live)
        assert found.match is None and found.doubt is Doubt.BLOCKED and found.blocked
    tools.close()


@pytest.mark.parametrize("seen", ["dark", "none", "not live"])
def test_what_was_not_measured_is_not_nobody(listed, comparer, holder, live, seen):
    dark = tuple(replace(frame, image=(frame.image * 0.1).astype(np.uint8)) for frame in live.best_frames)
    liveness = {
        "dark": replace(live, best_frames=dark),
        "none": LIVE,
        "not live": LivenessResult(False, 0.1, {}, (), live.best_frames),
    }[seen]
    front = replace(FRONT, portrait=card_portrait(holder))
    assert compared(CardPortrait(), comparer, listed, ASKING, front, liveness).blocked is None
    assert comparer.lives == (seen == "dark")


def test_a_visit_goes_to_staff_and_the_record_names_an_id_only(new_stage, store, cast, path, capsys):
    """The card is the visitor's own and in order; the library knows the face under another number."""
    who = enrol(path, OTHER, cast[0].identity)
    tools = make_tools(store, ASKING, "test camera", Random(0), lambda _: None, gallery=path)
    standing = Standing(new_stage, tools, cast[0].identity, light=False)
    standing.film(40, lambda view: view.verdict is not None)
    verdict = standing.visit.view.verdict
    assert (verdict.outcome, [reason.code for reason in verdict.reasons]) == (Outcome.REVIEW, [Code.FACE_BLOCKED])
    [record] = standing.stage.journal.recent()
    [found] = record["blocked"]
    assert found["person"] == who and found["similarity"] >= 80.0
    assert record["match"]["source"] == "card-portrait"
    logged = capsys.readouterr().out
    assert "decided" in logged
    assert not any(secret in logged for secret in (NUMBER, OTHER, "乙", "similarity"))
    tools.close()


def test_a_library_that_cannot_be_read_holds_a_visit_up_until_it_can(new_stage, store, cast, path):
    enrol(path, OTHER, unlike(cast[0].identity, 1))
    tools = make_tools(store, ASKING, "test camera", Random(0), lambda _: None, gallery=path)
    standing = Standing(new_stage, tools, cast[0].identity, light=False)
    path.rename(path.with_suffix(".aside"))
    path.write_bytes(b"no database at all " * 100)
    with pytest.raises(EnvironmentFault) as caught:
        standing.film(40, lambda view: view.verdict is not None)
    assert caught.value.code == "gallery-unreadable"
    assert standing.visit.view.verdict is None and standing.stage.journal.recent()[0]["outcome"] is None

    path.with_suffix(".aside").replace(path)
    standing.film(1, lambda view: view.verdict is not None)
    assert standing.visit.view.verdict.outcome is Outcome.APPROVED
    tools.close()
