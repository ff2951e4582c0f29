"""Several readings of one side of one card made one: fields by vote, passing troubles voted away."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kiosk.card.interpret import checks_of
from kiosk.card.reading import CardReading, CardWarning, Field, WarnCode

PASSING = frozenset({WarnCode.OCCLUDED, WarnCode.REFLECTION, WarnCode.BORDER_INCOMPLETE})
"""Troubles of one picture: gone when one picture is free of them."""
SAME_NUMBER = 4
"""Characters in which two readings of one card's number may differ: more, and it is another card."""


def merged(readings: Sequence[CardReading]) -> CardReading:
    """What the readings, oldest first, say together; those of another card than the newest are left out.

    Each field is the text that has the most confidence behind it, where there was the least in the way. What marks the
    card itself (a copy, a screen, doctoring) stays if at least half of the readings saw it. Raises ValueError when
    there is none.
    """
    if not readings:
        raise ValueError("nothing to merge")
    newest = readings[-1]
    alike = [reading for reading in readings if _same_card(reading, newest)]
    if len(alike) == 1:
        return newest
    best = max(alike, key=lambda reading: (sum(field.confidence for field in reading.fields.values()), reading.quality))
    fields = {name: _elected(_votes(alike, name)) for name in _names(alike)}
    return replace(
        best,
        fields=fields,
        checks=checks_of(fields, best.side, best.kind),
        warnings=_warnings(alike, best, fields),
        scores={code: min(_scores(alike, code), default=0.0) for code in best.scores},
    )


def _names(readings: Sequence[CardReading]) -> list[str]:
    return list(dict.fromkeys(name for reading in readings for name in reading.fields))


def _votes(readings: Sequence[CardReading], name: str) -> list[Field]:
    """The field in the readings with the fewest passing troubles: two that saw half a word may not outvote one that saw
    it whole."""
    read = [reading for reading in readings if name in reading.fields]
    spoiled = [sum(warning.code in PASSING for warning in reading.warnings) for reading in read]
    return [one.fields[name] for one, troubles in zip(read, spoiled, strict=True) if troubles == min(spoiled)]


def _elected(read: Sequence[Field]) -> Field:
    behind: defaultdict[str, float] = defaultdict(float)
    for field in read:
        behind[field.text] += field.confidence
    text = max(behind, key=behind.__getitem__)
    best = max((field for field in read if field.text == text), key=lambda field: field.confidence)
    # Readings that disagree are a doubt of their own.
    return replace(
        best, confidence=best.confidence * behind[text] / sum(behind.values()) if len(behind) > 1 else best.confidence
    )


def _warnings(
    readings: Sequence[CardReading], best: CardReading, fields: Mapping[str, Field]
) -> tuple[CardWarning, ...]:
    """`best`'s own, without what others did not see, and with what most of them saw."""
    kept: dict[tuple[WarnCode, str], CardWarning] = {}
    for warning in (one for reading in (best, *readings) for one in reading.warnings):
        seen = sum(any((w.code, w.reason) == (warning.code, warning.reason) for w in r.warnings) for r in readings)
        needed = len(readings) if warning.code in PASSING else len(readings) / 2
        from_fields = warning.code is WarnCode.INVALID_PERIOD
        if (warning in best.warnings) if from_fields else seen >= needed:
            kept.setdefault((warning.code, warning.reason), warning)
    return tuple(sorted(kept.values(), key=lambda warning: -warning.code))


def _scores(readings: Sequence[CardReading], code: WarnCode) -> list[float]:
    return [reading.scores[code] for reading in readings if code in reading.scores]


def _same_card(one: CardReading, other: CardReading) -> bool:
    if one.side is not other.side or one.kind is not other.kind:
        return False
    name = "IdNum" if "IdNum" in other.fields else "ValidDate"
    first, second = one.fields.get(name), other.fields.get(name)
    if first is None or second is None:
        return True
    differing = sum(a != b for a, b in zip(first.text, second.text, strict=False))
    return differing + abs(len(first.text) - len(second.text)) <= SAME_NUMBER
