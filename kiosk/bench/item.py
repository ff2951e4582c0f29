"""What was tested, as ISO/IEC 19795-1 and 30107-3 want a report to say."""

from collections.abc import Iterable
from datetime import date

import kiosk
from kiosk.inference.store import ModelStore

CARD_MODELS = ("text-detector", "text-recogniser", "card-digits", "card-glyphs", "card-surface")
FACE_MODELS = ("face-mesh",)


def tested(store: ModelStore, models: Iterable[str]) -> str:
    """The program's version, the beginnings of the hashes of the models that were used, and the day."""
    hashes = ", ".join(f"{name} {store.entry(name).version}" for name in models)
    return f"Kiosk {kiosk.__version__} with {hashes}, on {date.today()}"
