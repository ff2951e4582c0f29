"""`kiosk bench card` at a small scale: the trials, the rates, the report with its pictures, and real pictures."""

import csv
import json
from dataclasses import replace

import cv2
import pytest
from typer.testing import CliRunner

from kiosk.bench.card_failures import failures
from kiosk.bench.card_summary import Rate, document_alarms, kinds_right
from kiosk.bench.card_trials import FieldOutcome, Outcome
from kiosk.card.reading import Kind, Side, WarnCode
from kiosk.cli import app
from kiosk.simulation.capture import Difficulty, captures


def outcome(species, *, warned=(), refused=None, exact=True):
    fields = {"Name": FieldOutcome(exact, 0.9)}
    read_as = None if refused else Kind.CITIZEN
    return Outcome(
        species, 0, Difficulty.USUAL, Side.FRONT, Kind.CITIZEN, False, refused, read_as, fields, warned, warned, {}
    )


def test_the_report_is_written_by_the_command(store, tmp_path):
    for place, (image, _, truth, _) in enumerate(captures(2, 2, "easy")):
        cv2.imwrite(str(tmp_path / f"{place}.png"), image)
        if place == 0:
            front = truth
    with (tmp_path / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerows([("file", "kind", "name", "id_number"), ("0.png", "minted", front["Name"], front["IdNum"])])
    options = ["--n", "4", "--only", "sound", "--only", "copy-grey", "--beside", "0", "--processes", "1"]
    report = tmp_path / "report"
    result = CliRunner().invoke(
        app, ["bench", "card", *options, "--seed", "1", "--real", str(tmp_path), "--report", str(report), "--json"]
    )
    assert result.exit_code == 0, result.output
    found = json.loads((report / "card.json").read_text(encoding="utf-8"))
    assert found["apcer"][0]["species"] == "copy-grey"
    assert found["apcer"][0]["missed"]["total"] == 2
    assert found["pictures"]["fields"]["IdNum"]["count"] == 1
    assert "--only copy-grey" in (report / "card.md").read_text(encoding="utf-8")
    assert (report / "card-det.png").stat().st_size > 0


def test_a_species_that_does_not_exist_is_named():
    result = CliRunner().invoke(app, ["bench", "card", "--only", "rubber"])
    assert result.exit_code == 1
    assert "species-unknown" in result.output


def test_failures_are_of_as_many_sorts_as_there_are():
    missed = outcome("copy-grey")
    found = [missed, outcome("copy-grey"), outcome("copy-grey", warned=(WarnCode.PHOTOCOPY,))]
    found += [outcome("sound", exact=False), outcome("sound", refused="card-none"), outcome("cut-off", refused="x")]
    chosen = failures(found, 3)
    assert [failure.outcome.species for failure in chosen] == ["copy-grey", "sound", "sound"]
    assert failures(found, 9)[-1].outcome.species == "copy-grey"
    assert failures([found[2]], 5) == []


def test_a_lamp_that_is_mirrored_is_no_failure_to_be_shown():
    warned = outcome("sound", warned=(WarnCode.REFLECTION,))
    assert failures([replace(warned, glare=True)], 5) == []
    assert len(failures([warned], 5)) == 1


def test_of_other_documents_only_what_is_not_true_is_a_false_warning():
    permit = outcome("residence-permit")
    found = [
        replace(permit, kind=Kind.RESIDENCE_PERMIT, read_as=Kind.RESIDENCE_PERMIT, reasons=reasons, glare=glare)
        for reasons, glare in [((), False), (("expired",), False), (("reflection",), True), (("photocopy",), False)]
    ]
    found.append(replace(permit, kind=Kind.RESIDENCE_PERMIT, read_as=None, refused="card-none", fields={}))
    assert document_alarms(found) == {Kind.RESIDENCE_PERMIT: Rate(1, 4)}
    assert kinds_right(found) == {Kind.RESIDENCE_PERMIT: Rate(4, 5)}


def test_nothing_tried_is_no_rate():
    assert Rate(0, 0).share is None
    assert Rate(1, 2).share == pytest.approx(0.5)
