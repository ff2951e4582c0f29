"""`kiosk devices`: which cameras are attached."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.commands.console import JsonFlag, emit, say
from kiosk.errors import EnvironmentFault

if TYPE_CHECKING:
    from kiosk.devices.camera import Camera

VIRTUAL = "looks virtual: a program may make its pictures, and the profile's rule camera-virtual says what follows"
ANSWERS = {
    "follows": "its picture follows its exposure",
    "ignores": "says it changes its exposure, but its picture does not follow: a stream in the camera's place, or a "
    "device for which exposure = false must be set",
    "cannot-tell": "its exposure cannot be changed, or nothing can be seen of it: no visit is judged by it",
}
SETTLED_S = 2.0
"""How long cameras take to find their own exposure."""
TRIED_S = 6.0


def devices(
    as_json: JsonFlag = False,
    exposure: Annotated[
        bool, typer.Option("--exposure", help="Open each and see whether its picture follows its exposure.")
    ] = False,
) -> None:
    """List the attached cameras, and how to name one in the settings; those that look like a program are marked."""
    from kiosk.devices.listing import attached
    from kiosk.devices.opencv_camera import OpenCVCamera

    cameras = attached()
    for camera in cameras:
        answer = tried(OpenCVCamera(camera.path or str(camera.index))) if exposure else None
        if as_json:
            emit({**asdict(camera), **({"exposure": answer} if exposure else {})})
        else:
            doubt = f"  {VIRTUAL}" if camera.virtual else ""
            told = "" if answer is None else f"  {ANSWERS.get(answer, answer)}"
            say(f"{camera.index}  {camera.name}  {camera.path or ''}{doubt}{told}")
    if not cameras and not as_json:
        say("No camera is attached. Plug one in, or try `kiosk run --simulate`.")


def tried(camera: "Camera") -> str:
    """Which of ANSWERS a camera gives, as a face step would find, or the code of what keeps it from being opened."""
    from kiosk.devices.exposure import Exposing
    from kiosk.face.presentation.exposure import exposure
    from kiosk.face.presentation.stream import Arrivals
    from kiosk.face.probe import ExposureProbe

    probe, arrivals = ExposureProbe(camera if isinstance(camera, Exposing) else None), Arrivals(1000)
    try:
        camera.open()
        began: float | None = None
        while not probe.over and (frame := camera.read()) is not None:
            arrivals.note(frame)
            began = frame.time if began is None else began
            probe.see(frame.time, frame.time < began + TRIED_S, frame.time > began + SETTLED_S, arrivals.noted)
            if frame.time > began + TRIED_S:
                break
        probe.leave()
    except EnvironmentFault as fault:
        return fault.code
    finally:
        camera.close()
    score = exposure(arrivals.noted, probe.changes)
    return "cannot-tell" if score is None else "follows" if score > 0.5 else "ignores"
