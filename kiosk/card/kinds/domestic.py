"""The temporary identity card and the residence permit: laid out as the identity card, with rows of their own."""

import re
from collections.abc import Mapping, Sequence

from kiosk.card.fields import fields_of
from kiosk.card.kinds.approximate import find, holds
from kiosk.card.kinds.spans import field_of, number_field
from kiosk.card.reading import Field, Side
from kiosk.card.rows import Row, rows_of
from kiosk.card.text import TextLine

PERIOD = re.compile(r"\d{4}\D{0,2}\d{2}\D{0,2}\d{2}\D{1,3}\d{4}")


def temporary_fields(lines: Sequence[TextLine], index: Mapping[str, int]) -> dict[str, Field]:
    """Whatever side it is: the holder's with all nine items, or the title's with none.

    Where authority and period should be printed beneath the title after all, they are read there too.
    """
    issue = [line for row in rows_of(lines) if _is_issue(row) for line in row.lines]
    rest = [line for line in lines if not any(line is other or _within(line, other) for other in issue)]
    titled = any(holds(line.text, "临时居民身份证", 2) or holds(line.text, "中华人民共和国", 2) for line in rest)
    found = {} if titled else fields_of(rest, Side.FRONT, index)
    return found | fields_of(issue, Side.BACK, index)


def permit_fields(lines: Sequence[TextLine], side: Side, index: Mapping[str, int]) -> dict[str, Field]:
    """The permit's front is the identity card's without the ethnicity, its back has two items more."""
    if side is Side.FRONT:
        found = fields_of(lines, Side.FRONT, index)
        found.pop("Nation", None)
        return found
    own = [row for row in rows_of(lines) if _is_own(row)]
    taken = [line for row in own for line in row.lines]
    rest = [line for line in lines if not any(line is other or _within(line, other) for other in taken)]
    found = fields_of(rest, Side.BACK, index)
    for row in own:
        found |= _own(row)
    return found


def _is_issue(row: Row) -> bool:
    return holds(row.text, "签发机关", 1) or holds(row.text, "有效期限", 1) or PERIOD.search(row.text) is not None


def _is_own(row: Row) -> bool:
    """The travel permit's number or how often issued; neither has a period's many digits."""
    if PERIOD.search(row.text):
        return False
    labelled = holds(row.text, "通行证号码", 1) or holds(row.text, "签发次数", 1)
    return labelled or re.fullmatch(r"[HMhm]?[\dOoIl]{8}", row.text) is not None


def _own(row: Row) -> dict[str, Field]:
    found: dict[str, Field] = {}
    count = find(row.text, "签发次数", 1)
    if count is not None:
        digits = re.search(r"\d{1,2}", row.text[count.end :])
        if digits is not None:
            start = count.end + digits.start()
            found["IssueCount"] = field_of(row.part(start, count.end + digits.end()))
        row = row.part(0, count.start)
    label = find(row.text, "通行证号码", 1)
    bare = row.part(label.end) if label is not None else row
    if bare.text:
        number = number_field(bare, letters=1) if bare.text[0].isalpha() else number_field(bare)
        if number is not None:
            found["PassNum"] = number
    return found


def _within(line: TextLine, other: TextLine) -> bool:
    """Rows hold lines cut short where two overlap: the same line all the same."""
    return line.box[1] == other.box[1] and line.box[3] == other.box[3] and line.box[0] <= other.box[0] < line.box[2]
