"""The table of a visit: where every event leads, and that nobody gets stuck."""

from collections.abc import Iterable
from itertools import combinations, product

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.decision.flow import (
    ATTEMPTS,
    ENDINGS,
    EXHAUSTED,
    NEEDS_CAMERA,
    STEPS,
    TIMEOUTS,
    TRANSITIONS,
    VISIT,
    Ending,
    Event,
    Flow,
    State,
    ending,
    step,
    timeout,
)

STEP_CHOICES = [
    tuple(state for state in STEPS if state not in left_out)
    for count in range(3)
    for left_out in combinations((State.CARD_BACK, State.REVIEW), count)
]


def journey(*events: Event, start: Flow | None = None, steps: Iterable[State] = STEPS) -> Flow:
    flow = start or Flow()
    for event in events:
        flow = step(flow, event, tuple(steps))
    return flow


def at(state: State) -> Flow:
    """A flow in that state, as a visit would get there."""
    ways = {
        State.WELCOME: (),
        State.CARD_FRONT: (Event.START,),
        State.CARD_BACK: (Event.START, Event.FRONT_READ),
        State.REVIEW: (Event.START, Event.FRONT_READ, Event.BACK_READ),
        State.FACE: (Event.START, Event.FRONT_READ, Event.BACK_READ, Event.CONFIRM),
        State.DECIDING: (Event.START, Event.FRONT_READ, Event.BACK_READ, Event.CONFIRM, Event.FACE_DONE),
        State.RESULT: (
            Event.START,
            Event.FRONT_READ,
            Event.BACK_READ,
            Event.CONFIRM,
            Event.FACE_DONE,
            Event.DECIDED,
        ),
        State.PAUSED: (Event.START, Event.FAULT),
        State.STAFF: (Event.START, Event.CALL_STAFF),
    }
    flow = journey(*ways[state])
    assert flow.state is state
    return flow


def test_a_whole_visit_passes_every_step_and_ends_where_it_began():
    flow, seen = Flow(), []
    for event in (
        Event.START,
        Event.FRONT_READ,
        Event.BACK_READ,
        Event.CONFIRM,
        Event.FACE_DONE,
        Event.DECIDED,
        Event.TIMEOUT,
    ):
        flow = step(flow, event)
        seen.append(flow.state)
    assert seen == [*VISIT, State.WELCOME]
    assert flow == Flow()


@pytest.mark.parametrize("steps", STEP_CHOICES)
def test_a_profile_skips_the_steps_it_does_not_have(steps):
    flow, seen = journey(Event.START, steps=steps), []
    forward = {
        State.CARD_FRONT: Event.FRONT_READ,
        State.CARD_BACK: Event.BACK_READ,
        State.REVIEW: Event.CONFIRM,
        State.FACE: Event.FACE_DONE,
    }
    while flow.state in forward:
        seen.append(flow.state)
        flow = step(flow, forward[flow.state], steps)
    assert tuple(seen) == steps
    assert flow.state is State.DECIDING


@pytest.mark.parametrize(("state", "event"), list(product(State, Event)))
def test_every_event_in_every_state_either_leads_somewhere_or_changes_nothing(state, event):
    before = at(state)
    after = step(before, event)
    assert isinstance(after.state, State)
    known = (state, event) in TRANSITIONS or event in (Event.FAULT, Event.REPAIRED)
    if not known:
        assert after is before


def test_what_is_no_event_is_refused_and_not_passed_over():
    with pytest.raises(ValueError, match="nonsense"):
        step(Flow(), "nonsense")  # type: ignore[arg-type]


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_an_exit_and_a_timeout_unless_nobody_waits_there(state):
    flow = at(state)
    assert any(step(flow, event).state is not state for event in Event)
    if state is State.WELCOME:
        assert timeout(flow) is None
        assert state not in TIMEOUTS
    else:
        assert timeout(flow) == TIMEOUTS[state] > 0
        assert (state, Event.TIMEOUT) in TRANSITIONS


