"""`kiosk read-card`: read the cards in pictures and documents."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.commands.console import Exit, JsonFlag, emit, ending_on_error, exit_code, report, say
from kiosk.commands.settings import ConfigOption, store_of
from kiosk.errors import EnvironmentFault, InputError

if TYPE_CHECKING:
    from kiosk.card.reader import CardReader
    from kiosk.card.reading import CardReading

NO_CARD = "card-none"


def read_card(
    files: Annotated[list[Path], typer.Argument(help="Pictures (JPEG, PNG, BMP, TIFF, WebP) and PDF documents.")],
    as_json: JsonFlag = False,
    crops: Annotated[bool, typer.Option(help="Add the card's and the portrait's crops to the JSON, base64.")] = False,
    config: ConfigOption = None,
) -> None:
    """Read every ID card on every page. One bad file does not stop the rest; the exit code tells the worst.

    Pages without a card are passed over where another page of the document has one.

    Quality, 0–100, is the worst of light, sharpness, reflection and contrast: from 50 on text is read reliably.
    BorderCodeValue, 0–100, is the share of the card's outline that lies inside the picture. A warning's score, 0–1,
    is at or above its threshold; its region is in pixels of the rectified card, 1011 × 638. `scores` says of every
    warning how near it came: 1 is its threshold.
    """
    from kiosk.card.reader import CardReader
    from kiosk.card.report import as_json as card_json
    from kiosk.card.report import as_text

    with ending_on_error(as_json):
        reader = CardReader(store_of(config))
    worst = Exit.OK
    for file in files:
        for page, pages, found in _read(reader, file):
            if isinstance(found, InputError | EnvironmentFault):
                report(found, as_json, file=str(file), **({"page": page} if pages > 1 else {}))
                worst = max(worst, exit_code(found))
                continue
            for reading in found:
                if as_json:
                    emit(card_json(str(file), reading, page=page, crops=crops))
                else:
                    say(as_text(str(file), reading, page=page, pages=pages))
    if worst:
        raise typer.Exit(worst)


def _read(
    reader: "CardReader", file: Path
) -> "Iterator[tuple[int, int, tuple[CardReading, ...] | InputError | EnvironmentFault]]":
    """Page, number of pages, and what was read there or what is wrong with it."""
    from kiosk.vision.pages import load_pages

    empty: InputError | None = None
    number, count, said = 0, 1, False
    try:
        for page in load_pages(file):
            number, count = page.number, page.count
            try:
                yield number, count, reader.read(page.image)
                said = True
            except InputError as error:
                if error.code == NO_CARD:
                    empty = error
                else:
                    yield number, count, error
                    said = True
    except (InputError, EnvironmentFault) as error:
        yield number + 1, count, error
        return
    if empty is not None and not said:
        yield 1, 1, empty
