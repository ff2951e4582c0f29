"""What it means for a visit that the authority vouches for nobody, and when comparing is no longer worth it."""

from dataclasses import replace

import pytest

from kiosk.authority.card_portrait import Doubt
from kiosk.decision.outcome import Outcome
from kiosk.decision.person_rules import worth_comparing
from kiosk.decision.policy import decide
from kiosk.decision.profile import Profile, parse_profile
from kiosk.decision.verdict import Code
from kiosk.errors import InputError
from kiosk.face.observation import LivenessResult
from tests.decision.samples import GENUINE, LIVE

HOTEL = Profile(name="any")
NOT_LIVE = LivenessResult(False, 0.1, {}, ("moire",), ())


def codes(evidence, profile=HOTEL):
    return [reason.code for reason in decide(evidence, profile).reasons]


@pytest.mark.parametrize("doubt", Doubt)
def test_each_doubt_is_a_reason_of_its_own_beside_the_missing_comparison(doubt):
    verdict = decide(replace(GENUINE, match=None, doubt=doubt), HOTEL)
    assert {reason.code for reason in verdict.reasons} == {Code(doubt), Code.MATCH_MISSING}
    assert verdict.outcome is Outcome.DECLINED


@pytest.mark.parametrize("doubt", Doubt)
def test_a_doubt_counts_even_where_faces_are_not_compared(doubt):
    profile = Profile(name="any", match=False)
    assert codes(replace(GENUINE, match=None, doubt=doubt), profile) == [Code(doubt)]


@pytest.mark.parametrize("doubt", Doubt)
def test_no_profile_passes_a_doubt(doubt):
    with pytest.raises(InputError):
        parse_profile({"name": "any", "rules": {str(doubt): "pass"}})


def test_who_is_declined_for_not_being_live_is_not_compared():
    assert not worth_comparing(NOT_LIVE, HOTEL)
    assert codes(replace(GENUINE, liveness=NOT_LIVE, match=None)) == [Code.LIVENESS_FAILED]
    lenient = Profile(name="any", rules={Code.LIVENESS_FAILED: "review"})
    assert worth_comparing(NOT_LIVE, lenient)
    assert Code.MATCH_MISSING in codes(replace(GENUINE, liveness=NOT_LIVE, match=None), lenient)


def test_otherwise_faces_are_compared():
    assert worth_comparing(LIVE, HOTEL)
    assert worth_comparing(None, HOTEL)
    assert worth_comparing(NOT_LIVE, Profile(name="any", liveness=False))
    assert not worth_comparing(LIVE, Profile(name="any", match=False))


def test_a_profile_names_its_authority():
    assert HOTEL.authority == "card"
    assert parse_profile({"name": "any", "authority": "gallery"}).authority == "gallery"
    with pytest.raises(InputError):
        parse_profile({"name": "any", "authority": "cloud"})
