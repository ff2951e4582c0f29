import pytest

from kiosk.card import number, places

# Invented; checked by hand with ISO 7064 MOD 11-2.
GOOD = "11010519491231002X"
MAN = "440524188001010014"


@pytest.mark.parametrize("text", [GOOD, MAN])
def test_a_right_check_digit(text):
    assert number.checksum_holds(text) is True


@pytest.mark.parametrize("place", range(18))
def test_any_single_wrong_digit_is_found(place):
    wrong = "X" if place == 17 and GOOD[17] != "X" else str((int(GOOD[place].replace("X", "0")) + 1) % 10)
    assert number.checksum_holds(GOOD[:place] + wrong + GOOD[place + 1 :]) is False


@pytest.mark.parametrize("text", ["", "1101051949123100", "11010519491231002XX", "1101051949123100AX"])
def test_what_is_no_number_was_not_checked(text):
    assert number.checksum_holds(text) is None
    assert number.region_known(text) is None
    assert number.sex_agrees(text, "女") is None


def test_birth_and_sex_beside_the_number():
    assert number.birth_agrees(GOOD, "1949-12-31") is True
    assert number.birth_agrees(GOOD, "1949-12-30") is False
    assert number.birth_agrees(GOOD, "") is None
    assert number.sex_agrees(GOOD, "女") is True
    assert number.sex_agrees(GOOD, "男") is False
    assert number.sex_agrees(MAN, "男") is True
    assert number.sex_agrees(GOOD, "") is None


def test_a_day_that_no_calendar_has_does_not_agree():
    text = GOOD[:6] + "19490230" + GOOD[14:]
    assert number.birth_agrees(text, "1949-02-30") is False


def test_counties_that_the_register_lacks_are_known():
    assert number.region_known("330113202203071234") is True
    assert number.region_known("330119202203071234") is False
    assert "钱塘区" in places.names()


def test_regions_of_today_of_the_past_and_none():
    assert number.region_known(GOOD) is True
    assert number.region_known("110103" + GOOD[6:]) is True  # Chongwen, merged in 2010
    assert number.region_known("990000" + GOOD[6:]) is False
    assert number.region_known("830000" + GOOD[6:]) is True  # Taiwan residents: no county codes exist
