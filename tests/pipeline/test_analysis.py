"""The analysis of one terminal, step by step, with a clock that the test turns and tools that fail for a while."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from kiosk.authority.barring import Barring
from kiosk.authority.card_portrait import CardPortrait
from kiosk.decision.flow import TIMEOUTS, Event, State
from kiosk.devices.frame import Frame
from kiosk.errors import EnvironmentFault
from kiosk.pipeline.analysis import RETRY_S, AnalysisJob, Seen
from kiosk.pipeline.view import Command
from kiosk.simulation.hurry import HandClock
from kiosk.vision.mailbox import Mailbox
from tests.decision.samples import BACK, FRONT


class Analysis:
    """A job and what it shows; its card watch fails as long as `broken`."""

    def __init__(self, tools):
        self.clock, self.frames, self.views, self.tries = HandClock(), Mailbox(), [], 0
        self.broken = False
        self.written = []
        made = replace(tools, write=self.written.append, random=Random(0), watch=self._watch)
        self._make_watch = tools.watch
        self.job = AnalysisJob(lambda write: made, print, self.views.append, self.frames, self.clock)
        self.job.set_up()

    def _watch(self, side):
        watch = self._make_watch(side)
        see = watch.see

        def failing(frame):
            if self.broken:
                self.tries += 1
                raise EnvironmentFault("model-unusable", "altered meanwhile")
            return see(frame)

        watch.see = failing
        return watch

    @property
    def shown(self):
        return self.views[-1]

    def answer(self, event):
        visit = self.shown.visit
        self.job.messages.put(lambda one, now: one.on_command(Command(event, visit), now))
        self.job.step()

    def pass_time(self, seconds, frames=2):
        """So many frames a second."""
        for _ in range(round(seconds * frames)):
            self.clock.now += 1 / frames
            self.see(cards=True, faces=True)

    def see(self, *, cards, faces):
        """One frame of a camera that is there for these."""
        self.frames.put(Seen(Frame(np.zeros((90, 160, 3), np.uint8), self.clock.now, 0), cards, faces))
        self.job.step()

    def break_down(self):
        """In the middle of a visit."""
        self.answer(Event.START)
        self.pass_time(1)
        self.broken = True
        self.pass_time(1)


@pytest.fixture
def analysis(tools):
    return Analysis(tools)


def test_a_tool_that_fails_pauses_its_visit_which_goes_on_when_it_works(analysis):
    analysis.break_down()
    visit = analysis.shown.visit
    assert visit and (analysis.shown.state, analysis.shown.fault) == (State.PAUSED, "model-unusable")
    analysis.pass_time(10, frames=20)
    assert {view.state for view in analysis.views[-5:]} == {State.PAUSED}, "no other screen flickers through"
    assert analysis.tries <= 1 + 11 / RETRY_S
    analysis.broken = False
    analysis.pass_time(2)
    assert (analysis.shown.state, analysis.shown.visit, analysis.shown.fault) == (State.CARD_FRONT, visit, None)


def test_a_visit_that_a_tool_holds_up_ends_when_its_time_is_over(analysis):
    analysis.break_down()
    analysis.pass_time(2 * TIMEOUTS[State.CARD_FRONT] + 2)
    assert (analysis.shown.state, analysis.shown.visit, analysis.shown.front) == (State.WELCOME, "", None)


@pytest.mark.parametrize(("event", "state"), [(Event.CANCEL, State.WELCOME), (Event.CALL_STAFF, State.STAFF)])
def test_a_visitor_can_leave_a_visit_that_a_tool_holds_up_at_once(analysis, event, state):
    analysis.break_down()
    analysis.answer(event)
    assert analysis.shown.state is state
    analysis.pass_time(3)
    assert analysis.shown.state is state


def test_the_next_visitor_is_told_too(analysis):
    analysis.break_down()
    first = analysis.shown.visit
    analysis.answer(Event.CANCEL)
    analysis.answer(Event.START)
    assert analysis.shown.state is State.CARD_FRONT
    analysis.pass_time(1)
    assert analysis.shown.state is State.PAUSED and analysis.shown.visit not in ("", first)


def test_each_step_sees_its_own_camera_only(analysis):
    analysis.answer(Event.START)
    analysis.see(cards=False, faces=True)
    assert analysis.shown.frame_size is None
    analysis.see(cards=True, faces=False)
    assert analysis.shown.frame_size == (160, 90)

    analysis.job.messages.put(lambda visit, now: [visit._keep(side, now) for side in (FRONT, BACK)])
    analysis.job.step()
    assert analysis.shown.state is State.REVIEW
    analysis.frames.put(Seen(Frame(np.zeros((90, 160, 3), np.uint8), 0.0, 0), cards=True, faces=False))
    analysis.answer(Event.CONFIRM)
    assert analysis.shown.state is State.FACE
    assert analysis.shown.frame_size is None, "the card camera's picture was taken when the face's turn began"
    analysis.see(cards=False, faces=True)
    assert analysis.shown.frame_size == (160, 90)


def test_who_cannot_be_held_against_a_lost_block_list_goes_to_staff_undecided(tools, tmp_path):
    cards_only = {"steps": (State.CARD_FRONT,), "liveness": False, "match": False}
    barring = Barring(tmp_path / "gallery.db", CardPortrait())
    profile = tools.profile.model_copy(update=cards_only)
    analysis = Analysis(replace(tools, profile=profile, authority=barring))
    analysis.answer(Event.START)
    analysis.job.messages.put(lambda visit, now: visit._keep(FRONT, now))
    analysis.pass_time(1)
    assert (analysis.shown.state, analysis.shown.fault) == (State.PAUSED, "gallery-missing")
    analysis.pass_time(TIMEOUTS[State.DECIDING])
    assert (analysis.shown.state, analysis.shown.verdict) == (State.STAFF, None)
    [_, record] = analysis.written
    assert (record.ending, record.outcome) == ("staff", None)
