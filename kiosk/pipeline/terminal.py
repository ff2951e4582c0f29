"""One terminal at work: the threads that bring frames, run the visit and write the journal. No toolkit.

camera thread → preview mailbox → whoever draws
              → analysis mailbox → analysis thread: Visit → snapshots → whoever draws
                                                         → journal thread → back to the analysis thread
"""

import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import structlog

from kiosk.decision.flow import State
from kiosk.devices.camera import Camera
from kiosk.devices.frame import Frame
from kiosk.errors import KioskError
from kiosk.journal.record import VisitRecord
from kiosk.pipeline.analysis import AnalysisJob, Seen
from kiosk.pipeline.tools import Tools
from kiosk.pipeline.view import Command, Preview, VisitView
from kiosk.pipeline.visit import Visit
from kiosk.pipeline.waiting import Entry
from kiosk.pipeline.worker import Worker
from kiosk.pipeline.writing import JournalWriter
from kiosk.vision.mailbox import Mailbox

log = structlog.get_logger()

STOP_S = 10.0

CARD, FACE = "card", "face"
"""The roles of cameras; one camera may have both."""


class CameraJob:
    """Reads a camera and hands every frame on. Its fault is reported, and None with its first frame and when it works
    again."""

    def __init__(
        self,
        camera: Camera,
        deliver: Callable[[Frame], None],
        report: Callable[[KioskError | None], None],
    ) -> None:
        self._camera, self._deliver, self._report = camera, deliver, report
        self._delivered = False

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
        if not self._delivered:
            self._delivered = True
            self._report(None)
        return True

    def tear_down(self) -> None:
        self._camera.close()

    def faulty(self, fault: KioskError) -> None:
        self._report(fault)

    def repaired(self) -> None:
        self._report(None)


class Terminal:
    """Everything behind the screens. Nobody is welcomed before every camera and the journal are known to work.

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
        self._faults: dict[object, KioskError] = {}
        self.preview: Mailbox[Preview] = Mailbox(on_preview)
        self._frames: Mailbox[Seen] = Mailbox()
        self._writer = JournalWriter(journal, self._written, self._changed)
        self._analysis = AnalysisJob(make_tools, self._writer.write, self._publish, self._frames, clock)
        unique = {id(camera): camera for camera in self._cameras.values()}
        self._unheard: set[object] = {self._writer.name, *unique}  # touched in the analysis thread only, as the faults
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
                self._frames.put(Seen(frame, cards=CARD in roles, faces=FACE in roles))

        # By identity: two recordings, or two network cameras, have the same name.
        return CameraJob(camera, deliver, partial(self._changed, id(camera)))

    def _publish(self, view: VisitView) -> None:
        if view.state is State.WELCOME and self._unheard:
            return
        if view.state is not State.PAUSED:  # the step that is to go on needs its camera
            self._active = FACE if view.state is State.FACE else CARD
        self._on_view(view)

    def _changed(self, device: object, fault: KioskError | None) -> None:
        """A camera or the journal fails, with a fault, or works: at first, or again."""

        def tell(visit: Visit, now: float) -> None:
            starting = bool(self._unheard)
            self._unheard.discard(device)
            if fault is not None:
                self._faults[device] = fault
            else:
                self._faults.pop(device, None)
            if self._faults:
                visit.on_fault(next(reversed(self._faults.values())), now)
            else:
                visit.on_repaired(now)
            if starting and not self._unheard:
                self._publish(visit.view)  # which was held back if it is the welcome

        self._analysis.messages.put(tell)

    def _written(self, entry: Entry, fault: KioskError | None) -> None:
        if isinstance(entry, VisitRecord):
            self._analysis.messages.put(lambda visit, now: visit.on_recorded(entry.visit, fault, now))
