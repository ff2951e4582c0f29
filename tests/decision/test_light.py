"""What follows when the screen's colours were refused, or told nothing."""

from dataclasses import replace

import pytest

from kiosk.decision.outcome import Outcome
from kiosk.decision.policy import decide
from kiosk.decision.profile import Profile, load_profile, profile_names
from kiosk.decision.verdict import Code
from tests.decision.samples import GENUINE, LIVE

UNMEASURED = replace(GENUINE, liveness=replace(LIVE, cues={**LIVE.cues, "light": None}))
REFUSED = replace(UNMEASURED, light_refused=True)
NOT_SHOWN = replace(GENUINE, liveness=replace(LIVE, cues={"challenge": 1.0}))


@pytest.mark.parametrize(
    ("evidence", "code"),
    [
        (REFUSED, Code.LIGHT_REFUSED),
        (UNMEASURED, Code.LIGHT_UNMEASURED),
        (NOT_SHOWN, Code.LIGHT_UNMEASURED),
    ],
    ids=["refused", "unmeasured", "not shown"],
)
def test_without_an_answer_somebody_looks_unless_the_profile_lets_the_actions_suffice(evidence, code):
    verdict = decide(evidence, Profile(name="any"))
    assert [(reason.code, reason.outcome) for reason in verdict.reasons] == [(code, Outcome.REVIEW)]
    assert decide(evidence, Profile(name="any", rules={code: "decline"})).outcome is Outcome.DECLINED
    assert decide(evidence, Profile(name="any", rules={code: "pass"})).outcome is Outcome.APPROVED
    other = {Code.LIGHT_REFUSED, Code.LIGHT_UNMEASURED} - {code}
    assert decide(evidence, Profile(name="any", rules=dict.fromkeys(other, "pass"))).outcome is Outcome.REVIEW


@pytest.mark.parametrize("changed", [{"light": False}, {"liveness": False}])
def test_a_venue_without_colours_asks_for_no_answer(changed):
    profile = Profile(name="any", **changed)
    assert not profile.plays_light
    assert decide(UNMEASURED, profile).outcome is Outcome.APPROVED


@pytest.mark.parametrize("live", [False, None])
def test_who_is_not_live_is_not_told_about_colours(live):
    evidence = replace(REFUSED, liveness=replace(REFUSED.liveness, live=live))
    codes = {reason.code for reason in decide(evidence, Profile(name="any")).reasons}
    assert not codes & {Code.LIGHT_REFUSED, Code.LIGHT_UNMEASURED}


@pytest.mark.parametrize("name", profile_names())
def test_no_shipped_profile_passes_a_refusal(name):
    assert load_profile(name).plays_light
    assert decide(REFUSED, load_profile(name)).outcome is not Outcome.APPROVED
