"""Cues become one score: what is not measured counts for nothing, and nothing counts the wrong way round."""

import pytest

from kiosk.face.fusion import PRIOR, WEIGHTS, Weight, fused

ALL = dict.fromkeys(WEIGHTS, 1.0)


def test_every_cue_has_a_weight_that_cannot_count_the_wrong_way() -> None:
    assert set(WEIGHTS) == set(PRIOR)
    for name, (gain, cost) in WEIGHTS.items():
        assert 0 <= cost <= gain, name


def test_all_good_is_live_and_all_bad_is_not() -> None:
    good, bad = fused(ALL, against=False).score, fused(dict.fromkeys(WEIGHTS, 0.0), against=False).score
    assert good is not None and good > 0.95
    assert bad is not None and bad < 0.05


def test_what_was_not_measured_adds_nothing() -> None:
    assert fused({}, against=False).score is None
    assert fused(dict.fromkeys(WEIGHTS), against=False).score is None
    some = fused({"challenge": 1.0, "planarity": None}, against=False)
    assert some == fused({"challenge": 1.0}, against=False)
    assert list(some.contributions) == ["challenge"]


@pytest.mark.parametrize("name", WEIGHTS)
def test_each_cue_lowers_the_score_as_it_falls(name: str) -> None:
    scores = [fused({**ALL, name: level}, against=False).score for level in (1.0, 0.5, 0.0)]
    assert scores == sorted(scores, key=lambda score: -(score or 0.0))


def test_an_attack_is_not_made_good_by_what_it_does_well() -> None:
    told = fused({**ALL, "planarity": 0.0}, against=True)
    assert told.score is not None and told.score <= 0.5
    assert told.contributions["challenge"] > 0  # kept for the record


def test_contributions_add_up_to_the_score() -> None:
    weights = {"a": Weight(2.0, 1.0), "b": Weight(4.0, 1.0)}
    told = fused({"a": 1.0, "b": 0.0, "unknown": 0.3}, against=False, weights=weights)
    assert told.contributions == {"a": 1.0, "b": -1.0}
    assert told.score == pytest.approx(0.5)