@pytest.mark.parametrize("state", list(State))
def test_left_alone_every_state_comes_back_to_a_clean_welcome(state):
    flow = journey(Event.REPAIRED, start=at(state))
    for _ in range(10):
        flow = step(flow, Event.TIMEOUT)
    assert flow == Flow()


@pytest.mark.parametrize("state", [state for state in State if state is not State.STAFF])
def test_staff_can_be_called_from_anywhere(state):
    assert step(at(state), Event.CALL_STAFF).state is State.STAFF


@pytest.mark.parametrize("state", [state for state in State if state not in (State.WELCOME, State.DECIDING)])
@pytest.mark.parametrize("event", [Event.CANCEL, Event.RESET])
def test_a_visit_can_be_given_up_and_leaves_nothing(state, event):
    flow = journey(event, Event.REPAIRED, start=at(state))
    assert flow == Flow()


def test_nobody_backs_out_while_the_verdict_is_being_recorded():
    assert journey(Event.CANCEL, Event.RESET, start=at(State.DECIDING)).state is State.DECIDING


@pytest.mark.parametrize("state", sorted(NEEDS_CAMERA))
def test_a_missing_device_pauses_and_the_visit_resumes_where_it_was(state):
    before = at(state)
    paused = step(before, Event.FAULT)
    assert (paused.state, paused.resume) == (State.PAUSED, state)
    assert paused.in_visit == before.in_visit
    assert step(paused, Event.FAULT) is paused
    assert step(paused, Event.REPAIRED) == before


@pytest.mark.parametrize("state", sorted(set(VISIT) - NEEDS_CAMERA))
def test_where_no_device_is_needed_the_visitor_goes_on_until_one_is(state):
    broken = step(at(state), Event.FAULT)
    assert broken.state is state
    forward = {State.REVIEW: Event.CONFIRM, State.DECIDING: Event.DECIDED, State.RESULT: Event.TIMEOUT}
    after = step(broken, forward[state])
    assert after.state is (State.RESULT if state is State.DECIDING else State.PAUSED)
    if state is State.REVIEW:
        assert step(after, Event.REPAIRED).state is State.FACE


def test_nobody_is_welcomed_to_a_kiosk_that_cannot_see_and_it_waits_for_repair_without_a_timeout():
    flow = journey(Event.START, Event.FAULT, Event.TIMEOUT, Event.TIMEOUT)
    assert (flow.state, flow.resume) == (State.PAUSED, State.WELCOME)
    assert timeout(flow) is None
    assert not flow.in_visit
    assert journey(Event.TIMEOUT, Event.START, Event.CANCEL, start=flow) == flow
    assert step(flow, Event.REPAIRED) == Flow()


@pytest.mark.parametrize(("key", "target"), list(EXHAUSTED.items()))
def test_each_repeat_is_counted_and_limited(key, target):
    state, event = key
    flow = at(state)
    limit = ATTEMPTS[event]
    for count in range(1, limit):
        flow = step(flow, event)
        assert flow.state is TRANSITIONS[key]
        assert flow.attempt == count + 1
        while flow.state is not state:  # a retake leads back through the card's steps
            flow = step(flow, {State.CARD_FRONT: Event.FRONT_READ, State.CARD_BACK: Event.BACK_READ}[flow.state])
    assert step(flow, event).state is target


def test_a_profile_sets_its_own_limits_and_timeouts():
    flow = step(at(State.FACE), Event.FACE_FAILED, STEPS, {Event.FACE_FAILED: 1})
    assert flow.state is State.DECIDING
    assert timeout(at(State.FACE), {State.FACE: 7.0}) == 7.0
    assert timeout(at(State.RESULT), {State.FACE: 7.0}) == TIMEOUTS[State.RESULT]


def test_the_tries_at_the_face_are_known_when_deciding():
    flow = journey(Event.FACE_FAILED, Event.FACE_FAILED, Event.FACE_DONE, start=at(State.FACE))
    assert flow.state is State.DECIDING
    assert flow.attempts_at(State.FACE) == 3


