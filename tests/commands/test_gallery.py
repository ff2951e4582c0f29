"""`kiosk gallery`: in, found again, out, and gone."""

import csv

import pytest

NUMBER, OTHER = "11010119900307002X", "110101201203070024"
CONSENT = ("--consent-by", "张样本", "--consent-how", "form 7, signed", "--source", "reception")


@pytest.fixture
def library(kiosk, tmp_path):
    made = ("--gallery", tmp_path / "library" / "gallery.db")
    assert kiosk("gallery", "new", *made, "--json").lines == [{"made": True}]
    return made


def enrol(kiosk, library, files, *more, number=NUMBER, name="张样本"):
    who = ("--name", name, "--number", number, "--portrait", files.portrait)
    return kiosk("gallery", "enrol", *who, *CONSENT, *more, *library, "--json")


def test_a_person_is_enrolled_found_by_number_name_and_face_and_forgotten(kiosk, files, library):
    answer = enrol(kiosk, library, files)
    assert (answer.exit_code, answer.lines) == (0, [{"enrolled": 1}])
    for search in (("--number", NUMBER), ("--name", "张 样本"), ("--face", files.portrait_again), ()):
        [found] = kiosk("gallery", "find", *search, *library, "--json").lines
        assert (found["id"], found["name"], found["number"]) == (1, "张**", "110***********002X")
        assert found["consent_by"] == "张**" and found["consent_how"] == "form 7, signed"
        assert found["source"] == "reception" and found["portraits"] == 1
        assert "Sim" not in found or found["Sim"] > 80
    [whole] = kiosk("gallery", "find", *library, "--full", "--json").lines
    assert (whole["name"], whole["number"]) == ("张样本", NUMBER)
    assert "张样本" not in kiosk("gallery", "find", *library).text

    assert kiosk("gallery", "find", "--number", OTHER, *library, "--json").lines == []
    assert kiosk("gallery", "remove", "--number", NUMBER, *library, "--json").exit_code == 0
    assert kiosk("gallery", "find", *library, "--json").lines == []
    again = kiosk("gallery", "remove", "--number", NUMBER, *library, "--json")
    assert (again.exit_code, again.codes) == (1, ["number-unknown"])


def test_nobody_is_in_it_twice_unless_somebody_says_so(kiosk, files, library):
    enrol(kiosk, library, files)
    assert enrol(kiosk, library, files, "--even-if-alike").codes == ["number-taken"]
    refused = enrol(kiosk, library, files, number=OTHER)
    assert (refused.exit_code, refused.codes) == (1, ["face-known"])
    assert NUMBER not in refused.text and "张" not in refused.text
    assert enrol(kiosk, library, files, "--even-if-alike", "--blocked", number=OTHER).lines == [{"enrolled": 2}]
    found = kiosk("gallery", "find", "--face", files.portrait, *library, "--json").lines
    assert sorted(one["list"] for one in found) == ["blocked", "member"]


