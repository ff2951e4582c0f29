"""One terminal's visits, one after another: frames, answers and time in, snapshots out.

Synchronous and free of threads and toolkits: whoever owns the thread calls in, and everything that can be slow is done
between two frames. Time is what the callers say it is, so a visit runs as well from a recording.
"""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import structlog

from kiosk.card.reading import BACK_FIELDS, FRONT_FIELDS, CardReading, Side
from kiosk.decision.flow import ATTEMPTS, Event, Flow, State, due, ending, step
from kiosk.decision.policy import decide
from kiosk.decision.verdict import Verdict
from kiosk.devices.frame import Frame
from kiosk.errors import KioskError
from kiosk.journal.record import VisitRecord
from kiosk.pipeline.allocator import give_back
from kiosk.pipeline.card_step import CardStep
from kiosk.pipeline.comparing import compared
from kiosk.pipeline.face_step import FaceStep
from kiosk.pipeline.findings import Findings
from kiosk.pipeline.showing import snapshot, with_card, with_face
from kiosk.pipeline.tools import Tools
from kiosk.pipeline.view import Command, VisitView
from kiosk.pipeline.waiting import Beginning

log = structlog.get_logger()

SIDES = {State.CARD_FRONT: Side.FRONT, State.CARD_BACK: Side.BACK}

CARD_NOTICE, FACE_NOTICE, TIME_NOTICE = "card-failed", "face-retry", "step-timeout"
"""Why a step is being repeated, as wording keys."""

TOUCH_S = 1.0
"""Touches that gain less time than this are passed over: a snapshot for each would tell nothing."""