def test_a_first_timeout_offers_help_and_only_the_second_ends_the_visit():
    once = step(at(State.CARD_FRONT), Event.TIMEOUT)
    assert once.state is State.CARD_FRONT
    assert once.spent
    assert step(once, Event.TIMEOUT) == Flow()


def test_personal_data_on_the_screen_gets_no_second_wait():
    assert step(at(State.REVIEW), Event.TIMEOUT) == Flow()


@pytest.mark.parametrize(
    ("state", "event", "expected"),
    [
        (State.DECIDING, Event.DECIDED, Ending.DECIDED),
        (State.CARD_FRONT, Event.CANCEL, Ending.CANCELLED),
        (State.PAUSED, Event.CANCEL, Ending.CANCELLED),
        (State.REVIEW, Event.TIMEOUT, Ending.TIMED_OUT),
        (State.DECIDING, Event.TIMEOUT, Ending.STAFF),
        (State.FACE, Event.CALL_STAFF, Ending.STAFF),
        (State.FACE, Event.FAULT, None),
        (State.FACE, Event.FACE_FAILED, None),
        (State.RESULT, Event.TIMEOUT, None),
        (State.RESULT, Event.CALL_STAFF, None),
        (State.WELCOME, Event.CALL_STAFF, None),
        (State.WELCOME, Event.START, None),
        (State.STAFF, Event.TIMEOUT, None),
    ],
)
def test_how_a_visit_ended(state, event, expected):
    before = at(state)
    assert ending(before, event, step(before, event)) is expected


def test_every_ending_but_a_kill_can_come_about():
    assert {*ENDINGS.values(), Ending.STAFF, Ending.INTERRUPTED} == set(Ending)


class Visits(RuleBasedStateMachine):
    """Any events in any order, on any profile: the promises hold all the time."""

    @initialize(
        steps=st.sampled_from(STEP_CHOICES),
        attempts=st.dictionaries(st.sampled_from(sorted(ATTEMPTS)), st.integers(1, 4)),
    )
    def begin(self, steps, attempts):
        self.steps, self.attempts, self.flow = steps, attempts, Flow()
        self.open = False

    @rule(event=st.sampled_from(Event))
    def happens(self, event):
        before, self.flow = self.flow, step(self.flow, event, self.steps, self.attempts)
        ended = ending(before, event, self.flow)
        begun = not before.in_visit and self.flow.in_visit
        assert not (begun and self.open), "a visit began inside another"
        assert (ended is not None) <= self.open, "a visit ended twice, or that never began"
        self.open = (self.open or begun) and ended is None

    @precondition(lambda self: timeout(self.flow) is not None)
    @rule()
    def everybody_leaves(self):
        for _ in range(12):
            self.happens(Event.TIMEOUT)
        assert not self.flow.in_visit
        assert self.flow.state is State.WELCOME or self.flow.resume is State.WELCOME

    @invariant()
    def holds(self):
        flow = self.flow
        assert (flow.state is State.PAUSED) == (flow.resume is not None)
        assert flow.state is not State.PAUSED or flow.faulty
        assert not (flow.faulty and flow.state in NEEDS_CAMERA)
        assert flow.state not in STEPS or flow.state in self.steps
        assert flow.in_visit or not flow.spent, "a trace of the visit is left"
        assert all(flow.spent.count(key) <= self.attempts.get(key[1], ATTEMPTS[key[1]]) for key in flow.spent)
        assert self.open == (flow.in_visit and flow.state is not State.RESULT), "the record is not closed in time"
        hash(flow)


Visits.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None, derandomize=True)
TestVisits = Visits.TestCase


def test_every_state_is_reachable_with_the_events_there_are():
    reached, frontier = {Flow()}, [Flow()]
    while frontier:
        flow = frontier.pop()
        after = {step(flow, event, STEPS, dict.fromkeys(ATTEMPTS, 1)) for event in Event} - reached
        reached |= after
        frontier.extend(after)
    assert {flow.state for flow in reached} == set(State)
