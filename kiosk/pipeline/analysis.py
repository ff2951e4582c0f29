"""The analysis thread's work: one visit after another, and what happens when a tool of theirs fails."""

import queue
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog

from kiosk.decision.flow import Event, State
from kiosk.devices.frame import Frame
from kiosk.errors import EnvironmentFault, KioskError
from kiosk.pipeline.tools import Tools
from kiosk.pipeline.view import Command, VisitView
from kiosk.pipeline.visit import Visit
from kiosk.pipeline.waiting import Entry
from kiosk.vision.mailbox import Mailbox

log = structlog.get_logger()

POLL_S = 0.03
"""How long an answer may wait while no frame comes."""
RETRY_S = 1.0
"""How long a tool that failed in a visit is left alone."""

Message = Callable[[Visit, float], None]


@dataclass(frozen=True, eq=False, slots=True)
class Seen:
    """A frame, and whether its camera is there for cards and for faces."""

    frame: Frame
    cards: bool
    faces: bool


class AnalysisJob:
    """Runs the visit: answers first, then the newest frame, then the clock."""

    name = "analysis"

    def __init__(
        self,
        make_tools: Callable[[Callable[[Entry], None]], Tools],
        write: Callable[[Entry], None],
        publish: Callable[[VisitView], None],
        frames: Mailbox[Seen],
        clock: Callable[[], float],
    ) -> None:
        self._make_tools, self._write, self._publish = make_tools, write, publish
        self._frames, self._clock = frames, clock
        self.messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self.crash: Exception | None = None
        """The first bug of ours that a visit survived; tests look here."""
        self._visit: Visit | None = None
        self._failing: tuple[str, State] | None = None
        """The visit and the step in which a tool fails."""
        self._again = 0.0

    def set_up(self) -> None:
        if self._visit is None:
            self._visit = Visit(self._make_tools(self._write), self._show)

    def step(self) -> bool:
        assert self._visit is not None
        seen = self._frames.wait(POLL_S)
        try:
            while not self.messages.empty():
                self.messages.get()(self._visit, self._clock())
            self._work(self._visit, None if seen is None else _wanted(seen, self._visit.view.state))
        except EnvironmentFault as fault:
            self._pause(self._visit, fault)
        except Exception as bug:
            # On the floor a visitor is not left in front of a dead screen: staff is called, the next one is served.
            log.critical("bug", exc_info=bug, visit=self._visit.view.visit)
            self.crash = self.crash or bug
            self._visit.on_command(Command(Event.CALL_STAFF, self._visit.view.visit), self._clock())
        return True

    def tear_down(self) -> None:
        """The visit outlives a fault, and is gone on with afterwards."""

    def close(self) -> None:
        """Let go of the models; only once the thread has ended."""
        if self._visit is not None:
            self._visit.close()

    def faulty(self, fault: KioskError) -> None:
        """A model is missing or altered: nothing works until an operator mends it."""
        self._publish(VisitView(visit="", state=State.PAUSED, profile="", fault=fault.code))

    def repaired(self) -> None:
        if self._visit is not None:
            self._publish(self._visit.view)

    def _work(self, visit: Visit, frame: Frame | None) -> None:
        if self._failing is not None and self._clock() < self._again:
            visit.expire(self._clock())
            return
        if frame is not None:
            visit.on_frame(frame)
        visit.tick(self._clock())
        if frame is not None and self._failing is not None:
            self._failing = None
            self._publish(visit.view)

    def _pause(self, visit: Visit, fault: EnvironmentFault) -> None:
        """A tool fails in a visit: that is told, and it is tried again later; answers and time count as ever."""
        step = visit.view.visit, visit.view.state
        if self._failing != step:
            log.warning("tool fault", code=fault.code, visit=visit.view.visit)
        self._failing, self._again = step, self._clock() + RETRY_S
        self._publish(replace(visit.view, state=State.PAUSED, fault=fault.code))

    def _show(self, view: VisitView) -> None:
        """Publish what the visit shows, unless it is the step that a tool fails in."""
        if self._failing != (view.visit, view.state):
            self._failing = None
            self._publish(view)


def _wanted(seen: Seen, state: State) -> Frame | None:
    """The frame, if this step is for its camera: one of the card's may still lie there when the face's turn begins."""
    return seen.frame if (seen.faces if state is State.FACE else seen.cards) else None
