"""From the start of the process to the first screen, and to a kiosk that is ready for a visitor."""

import json
import os
import subprocess
import sys
from pathlib import Path

from kiosk.bench.measure import Measure, at_most, median

FIRST_SCREEN_S, READY_S = 2.0, 5.0


def bench_startup(models: Path, folder: Path, *, n: int) -> list[Measure]:
    """Start `kiosk run --simulate` `n` times, each in a process of its own with `models` and data in `folder`.

    Raises RuntimeError with the program's own words if it does not start.
    """
    environment = {**os.environ, "KIOSK_MODELS": str(models), "KIOSK_DATA": str(folder)}
    command = [sys.executable, "-m", "kiosk", "run", "--simulate", "--trial"]
    times = []
    for _ in range(n):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"the kiosk did not start: {done.stderr.strip() or done.stdout.strip()}")
        times.append(json.loads(done.stdout.splitlines()[-1]))
    data = f"median of {n} starts with invented visitors"
    return [
        at_most("first screen", median(time["first_screen_s"] for time in times), FIRST_SCREEN_S, "s", data),
        at_most("ready", median(time["ready_s"] for time in times), READY_S, "s", data),
    ]
