"""What was read from a card, as a visitor reads it."""

from kiosk.card.reading import CardReading
from kiosk.ui.wording import Wording

CHECKED_IN = {
    "IdNum": ("number-checksum", "number-birth", "number-sex", "number-region"),
    "Nation": ("nation-known",),
    "ValidDate": ("period-form",),
}
"""The checks whose failure makes a field worth a second look."""
CLEAR = 0.8
"""Confidence from which a field is not pointed out."""


def shown(name: str, text: str, words: Wording) -> str:
    """A field's text, easier to compare with the card; as printed where it has another form than expected."""
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


def is_doubtful(name: str, reading: CardReading) -> bool:
    """Whether the visitor should look twice: read with little confidence, or at odds with another field."""
    field = reading.fields.get(name)
    if field is None:
        return True
    return field.confidence < CLEAR or any(reading.checks.get(check) is False for check in CHECKED_IN.get(name, ()))
