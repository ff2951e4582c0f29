"""`kiosk read-card`: read the cards in pictures."""

from pathlib import Path
from typing import Annotated

import typer

from kiosk.commands.console import Exit, JsonFlag, emit, ending_on_error, report, say
from kiosk.errors import EnvironmentFault, InputError


def read_card(
    files: Annotated[list[Path], typer.Argument(help="Pictures: JPEG, PNG, BMP, TIFF or WebP.")],
    as_json: JsonFlag = False,
    crops: Annotated[bool, typer.Option(help="Add the card's and the portrait's crops to the JSON, base64.")] = False,
) -> None:
    """Read every ID card in each picture. One bad file does not stop the rest; the exit code is then 1."""
    from kiosk.card.reader import CardReader
    from kiosk.card.report import as_json as card_json
    from kiosk.card.report import as_text
    from kiosk.inference.store import ModelStore
    from kiosk.resources import models_dir
    from kiosk.vision.picture import load_picture

    with ending_on_error(as_json):
        reader = CardReader(ModelStore(models_dir()))
    failed = False
    for file in files:
        try:
            readings = reader.read(load_picture(file))
        except (InputError, EnvironmentFault) as error:
            report(error, as_json, file=str(file))
            failed = True
            continue
        for reading in readings:
            if as_json:
                emit(card_json(str(file), reading, crops=crops))
            else:
                say(as_text(str(file), reading))
    if failed:
        raise typer.Exit(Exit.BAD_INPUT)
