from dataclasses import replace

import numpy as np
import pytest

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
    scores = {warning.code: warning.score / warning.threshold for warning in warnings}
    return CardReading(Side.FRONT, fields, {}, tuple(warnings), quality, 100, quad, card, card, 1.0, scores=scores)


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


def test_another_card_begins_anew():
    other = front({**FRONT, "Name": Field("丙", 0.99), "IdNum": Field("440524188001010014", 0.99)}, [COPY])
    whole = merged([other, front()])
    assert whole.fields["Name"].text == "甲乙"
    assert whole.warnings == ()


def test_one_reading_is_itself_and_none_is_an_error():
    only = replace(front(), quality=60)
    assert merged([only]) is only
    with pytest.raises(ValueError):
        merged([])
