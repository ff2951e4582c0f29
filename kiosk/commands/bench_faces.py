"""`kiosk bench match`, `scale` and `gallery`: who is taken for whom, and how fast."""

from pathlib import Path
from typing import Annotated

import typer

from kiosk.commands.console import JsonFlag, emit, ending_on_error, say

Fold = Annotated[list[str] | None, typer.Option(help="Only these folds; 1, 2, 3 of LFW set the scale.")]
EmbedderOption = Annotated[str, typer.Option(help="Which face embedder of the list of models.")]


def match(
    pairs: Annotated[
        Path | None, typer.Argument(help="CSV with columns a, b, same (0 or 1) and perhaps fold: only these pairs.")
    ] = None,
    threshold: Annotated[float, typer.Option(help="With PAIRS: similarity from which two are one person.")] = 70.0,
    fold: Fold = None,
    embedder: EmbedderOption = "face-descriptor",
    lfw: Annotated[Path | None, typer.Option(help="LFW's pairs: CSV with a, b, same and fold.")] = None,
    figures: Annotated[Path | None, typer.Option(help="Pairs of other people: CSV with a, b, same and group.")] = None,
    people: Annotated[int, typer.Option(min=0, help="How many invented people.")] = 60,
    seed: Annotated[
        int, typer.Option(help="What the data are made from; odd ones are the test range, nothing was tuned on.")
    ] = 1,
    report: Annotated[Path | None, typer.Option(help="Folder for match.md, match.json and match-det.png.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Compare faces: with PAIRS a quick count; without, every embedder and kind of reference, on invented people and on
    real ones where they are given."""
    from kiosk.bench.match import bench_match
    from kiosk.bench.match_report import measures
    from kiosk.bench.matching import bench_matching
    from kiosk.commands.measures import show
    from kiosk.face.embed import Embedder
    from kiosk.inference.store import ModelStore
    from kiosk.resources import models_dir

    with ending_on_error(as_json):
        store = ModelStore(models_dir())
        if pairs is not None:
            chosen = frozenset(fold) if fold else None
            show(bench_matching(pairs, Embedder(store, embedder), threshold, chosen), as_json)
            return
        command = f"kiosk bench match --people {people} --seed {seed}"
        command += "".join(
            f" --{name} {file.name}" for name, file in (("lfw", lfw), ("figures", figures)) if file is not None
        )
        found = bench_match(store, lfw=lfw, figures=figures, people=people, seed=seed, command=command)
        if report is not None:
            found.write(report)
        show(measures(found), as_json)


def scale(
    pairs: Annotated[Path, typer.Argument(help="CSV of pairs whose pictures are named as LFW's.")],
    embedder: EmbedderOption,
    fold: Fold = None,
    as_json: JsonFlag = False,
) -> None:
    """Measure at which distances an embedder's similarities lie: the line for its entry in the list of models."""
    from kiosk.bench.scale import bench_scale
    from kiosk.face.embed import Embedder
    from kiosk.inference.store import ModelStore
    from kiosk.resources import models_dir

    with ending_on_error(as_json):
        found = bench_scale(pairs, Embedder(ModelStore(models_dir()), embedder), frozenset(fold) if fold else None)
    if as_json:
        combined = None if found.several is None else found.several.distances
        counts = {"pairs_of_strangers": found.one_pairs, "combined_pairs": found.several_pairs}
        emit({"embedder": embedder, "distances": found.one.distances, "combined": combined, **counts})
    else:
        say(found.declared())
        say(f"# {found.one_pairs} pairs of strangers, {found.several_pairs} with one side combined")


def gallery(
    n: Annotated[int, typer.Option(min=1, help="How many people.")] = 1_000_000,
    searches: Annotated[int, typer.Option(min=1, help="How many searches.")] = 50,
    seed: Annotated[int, typer.Option(min=0, help="What the vectors are made from.")] = 1,
    as_json: JsonFlag = False,
) -> None:
    """Search a library of so many people for one face: 512 bytes of memory each."""
    from kiosk.bench.gallery import bench_gallery
    from kiosk.commands.measures import show

    with ending_on_error(as_json):
        show(bench_gallery(n=n, searches=searches, seed=seed), as_json)
