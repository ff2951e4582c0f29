"""Names of places that were read with doubt, taken from the list of China's counties."""

import numpy as np
import pytest

from kiosk.card import places
from kiosk.card.rows import rows_of
from kiosk.card.text import STEP, TextLine

ALPHABET = ("", *sorted(set("云南省怒江傈僳保像族自治州福贡县长路号阆间中市公安局淄博周村同分盂孟龙湖宁渡门")))
INDEX = {character: place for place, character in enumerate(ALPHABET)}
PITCH = 40


def line(*glyphs, y=100.0, x=100.0):
    """A line of `glyphs`, each a character read surely, or (character, chance, other, its chance)."""
    width = PITCH * len(glyphs)
    columns = np.zeros((width // STEP, len(ALPHABET)), np.float32)
    columns[:, 0] = 1
    text, chances, centres = "", [], []
    for place, glyph in enumerate(glyphs):
        character, chance, other, likely = glyph if isinstance(glyph, tuple) else (glyph, 0.999, "", 0.001)
        middle = (place * PITCH + PITCH // 2) // STEP
        columns[middle] = 0
        columns[middle, INDEX[character]] = chance
        columns[middle, INDEX[other]] = likely
        text += character
        chances.append(chance)
        centres.append(x + place * PITCH + PITCH / 2)
    return TextLine(text, (x, y, x + width, y + 48), tuple(chances), tuple(centres), columns)


def test_a_doubted_character_is_taken_from_the_only_county_it_can_be():
    field = places.authority(rows_of([line(("间", 0.7, "阆", 0.2), *"中市公安局")]), INDEX)
    assert field.text == "阆中市公安局"
    assert field.marked == (0,)
    assert 0.9 < field.confidence < 0.99


def test_a_district_is_known_without_its_unit():
    field = places.authority(rows_of([line(*"淄博市公安局", ("同", 0.6, "周", 0.3), *"村分局")]), INDEX)
    assert field.text == "淄博市公安局周村分局"
    assert field.marked == (6,)


def test_two_characters_of_one_name_are_concluded_together():
    misread = line(*"云南省怒江", ("保", 0.6, "傈", 0.3), ("像", 0.5, "僳", 0.4), *"族自治州福贡县长江路")
    field = places.address(rows_of([misread]), INDEX)
    assert field.text == "云南省怒江傈僳族自治州福贡县长江路"
    assert field.marked == (5, 6)


def test_a_name_that_goes_on_in_the_next_row_is_known():
    rows = rows_of([line(*"云南省怒江傈", y=100), line(("像", 0.5, "僳", 0.4), *"族自治州", y=160)])
    assert places.address(rows, INDEX).text == "云南省怒江傈僳族自治州"


@pytest.mark.parametrize(
    "glyphs",
    [
        pytest.param(["间", *"中市公安局"], id="read surely"),
        pytest.param([("间", 0.7, "阆", 0.0005), *"中市公安局"], id="hardly possible"),
        pytest.param([("孟", 0.5, "盂", 0.4), *"县公安局"], id="a county as it stands"),
        pytest.param([("龙", 0.5, "湖", 0.3), *"渡门公安局"], id="no county either way"),
    ],
)
def test_otherwise_what_was_read_is_reported(glyphs):
    read = line(*glyphs)
    field = places.authority(rows_of([read]), INDEX)
    assert field.text == read.text
    assert field.marked == ()
    assert field.chances == read.chances


def test_only_the_first_names_of_an_address_are_the_lists():
    field = places.address(rows_of([line(*"云南省福贡县长路", ("间", 0.7, "阆", 0.2), *"中市")]), INDEX)
    assert field.text.endswith("间中市")


def test_the_list_holds_retired_counties_and_no_brackets():
    names = places.names()
    assert {"关岭县", "关岭布依族苗族自治县", "云南省", "朝阳区"} <= names
    assert not any("[" in name or "," in name for name in names)
    assert "市辖区" not in names
