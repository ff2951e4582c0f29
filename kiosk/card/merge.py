"""Several readings of one side of one card made one: fields by vote, passing troubles voted away."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kiosk.card.authenticity.doctored import RESTS_ON, contradictions
from kiosk.card.authenticity.judge import scores, warnings
from kiosk.card.kinds.checks import checks_of
from kiosk.card.reading import CardReading, CardWarning, Field, WarnCode

PASSING = frozenset({WarnCode.OCCLUDED, WarnCode.REFLECTION, WarnCode.BORDER_INCOMPLETE})
"""Troubles of one picture: gone when one picture is free of them."""
SAME_NUMBER = 4
"""Characters in which two readings of one card's number may differ: more, and it is another card. Twins' numbers differ
in less, but then both of them hold."""


def merged(readings: Sequence[CardReading]) -> CardReading:
    """What the readings, oldest first, say together; those of another card than the newest are left out.

    Each field is the text that has the most confidence behind it, where there was the least in the way. What marks the
    card itself (a copy, a screen, doctoring) stays if at least half of the readings saw it; what follows from the
    fields, if it follows from the elected ones. Raises ValueError when there is none.
    """
    if not readings:
        raise ValueError("nothing to merge")
    newest = readings[-1]
    alike = [reading for reading in readings if _same_card(reading, newest)]
    if len(alike) == 1:
        return newest
    best = max(alike, key=lambda reading: (sum(field.confidence for field in reading.fields.values()), reading.quality))
    fields = {name: _elected(_votes(alike, name)) for name in _names(alike)}
    checks = checks_of(fields, best.side, best.kind)
    followed = (*_of_the_period(alike, fields), *contradictions(fields, checks))
    kept = (*_seen_enough(alike, best), *warnings(followed))
    return replace(
        best,
        fields=fields,
        checks=checks,
        warnings=tuple(sorted(kept, key=lambda warning: -warning.code)),
        scores=_scores(alike, kept),
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


def _of_the_period(readings: Sequence[CardReading], fields: Mapping[str, Field]) -> tuple[CardWarning, ...]:
    """What a reading doubts of the period that was elected; the day and the holder's birth, on which that rests too,
    are the same for all."""
    elected = fields.get("ValidDate")
    for reading in readings:
        read = reading.fields.get("ValidDate")
        if read is not None and elected is not None and read.text == elected.text:
            return tuple(warning for warning in reading.warnings if warning.code is WarnCode.INVALID_PERIOD)
    return ()


def _seen_enough(readings: Sequence[CardReading], best: CardReading) -> tuple[CardWarning, ...]:
    """The doubts about what the pictures show that enough of the readings share, as `best` has them where it does."""
    kept: dict[tuple[WarnCode, str], CardWarning] = {}
    for warning in (one for reading in (best, *readings) for one in reading.warnings):
        seen = sum(any((w.code, w.reason) == (warning.code, warning.reason) for w in r.warnings) for r in readings)
        needed = len(readings) if warning.code in PASSING else len(readings) / 2
        if seen >= needed and not _follows_from_fields(warning):
            kept.setdefault((warning.code, warning.reason), warning)
    return tuple(kept.values())


def _follows_from_fields(warning: CardWarning) -> bool:
    return warning.code is WarnCode.INVALID_PERIOD or warning.reason in RESTS_ON


def _scores(readings: Sequence[CardReading], kept: Sequence[CardWarning]) -> dict[WarnCode, float]:
    """As the warnings say; of what is none of them any more, the least among the readings that had none either."""
    found: dict[WarnCode, float] = {}
    for reading in readings:
        warned = {warning.code for warning in reading.warnings}
        for code, score in reading.scores.items():
            if code not in warned:
                found[code] = min(found.get(code, score), score)
    return found | scores(kept)


def _same_card(one: CardReading, other: CardReading) -> bool:
    if one.side is not other.side or one.kind is not other.kind:
        return False
    name = "IdNum" if "IdNum" in other.fields else "ValidDate"
    first, second = one.fields.get(name), other.fields.get(name)
    if first is None or second is None:
        return True
    if first.text != second.text and one.checks.get("number-checksum") and other.checks.get("number-checksum"):
        return False
    differing = sum(a != b for a, b in zip(first.text, second.text, strict=False))
    return differing + abs(len(first.text) - len(second.text)) <= SAME_NUMBER
