"""Whole visits: the five of the demonstration, each with the verdict it must come to, recorded before it is shown, and
nothing left of the visitor afterwards."""

import gc
import weakref
from dataclasses import replace

import pytest

from kiosk.decision.outcome import Outcome
from kiosk.face.light.usual import LEAST, UsualDelay
from kiosk.simulation.hurry import play


def watched(visit):
    """Every picture of a card that the visit will ever show, weakly."""
    seen, show = [], visit._publish

    def watch(view):
        seen.extend(weakref.ref(side.card) for side in (view.front, view.back) if side is not None)
        show(view)

    visit._publish = watch
    return seen


@pytest.mark.parametrize("place", range(5), ids=["genuine", "another's card", "print", "replay", "invalid period"])
def test_each_visitor_gets_the_right_verdict_and_a_record(new_stage, tools, cast, place):
    member, usual = cast[place], UsualDelay()
    for _ in range(LEAST - 1):
        usual.note(0.1)
    stage = new_stage(replace(tools, usual=usual))
    visitor = member.enter(stage.clock)
    cards = watched(stage.visit)

    verdict = play(stage.visit, visitor, stage.clock)

    assert verdict is not None
    assert verdict.outcome in member.expected, verdict.reasons
    [record] = stage.journal.recent()
    assert record["ending"] == "decided"
    assert record["outcome"] == verdict.outcome
    assert [reason["code"] for reason in record["reasons"]] == [reason.code for reason in verdict.reasons]
    if verdict.outcome is Outcome.APPROVED:
        steps = ["welcome", "card-front", "card-back", "review", "face", "deciding", "result", "welcome"]
        assert stage.states == steps
        fields = {name: field["read"] for name, field in record["fields"].items()}
        assert fields["IdNum"] == member.holder.id_number
        assert fields["Name"] == member.holder.name
        assert record["match"]["similarity"] >= 70
        assert usual.seconds is not None  # one more visit tells how late skin answers here

    stage.entries.clear()
    gc.collect()
    assert len({id(card) for card in cards}) >= 2
    assert not any(card() is not None for card in cards)
    view = stage.visit.view
    assert (view.visit, view.front, view.back, view.verdict) == ("", None, None, None)
