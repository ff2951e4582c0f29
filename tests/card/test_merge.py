from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kiosk.card.authenticity.invalid_period import invalid_period
from kiosk.card.authenticity.judge import scores
from kiosk.card.kinds.checks import checks_of
from kiosk.card.merge import merged
from kiosk.card.reading import CardReading, CardWarning, Field, Side, WarnCode

NUMBER = "11010519491231002X"
FRONT = {
    "Name": Field("甲乙", 0.9),
    "Sex": Field("女", 0.99),
    "Birth": Field("1949-12-31", 0.99),
    "IdNum": Field(NUMBER, 0.99),
}


def front(fields=FRONT, warnings=(), quality=80):
    card = np.zeros((638, 1011, 3), np.uint8)
    quad = np.array([(0, 0), (1011, 0), (1011, 638), (0, 638)], np.float32)
    judged = scores(warnings)
    checks = checks_of(fields, Side.FRONT)
    return CardReading(Side.FRONT, fields, checks, tuple(warnings), quality, 100, quad, card, card, 1.0, scores=judged)


def back(valid, sure=0.9, authority=0.9):
    """As read in June 2025."""
    fields = {"Authority": Field("样本市公安局", authority), "ValidDate": Field(valid, sure)}
    return replace(front(fields, invalid_period(valid, date(2025, 6, 15))), side=Side.BACK, portrait=None)


def doubt(code, reason):
    return CardWarning(code, reason, 0.9, 0.5)


COVERED = doubt(WarnCode.OCCLUDED, "occluded-Name")
COPY = doubt(WarnCode.PHOTOCOPY, "photocopy")


def test_the_text_with_most_confidence_behind_it_is_elected():
    wrong = front({**FRONT, "Name": Field("甲己", 0.7)})
    whole = merged([wrong, front(), front()])
    assert whole.fields["Name"].text == "甲乙"
    assert whole.fields["Name"].confidence < 0.9  # readings that disagree are a doubt
    assert whole.fields["IdNum"].confidence == 0.99


def test_a_field_that_one_picture_hides_comes_from_another():
    hidden = front({name: field for name, field in FRONT.items() if name != "Name"}, [COVERED])
    whole = merged([hidden, front()])
    assert whole.fields["Name"].text == "甲乙"
    assert whole.warnings == ()
    assert whole.checks["number-checksum"] is True


def test_two_pictures_that_saw_half_a_name_do_not_outvote_the_one_that_saw_it_whole():
    half = front({**FRONT, "Name": Field("甲", 0.97)}, [COVERED])
    assert merged([half, half, front()]).fields["Name"].text == "甲乙"


def test_what_always_hides_stays():
    assert merged([front(warnings=[COVERED]), front(warnings=[COVERED])]).warnings == (COVERED,)


def test_a_copy_stays_a_copy_unless_most_pictures_say_otherwise():
    assert COPY in merged([front(warnings=[COPY]), front()]).warnings
    assert COPY not in merged([front(warnings=[COPY]), front(), front()]).warnings


def test_what_is_wrong_with_the_period_is_what_is_wrong_with_the_elected_one():
    valid, expired = "2016.01.02-2036.01.02", "2014.01.02-2024.01.02"
    whole = merged([back(valid, authority=0.75), back(expired, 0.7, authority=0.999)])
    assert whole.fields["ValidDate"].text == valid
    assert whole.warnings == () and WarnCode.INVALID_PERIOD not in whole.scores
    whole = merged([back(expired, authority=0.75), back(valid, 0.7, authority=0.999)])
    assert whole.fields["ValidDate"].text == expired
    assert [warning.reason for warning in whole.warnings] == ["expired"]
    assert whole.scores[WarnCode.INVALID_PERIOD] == 1.0


def test_a_number_contradicts_nothing_that_the_elected_fields_do_not_contradict():
    misread = front(
        {**FRONT, "IdNum": Field("11010519491231009X", 0.96)}, [doubt(WarnCode.DOCTORED, "number-checksum")]
    )
    whole = merged([misread, front()])
    assert whole.fields["IdNum"].text == NUMBER
    assert whole.warnings == () and not whole.scores.get(WarnCode.DOCTORED, 0.0) >= 1


def test_elected_fields_that_contradict_each_other_say_so_though_no_reading_did():
    numberless = front({name: FRONT[name] for name in ("Name", "Birth")} | {"Sex": Field("男", 0.99)})
    sexless = front({name: FRONT[name] for name in ("Name", "Birth", "IdNum")})
    whole = merged([numberless, sexless])
    assert [(warning.code, warning.reason) for warning in whole.warnings] == [(WarnCode.DOCTORED, "number-sex")]
    assert whole.scores[WarnCode.DOCTORED] >= 1


def test_a_score_reaches_its_threshold_where_there_is_a_warning_and_nowhere_else():
    sound, copied = front(), front(warnings=[COPY])
    near = replace(sound, scores={WarnCode.PHOTOCOPY: 0.7})
    assert merged([copied, near]).scores[WarnCode.PHOTOCOPY] == 1.8
    assert merged([copied, near, near]).scores[WarnCode.PHOTOCOPY] == 0.7
    passing = merged([front(warnings=[COVERED]), replace(sound, scores={WarnCode.OCCLUDED: 0.2})])
    assert passing.scores == {WarnCode.OCCLUDED: 0.2}


def test_another_card_begins_anew():
    other = front({**FRONT, "Name": Field("丙", 0.99), "IdNum": Field("440524188001010014", 0.99)}, [COPY])
    whole = merged([other, front()])
    assert whole.fields["Name"].text == "甲乙"
    assert whole.warnings == ()


def test_two_numbers_that_both_hold_are_two_people_s_however_alike():
    def child(name, number):
        fields = {**FRONT, "Name": Field(name, 0.9), "Birth": Field("2015-03-07", 0.99), "IdNum": Field(number, 0.9)}
        return front(fields)

    twin, other = child("甲乙", "110101201503070018"), child("甲丙", "110101201503070034")
    assert merged([twin, other]) is other
    misread = child("甲丙", "110101201503070035")
    assert merged([misread, other]) is not other  # one number that does not hold may be the other one, misread


def test_one_reading_is_itself_and_none_is_an_error():
    only = replace(front(), quality=60)
    assert merged([only]) is only
    with pytest.raises(ValueError):
        merged([])
