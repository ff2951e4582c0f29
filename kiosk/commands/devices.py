"""`kiosk devices`: which cameras are attached."""

from dataclasses import asdict

from kiosk.commands.console import JsonFlag, emit, say

VIRTUAL = "looks virtual: a program may make its pictures, and the profile's rule camera-virtual says what follows"


def devices(as_json: JsonFlag = False) -> None:
    """List the attached cameras, and how to name one in the settings; those that look like a program are marked."""
    from kiosk.devices.listing import attached

    cameras = attached()
    for camera in cameras:
        if as_json:
            emit(asdict(camera))
        else:
            doubt = f"  {VIRTUAL}" if camera.virtual else ""
            say(f"{camera.index}  {camera.name}  {camera.path or ''}{doubt}")
    if not cameras and not as_json:
        say("No camera is attached. Plug one in, or try `kiosk run --simulate`.")
