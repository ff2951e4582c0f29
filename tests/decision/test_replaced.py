"""What follows when a visitor could not do an action and did another in its place."""

from dataclasses import replace

import pytest

from kiosk.decision.outcome import Outcome
from kiosk.decision.policy import decide
from kiosk.decision.profile import Profile, load_profile, profile_names
from kiosk.decision.verdict import Code
from tests.decision.samples import GENUINE, LIVE

REPLACED = replace(GENUINE, action_replaced=True)


@pytest.mark.parametrize("name", profile_names())
def test_somebody_looks(name):
    verdict = decide(REPLACED, load_profile(name))
    assert verdict.outcome is Outcome.REVIEW
    assert Code.ACTION_REPLACED in {reason.code for reason in verdict.reasons}


def test_no_profile_may_let_it_pass():
    with pytest.raises(ValueError, match="action-replaced"):
        Profile(name="any", rules={Code.ACTION_REPLACED: "pass"})
    assert decide(REPLACED, Profile(name="any", liveness=False)).outcome is Outcome.APPROVED


@pytest.mark.parametrize("live", [False, None])
def test_who_is_not_live_is_told_that_alone(live):
    evidence = replace(REPLACED, liveness=replace(LIVE, live=live))
    codes = {reason.code for reason in decide(evidence, Profile(name="any")).reasons}
    assert codes and Code.ACTION_REPLACED not in codes
