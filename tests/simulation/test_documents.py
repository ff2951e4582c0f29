from datetime import date

import numpy as np
import pytest

from kiosk.card import number, period
from kiosk.card.kinds import mrz, numbers
from kiosk.card.kinds.countries import CHINESE, NUMERIC
from kiosk.card.reading import CARD_MM, Kind, Side
from kiosk.simulation.desk_documents import Document, document
from kiosk.simulation.documents import mint_document
from kiosk.simulation.documents.temporary import three_months_later

KINDS = [kind for kind in Kind if kind is not Kind.CITIZEN]


def minted(kind, seed=1, **more):
    return mint_document(np.random.default_rng(seed), kind, **more)


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_has_the_card_s_proportions_and_two_sides_and_the_same_seed_mints_the_same(kind):
    one, again, other = minted(kind), minted(kind), minted(kind, 2)
    for side in (one.front, one.back):
        assert side.shape[1] / side.shape[0] == pytest.approx(CARD_MM[0] / CARD_MM[1], rel=0.01)
        assert (side[0, 0] == 255).all(), "outside the rounded corner is white"
    assert np.array_equal(one.front, again.front) and one.truth == again.truth
    assert one.truth[Side.FRONT]["IdNum"] != other.truth[Side.FRONT]["IdNum"]
    assert not np.array_equal(one.front, one.back)


def test_the_width_is_as_asked_and_says_the_same():
    small, large = minted(Kind.RESIDENCE_PERMIT), minted(Kind.RESIDENCE_PERMIT, width=1516)
    assert large.front.shape[1] == 1516 and large.truth == small.truth


def test_the_ordinary_card_is_minted_elsewhere():
    with pytest.raises(ValueError, match="elsewhere"):
        minted(Kind.CITIZEN)


@pytest.mark.parametrize("seed", range(6))
def test_numbers_agree_with_what_is_printed_beside_them(seed):
    temporary = minted(Kind.TEMPORARY, seed).truth[Side.FRONT]
    assert number.checksum_holds(temporary["IdNum"]) and number.birth_agrees(temporary["IdNum"], temporary["Birth"])
    permit = minted(Kind.RESIDENCE_PERMIT, seed).truth
    front, back = permit[Side.FRONT], permit[Side.BACK]
    assert numbers.is_permit(front["IdNum"]) and number.checksum_holds(front["IdNum"])
    assert number.sex_agrees(front["IdNum"], front["Sex"])
    assert {"H": "810000", "M": "820000"}.get(back["PassNum"][0], "830000") == front["IdNum"][:6]
    for kind in (Kind.FOREIGN_PR_2017, Kind.FOREIGN_PR_2023):
        foreign = minted(kind, seed).truth[Side.FRONT]
        assert numbers.foreign_checksum_holds(foreign["IdNum"]) is True
        assert numbers.foreign_birth_agrees(foreign["IdNum"], foreign["Birth"]) is True
        assert numbers.foreign_nationality_agrees(foreign["IdNum"], foreign["Nationality"]) is True
        assert period.well_formed(foreign["ValidDate"])


def test_the_zone_of_2017_holds_its_own_digits_and_the_card_s_number():
    truth = minted(Kind.FOREIGN_PR_2017).truth
    zone = truth[Side.BACK]["Mrz"].split("\n")
    assert set(mrz.checks_of_zone(zone).values()) == {True}
    assert zone[0][5:14] + zone[0][15:21] == truth[Side.FRONT]["IdNum"]


def test_a_temporary_card_shows_all_on_one_side_and_lasts_three_months():
    truth = minted(Kind.TEMPORARY).truth
    assert len(truth[Side.FRONT]) == 8 and not truth[Side.BACK]
    start, end = (date.fromisoformat(day.replace(".", "-")) for day in truth[Side.FRONT]["ValidDate"].split("-"))
    assert three_months_later(start) == end
    assert three_months_later(date(2026, 11, 30)) == date(2027, 2, 28)


def test_every_nationality_that_is_printed_has_a_numeric_code():
    assert set(CHINESE) <= set(NUMERIC)
    assert len(set(NUMERIC.values())) == len(NUMERIC)


@pytest.mark.parametrize("kind", Document)
def test_each_document_can_be_laid_down(kind):
    face = document(kind, 2)
    assert face.shape[1] / face.shape[0] == pytest.approx(CARD_MM[0] / CARD_MM[1], rel=0.01)
    assert not face.flags.writeable
