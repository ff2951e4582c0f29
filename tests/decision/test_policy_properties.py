"""For any evidence and any profile: less evidence never helps, the worst wins, nobody passes unmeasured."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kiosk.authority.index import Alike
from kiosk.card.reading import CardReading, CardWarning, Field, WarnCode
from kiosk.decision.flow import STEPS, State
from kiosk.decision.outcome import Outcome
from kiosk.decision.policy import decide
from kiosk.decision.profile import NEVER_PASS, Profile
from kiosk.decision.verdict import Code, Evidence
from kiosk.face.observation import LivenessResult, Match
from tests.decision.samples import BACK, FRONT, GENUINE, with_checks, with_fields, with_warning

run = settings(max_examples=150, deadline=None, derandomize=True)

TEXTS = {
    "Birth": ["2012-03-07", "?"],
    "IdNum": ["110101201203070024", "1101"],
    "ValidDate": ["2016.01.02-长期", "2005.01.01-2015.01.01", "2030.01.01-2050.01.01", "?"],
}


@st.composite
def profiles(draw):
    rules = {
        code: draw(st.sampled_from(["review", "decline"] if code in NEVER_PASS else ["pass", "review", "decline"]))
        for code in Code
    }
    liveness, match = draw(st.booleans()), draw(st.booleans())
    optional = [State.CARD_BACK, State.REVIEW] + [State.FACE] * (not liveness and not match)
    left_out = draw(st.sets(st.sampled_from(optional)))
    return Profile(
        name="any",
        steps=tuple(state for state in STEPS if state not in left_out),
        minimum_age=draw(st.sampled_from([None, 18])),
        liveness=liveness,
        match=match,
        block_list=State.FACE not in left_out and draw(st.booleans()),
        minimum_confidence=draw(st.sampled_from([0.0, 0.8, 0.95])),
        rules=rules,
    )


@st.composite
def readings(draw, whole):
    """A reading with one thing wrong, or none."""
    what = draw(st.sampled_from(["nothing", "text", "confidence", "field", "check", "warning"]))
    name = draw(st.sampled_from(sorted(whole.fields)))
    check = draw(st.sampled_from(sorted(whole.checks)))
    match what:
        case "text":
            name = draw(st.sampled_from(sorted(set(TEXTS) & set(whole.fields))))
            return with_fields(whole, **{name: draw(st.sampled_from(TEXTS[name]))})
        case "confidence":
            return replace(whole, fields={**whole.fields, name: Field(whole.fields[name].text, 0.3)})
        case "field":
            return with_fields(whole, **{name: None})
        case "check":
            return with_checks(whole, {check: draw(st.sampled_from([False, None]))})
        case "warning":
            reason = draw(st.sampled_from(["expired", "not-yet-valid", "other"]))
            return with_warning(whole, draw(st.sampled_from(WarnCode)), reason)
    return whole


liveness_results = st.sampled_from([True, True, False, None]).map(lambda live: LivenessResult(live, 0.5, {}, (), ()))
matches = st.sampled_from([88.0, 88.0, 65.0, 20.0]).map(
    lambda similarity: Match(similarity, 0.5, 70.0, "card-portrait")
)
corrections = st.fixed_dictionaries({}, optional={name: st.sampled_from(texts) for name, texts in TEXTS.items()})


@st.composite
def evidences(draw):
    """Evidence in order but for one part or two: where much is wrong, little can be told apart."""
    spoilt = draw(
        st.sets(st.sampled_from(["front", "back", "liveness", "match", "blocked", "corrections"]), max_size=2)
    )
    parts = {
        "front": st.none() | readings(FRONT),
        "back": st.none() | readings(BACK),
        "liveness": st.none() | liveness_results,
        "match": st.none() | matches,
        "blocked": st.sampled_from([None, (), (Alike(7, 84.0),)]),
        "corrections": corrections,
    }
    return replace(GENUINE, **{part: draw(parts[part]) for part in sorted(spoilt)})


def poorer(evidence: Evidence) -> list[Evidence]:
    """The evidence with any one piece taken away: a whole part, a field of a card, or a check of it."""
    less = [replace(evidence, **{part: None}) for part in ("front", "back", "liveness", "match", "blocked")]
    for side in ("front", "back"):
        reading: CardReading | None = getattr(evidence, side)
        if reading is None:
            continue
        for name in reading.fields:
            left = {key: field for key, field in reading.fields.items() if key != name}
            less.append(replace(evidence, **{side: replace(reading, fields=left)}))
        for name in reading.checks:
            less.append(replace(evidence, **{side: replace(reading, checks={**reading.checks, name: None})}))
            left = {key: holds for key, holds in reading.checks.items() if key != name}
            less.append(replace(evidence, **{side: replace(reading, checks=left)}))
    return less


def one_fault_each() -> list[Evidence]:
    """Every way in which evidence is short of order in one respect."""
    minor = {"Birth": "2012-03-07", "IdNum": "110101201203070024"}
    fronts = [with_fields(FRONT, **texts) for texts in (minor, *({name: minor[name]} for name in minor))]
    fronts += [with_fields(FRONT, Birth="?", IdNum=minor["IdNum"])]
    fronts += [with_warning(FRONT, code) for code in WarnCode]
    backs = [with_fields(BACK, ValidDate=text) for text in TEXTS["ValidDate"]]
    backs += [with_warning(BACK, WarnCode.INVALID_PERIOD, reason) for reason in ("expired", "not-yet-valid")]
    for whole, sides in ((FRONT, fronts), (BACK, backs)):
        sides += [with_checks(whole, {name: False}) for name in whole.checks]
        sides += [
            replace(whole, fields={**whole.fields, name: Field(field.text, 0.3)})
            for name, field in whole.fields.items()
        ]
    return [
        *(replace(GENUINE, front=front) for front in fronts),
        *(replace(GENUINE, back=back) for back in backs),
        *(replace(GENUINE, front=front, corrections={"Birth": "1990-01-01"}) for front in fronts[:3]),
        *(replace(GENUINE, liveness=LivenessResult(live, 0.5, {}, (), ())) for live in (False, None)),
        *(replace(GENUINE, match=Match(found, 0.5, 70.0, "card-portrait")) for found in (65.0, 20.0)),
        replace(GENUINE, blocked=(Alike(7, 84.0),)),
    ]


@pytest.mark.parametrize("harsh", list(Code))
def test_whatever_one_finding_costs_it_is_not_escaped_by_withholding_evidence(harsh):
    rules = {code: "decline" if code is harsh else "review" if code in NEVER_PASS else "pass" for code in Code}
    profile = Profile(name="harsh", minimum_age=18, block_list=True, rules=rules)
    for evidence in one_fault_each():
        before = decide(evidence, profile).outcome
        for less in poorer(evidence):
            assert decide(less, profile).outcome.rank >= before.rank


@run
@given(evidences(), profiles())
def test_taking_evidence_away_never_improves_the_outcome(evidence, profile):
    before = decide(evidence, profile).outcome
    for less in poorer(evidence):
        assert decide(less, profile).outcome.rank >= before.rank


@run
@given(evidences(), profiles())
def test_the_worst_reason_decides_and_comes_first(evidence, profile):
    verdict = decide(evidence, profile)
    ranks = [reason.outcome.rank for reason in verdict.reasons]
    assert ranks == sorted(ranks, reverse=True)
    assert verdict.outcome.rank == max(ranks, default=0)
    assert Outcome.APPROVED not in {reason.outcome for reason in verdict.reasons}
    assert len({reason.code for reason in verdict.reasons}) == len(ranks)
    assert {reason.code for reason in verdict.reasons} <= set(Code)


@run
@given(profiles())
def test_no_profile_approves_once_a_piece_that_it_looks_at_is_missing(profile):
    assert decide(GENUINE, profile).outcome is Outcome.APPROVED
    for less in poorer(GENUINE):
        unseen = (
            (less.back is not GENUINE.back and State.CARD_BACK not in profile.steps)
            or (less.liveness is not GENUINE.liveness and not profile.liveness)
            or (less.match is not GENUINE.match and not profile.match)
            or (less.blocked is not GENUINE.blocked and not profile.block_list)
        )
        approved = decide(less, profile).outcome is Outcome.APPROVED
        assert approved == unseen


@run
@given(evidences(), profiles(), st.sampled_from(WarnCode))
def test_one_doubt_more_never_improves_the_outcome(evidence, profile, code):
    assume(evidence.front is not None)
    front = replace(evidence.front, warnings=(*evidence.front.warnings, CardWarning(code, "more", 1.0, 0.5)))
    before = decide(evidence, profile).outcome
    assert decide(replace(evidence, front=front), profile).outcome.rank >= before.rank


@run
@given(st.dictionaries(st.sampled_from(sorted(FRONT.fields)), st.text(max_size=20), min_size=1), profiles())
def test_what_a_visitor_types_never_makes_an_approval(typed, profile):
    assume(any(text != FRONT.fields[name].text for name, text in typed.items()))
    assert decide(replace(GENUINE, corrections=typed), profile).outcome is not Outcome.APPROVED
