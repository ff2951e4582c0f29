"""`kiosk journal`: what an operator sees, and what stays masked."""

import json

import pytest
from typer.testing import CliRunner

from kiosk.commands.journal import app
from kiosk.journal.masking import mask_field
from kiosk.journal.store import Journal
from tests.journal.samples import begin, record, warned


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "journal.db"
    with Journal(path) as journal:
        begin(journal, "first")
        journal.finish(record("first"))
        begin(journal, "second", 1)
        journal.finish(record("second", warned(), minutes=1))
    return path


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_list_gives_one_masked_object_a_line(path):
    result = run("list", "--json", "--journal", path)
    assert result.exit_code == 0
    visits = [json.loads(line) for line in result.stdout.splitlines()]
    assert [visit["id"] for visit in visits] == ["second", "first"]
    fields = visits[0]["fields"]
    assert fields["Name"] == {"read": "样*", "confidence": 0.98, "corrected": "样*"}
    assert fields["IdNum"]["read"] == "110***********002X"
    assert fields["Birth"]["read"] == "1990-**-**"
    assert "样本街" not in result.stdout


def test_list_as_a_table_is_masked_and_whole(path):
    result = run("list", "--journal", path)
    assert result.exit_code == 0
    assert "second" in result.stdout
    assert "occluded, field-corrected" in result.stdout
    assert "11010119900307002X" not in result.stdout


def test_full_shows_what_was_recorded(path):
    visit = json.loads(run("show", "second", "--json", "--full", "--journal", path).stdout)
    assert visit["fields"]["IdNum"]["read"] == "11010119900307002X"
    assert visit["fields"]["Name"]["corrected"] == "样夲"
    assert "北京市东城区样本街1号" in run("show", "second", "--full", "--journal", path).stdout
    assert "北京市东城区样本街1号" not in run("show", "second", "--journal", path).stdout


def test_list_can_be_narrowed(path):
    assert json.loads(run("list", "--json", "--outcome", "approved", "--journal", path).stdout)["id"] == "first"
    assert json.loads(run("list", "--json", "--limit", 1, "--journal", path).stdout)["id"] == "second"
    assert run("list", "--json", "--since", "2030-01-01", "--journal", path).stdout == ""


@pytest.mark.parametrize("option", [("--since", "0001-01-01"), ("--limit", 10**20), ("--limit", 0)])
def test_what_no_visit_can_be_is_a_wrong_option(path, option):
    result = run("list", *option, "--journal", path)
    assert (result.exit_code, option[0] in result.output) == (2, True)


def test_an_unknown_visit_and_a_missing_journal_say_so(path, tmp_path):
    unknown = run("show", "third", "--json", "--journal", path)
    assert unknown.exit_code == 1
    assert json.loads(unknown.stdout)["error"] == "visit-unknown"
    missing = run("list", "--json", "--journal", tmp_path / "none.db")
    assert missing.exit_code == 1
    assert json.loads(missing.stdout)["error"] == "journal-missing"


def test_a_damaged_journal_is_the_environments_fault(tmp_path):
    (tmp_path / "journal.db").write_bytes(b"no database at all " * 100)
    result = run("list", "--json", "--journal", tmp_path / "journal.db")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["error"] == "journal-corrupt"


@pytest.mark.parametrize(
    ("name", "text", "masked"),
    [
        ("Name", "阿不都拉·买买提", "阿*******"),
        ("IdNum", "1234", "****"),
        ("Nation", "汉", "*"),
        ("Address", "北京", "**"),
        ("Authority", "北京市公安局", "北京市公安局"),
        ("Unheard", "of", "**"),
    ],
)
def test_what_a_mask_leaves(name, text, masked):
    assert mask_field(name, text) == masked
