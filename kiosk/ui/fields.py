"""What was read from a card, as a visitor reads it."""

import re
from dataclasses import dataclass

from kiosk.card.reading import CardReading, Field
from kiosk.ui.wording import Wording

CHECKED_IN = {
    "IdNum": ("number-checksum", "number-birth", "number-sex", "number-region"),
    "Nation": ("nation-known",),
    "ValidDate": ("period-form",),
}
"""The checks whose failure makes a field worth a second look."""
CLEAR = 0.8
"""Confidence from which a field is not pointed out."""
SURE = 0.97
"""Chance from which a character is not marked. Of 23,208 characters on 600 simulated sides of the design range 12 were
wrong, of which 11 are marked so (at 0.95: 10; the other one is a dot), and of those that were right 65: one field in 32
bears a mark."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A field's text as it is shown, and the places of its characters that may be wrong."""

    text: str
    unsure: frozenset[int] = frozenset()


def shown(name: str, field: Field, words: Wording) -> Shown:
    """A field, easier to compare with the card; as printed where it has another form than expected."""
    text = _text(name, field.text, words)
    places = _places(field.text, text)
    return Shown(text, frozenset(place for i in unsure(field) for place in places.get(i, ())))


def unsure(field: Field) -> frozenset[int]:
    """The places in a field's text of characters that may be wrong: read with little certainty, or only concluded. Dots
    and dashes do not matter."""
    doubted = (i for i, chance in enumerate(field.chances) if not chance >= SURE)
    return frozenset(i for i in (*doubted, *field.marked) if 0 <= i < len(field.text) and field.text[i].isalnum())


def is_doubtful(name: str, reading: CardReading) -> bool:
    """Whether the visitor should look twice: read with little certainty, or at odds with another field."""
    field = reading.fields.get(name)
    if field is None or not field.confidence >= CLEAR or unsure(field):
        return True
    return any(reading.checks.get(check) is False for check in CHECKED_IN.get(name, ()))


def _text(name: str, text: str, words: Wording) -> str:
    if name == "Sex" and text in "男女":
        return words(f"value.{text}")
    if name == "Birth" and len(parts := text.split("-")) == 3 and all(part.isdecimal() for part in parts):
        year, month, day = map(int, parts)
        return words("value.date", year=year, month=month, day=day)
    if name == "IdNum" and len(text) == 18:
        return f"{text[:6]} {text[6:14]} {text[14:]}"
    if name == "ValidDate" and len(parts := text.split("-")) == 2:
        end = words("value.长期") if parts[1] == "长期" else parts[1]
        return words("value.period", start=parts[0], end=end)
    return text


def _places(text: str, form: str) -> dict[int, tuple[int, ...]]:
    """Where each character of `text` stands in `form`: numbers by their order, as leading zeros may be gone, the rest
    in the order of writing; nowhere if it is left out."""
    found: dict[int, tuple[int, ...]] = {}
    numbers, others = list(re.finditer(r"\d+", text)), list(re.finditer(r"\d+", form))
    if len(numbers) == len(others):
        for number, other in zip(numbers, others, strict=True):
            for i in range(*number.span()):
                place = i - number.end() + other.end()
                found[i] = (max(place, other.start()),)
    after = 0
    for i, character in enumerate(text):
        if i in found:
            after = found[i][0] + 1
        elif (place := form.find(character, after)) >= 0:
            found[i] = (place,)
            after = place + 1
    return found
