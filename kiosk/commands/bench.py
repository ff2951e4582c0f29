"""`kiosk bench`: every figure in the documents, measured again on this machine."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.commands.console import JsonFlag, emit, ending_on_error

if TYPE_CHECKING:
    from kiosk.bench.measure import Measure

app = typer.Typer(no_args_is_help=True, help="Measure speed, size and accuracy here, against the goals.")

Seed = Annotated[
    int, typer.Option(help="What the data are made from; odd ones are the test range, nothing was tuned on.")
]


@app.command()
def card(
    n: Annotated[int, typer.Option(min=4, help="How many sound cards; a sixteenth of it of each attack.")] = 64,
    seed: Seed = 1,
    beside: Annotated[int, typer.Option(min=0, help="How many fronts to read beside RapidOCR with its defaults.")] = 20,
    processes: Annotated[int, typer.Option(min=1, help="How many to mint and read at a time.")] = 2,
    only: Annotated[list[str] | None, typer.Option(help="Only this species; may be given several times.")] = None,
    real: Annotated[Path | None, typer.Option(help="A folder of real pictures with their truth.csv.")] = None,
    report: Annotated[Path | None, typer.Option(help="Folder for card.md, card.json, plots and failures.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Read minted cards, attacks and other documents: fields, warnings, confidence, speed beside RapidOCR."""
    from kiosk.bench.card import bench_card
    from kiosk.bench.card_report import measures
    from kiosk.card.reader import CardReader
    from kiosk.inference.store import ModelStore
    from kiosk.resources import models_dir

    with ending_on_error(as_json):
        reader = CardReader(ModelStore(models_dir()))
        command = f"kiosk bench card --n {n} --seed {seed} --beside {beside}"
        command += "".join(f" --only {species}" for species in only or ()) + (" --real FOLDER" if real else "")
        found = bench_card(
            reader,
            n=n,
            seed=seed,
            processes=processes,
            command=command,
            beside=beside,
            only=only or (),
            real=real,
        )
        if report is not None:
            found.write(report)
        _show(measures(found), as_json)


@app.command()
def reading(
    n: Annotated[int, typer.Option(min=1, help="How many card fronts.")] = 30,
    seed: Seed = 1,
    difficulty: Annotated[str, typer.Option(help="easy, usual or hard.")] = "usual",
    as_json: JsonFlag = False,
) -> None:
    """Read minted card fronts beside RapidOCR with its defaults: speed and right fields."""
    from kiosk.bench.card import beside_rapidocr
    from kiosk.card.reader import CardReader
    from kiosk.inference.store import ModelStore
    from kiosk.resources import models_dir

    with ending_on_error(as_json):
        reader = CardReader(ModelStore(models_dir()))
        _show(beside_rapidocr(reader, n=n, seed=seed, difficulty=difficulty), as_json)


@app.command()
def embedding(
    n: Annotated[int, typer.Option(min=1, help="How many faces.")] = 40, seed: Seed = 1, as_json: JsonFlag = False
) -> None:
    """Embed faces: speed beside dlib's own, and how much the vectors differ."""
    from kiosk.bench.embedding import bench_embedding
    from kiosk.face.embed import Embedder
    from kiosk.inference.store import ModelStore
    from kiosk.resources import models_dir

    with ending_on_error(as_json):
        _show(bench_embedding(Embedder(ModelStore(models_dir())), n=n, seed=seed), as_json)


