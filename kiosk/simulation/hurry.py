"""A visit played without waiting: the clock is turned, frame by frame, as fast as the machine can work."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.decision.flow import State
from kiosk.decision.verdict import Verdict
from kiosk.devices.frame import Frame
from kiosk.pipeline.visit import Visit
from kiosk.simulation.visitor import Visitor

LIMIT_S = 90.0


@dataclass(slots=True)
class HandClock:
    """Monotonic seconds that somebody turns."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def play(
    visit: Visit,
    visitor: Visitor,
    clock: HandClock,
    fps: float = 12.0,
    film: Callable[[Frame], None] = lambda frame: None,
) -> Verdict | None:
    """One whole visit, from the welcome to the wiped screen; None if it came to no verdict in `LIMIT_S` seconds.
    `film` gets every frame too, as a screen would.

    `visitor` and whatever answers the visit's `write` must use `clock`. It is deterministic: nothing looks at the time
    but the record, and for how long attempts in vain are remembered.
    """
    began, number, verdict = clock.now, 0, None
    while clock.now - began < LIMIT_S:
        visitor.follow(visit.view)
        if (command := visitor.answers(visit.view)) is not None:
            visit.on_command(command, clock.now)
        frame = Frame(visitor.at(clock.now), clock.now, number)
        film(frame)
        visit.on_frame(frame)
        visit.tick(clock.now)
        verdict = visit.view.verdict or verdict
        if visitor.left and visit.view.state is State.WELCOME:
            return verdict
        clock.now += 1 / fps
        number += 1
    return None
