"""How long attempts in vain are remembered, and of whom."""

from datetime import UTC, datetime, timedelta

from kiosk.pipeline.tries import REMEMBERED, Tries

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ONE, OTHER = "11010519491231002X", "440524188001010014"


def test_attempts_are_counted_by_card_for_a_while():
    tries = Tries()
    for minute in (0, 1, 9):
        tries.in_vain(ONE, NOON + timedelta(minutes=minute))
    tries.in_vain(OTHER, NOON)
    assert tries.count(ONE, NOON + timedelta(minutes=9)) == 3
    assert tries.count(OTHER, NOON + timedelta(minutes=9)) == 1
    assert tries.count(ONE, NOON + REMEMBERED + timedelta(seconds=30)) == 2
    assert tries.count(ONE, NOON + 2 * REMEMBERED) == 0


def test_a_live_face_is_forgiven_and_nobody_is_counted_together():
    tries = Tries()
    tries.in_vain(ONE, NOON)
    tries.in_vain(None, NOON)
    tries.in_vain("", NOON)
    assert tries.count(None, NOON) == tries.count("", NOON) == 0
    tries.forget(ONE)
    tries.forget(None)
    assert tries.count(ONE, NOON) == 0


def test_no_number_is_kept():
    tries = Tries()
    tries.in_vain(ONE, NOON)
    assert ONE not in repr(vars(tries))
