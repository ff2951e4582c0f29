"""What follows from a camera that looks like a program."""

from dataclasses import replace

import pytest

from kiosk.decision.outcome import Outcome
from kiosk.decision.policy import decide
from kiosk.decision.profile import Profile, load_profile, profile_names
from kiosk.decision.verdict import Code
from tests.decision.samples import GENUINE

POSING = replace(GENUINE, virtual_camera=True)


def test_somebody_looks_unless_the_profile_says_otherwise():
    verdict = decide(POSING, Profile(name="any"))
    assert [(reason.code, reason.outcome) for reason in verdict.reasons] == [(Code.CAMERA_VIRTUAL, Outcome.REVIEW)]
    assert decide(POSING, Profile(name="any", rules={Code.CAMERA_VIRTUAL: "decline"})).outcome is Outcome.DECLINED
    assert decide(POSING, Profile(name="any", rules={Code.CAMERA_VIRTUAL: "pass"})).outcome is Outcome.APPROVED


@pytest.mark.parametrize("told", [False, None])
def test_a_camera_of_which_nothing_speaks_against_it_changes_nothing(told):
    assert decide(replace(GENUINE, virtual_camera=told), Profile(name="any")).outcome is Outcome.APPROVED


@pytest.mark.parametrize("name", profile_names())
def test_no_shipped_profile_passes_one(name):
    assert decide(POSING, load_profile(name)).outcome is not Outcome.APPROVED
