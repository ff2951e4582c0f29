"""`kiosk bench`: every figure in the documents, measured again on this machine."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from kiosk.commands import bench_faces
from kiosk.commands.console import JsonFlag, ending_on_error
from kiosk.commands.measures import show as _show
from kiosk.simulation.trouble import Trouble

app = typer.Typer(no_args_is_help=True, help="Measure speed, size and accuracy here, against the goals.")

Seed = Annotated[
    int, typer.Option(min=0, help="What the data are made from; odd ones are the test range, nothing was tuned on.")
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
    from kiosk.bench.item import CARD_MODELS, tested
    from kiosk.card.reader import CardReader
    from kiosk.inference.store import ModelStore
    from kiosk.resources import models_dir

    with ending_on_error(as_json):
        store = ModelStore(models_dir())
        reader = CardReader(store)
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
            item=tested(store, CARD_MODELS),
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


for command in (bench_faces.match, bench_faces.scale, bench_faces.gallery):
    app.command()(command)


@app.command()
def pad(
    n: Annotated[int, typer.Option(min=1, help="How many visits of each attack; twice as many genuine ones.")] = 6,
    seed: Seed = 1,
    species: Annotated[str | None, typer.Option(help="Only these, with commas between: genuine,print,phone …")] = None,
    width: Annotated[int, typer.Option(min=480, max=1920, help="Width of the simulated pictures, px.")] = 960,
    light: Annotated[bool, typer.Option(help="The screen plays its colours at the visitor.")] = True,
    attempts: Annotated[int, typer.Option(min=1, max=10, help="How many attempts a visit allows.")] = 3,
    processes: Annotated[int, typer.Option(min=1, help="How many to present at a time.")] = 1,
    before: Annotated[int, typer.Option(min=0, help="Genuine visits that the terminal has had.")] = 10,
    unable: Annotated[
        str | None, typer.Option(help="Actions that nobody can do, as in check-liveness: a dot to follow stands in.")
    ] = None,
    real: Annotated[Path | None, typer.Option(help="Folder with labels.csv and real recordings, reported too.")] = None,
    report: Annotated[Path | None, typer.Option(help="Folder for pad.md, pad.json and pad-det.png.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Present attacks and genuine visitors to the face check: APCER by species, BPCER, attempts, time, CPU."""
    from kiosk.bench.pad import bench_pad, species_named
    from kiosk.bench.pad_report import measures
    from kiosk.commands.faces import actions_of

    with ending_on_error(as_json):
        wanted = species_named(species)
        command = f"kiosk bench pad --n {n} --seed {seed} --width {width}" + (
            f" --species {species}" if species else ""
        )
        command += (
            ("" if attempts == 3 else f" --attempts {attempts}")
            + ("" if light else " --no-light")
            + ("" if before == 10 else f" --before {before}")
            + ("" if unable is None else f" --unable {unable}")
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
            before=before,
            unable=actions_of(unable) or (),
            command=command,
            real=real,
        )
        if report is not None:
            found.write(report)
        _show(measures(found), as_json)


@app.command()
def pad_weights(
    report: Annotated[Path, typer.Argument(help="pad.json of an even seed, by `kiosk bench pad --report`.")],
) -> None:
    """Fit the weights of kiosk/face/fusion.py to what a report found, and print them."""
    from kiosk.bench.pad_weights import fit, trials_of
    from kiosk.commands.console import say

    with ending_on_error(as_json=False):
        for name, (gain, cost) in fit(trials_of(report)).items():
            say(f'    "{name}": Weight({gain}, {cost}),')


@app.command()
def live(
    desks: Annotated[int, typer.Option(min=1, help="How many desks, each in two sizes.")] = 8,
    seed: Seed = 1,
    as_json: JsonFlag = False,
) -> None:
    """Watch for cards at 30 pictures a second: how much of one processor core that takes, and what is found."""
    from kiosk.bench.live import bench_live

    with ending_on_error(as_json):
        _show(bench_live(desks=desks, seed=seed), as_json)


@app.command()
def guidance(
    desks: Annotated[int, typer.Option(min=1, help="How many desks for each trouble.")] = 8,
    seed: Seed = 1,
    only: Annotated[list[Trouble] | None, typer.Option(help="Only this trouble; may be given several times.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Lay down cards with which something is wrong: whether the screen names that, and how soon."""
    from kiosk.bench.guidance import EXPECTED, bench_guidance
    from kiosk.card.reader import CardReader
    from kiosk.decision.profile import load_profile
    from kiosk.inference.store import ModelStore
    from kiosk.resources import models_dir

    with ending_on_error(as_json):
        reader, profile = CardReader(ModelStore(models_dir())), load_profile("hotel")
        _show(bench_guidance(reader, profile, desks=desks, seed=seed, troubles=only or EXPECTED), as_json)


@app.command()
def endurance(
    cards: Annotated[int, typer.Option(min=20, help="How many cards to read.")] = 600,
    seed: Seed = 1,
    as_json: JsonFlag = False,
) -> None:
    """Read card after card in one process: resident memory must stay flat."""
    from kiosk.bench.endurance import bench_endurance
    from kiosk.card.reader import CardReader
    from kiosk.inference.store import ModelStore
    from kiosk.resources import models_dir

    with ending_on_error(as_json):
        _show(bench_endurance(CardReader(ModelStore(models_dir())), cards=cards, seed=seed), as_json)


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