@app.command()
def match(
    pairs: Annotated[Path, typer.Argument(help="CSV with columns a, b, same (0 or 1) and perhaps fold.")],
    threshold: Annotated[float, typer.Option(help="Similarity from which two are one person.")] = 70.0,
    fold: Annotated[list[str] | None, typer.Option(help="Only these folds; 1, 2, 3 of LFW set the scale.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Compare labelled pairs: false matches, false non-matches, failures to acquire."""
    from kiosk.bench.matching import bench_matching
    from kiosk.face.embed import Embedder
    from kiosk.inference.store import ModelStore
    from kiosk.resources import models_dir

    with ending_on_error(as_json):
        embedder = Embedder(ModelStore(models_dir()))
        _show(bench_matching(pairs, embedder, threshold, frozenset(fold) if fold else None), as_json)


@app.command()
def pad(
    n: Annotated[int, typer.Option(min=1, help="How many visits of each attack; twice as many genuine ones.")] = 6,
    seed: Seed = 1,
    species: Annotated[str | None, typer.Option(help="Only these, with commas between: genuine,print,phone …")] = None,
    width: Annotated[int, typer.Option(min=480, max=1920, help="Width of the simulated pictures, px.")] = 960,
    light: Annotated[bool, typer.Option(help="The screen plays its colours at the visitor.")] = True,
    attempts: Annotated[int, typer.Option(min=1, max=10, help="How many attempts a visit allows.")] = 3,
    processes: Annotated[int, typer.Option(min=1, help="How many to present at a time.")] = 1,
    real: Annotated[Path | None, typer.Option(help="Folder with labels.csv and real recordings, reported too.")] = None,
    report: Annotated[Path | None, typer.Option(help="Folder for pad.md, pad.json and pad-det.png.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Present attacks and genuine visitors to the face check: APCER by species, BPCER, attempts, time, CPU."""
    from kiosk.bench.pad import bench_pad, species_named
    from kiosk.bench.pad_report import measures

    with ending_on_error(as_json):
        wanted = species_named(species)
        command = f"kiosk bench pad --n {n} --seed {seed} --width {width}" + (
            f" --species {species}" if species else ""
        )
        command += (
            ("" if attempts == 3 else f" --attempts {attempts}")
            + ("" if light else " --no-light")
            + (" --real FOLDER" if real is not None else "")
        )
        found = bench_pad(
            n=n,
            seed=seed,
            species=wanted,
            width=width,
            lit=light,
            attempts=attempts,
            processes=processes,
            command=command,
            real=real,
        )
        if report is not None:
            found.write(report)
        _show(measures(found), as_json)


@app.command()
def preview(
    seconds: Annotated[float, typer.Option(min=5, help="How long.")] = 40.0, seed: Seed = 1, as_json: JsonFlag = False
) -> None:
    """Draw the screens while cards are read and faces judged: how long they are ever blocked."""
    from kiosk import log
    from kiosk.bench.preview import bench_preview
    from kiosk.decision.profile import load_profile
    from kiosk.inference.store import ModelStore
    from kiosk.resources import models_dir

    with ending_on_error(as_json), TemporaryDirectory() as folder:
        log.configure("warning", Path(folder) / "kiosk.log")
        store, profile = ModelStore(models_dir()), load_profile("hotel")
        _show(bench_preview(store, profile, Path(folder), seconds=seconds, seed=seed), as_json)


@app.command()
def startup(n: Annotated[int, typer.Option(min=1, help="How many starts.")] = 5, as_json: JsonFlag = False) -> None:
    """Start the kiosk: time to the first screen and until it is ready."""
    from kiosk.bench.startup import bench_startup
    from kiosk.resources import models_dir

    with ending_on_error(as_json), TemporaryDirectory() as folder:
        _show(bench_startup(models_dir(), Path(folder), n=n), as_json)


@app.command()
def memory(
    visits: Annotated[int, typer.Option(min=1, help="How many visits.")] = 50, seed: Seed = 1, as_json: JsonFlag = False
) -> None:
    """Play whole visits one after another: resident memory, and whether it grows."""
    from kiosk import log
    from kiosk.bench.memory import bench_memory
    from kiosk.decision.profile import load_profile
    from kiosk.inference.store import ModelStore
    from kiosk.resources import models_dir

    with ending_on_error(as_json), TemporaryDirectory() as folder:
        log.configure("warning", Path(folder) / "kiosk.log")
        store, profile = ModelStore(models_dir()), load_profile("hotel")
        _show(bench_memory(store, profile, Path(folder), visits=visits, seed=seed), as_json)


def _show(measures: "Sequence[Measure]", as_json: bool) -> None:
    """All of them; the exit code stays 0 when a goal is missed, for a figure is what was asked for."""
    from rich.console import Console

    from kiosk.bench.measure import table

    if as_json:
        for measure in measures:
            emit(measure.as_json())
    else:
        Console().print(table(measures))
