"""A journal entry without what would tell a passer-by who it was."""

from typing import Any

MASK = "*"


def masked(visit: dict[str, Any]) -> dict[str, Any]:
    """A copy of what `Journal.show` gives, with the holder's fields masked as read and as corrected."""
    fields = {
        name: one | {key: one[key] and mask_field(name, one[key]) for key in ("read", "corrected")}
        for name, one in visit["fields"].items()
    }
    return visit | {"fields": fields}


def mask_field(name: str, text: str) -> str:
    """A field's text with only as much left as helps to recognise an entry one knows."""
    match name:
        case "Authority" | "ValidDate" | "Sex":
            return text  # shared by very many
        case "Name":
            return text[:1] + MASK * (len(text) - 1)
        case "IdNum":
            return text[:3] + MASK * (len(text) - 7) + text[-4:] if len(text) > 7 else MASK * len(text)
        case "Birth":
            return text[:4] + "".join(MASK if character.isdigit() else character for character in text[4:])
        case _:
            return MASK * len(text)
