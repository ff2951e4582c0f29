"""What it means for a visit that a face is like one on the block list, or was held against none."""

from dataclasses import replace

import pytest

from kiosk.authority.index import Alike
from kiosk.decision.outcome import Outcome
from kiosk.decision.person_rules import worth_seeking
from kiosk.decision.policy import decide
from kiosk.decision.profile import Profile, load_profile, parse_profile, profile_names
from kiosk.decision.verdict import Code
from kiosk.errors import InputError
from kiosk.face.observation import LivenessResult
from tests.decision.samples import FRONT, GENUINE, LIVE, with_checks, with_fields

ASKED = Profile(name="any", block_list=True)
LISTED = (Alike(7, 84.0),)
UNASKED = replace(GENUINE, blocked=None)
NOT_LIVE = LivenessResult(False, 0.1, {}, ("moire",), ())


def reasons(evidence, profile=ASKED):
    return [(reason.code, reason.outcome) for reason in decide(evidence, profile).reasons]


def test_a_similar_face_is_looked_at_by_a_person():
    assert reasons(replace(GENUINE, blocked=LISTED)) == [(Code.FACE_BLOCKED, Outcome.REVIEW)]
    assert reasons(GENUINE) == []
    strict = Profile(name="any", block_list=True, rules={Code.FACE_BLOCKED: "decline"})
    assert decide(replace(GENUINE, blocked=LISTED), strict).outcome is Outcome.DECLINED


def test_the_profile_says_how_similar():
    at_90 = parse_profile({"name": "any", "block_list": True, "similarity": {"blocked": 90}})
    assert reasons(replace(GENUINE, blocked=LISTED), at_90) == []
    assert reasons(replace(GENUINE, blocked=(Alike(7, 90.0),)), at_90) == [(Code.FACE_BLOCKED, Outcome.REVIEW)]
    assert reasons(replace(GENUINE, blocked=(Alike(7, float("nan")),)), at_90) != []


def test_a_list_that_was_not_asked_counts_for_as_much_as_a_similar_face():
    assert reasons(UNASKED) == [(Code.BLOCK_LIST_UNASKED, Outcome.REVIEW)]
    strict = Profile(name="any", block_list=True, rules={Code.FACE_BLOCKED: "decline"})
    assert reasons(UNASKED, strict) == [(Code.BLOCK_LIST_UNASKED, Outcome.DECLINED)]


@pytest.mark.parametrize("holds", [False, None])
def test_a_misread_number_was_not_asked_for_whatever_its_checks_may_pass(holds):
    profile = Profile(name="any", block_list=True, rules={Code.NUMBER_CHECKSUM: "pass"})
    misread = replace(GENUINE, front=with_checks(FRONT, {"number-checksum": holds}))
    assert (Code.BLOCK_LIST_UNASKED, Outcome.REVIEW) in reasons(misread, profile)
    assert Code.BLOCK_LIST_UNASKED not in dict(reasons(misread, Profile(name="any")))


def test_a_number_that_was_not_read_at_all_counts_for_a_listed_one():
    for unread in (replace(GENUINE, front=with_fields(FRONT, IdNum=None)), replace(GENUINE, front=None)):
        lenient = {Code.CARD_FRONT_MISSING: "review", Code.PHOTOCOPY: "review", Code.REPHOTOGRAPHED: "review"}
        rules = {**lenient, Code.DOCTORED: "review"}
        assert decide(unread, Profile(name="any", block_list=True, rules=rules)).outcome is Outcome.DECLINED
        assert decide(unread, Profile(name="any", rules=rules)).outcome is Outcome.REVIEW


def test_it_counts_beside_what_else_was_found():
    found = reasons(replace(GENUINE, match=None, blocked=LISTED))
    assert found == [(Code.MATCH_MISSING, Outcome.DECLINED), (Code.FACE_BLOCKED, Outcome.REVIEW)]


def test_who_is_declined_for_not_being_live_is_not_sought():
    assert not worth_seeking(NOT_LIVE, ASKED)
    assert reasons(replace(UNASKED, liveness=NOT_LIVE, match=None)) == [(Code.LIVENESS_FAILED, Outcome.DECLINED)]
    lenient = Profile(name="any", block_list=True, rules={Code.LIVENESS_FAILED: "review"})
    assert worth_seeking(NOT_LIVE, lenient)
    assert (Code.BLOCK_LIST_UNASKED, Outcome.REVIEW) in reasons(replace(UNASKED, liveness=NOT_LIVE), lenient)
    assert worth_seeking(LIVE, Profile(name="any", match=False, block_list=True))


def test_a_venue_that_does_not_ask_is_told_nothing():
    profile = Profile(name="any")
    assert not worth_seeking(LIVE, profile)
    for blocked in (None, (), LISTED):
        assert reasons(replace(GENUINE, blocked=blocked), profile) == []
    assert not any(load_profile(name).block_list for name in profile_names())


@pytest.mark.parametrize("code", [Code.FACE_BLOCKED, Code.BLOCK_LIST_UNASKED])
def test_no_profile_asks_and_then_passes_it(code):
    with pytest.raises(InputError, match="must be review or decline"):
        parse_profile({"name": "any", "block_list": True, "rules": {str(code): "pass"}})


def test_without_the_face_step_there_is_no_face_to_seek():
    with pytest.raises(InputError, match="block_list must be false"):
        parse_profile({"name": "any", "steps": ["card-front"], "liveness": False, "match": False, "block_list": True})
