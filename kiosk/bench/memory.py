"""Resident memory, visit after visit, with screens and journal: it must stay small and stop growing."""

from itertools import cycle, islice
from pathlib import Path
from random import Random

from kiosk.app import application, choose_platform
from kiosk.bench.measure import Measure, at_most, peak_mb, resident_mb
from kiosk.decision.profile import Profile
from kiosk.devices.frame import Frame
from kiosk.inference.store import ModelStore
from kiosk.journal.store import Journal
from kiosk.pipeline.toolbox import make_tools
from kiosk.pipeline.view import Preview, VisitView
from kiosk.pipeline.visit import Visit
from kiosk.pipeline.waiting import Beginning, Entry
from kiosk.simulation.cast import demo_visitors
from kiosk.simulation.hurry import HandClock, play
from kiosk.ui.window import KioskWindow

MOST_MB, GROWTH_MB = 900.0, 20.0
"""After the last visit, and from the tenth to the last: flat, but for what an allocator keeps for itself."""
WARM = 10


class _Recorder:
    """A journal that answers at once."""

    def __init__(self, journal: Journal, clock: HandClock) -> None:
        self._journal, self._clock = journal, clock
        self.visit: Visit | None = None

    def write(self, entry: Entry) -> None:
        if isinstance(entry, Beginning):
            self._journal.begin(entry.visit, entry.profile, entry.language, entry.device, entry.versions, entry.time)
            return
        self._journal.finish(entry)
        if self.visit is not None:
            self.visit.on_recorded(entry.visit, None, self._clock.now)


def bench_memory(store: ModelStore, profile: Profile, folder: Path, *, visits: int, seed: int) -> list[Measure]:
    """Play `visits` whole visits of the demonstration's five as fast as the machine can, drawing every snapshot.

    The simulation that paints the visitors lives in the same process and is counted, so a terminal with a real camera
    needs less. Raises EnvironmentFault as `make_tools` does.
    """
    choose_platform()
    app = application()
    window = KioskWindow(lambda command: None, portrait=True, steps=profile.steps)
    window.resize(1080, 1920)
    window.show()
    clock = HandClock()
    sizes, decided = list[float](), 0

    def show(view: VisitView) -> None:
        window.show_view(view)
        app.processEvents()

    def film(frame: Frame) -> None:
        window.show_frame(Preview(frame.image, frame.number))
        app.processEvents()

    with Journal(folder / "journal.db") as journal:
        recorder = _Recorder(journal, clock)
        tools = make_tools(store, profile, "simulated camera", Random(seed), recorder.write)
        visit = recorder.visit = Visit(tools, show)
        for member in islice(cycle(demo_visitors(seed)), visits):
            decided += play(visit, member.enter(clock), clock, film=film) is not None
            tools.tries.forget(member.holder.id_number)  # who comes round again is somebody new
            sizes.append(resident_mb())
        tools.close()
    window.close()
    data = f"{decided} of {visits} visits decided, screens and simulation included"
    growth = sizes[-1] - sizes[WARM - 1] if len(sizes) > WARM else None
    return [
        at_most(f"resident memory after {visits} visits", sizes[-1], MOST_MB, "MB", data),
        at_most(f"growth from visit {WARM} to {visits}", growth, GROWTH_MB, "MB", data),
        Measure("most at any time", peak_mb(), "MB", data),
    ]
