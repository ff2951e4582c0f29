"""`kiosk compare` and `kiosk check-liveness`: faces from files."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.commands.console import Exit, JsonFlag, emit, ending_on_error, exit_code, report, say
from kiosk.commands.settings import ConfigOption, store_of
from kiosk.errors import EnvironmentFault, InputError

if TYPE_CHECKING:
    from kiosk.devices.frame import Frame
    from kiosk.face.observation import Action

THRESHOLD = 70.0


def actions_of(text: str | None) -> "tuple[Action, ...] | None":
    """The actions in `2,1`. Raises InputError `challenge-invalid`."""
    from kiosk.face.observation import Action

    if text is None:
        return None
    try:
        return tuple(Action(int(part)) for part in text.split(","))
    except ValueError as error:
        known = ", ".join(f"{action.value} {action.name.lower().replace('_', ' ')}" for action in Action)
        raise InputError("challenge-invalid", f"the challenge is numbers with commas between: {known}") from error


def without_dot(actions: "tuple[Action, ...] | None") -> None:
    """Raises InputError `dot-missing` where a dot is to be followed and nobody said where it was."""
    from kiosk.face.observation import Action

    if Action.FOLLOW in (actions or ()):
        raise InputError("dot-missing", "action 6 follows a dot: check-liveness takes its places with --dot FILE.json")


def compare(
    a: Annotated[Path | None, typer.Argument(help="A picture of one person.")] = None,
    b: Annotated[Path | None, typer.Argument(help="A picture to compare it with.")] = None,
    pairs: Annotated[Path | None, typer.Option(help="A CSV file with columns a and b, paths relative to it.")] = None,
    threshold: Annotated[float, typer.Option(help="The similarity, 0-100, from which two are the same person.")] = (
        THRESHOLD
    ),
    embedder: Annotated[str, typer.Option(help="Which face embedder of the list of models.")] = "face-descriptor",
    as_json: JsonFlag = False,
    config: ConfigOption = None,
) -> None:
    """Compare the faces in two pictures, or in many pairs. One bad pair does not stop the rest.

    Said beside it: what makes a picture unfit for comparing, in the terms of ISO/IEC 29794-5.
    """
    from kiosk.face.embed import Embedder
    from kiosk.face.gates import PROBE, assess
    from kiosk.face.match import compare_faces, only_face
    from kiosk.face.mesh import FaceMesh
    from kiosk.face.report import match_report
    from kiosk.vision.picture import load_picture

    worst = Exit.OK
    with ending_on_error(as_json):
        wanted = list(_pairs(a, b, pairs))
        chosen = Embedder(store_of(config), embedder)
        _ = chosen.scheme.scale  # without one there is nothing to say
    with FaceMesh(tracking=False) as mesh:
        for pair in wanted:
            if isinstance(pair, InputError):
                report(pair, as_json)
                worst = max(worst, exit_code(pair))
                continue
            first, second = pair
            try:
                images = [load_picture(file) for file in (first, second)]
                faces = [
                    (image, only_face(image, mesh, file.name))
                    for image, file in zip(images, (first, second), strict=True)
                ]
                match = compare_faces(faces[0], faces[1], chosen, threshold, first.name)
            except (InputError, EnvironmentFault) as error:
                report(error, as_json, a=str(first), b=str(second))
                worst = max(worst, exit_code(error))
                continue
            qualities = [assess(image, found, PROBE) for image, found in faces]
            unfit = [() if quality is None else quality.unfit for quality in qualities]
            if as_json:
                emit(
                    {
                        "a": str(first),
                        "b": str(second),
                        **match_report(match),
                        "unfit": dict(zip("ab", unfit, strict=True)),
                    }
                )
            else:
                answer = "same person" if match.same else "not the same"
                for file, wrong in zip((first, second), unfit, strict=True):
                    if wrong:
                        say(f"{file.name} is not fit: {', '.join(wrong)}")
                say(f"{first.name} {second.name}: similarity {match.similarity:.1f}, {answer} at {threshold:g}")
    if worst:
        raise typer.Exit(worst)


def _pairs(a: Path | None, b: Path | None, pairs: Path | None) -> Iterator[tuple[Path, Path] | InputError]:
    """The pictures to compare, or what is wrong with a row of the list."""
    if pairs is None:
        if a is None or b is None:
            raise InputError("pair-missing", "name two pictures, or a list of them with --pairs FILE.csv")
        yield a, b
        return
    try:
        with pairs.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [(reader.line_num, row["a"], row["b"]) for row in reader]
    except (OSError, UnicodeDecodeError, KeyError, csv.Error) as error:
        raise InputError("pairs-unreadable", f"{pairs.name} is not a CSV file with columns a and b") from error
    for line, first, second in rows:
        if first and second:
            yield pairs.parent / first, pairs.parent / second
        else:
            yield InputError("pair-missing", f"line {line} of {pairs.name} does not name two pictures")


def check_liveness(
    video: Annotated[Path, typer.Argument(help="A video file, or a folder of pictures in order.")],
    challenge: Annotated[
        str | None,
        typer.Option(
            help="Actions in order: 1 open mouth, 2 blink, 3 nod, 4 turn left, 5 turn right, 6 follow a dot: 2,1"
        ),
    ] = None,
    light: Annotated[
        Path | None,
        typer.Option(help="What the screen showed meanwhile: JSON with steps (time, colour) and end, in its seconds."),
    ] = None,
    dot: Annotated[
        Path | None,
        typer.Option(help="Where the dot of action 6 was: JSON with moves (time, place from -1 to 1) and end."),
    ] = None,
    frames: Annotated[Path | None, typer.Option(help="Folder for the best frames, at most ten, best first.")] = None,
    as_json: JsonFlag = False,
    config: ConfigOption = None,
) -> None:
    """Judge a recording. Without --challenge: passive evidence only, which can tell an attack but not a live face."""
    from kiosk.devices.recorded import RecordedCamera
    from kiosk.face.dot_file import load_dot
    from kiosk.face.light.sequence import load_sequence
    from kiosk.face.liveness import check_recording
    from kiosk.face.mesh import FaceMesh
    from kiosk.face.observe import FaceObserver
    from kiosk.face.presentation.texture import TextureNet
    from kiosk.face.report import liveness_report

    with ending_on_error(as_json):
        actions = actions_of(challenge)
        shown = None if light is None else load_sequence(light)
        followed = None if dot is None else load_dot(dot)
        if followed is None:
            without_dot(actions)
        texture = TextureNet.if_present(store_of(config))
        recording = RecordedCamera(video, pace=False)
        with FaceMesh() as mesh:
            result = check_recording(recording, FaceObserver(mesh), actions, shown, texture, followed)
        saved = [] if frames is None else _save_frames(result.best_frames, frames)
    if as_json:
        emit({"file": str(video), "broken_off": recording.broken_off, **liveness_report(result), "saved": saved})
        return
    say({True: "live", False: "not live", None: "cannot tell"}[result.live])
    for name, score in result.cues.items():
        part = result.contributions.get(name)
        say(f"  {name}: {'not measured' if score is None or part is None else f'{score:.2f} ({part:+.1f})'}")
    if result.reasons:
        say(f"  because: {', '.join(result.reasons)}")
    if recording.broken_off:
        say("  the recording breaks off before its end")
    for name in saved:
        say(f"  frame: {name}")


def _save_frames(best: "Sequence[Frame]", folder: Path) -> list[str]:
    """Write the frames as `01-….png`, best first, each with its number in the recording; their names.

    Raises InputError `frames-unwritable`.
    """
    import cv2

    names = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for place, frame in enumerate(best, 1):
            name = f"{place:02d}-frame-{frame.number}.png"
            (folder / name).write_bytes(cv2.imencode(".png", frame.image)[1].tobytes())
            names.append(name)
    except OSError as error:
        raise InputError("frames-unwritable", f"{folder.name} cannot be written to. Name another folder") from error
    return names
