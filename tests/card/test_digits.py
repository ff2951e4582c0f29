"""What is taken from the small network without asking the large one."""

import numpy as np
import pytest

from kiosk.card.digits import BLANK, CHARACTERS, CLASSES, OTHER, certain, glimpse, runs
from kiosk.card.rectify import rectify
from kiosk.card.text import TextReader

NUMBER, BORN = "11010519491231002X", "出生1949年12月31日"


@pytest.fixture(scope="module")
def texts(store):
    return TextReader(store)


def of(character):
    return CHARACTERS.index(character) + 1


def columns(text, chance=0.99):
    """Columns that say `text`, each character once and a blank after it."""
    found = np.zeros((2 * len(text), CLASSES), np.float32)
    found[:, BLANK] = 1
    for place, character in enumerate(text):
        found[2 * place, of(character)] = chance
        found[2 * place, BLANK] = 1 - chance
    return found


def test_a_line_is_read_character_by_character():
    seen = glimpse(columns("1998"))
    assert seen.text == "1998"
    assert seen.places == pytest.approx((0.5, 2.5, 4.5, 6.5))
    assert min(seen.chances) > 0.98


def test_a_character_that_may_be_in_either_of_two_columns_is_one():
    between = columns("1998")
    between[0:2] = 0
    between[0:2, of("1")], between[0:2, BLANK] = 0.5, 0.5
    seen = glimpse(between)
    assert seen.text == "1998"
    assert seen.places[0] == pytest.approx(1.0)


def test_a_character_that_may_be_another_makes_the_line_doubtful():
    doubtful = columns("1998")
    doubtful[2, of("9")], doubtful[2, of("8")] = 0.8, 0.19
    assert glimpse(doubtful).text == ""


def test_a_character_that_every_card_bears_may_be_less_sure():
    printed = columns("1998年")
    printed[8, of("年")], printed[8, of("月")] = 0.8, 0.19
    assert glimpse(printed).text == "1998年"


def test_a_trace_of_a_strange_character_makes_the_line_doubtful():
    strange = columns("1998")
    strange[3, BLANK], strange[3, OTHER] = 0.7, 0.3
    assert glimpse(strange).text == ""


def test_a_trace_of_a_character_where_none_is_read_makes_the_line_doubtful():
    lost = columns("1998")
    lost[3, BLANK], lost[3, of("1")] = 0.5, 0.1
    lost[3, of("2")] = lost[3, of("3")] = lost[3, of("4")] = lost[3, of("5")] = 0.1
    assert glimpse(lost).text == ""


def test_a_line_with_much_left_over_is_doubtful():
    empty = columns("1")[1:]
    assert glimpse(np.concatenate([columns("1998"), *[empty] * 12])).text == ""


def test_nothing_is_no_line():
    assert glimpse(columns("1")[1:]).text == ""


def test_repeated_columns_are_one_character():
    assert runs(np.array([0, 3, 3, 0, 3, 4, 0])) == [(1, 3), (4, 5), (5, 6)]


def test_a_number_confirms_birth_and_sex():
    assert certain([NUMBER, BORN, "性别女", "公民身份号码"]) == (True, True, True, True)


@pytest.mark.parametrize("text", ["民族汉", "性别女民族汉"])
def test_of_ethnicities_the_one_that_most_cards_say_is_taken(text):
    assert certain([NUMBER, text]) == (True, True)
    assert certain([text]) == (False,)


def test_what_nothing_else_says_must_be_all_but_certain():
    line = columns("民族汉", chance=0.999)
    assert glimpse(line).text == "民族汉"
    line[4, of("汉")], line[4, of("男")] = 0.98, 0.02
    assert glimpse(line).text == ""


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # its check digit is X
        "11010519491331002X",
        "1101051949123100",
        "出生1949年12月30日",
        "出生1949年2月31日",
        "性别男",
        "性别男民族汉",
        "性别",
        "出生",
        "民族",
        "",
    ],
)
def test_what_the_number_does_not_confirm_is_not_taken(text):
    assert certain([NUMBER, text]) == (True, False)


def test_nothing_confirms_a_birth_where_there_is_no_number():
    assert certain([BORN, "性别女"]) == (False, False)


def test_two_numbers_confirm_nothing():
    assert certain([NUMBER, "330102199003071230"]) == (False, False)
    assert certain([NUMBER, NUMBER, BORN]) == (False, False, False)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("2015.01.02-2025.01.02", True),
        ("有效期限2015.01.02-2035.01.02", True),
        ("2015.01.02-2025.01.03", False),
        ("2015.01.02-2024.01.02", False),
        ("2015.02.30-2025.02.30", False),
        ("2025.01.02-2015.01.02", False),
    ],
)
def test_a_period_confirms_itself(text, taken):
    assert certain([text]) == (taken,)


@pytest.mark.parametrize("side", ["front", "back"])
def test_it_reads_what_the_large_one_reads_and_where(texts, store, minted, side):
    card = getattr(minted(4), side)
    height, width = card.shape[:2]
    upright = rectify(card, np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32))
    boxes = texts.find(upright)
    quick = texts.recognise(upright, boxes)
    large = TextReader(store, alone=True).recognise(upright, boxes)
    assert [line.text for line in quick] == [line.text for line in large]
    apart = np.concatenate([np.subtract(a.centres, b.centres) for a, b in zip(quick, large, strict=True)])
    assert np.abs(apart).max() < 10
    assert all(line.columns.shape[1] == len(texts.alphabet) for line in quick)