class Visit:
    """Call every method from one thread. `publish` is called, in that thread, with each new snapshot."""

    def __init__(self, tools: Tools, publish: Callable[[VisitView], None]) -> None:
        self._tools = tools
        self._publish = publish
        self._flow = Flow()
        self._entered = self._touched = 0.0
        self._found = Findings()
        self._card: CardStep | None = None
        self._face: FaceStep | None = None
        self._fault: str | None = None
        self._view = VisitView(visit="", state=State.WELCOME, profile=tools.profile.name)
        self._publish(self._view)

    @property
    def view(self) -> VisitView:
        """The newest snapshot."""
        return self._view

    def close(self) -> None:
        """Let go of the models; the visit is of no use afterwards."""
        self._leave_face()
        self._tools.close()

    def on_frame(self, frame: Frame) -> None:
        """The newest picture. Only what the present step needs is computed."""
        if self._card is not None and self._flow.state in SIDES:
            self._see_card(self._card, frame)
        elif self._face is not None and self._flow.state is State.FACE:
            self._see_face(self._face, frame)

    def on_command(self, command: Command, time: float) -> None:
        """The visitor's answer; one that belongs to another visit, or makes no sense here, is ignored."""
        if command.visit != self._view.visit and command.event is not Event.START:
            return
        if command.event is Event.NO_LIGHT:
            self._refuse_light()
        elif command.event is Event.OTHER_WAY:
            self._replace_action(time)
        elif command.event is Event.TOUCHED:
            self._stay(time)
        after = self._after(command.event)
        if after is None:
            return
        if command.event is Event.START:
            self._begin(command)
        elif command.event is Event.CONFIRM:
            self._found.corrections = {
                name: text for name, text in command.corrections.items() if name in (*FRONT_FIELDS, *BACK_FIELDS)
            }
        elif _towards(after) is State.CARD_FRONT:
            self._found.front = self._found.back = None
        self._go(command.event, after, time)

    def on_fault(self, fault: KioskError, time: float) -> None:
        """Something is missing without which a visit cannot go on: a device, the journal. The newest is shown."""
        self._fault = fault.code
        if (after := self._after(Event.FAULT)) is not None:
            self._go(Event.FAULT, after, time)
        else:
            self._show(self._snapshot(self._view.notice))

    def on_repaired(self, time: float) -> None:
        """Everything is back."""
        self._fault = None
        if (after := self._after(Event.REPAIRED)) is not None:
            self._go(Event.REPAIRED, after, time)

    def on_recorded(self, visit: str, fault: KioskError | None, time: float) -> None:
        """The journal's answer about a visit's record: a verdict is shown only when it is durable."""
        if visit != self._found.visit or self._flow.state is not State.DECIDING:
            return
        if fault is None:
            self._happen(Event.DECIDED, time)
        else:
            self._fault = fault.code
            self._happen(Event.CALL_STAFF, time)

    def tick(self, time: float) -> None:
        """Time passes; call it several times a second."""
        if not self.expire(time) and self._flow.state is State.DECIDING and self._found.verdict is None:
            self._decide()

    def expire(self, time: float) -> bool:
        """End what has lasted too long, if it has: all that `tick` does while a tool fails."""
        limit = self._due(self._touched)
        expired = limit is not None and time >= limit
        if expired:
            self._happen(Event.TIMEOUT, time, notice=TIME_NOTICE)
        return expired

    def _begin(self, command: Command) -> None:
        self._found = Findings(visit=uuid4().hex)
        tools = self._tools
        tools.write(
            Beginning(
                self._found.visit, tools.profile.name, command.language, tools.device, tools.versions, tools.now()
            )
        )

    def _see_card(self, card: CardStep, frame: Frame) -> None:
        view = card.announce(frame)
        if view.pending:
            self._show(with_card(self._view, frame, view))
            view = card.read(frame)
        if view.reading is not None:
            self._keep(view.reading, frame.time)
        elif view.failed:
            self._happen(Event.CARD_FAILED, frame.time, notice=CARD_NOTICE)
        else:
            self._show(with_card(self._view, frame, view))

    def _keep(self, reading: CardReading, time: float) -> None:
        if reading.side is Side.FRONT:
            self._found.front = reading
            self._happen(Event.FRONT_READ, time)
        else:
            self._found.back = reading
            self._happen(Event.BACK_READ, time)

    def _see_face(self, face: FaceStep, frame: Frame) -> None:
        status = face.see(frame)
        self._show(with_face(self._view, frame, status))
        if status.finished and face.decided:
            self._happen(Event.FACE_DONE, frame.time)
        elif status.finished:
            self._happen(Event.FACE_FAILED, frame.time, notice=FACE_NOTICE)

    def _decide(self) -> None:
        """Compare, judge, and hand the record over; RESULT follows when it is durable."""
        found, tools = self._found, self._tools
        found.match, found.doubt, found.blocked = compared(
            tools.authority, tools.comparer, tools.block_list, tools.profile, found.front, found.liveness
        )
        found.virtual_camera = tools.virtual()
        evidence = found.evidence(tools.now().astimezone().date())
        found.verdict = decide(evidence, tools.profile)
        log.info("decided", visit=found.visit, outcome=str(found.verdict.outcome))
        if (after := self._after(Event.DECIDED)) is not None:
            self._record(self._flow, Event.DECIDED, after, found.verdict)

    def _record(self, before: Flow, event: Event, after: Flow, verdict: Verdict | None = None) -> None:
        """Hand the visit's record over if this step ends it. A verdict that could not be recorded in time was never
        shown: the record of what happened instead is without it, and takes its place."""
        how = ending(before, event, after)
        if how is None:
            return
        found, tools = self._found, self._tools
        evidence = found.evidence(tools.now().astimezone().date())
        tools.write(VisitRecord.from_evidence(found.visit, tools.now(), how, evidence, verdict))

    def _after(self, event: Event) -> Flow | None:
        """The flow after `event`; None when the event means nothing now. Whoever comes to the face has as many attempts
        left as their card: leaving and coming again gives no more of them, and without any a person helps."""
        profile, flow = self._tools.profile, self._flow
        after = step(flow, event, profile.steps, profile.attempts)
        if _towards(after) is State.FACE is not _towards(flow):
            vain = self._tools.tries.count(self._found.number, self._tools.now())
            if vain >= profile.attempts.get(Event.FACE_FAILED, ATTEMPTS[Event.FACE_FAILED]):
                after = step(flow, Event.CALL_STAFF, profile.steps, profile.attempts)
            else:
                after = replace(after, spent=(*after.spent, *[(State.FACE, Event.FACE_FAILED)] * vain))
        return None if after is flow else after

    def _happen(self, event: Event, time: float, notice: str | None = None) -> None:
        if (after := self._after(event)) is not None:
            self._go(event, after, time, notice)

    def _go(self, event: Event, after: Flow, time: float, notice: str | None = None) -> None:
        before, self._flow = self._flow, after
        moved = (after.state, after.spent) != (before.state, before.spent)
        if moved:
            self._leave_face()
        if event is not Event.DECIDED:  # which happens because the record is durable
            self._record(before, event, after)
        if moved:
            self._entered = self._touched = time
            log.info("state", visit=self._found.visit, from_state=str(before.state), state=str(after.state))
        self._prepare(moved)
        self._show(self._snapshot(notice))
        if moved and not after.in_visit:
            give_back()  # now, for the snapshot before this one held pictures too

    def _prepare(self, moved: bool) -> None:
        """Make ready what the state works with, and drop what nobody may keep any longer."""
        flow = self._flow
        if not flow.in_visit:
            self._found = Findings()
        if not flow.faulty and flow.state is not State.STAFF:
            self._fault = None
        if not moved:
            return
        self._card = None
        if flow.state in SIDES:
            self._card = self._card_step(SIDES[flow.state])
        elif flow.state is State.FACE:
            self._face = FaceStep(self._tools, self._found)

    def _leave_face(self) -> None:
        """What was seen of the face is kept, and remembered for a while where it was no live one."""
        face, self._face = self._face, None
        if face is None:
            return
        face.leave()
        found, tries = self._found, self._tools.tries
        if face.decided and found.liveness is not None and found.liveness.live:
            tries.forget(found.number)
        elif face.tried:
            tries.in_vain(found.number, self._tools.now())

    def _refuse_light(self) -> None:
        if self._face is not None and self._view.light_ahead:
            self._face.refuse_light()
            self._ask_anew()

    def _replace_action(self, time: float) -> None:
        """The visitor cannot do what is asked for right now; whoever can do too little else is helped by a person."""
        action = self._view.action
        if self._face is None or action is None or self._view.action_done:
            return
        if self._face.replace(action):
            self._ask_anew()
        else:
            self._happen(Event.CALL_STAFF, time)

    def _ask_anew(self) -> None:
        self._show(replace(self._view, action=None, action_index=0, light=None, light_ahead=False, dot=None))

    def _stay(self, time: float) -> None:
        """Somebody is busy with the screen: its time begins anew, where touches count."""
        now, then = self._due(self._touched), self._due(time)
        if now is not None and then is not None and then - now >= TOUCH_S:
            self._touched = time
            self._show(replace(self._view, deadline=then))

    def _due(self, touched: float) -> float | None:
        return due(self._flow, self._entered, touched, self._tools.profile.timeouts)

    def _card_step(self, wanted: Side) -> CardStep:
        tools = self._tools
        front = self._found.front
        return CardStep(tools.watch(wanted), tools.reader, wanted, tools.profile.minimum_confidence, front)

    def _snapshot(self, notice: str | None) -> VisitView:
        deadline = self._due(self._touched)
        return snapshot(self._flow, self._found, self._tools.profile.name, deadline, self._fault, notice)

    def _show(self, view: VisitView) -> None:
        self._view = view
        self._publish(view)


def _towards(flow: Flow) -> State:
    """The state, or the one that follows a pause."""
    return flow.resume or flow.state
