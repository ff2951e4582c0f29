"""The back of a card that says all in front: what may be one, and what the rules make of it."""

from dataclasses import replace

import pytest

from kiosk.card.kinds.checks import checks_of
from kiosk.card.reading import BACK_FIELDS, Field, Kind, Side
from kiosk.decision.policy import decide
from kiosk.decision.profile import load_profile, profile_names
from kiosk.decision.verdict import Code
from kiosk.face.observation import Match
from kiosk.pipeline.bare_back import bare_back, may_be_bare_back
from tests.decision.samples import BACK, FRONT, GENUINE, with_fields

CITIZEN = {name: field.text for name, field in FRONT.fields.items()}
FOREIGN = {"Name": "SMITH, JOHN", "Sex": "男", "Birth": "1985-02-03", "Nationality": "加拿大/CAN"}
PRINTED = {
    Kind.TEMPORARY: CITIZEN | {"Authority": "北京市公安局东城分局", "ValidDate": "2025.05.01-2025.08.01"},
    Kind.FOREIGN_PR_2017: FOREIGN
    | {"IdNum": "CAN110085020316", "Authority": "中华人民共和国公安部", "ValidDate": "2018.01.02-2028.01.02"},
    Kind.FOREIGN_PR_2023: FOREIGN
    | {"IdNum": "911124198502030014", "Authority": "国家移民管理局", "ValidDate": "2024.01.02-2034.01.02"},
}


def front_of(kind, **texts):
    fields = {name: Field(text, 0.99) for name, text in (PRINTED[kind] | texts).items()}
    return replace(FRONT, kind=kind, fields=fields, checks=checks_of(fields, Side.FRONT, kind))


BARE = replace(BACK, fields={}, checks={})


@pytest.mark.parametrize("profile", profile_names())
@pytest.mark.parametrize("kind", PRINTED)
def test_a_sound_card_lacks_nothing_in_any_venue(kind, profile):
    front = front_of(kind)
    back = bare_back(replace(BARE, kind=kind), front)
    evidence = replace(GENUINE, front=front, back=back, match=Match(95.0, 0.5, 80.0, "card-portrait"))
    assert [reason.code for reason in decide(evidence, load_profile(profile)).reasons] == [Code.SURFACE_UNEXAMINED]


def test_what_is_wrong_with_the_period_in_front_is_wrong_behind():
    front = front_of(Kind.TEMPORARY, ValidDate="2025.08.01-2025.05.01")
    assert bare_back(BARE, front).checks["period-form"] is False
    unread = with_fields(front, ValidDate=None)
    assert bare_back(BARE, unread).checks["period-form"] is None


def test_the_back_s_own_print_counts_where_the_front_says_nothing():
    own = with_fields(BARE, ValidDate="2016.01.02-2036.01.02", Authority="样本市公安局")
    assert bare_back(own, front_of(Kind.TEMPORARY)).fields["ValidDate"].text == "2025.05.01-2025.08.01"
    back = bare_back(own, with_fields(front_of(Kind.TEMPORARY), ValidDate=None))
    assert set(back.fields) == set(BACK_FIELDS)
    assert back.fields["ValidDate"].text == "2016.01.02-2036.01.02"
    assert back.checks["period-form"] is True


@pytest.mark.parametrize(
    ("what", "may_be"),
    [
        (BARE, True),  # nothing is legible
        (replace(BARE, side=Side.FRONT), True),  # not even which side it is
        (replace(BARE, kind=Kind.TEMPORARY), True),
        (replace(BARE, other="bank-card"), False),
        (front_of(Kind.TEMPORARY), False),
        (with_fields(front_of(Kind.TEMPORARY), IdNum=None), False),  # the front again, its number covered
    ],
)
def test_neither_another_document_nor_the_front_again_is_taken_for_the_back(what, may_be):
    assert may_be_bare_back(what, front_of(Kind.TEMPORARY)) is may_be
    assert not may_be_bare_back(what, FRONT)
    assert not may_be_bare_back(what, None)
