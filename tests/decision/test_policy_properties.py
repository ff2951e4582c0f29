"""For any evidence and any profile: less evidence never helps, the worst wins, nobody passes unmeasured."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kiosk.card.reading import CardReading, CardWarning, Field, WarnCode
from kiosk.decision.flow import STEPS, State
from kiosk.decision.policy import decide
from kiosk.decision.profile import NEVER_PASS, Profile
from kiosk.decision.verdict import Code, Evidence, Outcome
from kiosk.face.observation import LivenessResult, Match
from tests.decision.samples import BACK, FRONT, GENUINE, TODAY

run = settings(max_examples=250, deadline=None, derandomize=True)

TEXTS = {
    "Birth": ["1990-03-07", "2012-03-07", "?", ""],
    "IdNum": ["11010119900307002X", "110101201203070024", "1101", ""],
    "ValidDate": ["2016.01.02-2036.01.02", "2016.01.02-长期", "2005.01.01-2015.01.01", "2030.01.01-2050.01.01", "?"],
}
confidences = st.sampled_from([0.0, 0.5, 0.85, 0.99])


@st.composite
def profiles(draw):
    rules = {
        code: draw(st.sampled_from(["review", "decline"] if code in NEVER_PASS else ["pass", "review", "decline"]))
        for code in draw(st.sets(st.sampled_from(Code)))
    }
    liveness, match = draw(st.booleans()), draw(st.booleans())
    optional = [State.CARD_BACK, State.REVIEW] + [State.FACE] * (not liveness and not match)
    left_out = draw(st.sets(st.sampled_from(optional)))
    return Profile(
        name="any",
        steps=tuple(state for state in STEPS if state not in left_out),
        minimum_age=draw(st.sampled_from([None, 18, 60])),
        liveness=liveness,
        match=match,
        minimum_confidence=draw(st.sampled_from([0.0, 0.8, 0.95])),
        rules=rules,
    )


@st.composite
def readings(draw, whole):
    fields = {
        name: Field(draw(st.sampled_from(TEXTS.get(name, [field.text]))), draw(confidences))
        for name, field in whole.fields.items()
        if draw(st.integers(0, 5))
    }
    warnings = tuple(
        CardWarning(code, draw(st.sampled_from(["expired", "not-yet-valid", "other"])), 0.9, 0.5)
        for code in draw(st.sets(st.sampled_from(WarnCode), max_size=2))
    )
    checks = {name: draw(st.sampled_from([True, True, True, False, None])) for name in whole.checks}
    return replace(whole, fields=fields, warnings=warnings, checks=checks)


liveness_results = st.builds(
    LivenessResult,
    live=st.sampled_from([True, True, False]),
    score=st.floats(0, 1),
    cues=st.just({}),
    reasons=st.just(()),
    best_frames=st.just(()),
)
matches = st.builds(
    Match,
    similarity=st.floats(0, 100),
    score=st.floats(0, 2),
    threshold=st.sampled_from([60.0, 70.0]),
    source=st.just("x"),
)
corrections = st.fixed_dictionaries({}, optional={name: st.sampled_from(texts) for name, texts in TEXTS.items()})


@st.composite
def evidences(draw):
    return Evidence(
        today=TODAY,
        front=draw(st.none() | readings(FRONT)),
        back=draw(st.none() | readings(BACK)),
        liveness=draw(st.none() | liveness_results),
        match=draw(st.none() | matches),
        corrections=draw(corrections),
        attempts=1,
    )


def poorer(evidence: Evidence) -> list[Evidence]:
    """The evidence with any one piece taken away: a whole part, a field of a card, or a check of it."""
    less = [replace(evidence, **{part: None}) for part in ("front", "back", "liveness", "match")]
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
    assume(profile.minimum_age != 60)  # the sample holder is younger
    assert decide(GENUINE, profile).outcome is Outcome.APPROVED
    for less in poorer(GENUINE):
        unseen = (
            (less.back is not GENUINE.back and State.CARD_BACK not in profile.steps)
            or (less.liveness is not GENUINE.liveness and not profile.liveness)
            or (less.match is not GENUINE.match and not profile.match)
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
