"""What each finding does, and that nothing is approved for want of evidence."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.card.kinds.checks import checks_of
from kiosk.card.reading import UNPRINTED, CardWarning, Field, Kind, Side, WarnCode
from kiosk.decision.card_rules import CHECKS, FRONT_CHECKS, UNMADE
from kiosk.decision.outcome import Outcome
from kiosk.decision.policy import decide
from kiosk.decision.profile import NEVER_PASS, RULES, Profile, load_profile, profile_names
from kiosk.decision.verdict import Code, Evidence
from kiosk.face.observation import LivenessResult, Match
from tests.decision.samples import BACK, FRONT, GENUINE, TODAY, with_checks, with_fields, with_warning

HOTEL = load_profile("hotel")
CAFE = load_profile("internet-cafe")
AIRPORT = load_profile("airport")


def codes(evidence: Evidence, profile: Profile = HOTEL) -> dict[str, Outcome]:
    return {reason.code: reason.outcome for reason in decide(evidence, profile).reasons}


@pytest.mark.parametrize("name", profile_names())
def test_a_genuine_visitor_is_approved_without_reservation(name):
    verdict = decide(GENUINE, load_profile(name))
    assert verdict.outcome is Outcome.APPROVED
    assert verdict.reasons == ()


@pytest.mark.parametrize("name", profile_names())
def test_another_persons_card_is_declined(name):
    evidence = replace(GENUINE, match=Match(21.0, 0.9, 70.0, "card-portrait"))
    verdict = decide(evidence, load_profile(name))
    assert verdict.outcome is Outcome.DECLINED
    assert [reason.code for reason in verdict.reasons] == ["face-mismatch"]


@pytest.mark.parametrize("name", profile_names())
def test_a_print_is_declined(name):
    evidence = replace(GENUINE, liveness=LivenessResult(False, 0.1, {"depth": 0.0}, ("flat",), ()))
    assert decide(evidence, load_profile(name)).outcome is Outcome.DECLINED


@pytest.mark.parametrize("name", profile_names())
def test_liveness_that_cannot_be_told_is_never_approved(name):
    evidence = replace(GENUINE, liveness=LivenessResult(None, None, {}, ("too-dark",), ()))
    verdict = decide(evidence, load_profile(name))
    assert verdict.outcome is not Outcome.APPROVED
    assert verdict.reasons[0].code == "liveness-unknown"


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("2016.01.02-2036.01.02", None),
        ("2016.01.02-长期", None),
        ("2015.06.15-2025.06.15", None),
        ("2025.06.15-2045.06.15", None),
        ("2015.06.14-2025.06.14", "card-expired"),
        ("2025.06.16-2045.06.16", "card-not-yet-valid"),
        ("2036.01.02-2016.01.02", "period-invalid"),
        ("2016.02.30-2036.02.28", "period-invalid"),
        ("2016.01.02", "check-missing"),  # misread: no card says so
        ("?", "check-missing"),
    ],
)
def test_the_period_of_validity(period, code):
    found = codes(replace(GENUINE, back=with_fields(BACK, ValidDate=period)))
    assert found == ({code: Outcome.REVIEW} if code else {})


@pytest.mark.parametrize("text", ["2016.01.02-203", "2016.01.02", "长期"])
@pytest.mark.parametrize("name", profile_names())
def test_a_misread_period_is_looked_at_by_a_person_everywhere(name, text):
    back = with_checks(with_fields(BACK, ValidDate=text), {"period-form": False})
    assert codes(replace(GENUINE, back=back), load_profile(name)) == {"check-missing": Outcome.REVIEW}


def test_an_expired_card_goes_to_the_reception_but_not_on_board():
    evidence = replace(GENUINE, back=with_fields(BACK, ValidDate="2005.01.01-2015.01.01"))
    assert decide(evidence, HOTEL).outcome is Outcome.REVIEW
    assert decide(evidence, AIRPORT).outcome is Outcome.DECLINED


@pytest.mark.parametrize(
    ("birth", "number", "code"),
    [
        ("2007-06-15", "110101200706150028", None),  # eighteen today
        ("2007-06-16", "110101200706160025", "under-age"),
        ("2004-02-29", "110101200402290022", None),
        ("2007-06-16", "110101200506160028", "age-uncertain"),
        ("2005-06-16", "110101200706160025", "age-uncertain"),
        ("2007-06-16", None, "under-age"),
        (None, "110101200706160025", "under-age"),
        ("smudged", "11010120", "age-unknown"),
        ("2010-02-30", "110101200506160028", "age-uncertain"),  # no such day: who knows which was printed
        ("2005-06-16", "110101200502300021", "age-uncertain"),
        ("2005-06-16", "CAN110005061610", None),  # a number of 2017, which does not say the century
        (None, None, "age-unknown"),
    ],
)
def test_the_age_rule_of_an_internet_cafe(birth, number, code):
    evidence = replace(GENUINE, front=with_fields(FRONT, Birth=birth, IdNum=number))
    ages = {found for found in codes(evidence, CAFE) if "age" in found}
    assert ages == ({code} if code else set())
    assert not {found for found in codes(evidence, HOTEL) if "age" in found}


@pytest.mark.parametrize("correction", [{"Birth": "2000-06-16"}, {"IdNum": "110101200006160022"}])
def test_a_minor_does_not_grow_older_by_typing(correction):
    front = with_fields(FRONT, Birth="2010-06-16", IdNum="110101201006160021")
    found = codes(replace(GENUINE, front=front, corrections=correction), CAFE)
    assert found == {"age-uncertain": Outcome.REVIEW, "field-corrected": Outcome.REVIEW}


def test_an_expired_card_is_not_renewed_by_typing():
    back = with_fields(BACK, ValidDate="2005.01.01-2015.01.01")
    corrected = replace(GENUINE, back=back, corrections={"ValidDate": "2005.01.01-2035.01.01"})
    assert codes(corrected) == {"field-corrected": Outcome.REVIEW}


def test_confirming_a_field_unchanged_is_no_correction():
    assert codes(replace(GENUINE, corrections={"Name": FRONT.fields["Name"].text})) == {}


@pytest.mark.parametrize("name", FRONT_CHECKS)
def test_each_failed_or_unmade_check_of_the_front_counts(name):
    failed = codes(replace(GENUINE, front=with_checks(FRONT, {name: False})))
    assert failed == {CHECKS[name]: Outcome.REVIEW}
    assert codes(replace(GENUINE, front=with_checks(FRONT, {name: None}))) == {"check-missing": Outcome.REVIEW}


@pytest.mark.parametrize(
    ("code", "reason", "expected"),
    [
        (WarnCode.INVALID_PERIOD, "expired", "card-expired"),
        (WarnCode.INVALID_PERIOD, "not-yet-valid", "card-not-yet-valid"),
        (WarnCode.INVALID_PERIOD, "length", "period-invalid"),
        (WarnCode.BORDER_INCOMPLETE, "", "border-incomplete"),
        (WarnCode.PHOTOCOPY, "", "photocopy"),
        (WarnCode.REPHOTOGRAPHED, "", "rephotographed"),
        (WarnCode.TEMPORARY, "", "temporary-card"),
        (WarnCode.OCCLUDED, "", "occluded"),
        (WarnCode.DOCTORED, "", "doctored"),
        (WarnCode.REFLECTION, "", "reflection"),
    ],
)
def test_each_warning_does_what_the_profile_says(code, reason, expected):
    for rule, outcome in {"review": Outcome.REVIEW, "decline": Outcome.DECLINED}.items():
        profile = Profile(name="x", rules={Code(expected): rule})
        assert codes(replace(GENUINE, front=with_warning(FRONT, code, reason)), profile) == {expected: outcome}
    passing = Profile(name="x", rules={Code(expected): "pass"})
    assert codes(replace(GENUINE, front=with_warning(FRONT, code, reason)), passing) == {}


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.CITIZEN])
def test_a_sound_card_of_another_kind_is_looked_at_by_a_person_and_lacks_nothing(kind):
    unprinted = dict.fromkeys(UNPRINTED[kind])
    front = with_checks(replace(with_fields(FRONT, **unprinted), kind=kind), dict.fromkeys(UNMADE[kind]))
    evidence = replace(GENUINE, front=front, back=replace(BACK, kind=kind))
    assert codes(evidence) == {"surface-unexamined": Outcome.REVIEW}
    declining = Profile(name="x", rules={Code.SURFACE_UNEXAMINED: "decline"})
    assert codes(evidence, declining) == {"surface-unexamined": Outcome.DECLINED}


def test_what_only_other_kinds_of_cards_bear_counts_where_it_contradicts():
    foreign = Kind.FOREIGN_PR_2017
    front = replace(with_fields(FRONT, Nation=None, Address=None), kind=foreign)
    front = with_checks(front, dict.fromkeys(UNMADE[foreign]) | {"number-nationality": None})
    back = with_checks(replace(BACK, kind=foreign), {"mrz-number": True, "mrz-birth": None})
    evidence = replace(GENUINE, front=front, back=back)
    assert codes(evidence) == {"surface-unexamined": Outcome.REVIEW}  # what could not be checked is nothing amiss here
    for spoilt in (
        replace(evidence, front=with_checks(front, {"number-nationality": False})),
        replace(evidence, back=with_checks(back, {"mrz-number": False})),
    ):
        assert codes(spoilt)["fields-disagree"] is Outcome.REVIEW
        assert codes(spoilt, Profile(name="x", rules={Code.FIELDS_DISAGREE: "decline"}))["fields-disagree"] is (
            Outcome.DECLINED
        )


def test_every_check_of_every_kind_has_a_code():
    assert {name for kind in Kind for side in Side for name in checks_of({}, side, kind)} == set(CHECKS)


def test_every_warning_code_is_answered():
    for code in WarnCode:
        decide(replace(GENUINE, front=replace(FRONT, warnings=(CardWarning(code, "x", 1.0, 0.5),))), HOTEL)


def test_a_field_that_is_missing_or_read_without_confidence_is_looked_at():
    doubtful = replace(FRONT, fields={**FRONT.fields, "Name": Field("样本", 0.5)})
    assert codes(replace(GENUINE, front=doubtful)) == {"low-confidence": Outcome.REVIEW}
    unmeasured = replace(FRONT, fields={**FRONT.fields, "Name": Field("样本", float("nan"))})
    assert codes(replace(GENUINE, front=unmeasured)) == {"low-confidence": Outcome.REVIEW}
    for nothing in (None, ""):
        without = with_fields(FRONT, Address=nothing)
        assert codes(replace(GENUINE, front=without)) == {"field-missing": Outcome.REVIEW}


@pytest.mark.parametrize(
    ("similarity", "threshold", "code"),
    [
        (70.0, 70.0, None),
        (69.9, 60.0, "face-uncertain"),
        (75.0, 80.0, "face-uncertain"),  # the embedder itself asks for more
        (60.0, 70.0, "face-uncertain"),
        (59.9, 50.0, "face-mismatch"),
        (float("nan"), 70.0, "face-mismatch"),
    ],
)
def test_the_limits_of_similarity(similarity, threshold, code):
    found = codes(replace(GENUINE, match=Match(similarity, 0.5, threshold, "card-portrait")))
    assert list(found) == ([code] if code else [])


def test_a_venue_without_a_back_does_not_ask_for_the_period():
    profile = Profile(name="x", steps=("card-front", "face"))
    assert codes(replace(GENUINE, back=None), profile) == {}


def test_a_venue_that_does_without_liveness_and_match_says_so():
    profile = Profile(name="x", steps=("card-front", "card-back", "review"), liveness=False, match=False)
    assert codes(replace(GENUINE, liveness=None, match=None), profile) == {}


def test_reasons_come_worst_first_and_once_each():
    evidence = replace(
        GENUINE,
        front=with_warning(with_warning(FRONT, WarnCode.OCCLUDED), WarnCode.OCCLUDED),
        back=with_warning(BACK, WarnCode.OCCLUDED),
        match=None,
    )
    verdict = decide(evidence, HOTEL)
    assert [reason.code for reason in verdict.reasons] == ["match-missing", "occluded"]
    assert verdict.outcome is verdict.reasons[0].outcome


def test_nothing_at_all_is_declined():
    nothing = Evidence(date(2025, 1, 1), None, None, None, None, {}, 1)
    verdict = decide(nothing, HOTEL)
    assert verdict.outcome is Outcome.DECLINED
    expected = {"card-front-missing", "card-back-missing", "liveness-missing", "match-missing"}
    assert {reason.code for reason in verdict.reasons} == expected


def test_every_code_has_a_rule_and_absence_cannot_be_waved_through():
    assert set(RULES) == set(Code)
    assert not {code for code in NEVER_PASS if RULES[code] == "pass"}
    assert {code for code in Code if code.value.endswith(("-missing", "-unknown", "-uncertain"))} - NEVER_PASS == {
        Code.NATION_UNKNOWN  # a failed check, not an absent one
    }


def test_today_is_the_venues_day():
    assert codes(replace(GENUINE, today=date(2036, 1, 3))) == {"card-expired": Outcome.REVIEW}
    assert codes(replace(GENUINE, today=TODAY)) == {}
