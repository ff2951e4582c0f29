"""Every character can be typed by its sound, and those that are meant come first."""

import unicodedata

import numpy as np
import pytest

from kiosk.simulation.persons import invent
from kiosk.ui.keyboard.pinyin import Place, candidates, divided
from kiosk.ui.keyboard.sounds import sounds
from kiosk.ui.keyboard.words import COMPOUND_SURNAMES, SURNAME_SOUNDS, SURNAMES, places


@pytest.fixture(scope="module")
def table():
    return sounds()


@pytest.fixture
def offer(table):
    """The texts offered for some letters."""
    return lambda letters, place=Place.ADDRESS: [one.text for one in candidates(letters, place, table)]


def test_the_tables_are_those_of_the_library(table):
    from pypinyin.constants import PINYIN_DICT

    named = {chr(code) for code in PINYIN_DICT if unicodedata.category(chr(code)) != "Co"}
    assert set("".join(table.characters.values())) == named
    assert all(sound.isascii() and sound.isalpha() and sound.islower() for sound in table.characters)


def test_every_character_is_offered_for_its_sounds(table, offer):
    for sound in ("yi", "n", "lv", "zhuang", "er", "a"):
        for place in Place:
            offered = offer(sound, place)
            assert set(table.characters[sound]) <= set(offered)
            assert len(offered) == len(set(offered))


@pytest.mark.parametrize(
    ("letters", "character"),
    [
        ("kun", "堃"),
        ("zhe", "喆"),
        ("chong", "翀"),
        ("yi", "祎"),
        ("yan", "䶮"),
        ("fu", "𫖯"),
        ("xuan", "𫍽"),
        ("biang", "𰻞"),
    ],
)
def test_rare_characters_are_reached(offer, letters, character):
    assert character in offer(letters, Place.GIVEN)


@pytest.mark.parametrize("typed", ["lv", "lyu"])
def test_u_with_dots_is_typed_as_v_or_as_passports_write_it(offer, typed):
    assert offer(typed, Place.SURNAME)[0] == "吕"
    assert "律" in offer(typed)


def test_frequent_characters_come_before_rare_ones(offer):
    offered = offer("shi")
    assert set(offered[:20]) >= set("是时十事市")
    levels = [offered.index(character) for character in ("市", "蓍", "遾")]
    assert levels == sorted(levels)


@pytest.mark.parametrize(
    ("letters", "surname"),
    [
        ("shan", "单"),
        ("xie", "解"),
        ("zha", "查"),
        ("qiu", "仇"),
        ("ou", "区"),
        ("ren", "任"),
        ("zeng", "曾"),
        ("yue", "乐"),
    ],
)
def test_a_surname_is_found_as_it_is_spoken_as_one(offer, letters, surname):
    assert surname in offer(letters, Place.SURNAME)[:4]


def test_a_surname_is_not_preferred_for_another_sound_of_its_character(offer):
    assert offer("dan", Place.SURNAME)[0] == offer("dan", Place.GIVEN)[0]
    assert offer("wang", Place.SURNAME)[0] == "王"
    assert "邓" not in offer("shan", Place.SURNAME)[:20]


@pytest.mark.parametrize(
    ("letters", "surname"),
    [("ouyang", "欧阳"), ("ouy", "欧阳"), ("yuchi", "尉迟"), ("moqi", "万俟"), ("zhuge", "诸葛")],
)
def test_surnames_of_two_characters_are_offered_as_one(offer, letters, surname):
    assert offer(letters, Place.SURNAME)[0] == surname
    assert surname not in offer(letters, Place.GIVEN)


def test_all_surnames_have_a_sound(table):
    assert {surname for surname, _ in table.surnames} == set(SURNAMES)
    assert {word for words in table.compounds.values() for _, word in words} == set(COMPOUND_SURNAMES)
    assert all(SURNAME_SOUNDS[word] in table.compounds for word in SURNAME_SOUNDS if len(word) > 1)


@pytest.mark.parametrize(
    ("letters", "word"),
    [
        ("beijingshi", "北京市"),
        ("beij", "北京市"),
        ("chongqing", "重庆市"),
        ("xinjiang", "新疆维吾尔自治区"),
        ("jiedao", "街道"),
        ("danyuan", "单元"),
        ("xianxian", "献县"),
    ],
)
def test_words_of_addresses(offer, letters, word):
    assert word in offer(letters)[:6]


def test_places_of_the_past_are_known():
    assert {"北京市", "崇文区", "新疆维吾尔自治区"} <= set(places())


def test_letters_that_are_left_over_stay(table):
    by_text = {one.text: one.used for one in candidates("wangxiao", Place.SURNAME, table)}
    assert by_text["王"] == len("wang")
    by_text = {one.text: one.used for one in candidates("beijingshichao", Place.ADDRESS, table)}
    assert by_text["北京市"] == len("beijingshi")


def test_a_shorter_sound_is_taken_where_the_rest_needs_it(offer, table):
    assert offer("fanguo")[0] in table.characters["fan"]
    assert divided("fanguo", table) == "fan guo"
    assert divided("xian", table) == "xian"
    assert {"先", "西"} <= set(offer("xian"))


def test_an_unfinished_sound_offers_what_it_may_become(offer):
    assert {"中", "周"} <= set(offer("zho")[:20])
    assert {"王", "吴", "魏"} <= set(offer("w", Place.SURNAME)[:10])


@pytest.mark.parametrize(("letters", "shown"), [("ouyang", "ou yang"), ("zh", "zh"), ("wangx", "wang x"), ("", "")])
def test_letters_are_divided_into_sounds(table, letters, shown):
    assert divided(letters, table) == shown


@pytest.mark.parametrize("letters", ["", "vvv", "iii", "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"])
def test_what_nobody_says_is_no_mistake(table, letters):
    assert all(one.used <= len(letters) for one in candidates(letters, Place.GIVEN, table))
    assert divided(letters, table).replace(" ", "") == letters


def test_invented_names_are_typed_without_leafing_far(table):
    """Nine of ten characters of names are among the first dozen."""
    rng = np.random.default_rng(2)
    sound_of = {}
    for sound, characters in table.characters.items():
        for place, character in enumerate(characters):
            if place < sound_of.get(character, (10**6, ""))[0]:
                sound_of[character] = (place, sound)
    ranks = []
    for _ in range(150):
        name = invent(rng).name
        for i, character in enumerate(name):
            if character != "·":
                place = Place.SURNAME if i == 0 else Place.GIVEN
                offered = [one.text for one in candidates(sound_of[character][1], place, table)]
                ranks.append(offered.index(character))
    assert np.mean(np.array(ranks) < 12) > 0.9
