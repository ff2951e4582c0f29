"""Rates, curves, pages and weights from made-up outcomes."""

import json

import pytest

from kiosk.bench.pad import species_named
from kiosk.bench.pad_real import judge_folder
from kiosk.bench.pad_report import PadReport, measures
from kiosk.bench.pad_summary import det, rates, worst
from kiosk.bench.pad_trials import Job, Outcome, Try, outcomes
from kiosk.bench.pad_weights import fit, trials_of
from kiosk.errors import InputError
from kiosk.face.challenge import TURNS
from kiosk.face.fusion import PRIOR, Weight, fused
from kiosk.simulation.attacks.presentation import Species


def tried(live: bool | None, score: float | None, seconds: float = 6.0, reasons: tuple[str, ...] = ()) -> Try:
    cues = {"challenge": 1.0 if live else 0.0, "light": score, "room": None}
    ended = None if live is not None else "action-timeout"
    return Try(live, score, cues, None, reasons, ended, seconds, 60, 0.01, 0.1, undecided=live is None)


def outcome(species: Species, number: int, *tries: Try) -> Outcome:
    return Outcome(species, number, tries)


FOUND = [
    outcome(Species.GENUINE, 0, tried(True, 0.99, 5.0)),
    outcome(Species.GENUINE, 1, tried(None, 0.4, 7.0), tried(True, 0.97, 4.0)),
    outcome(Species.GENUINE, 2, tried(False, 0.3, 8.0, ("flat-face",))),
    outcome(Species.PRINT, 0, tried(False, 0.01, reasons=("flat-face",))),
    outcome(Species.PRINT, 1, tried(None, None), tried(None, None), tried(None, 0.2)),
    outcome(Species.MASK, 0, tried(True, 0.98)),
]


def test_rates_are_of_whole_visits() -> None:
    people, prints, masks = rates(FOUND)
    assert (people.live.count, people.not_live.count, people.untold.count, people.once.count) == (2, 1, 0, 1)
    assert (people.median_s, people.p90_s, round(people.attempts, 2)) == (8.0, 11.0, 1.33)
    assert (prints.live.count, prints.not_live.count, prints.untold.count, prints.attempts) == (0, 1, 1, 2.0)
    assert masks.live.share == 1
    assert worst(FOUND) == masks


def test_a_visits_score_is_its_best_attempts() -> None:
    assert FOUND[1].score == 0.97
    assert outcome(Species.PRINT, 0, tried(None, None)).score == 0


def test_the_curve_runs_from_everybody_in_to_nobody() -> None:
    bpcer, apcer = det(FOUND, None)
    assert (bpcer[0], apcer[0]) == (0, 1)
    assert (bpcer[-1], apcer[-1]) == (1, 0)
    assert bpcer == sorted(bpcer) and apcer == sorted(apcer, reverse=True)
    assert det(FOUND, Species.PHONE) == ([], [])


@pytest.fixture
def report() -> PadReport:
    return PadReport("kiosk bench pad", 2, (640, 360), 3, 0, FOUND, [], None)


def test_the_report_has_every_species_and_says_what_was_not_measured(report: PadReport, tmp_path) -> None:
    report.write(tmp_path)
    page = (tmp_path / "pad.md").read_text("utf-8")
    assert "| flat print | 0.00% (0/2" in page
    assert "Worst: rigid mask, 100.00% (1/1" in page
    assert "## Real recordings\n\nnot measured" in page
    assert (tmp_path / "pad-det.png").read_bytes().startswith(b"\x89PNG")
    written = json.loads((tmp_path / "pad.json").read_text("utf-8"))
    assert [one["species"] for one in written["species"]] == ["genuine", "flat print", "rigid mask"]
    assert written["presentations"][1]["tries"][1]["live"] is True
    goals = {measure.name: measure.met for measure in measures(report)}
    assert goals["APCER flat print"] is True and goals["APCER rigid mask"] is False


def test_weights_are_fitted_to_a_report_of_an_even_seed_only(report: PadReport, tmp_path) -> None:
    report.write(tmp_path)
    file = tmp_path / "pad.json"
    assert len(trials_of(file)) == 9
    for text, code in ((file.read_text("utf-8").replace('"seed": 2', '"seed": 3'), "test-range"), ("{}", "unreadable")):
        file.write_text(text, "utf-8")
        with pytest.raises(InputError) as caught:
            trials_of(file)
        assert caught.value.code.endswith(code)


def test_a_cue_that_tells_gains_and_one_never_seen_keeps_what_was_believed() -> None:
    trials = [({"light": 1.0, "life": 0.8}, True)] * 20 + [({"light": 0.0, "life": 0.8}, False)] * 20
    weights = fit(trials)
    assert weights["light"].gain > PRIOR["light"].gain
    assert weights["planarity"] == PRIOR["planarity"]
    assert all(0 <= cost <= gain for gain, cost in weights.values())
    backwards = fit([({"light": 0.0}, True)] * 20 + [({"light": 1.0}, False)] * 20, {"light": Weight(1.0, 0.5)})
    assert backwards["light"].gain < 1
    good, bad = (fused({"light": level, "life": 0.8}, False, weights).score for level in (1.0, 0.0))
    assert good is not None and bad is not None and good > 0.9 > 0.1 > bad


def test_species_by_name() -> None:
    assert species_named(None) == tuple(Species)
    assert species_named("flat print, genuine") == (Species.PRINT, Species.GENUINE)
    with pytest.raises(InputError, match="re-enactment"):
        species_named("clown")


def test_a_folder_without_labels_is_named(tmp_path) -> None:
    with pytest.raises(InputError, match=r"labels\.csv"):
        judge_folder(tmp_path)


def test_who_cannot_turn_follows_the_dot_instead() -> None:
    [found] = outcomes([Job(Species.GENUINE, 2, 0, (640, 360), attempts=1, unable=frozenset(TURNS))], processes=1)
    [tried] = found.tries
    assert (found.live, tried.ended, tried.undecided) == (True, None, False)
    assert tried.cues["challenge"] == 1.0 and tried.seconds < 14
