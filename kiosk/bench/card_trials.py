"""Reading numbered trials, several at a time, and keeping what counts of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context

from kiosk.card.reader import CardReader
from kiosk.card.reading import CardReading, Kind, Side, WarnCode
from kiosk.errors import InputError
from kiosk.inference.store import ModelStore
from kiosk.resources import models_dir
from kiosk.simulation.capture import Difficulty
from kiosk.simulation.persons import TODAY
from kiosk.simulation.trials import trial

Job = tuple[str, int, int, Difficulty]
"""Species, seed, number, difficulty."""


@dataclass(frozen=True, slots=True)
class FieldOutcome:
    """Whether a field was read exactly, and with what confidence; None if it was not found."""

    exact: bool
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one trial. `refused` is the error's code where nothing was read; then there are no scores."""

    species: str
    number: int
    difficulty: Difficulty
    side: Side
    kind: Kind
    glare: bool
    refused: str | None
    read_as: Kind | None
    fields: Mapping[str, FieldOutcome]
    warned: tuple[WarnCode, ...]
    reasons: tuple[str, ...]
    scores: Mapping[WarnCode, float]


def outcomes(jobs: Sequence[Job], processes: int) -> Iterator[Outcome]:
    """The jobs' outcomes, in no particular order, from `processes` processes."""
    context = get_context("spawn")
    with context.Pool(processes, _prepare) as pool:
        yield from pool.imap_unordered(_attempt, jobs, chunksize=4)


def attempt(reader: CardReader, job: Job) -> Outcome:
    """Make the trial and read it."""
    species, seed, number, difficulty = job
    shown = trial(species, seed, number, difficulty)
    reading: CardReading | None = None
    refused = None
    try:
        readings = reader.read(shown.image, today=TODAY)
        reading = next((one for one in readings if one.side is shown.side), readings[0])
    except InputError as error:
        refused = error.code
    fields = {}
    for name, truth in shown.fields.items():
        found = reading.fields.get(name) if reading is not None else None
        exact = found is not None and found.text == truth
        fields[name] = FieldOutcome(exact, None if found is None else found.confidence)
    return Outcome(
        species=species,
        number=number,
        difficulty=difficulty,
        side=shown.side,
        kind=shown.kind,
        glare=shown.glare,
        refused=refused,
        read_as=None if reading is None else reading.kind,
        fields=fields,
        warned=() if reading is None else tuple(warning.code for warning in reading.warnings),
        reasons=() if reading is None else tuple(warning.reason for warning in reading.warnings),
        scores={} if reading is None else reading.scores,
    )


_reader: CardReader | None = None


def _prepare() -> None:
    """Each process loads the models once."""
    global _reader
    import cv2

    cv2.setNumThreads(1)
    _reader = CardReader(ModelStore(models_dir()), threads=1)


def _attempt(job: Job) -> Outcome:
    assert _reader is not None
    return attempt(_reader, job)
