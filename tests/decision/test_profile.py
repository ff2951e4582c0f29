"""Venue profiles: the shipped ones, and what a wrong one is told."""

import pytest
from pydantic import ValidationError

from kiosk.decision.flow import ATTEMPTS, TIMEOUTS, Event, State
from kiosk.decision.outcome import Outcome
from kiosk.decision.profile import load_profile, parse_profile, profile_names
from kiosk.decision.verdict import Code
from kiosk.errors import InputError


def test_three_profiles_are_shipped_each_named_as_its_file():
    assert profile_names() == ["airport", "hotel", "internet-cafe"]
    assert [load_profile(name).name for name in profile_names()] == profile_names()


def test_only_the_internet_cafe_asks_for_an_age():
    assert {name: load_profile(name).minimum_age for name in profile_names()} == {
        "airport": None,
        "hotel": None,
        "internet-cafe": 18,
    }


@pytest.mark.parametrize("name", profile_names())
def test_every_shipped_profile_asks_for_a_living_matching_face(name):
    profile = load_profile(name)
    assert profile.liveness
    assert profile.match
    assert profile.challenges >= 1
    assert profile.outcome(Code.FACE_MISMATCH) is Outcome.DECLINED
    assert profile.outcome(Code.LIVENESS_FAILED) is Outcome.DECLINED


def test_a_profile_of_ones_own_is_read_from_its_file(tmp_path):
    path = tmp_path / "bank.toml"
    path.write_text('name = "bank"\n[rules]\nphotocopy = "review"\n[timeouts]\nface = 30\n[attempts]\nretake = 1\n')
    profile = load_profile(path)
    assert profile.outcome(Code.PHOTOCOPY) is Outcome.REVIEW
    assert profile.outcome(Code.DOCTORED) is Outcome.DECLINED
    assert profile.timeouts == {State.FACE: 30.0}
    assert profile.attempts == {Event.RETAKE: 1}
    assert load_profile(str(path)) == profile


def test_a_profile_cannot_be_changed():
    with pytest.raises(ValidationError):
        load_profile("hotel").liveness = False


@pytest.mark.parametrize(
    ("values", "code", "told"),
    [
        ({}, "setting-invalid", "name: Field required"),
        ({"nme": "x"}, "setting-unknown", "Did you mean 'name'?"),
        (
            {"similarity": {"aprove": 70}},
            "setting-unknown",
            "similarity.aprove: there is no such setting. Did you mean 'approve'?",
        ),
        (
            {"rules": {"photocop": "pass"}},
            "setting-unknown",
            "rules.photocop: there is no such setting. Did you mean 'photocopy'?",
        ),
        (
            {"rules": {"photocopy": "ignore"}},
            "setting-invalid",
            "rules.photocopy: Input should be 'pass', 'review' or 'decline'",
        ),
        ({"rules": {"match-missing": "pass"}}, "setting-invalid", "rules.match-missing must be review or decline"),
        ({"challenges": "2"}, "setting-invalid", "challenges: Input should be a valid integer"),
        ({"challenges": 6}, "setting-invalid", "less than or equal to 5"),
        ({"liveness": 0}, "setting-invalid", "liveness: Input should be a valid boolean"),
        ({"steps": ["face", "card-front"]}, "setting-invalid", "in this order: card-front, card-back, review, face"),
        ({"steps": ["card-front"]}, "setting-invalid", "liveness and match must both be false"),
        ({"steps": ["card-frnt"]}, "setting-invalid", "steps.0: Input should be"),
        ({"similarity": {"approve": 50, "review": 60}}, "setting-invalid", "must not be above"),
        ({"timeouts": {"welcome": 5}}, "setting-invalid", "timeouts.welcome has no meaning"),
        ({"timeouts": {"face": 0}}, "setting-invalid", "timeouts.face: Input should be greater than or equal to 1"),
        ({"attempts": {"start": 5}}, "setting-invalid", "attempts.start has no meaning"),
    ],
)
def test_a_wrong_profile_is_refused_with_file_key_and_what_is_allowed(values, code, told):
    with pytest.raises(InputError) as caught:
        parse_profile({"name": "x", **values} if values and "nme" not in values else values, "venue.toml")
    assert caught.value.code == code
    assert str(caught.value).startswith("venue.toml")
    assert told in str(caught.value)


def test_a_profile_that_is_not_shipped_is_told_the_names_there_are():
    with pytest.raises(InputError, match="airport, hotel, internet-cafe") as caught:
        load_profile("hostel")
    assert caught.value.code == "setting-invalid"


@pytest.mark.parametrize("content", [b"name =", b"\xff\xfe", None])
def test_an_unreadable_profile_says_so(tmp_path, content):
    path = tmp_path / "broken.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        load_profile(path)
    assert caught.value.code == "setting-unreadable"
    assert str(path) in str(caught.value)


def test_what_a_profile_may_tune_is_what_the_flow_has():
    everything = {
        "name": "x",
        "attempts": {str(event): 1 for event in ATTEMPTS},
        "timeouts": {str(state): 5 for state in TIMEOUTS},
        "rules": {str(code): "decline" for code in Code},
    }
    profile = parse_profile(everything)
    assert all(profile.outcome(code) is Outcome.DECLINED for code in Code)
