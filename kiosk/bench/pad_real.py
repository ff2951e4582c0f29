"""The same judgement on real pictures and videos, reported as they are. Nothing is ever tuned on them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.devices.frame import Frame
from kiosk.devices.recorded import PICTURES, RecordedCamera
from kiosk.errors import InputError
from kiosk.face.liveness import check_recording
from kiosk.face.mesh import FaceMesh
from kiosk.face.observation import LivenessResult
from kiosk.face.observe import FaceObserver
from kiosk.face.presentation.texture import TextureNet
from kiosk.vision.picture import load_picture


@dataclass(frozen=True, eq=False, slots=True)
class RealOutcome:
    """One file and what was found. `result` is None where it could not be read; `error` then says why."""

    file: str
    kind: str
    label: str
    attack: str
    result: LivenessResult | None
    error: str | None

    def as_json(self) -> dict[str, Any]:
        """All but the file's name, which may say whose face it is."""
        found = self.result
        return {
            "kind": self.kind,
            "label": self.label,
            "attack": self.attack,
            "error": self.error,
            "live": None if found is None else found.live,
            "score": None if found is None or found.score is None else round(found.score, 3),
            "cues": {} if found is None else dict(found.cues),
            "reasons": [] if found is None else list(found.reasons),
        }


def judge_folder(folder: Path, texture: TextureNet | None = None) -> list[RealOutcome]:
    """Every file of `labels.csv` (columns file, label, attack, kind), passively: there was no prompt to answer.

    Raises InputError `labels-unreadable`.
    """
    try:
        with (folder / "labels.csv").open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        named = [(row["file"], row["kind"], row["label"], row["attack"]) for row in rows]
    except (OSError, UnicodeDecodeError, KeyError, csv.Error) as error:
        raise InputError("labels-unreadable", f"{folder.name} has no labels.csv with file, label, attack") from error
    found = []
    for file, kind, label, attack in named:
        try:
            found.append(RealOutcome(file, kind, label, attack, _judge(folder / file, texture), None))
        except InputError as error:
            found.append(RealOutcome(file, kind, label, attack, None, error.code))
    return found


def _judge(file: Path, texture: TextureNet | None) -> LivenessResult:
    if file.suffix.lower() in PICTURES:
        with FaceMesh(tracking=False) as mesh:
            return check_recording([Frame(load_picture(file), 0.0, 0)], FaceObserver(mesh), None, texture=texture)
    with FaceMesh() as mesh:
        return check_recording(_frames(file), FaceObserver(mesh), None, texture=texture)


def _frames(file: Path) -> Iterator[Frame]:
    """At most 15 frames a second and 30 s: what a terminal looks at."""
    last = -1.0
    for frame in RecordedCamera(file, pace=False):
        if frame.time > 30:
            return
        if frame.time - last >= 1 / 15.5:
            last = frame.time
            yield frame
