"""`kiosk gallery`: the people whom this terminal knows by itself."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kiosk.commands.console import Exit, JsonFlag, emit, ending_on_error, report, say
from kiosk.commands.settings import ConfigOption, store_named
from kiosk.errors import InputError

if TYPE_CHECKING:
    from kiosk.authority.enrolment import Enroller, Examined
    from kiosk.authority.gallery import Gallery
    from kiosk.authority.person import Person

app = typer.Typer(
    no_args_is_help=True,
    help="The people this terminal knows by itself. Names and numbers are masked unless --full is given.",
)

DOUBLE = 80.0
"""Similarity from which a new face is taken for one that is in the library already."""

GalleryOption = Annotated[
    Path | None, typer.Option("--gallery", help="The library's file; without it, the one beside the journal.")
]
AlikeFlag = Annotated[bool, typer.Option("--even-if-alike", help="Also whoever looks like somebody in the library.")]
UnfitFlag = Annotated[bool, typer.Option("--even-if-unfit", help="Also portraits that are found unfit.")]
NumberOption = Annotated[str, typer.Option(help="The number of the person's ID document.")]


@app.command()
def new(as_json: JsonFlag = False, gallery: GalleryOption = None, config: ConfigOption = None) -> None:
    """Make an empty library, where none was made yet or one is lost for good. One that is there stays as it is."""
    from kiosk.authority.gallery import Gallery
    from kiosk.config import load

    with ending_on_error(as_json):
        path = gallery or load(config).gallery
        found = path.exists()
        with Gallery(path, make=True):
            _tell({"made": not found}, as_json, "there is a library already" if found else "made an empty library")


@app.command()
def enrol(
    name: Annotated[str, typer.Option(help="As on the document.")],
    number: NumberOption,
    portrait: Annotated[list[Path], typer.Option(help="A picture of the face; may be given several times.")],
    consent_by: Annotated[str, typer.Option(help="Who agreed: the person, a parent, or the law that orders it.")],
    consent_how: Annotated[str, typer.Option(help="How: a signed form, a contract …")],
    source: Annotated[str, typer.Option(help="Where portrait and particulars come from.")],
    consent_at: Annotated[datetime | None, typer.Option(help="When, local time; without it, now.")] = None,
    blocked: Annotated[bool, typer.Option("--blocked", help="Onto the list of people who are turned away.")] = False,
    even_if_alike: AlikeFlag = False,
    even_if_unfit: UnfitFlag = False,
    as_json: JsonFlag = False,
    gallery: GalleryOption = None,
    config: ConfigOption = None,
) -> None:
    """Take a person into the library, with their consent."""
    from kiosk.authority.person import Listing, Person
    from kiosk.authority.transfer import consent_of

    with ending_on_error(as_json):
        now = datetime.now(UTC)
        consent = consent_of(consent_by, consent_how, consent_at, now)
        person = Person(name, number, Listing.BLOCKED if blocked else Listing.MEMBER, source, consent)
        with _enroller(gallery, config) as (_, enroller):
            examined = [enroller.examine(file, even_if_unfit=even_if_unfit) for file in portrait]
            who = _enrol(enroller, person, examined, even_if_alike, now)
        _tell({"enrolled": who}, as_json, f"enrolled as {who}")


@app.command("import")
def import_people(
    file: Annotated[Path, typer.Argument(help="CSV as `export` writes it.")],
    even_if_alike: AlikeFlag = False,
    even_if_unfit: UnfitFlag = False,
    as_json: JsonFlag = False,
    gallery: GalleryOption = None,
    config: ConfigOption = None,
) -> None:
    """Take many people in. One bad line does not stop the rest; each is named by its line."""
    from kiosk.authority.transfer import lines

    failed = False
    with ending_on_error(as_json), _enroller(gallery, config) as (_, enroller):
        for line in lines(file):
            try:
                if line.error is not None or line.person is None:
                    raise line.error or InputError("line-invalid", "the line is empty")
                examined = [enroller.examine(picture, even_if_unfit=even_if_unfit) for picture in line.portraits]
                who = _enrol(enroller, line.person, examined, even_if_alike, datetime.now(UTC))
            except InputError as error:
                report(error, as_json, line=line.number)
                failed = True
            else:
                _tell({"line": line.number, "enrolled": who}, as_json, f"line {line.number}: enrolled as {who}")
    if failed:
        raise typer.Exit(Exit.BAD_INPUT)


@app.command()
def find(
    number: Annotated[str | None, typer.Option(help="Whoever has this number.")] = None,
    name: Annotated[str | None, typer.Option(help="Everybody of this name.")] = None,
    face: Annotated[Path | None, typer.Option(help="Everybody who looks like the face in this picture.")] = None,
    least: Annotated[float, typer.Option("--from", min=1, max=100, help="With --face: the least similarity.")] = 70.0,
    full: Annotated[bool, typer.Option("--full", help="Show personal data unmasked.")] = False,
    as_json: JsonFlag = False,
    gallery: GalleryOption = None,
    config: ConfigOption = None,
) -> None:
    """List the people in the library: all, or those of a number, a name or a face."""
    from kiosk.authority.person import as_name, as_number

    with ending_on_error(as_json):
        alike: dict[int, float] | None = None
        if face is not None:
            with _enroller(gallery, config) as (_, enroller):
                found_alike = enroller.alike([enroller.examine(face, even_if_unfit=True)], least)
                alike = {one.person: one.similarity for one in found_alike}
        wanted = None if number is None else as_number(number)
        called = None if name is None else as_name(name)
        with _gallery(gallery, config) as opened:
            found = [
                (who, person)
                for who, person in opened.people()
                if (wanted is None or person.number == wanted)
                and (called is None or as_name(person.name) == called)
                and (alike is None or who in alike)
            ]
            if alike is not None:
                found.sort(key=lambda one: -alike[one[0]])
            for who, person in found:
                more = {} if alike is None else {"Sim": round(alike[who], 2)}
                _tell_of(opened, who, person, full, as_json, **more)


@app.command()
def show(
    who: Annotated[int, typer.Argument(metavar="ID", help="As `find` gives it, and the journal of a visit.")],
    full: Annotated[bool, typer.Option("--full", help="Show personal data unmasked.")] = False,
    as_json: JsonFlag = False,
    gallery: GalleryOption = None,
    config: ConfigOption = None,
) -> None:
    """Show one person by their id: somebody a visitor looked like."""
    with ending_on_error(as_json), _gallery(gallery, config) as opened:
        person = opened.by_id(who)
        if person is None:
            raise InputError("person-unknown", f"nobody in the library has the id {who}; they may have been removed")
        _tell_of(opened, who, person, full, as_json)


@app.command()
def remove(
    number: NumberOption,
    why: Annotated[str, typer.Option(help="Kept beside the time of the removal; names nobody.")] = "asked for",
    as_json: JsonFlag = False,
    gallery: GalleryOption = None,
    config: ConfigOption = None,
) -> None:
    """Forget a person: particulars, portraits, vectors, consent."""
    from kiosk.authority.person import as_number

    with ending_on_error(as_json), _gallery(gallery, config) as opened:
        if not opened.remove(as_number(number), why, datetime.now(UTC)):
            raise InputError("number-unknown", "nobody with this number is in the library")
        _tell({"removed": True}, as_json, "removed")


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    as_json: JsonFlag = False,
    gallery: GalleryOption = None,
    config: ConfigOption = None,
) -> None:
    """Write everybody out, unprotected: people.csv and the portraits, as `import` reads them."""
    from kiosk.authority.transfer import export as write_out

    with ending_on_error(as_json), _gallery(gallery, config) as opened:
        count = write_out(opened, folder)
        _tell({"exported": count}, as_json, f"{count} people written to {folder}")


def _enrol(
    enroller: "Enroller", person: "Person", examined: "Sequence[Examined]", even_if_alike: bool, now: datetime
) -> int:
    if not even_if_alike and (near := enroller.alike(examined, DOUBLE)):
        raise InputError(
            "face-known",
            f"{len(near)} in the library look like this person; see them with kiosk gallery find --face, "
            "and enrol with --even-if-alike if they are others",
        )
    return enroller.enrol(person, examined, now)


def _shown(person: "Person", full: bool) -> dict[str, Any]:
    from kiosk.journal.masking import MASK, mask_field

    consent = person.consent
    return {
        "name": person.name if full else mask_field("Name", person.name),
        "number": person.number if full else mask_field("IdNum", person.number),
        "list": str(person.listing),
        "source": person.source,
        "consent_by": consent.by if full else consent.by[:1] + MASK * (len(consent.by) - 1),
        "consent_how": consent.how,
        "consent_at": consent.at.isoformat(timespec="seconds"),
    }


def _tell_of(opened: "Gallery", who: int, person: "Person", full: bool, as_json: bool, **more: float) -> None:
    shown = {"id": who, **_shown(person, full), "portraits": len(opened.portrait_ids(who)), **more}
    _tell(shown, as_json, "  ".join(f"{key}: {value}" for key, value in shown.items()))


def _tell(record: dict[str, Any], as_json: bool, text: str) -> None:
    if as_json:
        emit(record)
    else:
        say(text)


@contextmanager
def _gallery(path: Path | None, config: Path | None) -> "Iterator[Gallery]":
    from kiosk.authority.gallery import Gallery
    from kiosk.commands.new_installation import give_library
    from kiosk.config import load

    if path is None:
        settings = load(config)
        give_library(settings)
        path = settings.gallery
    with Gallery(path) as opened:
        yield opened


@contextmanager
def _enroller(path: Path | None, config: Path | None) -> "Iterator[tuple[Gallery, Enroller]]":
    from kiosk.authority.enrolment import Enroller
    from kiosk.config import load
    from kiosk.face.embed import Embedder
    from kiosk.face.mesh import FaceMesh

    settings = load(config)
    embedder = Embedder(store_named(settings), settings.embedder, settings.threads)
    with _gallery(path, config) as opened, FaceMesh(tracking=False) as mesh:
        yield opened, Enroller(opened, mesh, embedder)
