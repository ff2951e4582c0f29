"""A restartable thread: set up, work step by step, tear down; a fault is told, waited for and tried again.

Whatever happens to a device, the thread lives until it is stopped, and stopping interrupts every wait of its own.
"""

import threading
from typing import Protocol

import structlog

from kiosk.errors import EnvironmentFault, KioskError

log = structlog.get_logger()

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 5.0


class Job(Protocol):
    """What a worker does. All methods are called from the worker's thread."""

    @property
    def name(self) -> str: ...

    def set_up(self) -> None:
        """Acquire what is needed. Raises KioskError."""

    def step(self) -> bool:
        """One short piece of work; False when there is nothing more to do, ever. Raises KioskError."""

    def tear_down(self) -> None:
        """Let go of everything. Called after every set-up, even a failed one."""

    def faulty(self, fault: KioskError) -> None:
        """Something outside is wrong; set-up is tried again after a while."""

    def repaired(self) -> None:
        """Work goes on after a fault."""


class Worker:
    """Runs a Job in a thread of its own."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.crash: Exception | None = None
        """The first bug of ours that the thread survived."""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=job.name, daemon=False)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end after the step under way; returns at once."""
        self._stopping.set()

    def join(self, timeout: float) -> bool:
        """Whether it has ended, after at most `timeout` seconds."""
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        wait, faulty, logged = FIRST_WAIT_S, False, ""
        while not self._stopping.is_set():
            try:
                self._job.set_up()
                more = True
                while more and not self._stopping.is_set():
                    more = self._job.step()
                    wait = FIRST_WAIT_S
                    if faulty:
                        faulty, logged = False, ""
                        self._job.repaired()
                return
            except KioskError as fault:
                if fault.code != logged:  # a camera that stays away for days is told of once
                    log.warning("worker fault", worker=self._job.name, code=fault.code)
                faulty, logged = True, fault.code
                self._job.faulty(fault)
            except Exception as bug:
                log.critical("bug", exc_info=bug, worker=self._job.name)
                self.crash = self.crash or bug
                faulty = True
                self._job.faulty(EnvironmentFault("software-fault", "an unexpected error; the log says where"))
            finally:
                self._job.tear_down()
            self._stopping.wait(wait)
            wait = min(2 * wait, LONGEST_WAIT_S)
