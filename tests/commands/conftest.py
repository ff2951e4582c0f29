"""The command line in this process, on data of its own, and files to give it."""

import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import cv2
import pytest
from typer.testing import CliRunner

from kiosk.card.reading import Side
from kiosk.simulation.capture import captures


@dataclass(frozen=True)
class Answer:
    """What a command said, and how it ended."""

    exit_code: int
    text: str
    aside: str

    @property
    def lines(self):
        """One object a line."""
        return [json.loads(line) for line in self.text.splitlines()]

    @property
    def codes(self):
        return [line["error"] for line in self.lines if "error" in line]


@pytest.fixture(scope="package")
def kiosk(store, tmp_path_factory):
    """`kiosk("read-card", file)`: the program with the prepared models, no settings file and an empty data folder."""
    from kiosk.cli import app

    home = tmp_path_factory.mktemp("home")
    own = {"KIOSK_DATA": str(home), "KIOSK_MODELS": str(store.folder), "XDG_CONFIG_HOME": str(home), "COLUMNS": "160"}

    def run(*arguments, **environment):
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], env={**own, **environment})
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Answer(result.exit_code, result.stdout, result.stderr)

    return run


@dataclass(frozen=True)
class Files:
    """A good card's two sides and what they say, pictures with and without a face, and files that are no use."""

    front: Path
    back: Path
    truth: dict[str, str]
    portrait: Path
    portrait_again: Path
    desk: Path
    empty: Path
    junk: Path
    absent: Path


@pytest.fixture(scope="package")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    truth = {}
    for picture, side, fields, _ in captures(2, 2, "easy"):
        cv2.imwrite(str(folder / f"{side}.png"), picture)
        truth |= fields
    portrait = cv2.imread(str(Path(find_spec("skimage").origin).parent / "data" / "astronaut.png"))
    cv2.imwrite(str(folder / "portrait.png"), portrait)
    cv2.imwrite(str(folder / "again.jpg"), cv2.resize(portrait, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA))
    cv2.imwrite(str(folder / "desk.png"), cv2.GaussianBlur(portrait[:200, 330:], (0, 0), 9))
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "junk.jpg").write_bytes(b"this is no picture " * 50)
    return Files(
        folder / f"{Side.FRONT}.png",
        folder / f"{Side.BACK}.png",
        truth,
        folder / "portrait.png",
        folder / "again.jpg",
        folder / "desk.png",
        folder / "empty.jpg",
        folder / "junk.jpg",
        folder / "absent.jpg",
    )


@pytest.fixture(scope="package")
def recording(files):
    """Two seconds in which nothing moves at all: a picture, not a person."""
    path = files.front.parent / "still.avi"
    portrait = cv2.imread(str(files.portrait))
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 15, (512, 512))
    for _ in range(30):
        writer.write(portrait)
    writer.release()
    return path