def test_somebody_a_visit_names_by_id_can_be_looked_up(kiosk, files, library):
    enrol(kiosk, library, files, "--blocked")
    [found] = kiosk("gallery", "show", 1, *library, "--json").lines
    assert (found["id"], found["name"], found["list"]) == (1, "张**", "blocked")
    assert kiosk("gallery", "show", 1, "--full", *library, "--json").lines[0]["number"] == NUMBER
    assert "张样本" not in kiosk("gallery", "show", 1, *library).text
    nobody = kiosk("gallery", "show", 2, *library, "--json")
    assert (nobody.exit_code, nobody.codes) == (1, ["person-unknown"])


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--number", "110101199003070021"), "number-invalid"),
        (("--consent-by", " "), "consent-missing"),
        (("--name", " "), "name-missing"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_kept(kiosk, files, library, more, code):
    answer = enrol(kiosk, library, files, *more)
    assert (answer.exit_code, answer.codes) == (1, [code])
    assert kiosk("gallery", "find", *library, "--json").lines == []


def test_a_picture_that_is_no_fit_portrait_is_refused(kiosk, files, library):
    who = ("--name", "张样本", "--number", NUMBER, *CONSENT, *library, "--json")
    for picture, code in ((files.desk, "face-none"), (files.junk, "picture-type"), (files.absent, "picture-missing")):
        assert kiosk("gallery", "enrol", "--portrait", picture, *who).codes == [code]


def test_what_was_exported_can_be_imported(kiosk, files, library, tmp_path):
    enrol(kiosk, library, files, "--blocked", "--consent-at", "2026-03-01T10:00:00")
    folder = tmp_path / "out"
    assert kiosk("gallery", "export", folder, *library, "--json").lines == [{"exported": 1}]
    assert sorted(file.name for file in folder.iterdir()) == ["1-0.png", "people.csv"]
    assert (folder / "1-0.png").read_bytes() == files.portrait.read_bytes()
    assert kiosk("gallery", "export", folder, *library, "--json").codes == ["folder-not-empty"]

    other = ("--gallery", tmp_path / "other.db")
    kiosk("gallery", "new", *other)
    assert kiosk("gallery", "import", folder / "people.csv", *other, "--json").lines == [{"line": 2, "enrolled": 1}]
    [first] = kiosk("gallery", "find", "--full", *library, "--json").lines
    [second] = kiosk("gallery", "find", "--full", *other, "--json").lines
    assert first == second


def test_one_bad_line_does_not_stop_the_import(kiosk, files, library, tmp_path):
    heading = ("name", "number", "portraits", "source", "consent_by", "consent_how", "consent_at")
    consent = ("files", "张样本", "form", "2026-03-01T10:00:00+08:00")
    rows = [
        ("张样本", "1234", files.portrait, *consent),
        ("张样本", NUMBER, files.absent, *consent),
        ("张样本", NUMBER, "", *consent),
        ("张样本", NUMBER, files.portrait, "files", "张样本", "form", "yesterday"),
        ("张样本", NUMBER, files.portrait, *consent),
    ]
    with (tmp_path / "people.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *rows])
    answer = kiosk("gallery", "import", tmp_path / "people.csv", *library, "--json")
    assert answer.exit_code == 1
    assert answer.codes == ["number-invalid", "picture-missing", "portrait-missing", "line-invalid"]
    assert answer.lines[-1] == {"line": 6, "enrolled": 1}


def test_a_list_from_a_chinese_spreadsheet_can_be_imported(kiosk, files, library, tmp_path):
    heading = "name,number,portraits,source,consent_by,consent_how,consent_at"
    row = f"张样本,{NUMBER},{files.portrait},档案,张样本,书面,2026-03-01T10:00:00+08:00"
    (tmp_path / "people.csv").write_text(f"{heading}\n{row}\n", encoding="gbk")
    answer = kiosk("gallery", "import", tmp_path / "people.csv", *library, "--json")
    assert answer.lines == [{"line": 2, "enrolled": 1}]
    [found] = kiosk("gallery", "find", "--full", *library, "--json").lines
    assert found["name"] == "张样本"


def test_what_is_no_list_of_people(kiosk, files, library, tmp_path):
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    for path in (tmp_path / "other.csv", files.portrait, files.absent):
        answer = kiosk("gallery", "import", path, *library, "--json")
        assert (answer.exit_code, answer.codes) == (1, ["people-unreadable"])


def test_a_damaged_library_is_the_environments_fault(kiosk, tmp_path):
    (tmp_path / "gallery.db").write_bytes(b"no database at all " * 100)
    answer = kiosk("gallery", "find", "--gallery", tmp_path / "gallery.db", "--json")
    assert (answer.exit_code, answer.codes) == (3, ["gallery-unreadable"])


def test_a_lost_library_is_missed_until_somebody_makes_a_new_one(kiosk, files, library):
    library[1].unlink()
    commands = (("find",), ("show", 1), ("remove", "--number", NUMBER), ("export", library[1].parent / "out"))
    for command in commands:
        answer = kiosk("gallery", *command, *library, "--json")
        assert (answer.exit_code, answer.codes) == (3, ["gallery-missing"])
    assert enrol(kiosk, library, files).codes == ["gallery-missing"]
    assert not library[1].exists()
    assert kiosk("gallery", "new", *library, "--json").lines == [{"made": True}]
    assert enrol(kiosk, library, files).lines == [{"enrolled": 1}]
    assert kiosk("gallery", "new", *library, "--json").lines == [{"made": False}]
    assert len(kiosk("gallery", "find", *library, "--json").lines) == 1
