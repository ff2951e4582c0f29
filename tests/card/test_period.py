from datetime import date, timedelta

import pytest

from kiosk.card import period
from kiosk.card.authenticity.invalid_period import invalid_period
from kiosk.card.nations import NATIONS, OTHERS, known
from kiosk.card.reading import Kind

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("printed", "usual"),
    [
        ("2020.01.02-2030.01.02", "2020.01.02-2030.01.02"),
        ("2020.01.02—2030.01.02", "2020.01.02-2030.01.02"),
        ("2020.01.02-长期", "2020.01.02-长期"),
        ("公安局", None),
        ("2020.01.02", None),
    ],
)
def test_usual_form(printed, usual):
    assert period.normalised(printed) == usual


@pytest.mark.parametrize("text", ["2020.02.30-2030.02.28", "2020.13.01-2030.13.01", "2030.01.01-2020.01.01"])
def test_impossible_dates_are_not_well_formed(text):
    assert period.well_formed(text) is False


@pytest.mark.parametrize(
    "text", ["2020.01.02-2025.01.02", "2020.01.02-2030.01.02", "2020.01.02-2040.01.02", "2020.01.02-长期"]
)
def test_the_spans_of_the_law_are_well_formed(text):
    assert period.well_formed(text) is True


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("2020.01.02-2030.01.02", ()),
        ("2015.01.02-2025.01.02", ("expired",)),
        ("2026.07.01-2036.07.01", ("not-yet-valid",)),
        ("2020.01.02-2027.01.02", ("impossible-span",)),
    ],
)
def test_doubts(text, doubts):
    assert period.doubts(text, TODAY) == doubts
    assert tuple(warning.reason for warning in invalid_period(text, TODAY)) == doubts


def test_a_period_must_fit_the_age_at_issue():
    assert period.doubts("2020.01.02-长期", TODAY, date(1990, 1, 1)) != ()
    assert period.doubts("2020.01.02-长期", TODAY, date(1960, 1, 1)) == ()
    assert period.doubts("2020.01.02-2040.01.02", TODAY, date(2000, 1, 1)) != ()


@pytest.mark.parametrize(("month", "day"), [(1, 1), (7, 15), (12, 31)])
@pytest.mark.parametrize(("age", "before", "after"), [(16, 5, 10), (26, 10, 20), (46, 20, None)])
def test_the_span_changes_on_the_very_birthday(month, day, age, before, after):
    born, birthday = date(2020 - age, month, day), date(2020, month, day)

    def fits(start, years):
        end = "长期" if years is None else f"{start.year + years}.{start:%m.%d}"
        return "span-against-age" not in period.doubts(f"{start:%Y.%m.%d}-{end}", TODAY, born)

    assert fits(birthday, after)
    assert fits(birthday, before)  # it may have been asked for half a year before
    assert not fits(birthday - timedelta(days=1), after)
    assert not fits(birthday + timedelta(days=190), before)


def test_the_last_day_there_is_ends_no_period_of_a_card():
    for kind in Kind:
        assert period.doubts("2024.01.02-9999.12.31", TODAY, kind=kind) == ("impossible-span",)


@pytest.mark.parametrize(
    ("kind", "text", "doubts"),
    [
        (Kind.TEMPORARY, "2026.04.10-2026.07.10", ()),
        (Kind.TEMPORARY, "2026.04.10-2026.09.10", ("impossible-span",)),
        (Kind.TEMPORARY, "2026.04.10-2036.04.10", ("impossible-span",)),
        (Kind.RESIDENCE_PERMIT, "2024.01.02-2029.01.01", ()),
        (Kind.RESIDENCE_PERMIT, "2024.01.02-2029.01.02", ()),
        (Kind.RESIDENCE_PERMIT, "2024.01.02-2034.01.02", ("impossible-span",)),
        (Kind.RESIDENCE_PERMIT, "2017.01.02-2022.01.02", ("before-first-issue", "expired")),
        (Kind.FOREIGN_PR_2017, "2020.03.01-2030.02.28", ()),
        (Kind.FOREIGN_PR_2023, "2024.03.01-2044.03.01", ("impossible-span",)),
        (Kind.CITIZEN, "2020.01.02-2030.01.01", ("impossible-span",)),
    ],
)
def test_each_kind_of_card_has_spans_of_its_own(kind, text, doubts):
    assert period.doubts(text, TODAY, kind=kind) == doubts


def test_all_ethnicities_of_the_register_are_known_and_no_others():
    assert len(NATIONS) == 56
    assert len(set(NATIONS)) == 56
    assert all(known(text) for text in (*NATIONS, *OTHERS))
    assert len(OTHERS) == 4
    assert not known("肯尼亚")


@pytest.mark.parametrize("text", ["20200101202901019", "2020.01.01-99999999999.01.01", "2020.13.01-2030.01.01", "20.1"])
def test_what_is_no_period_is_not_well_formed(text):
    assert not period.well_formed(text)
    assert period.doubts(text, date(2026, 11, 24)) == ("impossible-date",)
