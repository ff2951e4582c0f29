"""`kiosk verify`: a whole visit from files."""

from pathlib import Path
from random import Random
from typing import Annotated

import typer

from kiosk.commands.console import JsonFlag, emit, ending_on_error, say
from kiosk.commands.faces import actions_of, without_dot
from kiosk.commands.settings import ConfigOption, store_named


def verify(
    front: Annotated[Path, typer.Option(help="A picture of the card's portrait side, or a PDF: its first page.")],
    selfie: Annotated[Path, typer.Option(help="A video of the visitor, or a folder of pictures in order.")],
    back: Annotated[Path | None, typer.Option(help="The same of its emblem side.")] = None,
    challenge: Annotated[str | None, typer.Option(help="Actions shown in the video, as in check-liveness.")] = None,
    light: Annotated[Path | None, typer.Option(help="What the screen showed meanwhile, as in check-liveness.")] = None,
    profile: Annotated[str, typer.Option(help="A shipped profile's name, or the path of one.")] = "hotel",
    as_json: JsonFlag = False,
    config: ConfigOption = None,
) -> None:
    """Decide by the venue's profile whether the visitor is the card's holder. Nothing is written to the journal."""
    from kiosk.card.reader import CardReader
    from kiosk.card.report import as_json as card_json
    from kiosk.config import load
    from kiosk.decision.profile import load_profile
    from kiosk.devices.recorded import RecordedCamera
    from kiosk.face.light.sequence import load_sequence
    from kiosk.face.report import liveness_report, match_report
    from kiosk.pipeline import offline
    from kiosk.pipeline.toolbox import make_tools
    from kiosk.vision.pages import first_page

    with ending_on_error(as_json):
        venue = load_profile(profile)
        actions = actions_of(challenge)
        without_dot(actions)
        shown = None if light is None else load_sequence(light)
        settings = load(config)
        store = store_named(settings)
        tools = make_tools(
            store,
            venue,
            "files",
            Random(0),
            write=lambda entry: None,
            embedder=settings.embedder,
            threads=settings.threads,
            gallery=settings.gallery,
        )
        done = offline.verify(
            tools,
            CardReader(store, settings.threads),
            first_page(front),
            None if back is None else first_page(back),
            RecordedCamera(selfie, pace=False),
            actions,
            shown,
        )
    verdict, evidence = done.verdict, done.evidence
    if as_json:
        emit(
            {
                "outcome": verdict.outcome,
                "reasons": [{"code": reason.code, "outcome": reason.outcome} for reason in verdict.reasons],
                "front": card_json(str(front), evidence.front) if evidence.front else None,
                "back": card_json(str(back), evidence.back) if evidence.back else None,
                "liveness": liveness_report(evidence.liveness) if evidence.liveness else None,
                "match": match_report(evidence.match) if evidence.match else None,
                "blocked": None
                if evidence.blocked is None
                else [{"id": one.person, "Sim": round(one.similarity, 2)} for one in evidence.blocked],
            }
        )
        return
    say(f"{verdict.outcome}" + "".join(f"\n  {reason.code} ({reason.outcome})" for reason in verdict.reasons))
