"""One terminal at work: the threads that bring frames, run the visit and write the journal. No toolkit.

camera thread → preview mailbox → whoever draws
              → analysis mailbox → analysis thread: Visit → snapshots → whoever draws
                                                         → journal thread → back to the analysis thread
"""

import queue
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import structlog

from kiosk.decision.flow import Event, State
from kiosk.devices.camera import Camera
from kiosk.devices.frame import Frame
from kiosk.errors import EnvironmentFault, KioskError
from kiosk.journal.record import VisitRecord
from kiosk.pipeline.tools import Tools
from kiosk.pipeline.view import Command, Preview, VisitView
from kiosk.pipeline.visit import Visit
from kiosk.pipeline.worker import Worker
from kiosk.pipeline.writing import Entry, JournalWriter
from kiosk.vision.mailbox import Mailbox

log = structlog.get_logger()

POLL_S = 0.03
"""How long an answer may wait while no frame comes."""
STOP_S = 10.0

CARD, FACE = "card", "face"
"""The roles of cameras; one camera may have both."""

Message = Callable[[Visit, float], None]


class CameraJob:
    """Reads a camera and hands every frame on."""

    def __init__(
        self,
        camera: Camera,
        deliver: Callable[[Frame], None],
        report: Callable[[str, KioskError | None], None],
    ) -> None:
        self._camera, self._deliver, self._report = camera, deliver, report

    @property
    def name(self) -> str:
        return self._camera.name

    def set_up(self) -> None:
        self._camera.open()
        if self._camera.virtual:
            log.warning("camera looks virtual", camera=self.name)

    def step(self) -> bool:
        frame = self._camera.read()
        if frame is None:
            return False
        self._deliver(frame)
        return True

    def tear_down(self) -> None:
        self._camera.close()

    def faulty(self, fault: KioskError) -> None:
        self._report(self.name, fault)

    def repaired(self) -> None:
        self._report(self.name, None)


class AnalysisJob:
    """Runs the visit: answers first, then the newest frame, then the clock."""

    name = "analysis"

    def __init__(
        self,
        make_tools: Callable[[Callable[[Entry], None]], Tools],
        write: Callable[[Entry], None],
        publish: Callable[[VisitView], None],
        frames: Mailbox[Frame],
        clock: Callable[[], float],
    ) -> None:
        self._make_tools, self._write, self._publish = make_tools, write, publish
        self._frames, self._clock = frames, clock
        self.messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self.crash: Exception | None = None
        """The first bug of ours that a visit survived; tests look here."""
        self._visit: Visit | None = None

    def set_up(self) -> None:
        if self._visit is None:
            self._visit = Visit(self._make_tools(self._write), self._publish)

    def step(self) -> bool:
        assert self._visit is not None
        frame = self._frames.wait(POLL_S)
        try:
            while not self.messages.empty():
                self.messages.get()(self._visit, self._clock())
            if frame is not None:
                self._visit.on_frame(frame)
            self._visit.tick(self._clock())
        except EnvironmentFault:
            raise
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


class Terminal:
    """Everything behind the screens.

    `cameras` maps CARD and FACE to cameras, both to the same one if there is only one. `make_tools` is called in the
    analysis thread, so that models load behind the first screen. `on_view` is called from the analysis thread;
    `on_preview` from a camera's whenever the `preview` box turns from empty to full.
    """

    def __init__(
        self,
        cameras: Mapping[str, Camera],
        make_tools: Callable[[Callable[[Entry], None]], Tools],
        journal: Path,
        on_view: Callable[[VisitView], None],
        on_preview: Callable[[], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._on_view = on_view
        self._cameras = dict(cameras)
        self._active = CARD
        self._faults: dict[str, KioskError] = {}
        self.preview: Mailbox[Preview] = Mailbox(on_preview)
        self._frames: Mailbox[Frame] = Mailbox()
        self._writer = JournalWriter(journal, self._written, self._changed)
        self._analysis = AnalysisJob(make_tools, self._writer.write, self._publish, self._frames, clock)
        unique = {id(camera): camera for camera in self._cameras.values()}
        self._workers = [Worker(self._camera_job(camera)) for camera in unique.values()]
        self._analyst = Worker(self._analysis)

    @property
    def crash(self) -> Exception | None:
        """The first bug of ours that the terminal survived, None if there was none."""
        survivors: tuple[AnalysisJob | Worker | JournalWriter, ...] = (
            self._analysis,
            self._analyst,
            self._writer,
            *self._workers,
        )
        return next((one.crash for one in survivors if one.crash is not None), None)

    def start(self) -> None:
        self._writer.start()
        self._analyst.start()
        for worker in self._workers:
            worker.start()

    def send(self, command: Command) -> None:
        """The visitor's answer, from any thread."""
        self._analysis.messages.put(lambda visit, now: visit.on_command(command, now))

    def stop(self) -> bool:
        """End all threads; whether all have ended in time."""
        for worker in (*self._workers, self._analyst):
            worker.stop()
        self._frames.close()
        ended = [worker.join(STOP_S) for worker in (*self._workers, self._analyst)]
        if ended[-1]:
            self._analysis.close()
        return all([*ended, self._writer.stop(STOP_S)])

    def _camera_job(self, camera: Camera) -> CameraJob:
        roles = {role for role, one in self._cameras.items() if one is camera}

        def deliver(frame: Frame) -> None:
            if self._active in roles:
                self.preview.put(Preview(frame.image, frame.number))
                self._frames.put(frame)

        return CameraJob(camera, deliver, self._changed)

    def _publish(self, view: VisitView) -> None:
        self._active = FACE if view.state is State.FACE else CARD
        self._on_view(view)

    def _changed(self, name: str, fault: KioskError | None) -> None:
        """A camera or the journal fails, with a fault, or works again."""

        def tell(visit: Visit, now: float) -> None:
            if fault is not None:
                self._faults[name] = fault
            else:
                self._faults.pop(name, None)
            if self._faults:
                visit.on_fault(next(reversed(self._faults.values())), now)
            else:
                visit.on_repaired(now)

        self._analysis.messages.put(tell)

    def _written(self, entry: Entry, fault: KioskError | None) -> None:
        if isinstance(entry, VisitRecord):
            self._analysis.messages.put(lambda visit, now: visit.on_recorded(entry.visit, fault, now))
