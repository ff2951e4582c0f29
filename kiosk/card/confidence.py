"""From the recogniser's probabilities to a field's confidence: evidence beyond the characters themselves can lower it.

The joint probability of a field's characters needs no curve of its own: on 640 simulated captures of the design range,
one field of 2,340 at 0.99 or more was wrong, and what caused it was mended. `kiosk bench card` measures it anew.
"""

from collections.abc import Mapping
from dataclasses import replace

from kiosk.card.reading import Field

CONTRADICTED = 0.5
"""The most that is believed of a field which a check says cannot be right."""
JUDGED_BY = {
    "IdNum": ("number-checksum",),
    "Nation": ("nation-known",),
    "ValidDate": ("period-form",),
}
"""The checks that concern one field alone; where two fields disagree nobody knows which of them is wrong."""
SEXES = ("男", "女")


def calibrated(fields: Mapping[str, Field], checks: Mapping[str, bool | None]) -> dict[str, Field]:
    """`fields` with what their checks say taken into their confidence; texts stay as they are."""
    found = {}
    for name, field in fields.items():
        impossible = any(checks.get(check) is False for check in JUDGED_BY.get(name, ()))
        impossible |= name == "Sex" and not field.text.startswith(SEXES)
        found[name] = replace(field, confidence=min(field.confidence, CONTRADICTED)) if impossible else field
    return found
