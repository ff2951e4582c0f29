"""Whole visits: the five of the demonstration, each with the verdict it must come to, recorded before it is shown, and
nothing left of the visitor afterwards."""

import gc
import weakref

import pytest

from kiosk.decision.verdict import Outcome
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
def test_each_visitor_gets_the_right_verdict_and_a_record(stage, cast, place):
    member = cast[place]
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

    stage.entries.clear()
    gc.collect()
    assert len({id(card) for card in cards}) >= 2
    assert not any(card() is not None for card in cards)
    view = stage.visit.view
    assert (view.visit, view.front, view.back, view.verdict) == ("", None, None, None)
