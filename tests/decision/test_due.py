"""When a state times out, by a clock turned by hand: from the last touch where a visitor types, but not for ever."""

import pytest

from kiosk.decision.flow import LONGEST, TIMEOUTS, Flow, State, due

REVIEW = Flow(State.REVIEW)
LIMIT = TIMEOUTS[State.REVIEW]


def test_untouched_it_counts_from_the_entry():
    assert due(REVIEW, 100.0, 100.0) == 100.0 + LIMIT
    assert due(REVIEW, 100.0, 40.0) == 100.0 + LIMIT  # a touch before it was entered is none


def test_each_touch_begins_the_time_anew_up_to_a_bound():
    assert due(REVIEW, 100.0, 180.0) == 180.0 + LIMIT
    touched, most = 100.0, 100.0 + LONGEST[State.REVIEW]
    while touched < (until := due(REVIEW, 100.0, touched)):
        assert until <= most
        touched += 1.0
    assert until == most


@pytest.mark.parametrize("state", [state for state in TIMEOUTS if state not in LONGEST])
def test_elsewhere_touches_gain_nothing(state):
    assert due(Flow(state), 100.0, 110.0) == 100.0 + TIMEOUTS[state]


def test_a_profiles_own_time_is_never_cut_short():
    patient = {State.REVIEW: 500.0}
    assert due(REVIEW, 100.0, 100.0, patient) == 600.0
    assert due(REVIEW, 100.0, 400.0, patient) == 600.0


def test_nobody_is_kept_waiting_at_the_welcome():
    assert due(Flow(), 100.0, 110.0) is None
