"""What staff practise with: the visit that each lesson becomes."""

from dataclasses import replace

import pytest

from kiosk.card.reading import Kind
from kiosk.decision.flow import State
from kiosk.decision.outcome import Outcome
from kiosk.decision.verdict import Code
from kiosk.simulation.hurry import play
from kiosk.simulation.practice import visitors
from kiosk.simulation.trouble import EXPIRED, LESSONS, Trouble


def test_every_trouble_and_every_kind_of_document_can_be_practised():
    assert set(LESSONS) == {*set(Trouble) - {Trouble.NONE}, *set(Kind) - {Kind.CITIZEN}, EXPIRED}
    with pytest.raises(ValueError):
        next(visitors("no-such-lesson", 1))


@pytest.mark.parametrize(
    ("lesson", "approved", "code"),
    [(EXPIRED, False, Code.CARD_EXPIRED), ("temporary", False, Code.TEMPORARY_CARD), (Trouble.COVERED, True, None)],
)
def test_a_lesson_ends_in_the_verdict_that_its_card_deserves(new_stage, tools, lesson, approved, code):
    """Where faces are not looked at: every lesson is about the card."""
    steps = (State.CARD_FRONT, State.CARD_BACK, State.REVIEW)
    cards_only = tools.profile.model_copy(update={"steps": steps, "liveness": False, "match": False})
    stage = new_stage(replace(tools, profile=cards_only))
    verdict = play(stage.visit, next(visitors(lesson, 2, stage.clock)), stage.clock)
    assert verdict is not None
    assert (verdict.outcome is Outcome.APPROVED) == approved, verdict.reasons
    assert code is None or code in {reason.code for reason in verdict.reasons}
