"""The foreign permanent resident's card: its values have forms of their own, so that labels only help.

The names alone have none: they are what stands between the name's label (or the title) and the row of the sex.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import prod

from kiosk.card import period
from kiosk.card.kinds.approximate import find, holds
from kiosk.card.kinds.mrz import WIDTH, zone_of
from kiosk.card.kinds.spans import field_of, number_field, spaced
from kiosk.card.reading import CARD_PX, Field, Kind, Side
from kiosk.card.rows import Row, row_of, rows_of
from kiosk.card.text import TextLine

TEXT_EDGE = 0.6 * CARD_PX[0]
"""Values of the front begin left of this; what begins further right is the portrait's."""
LABELS = (
    "姓名/Name",
    "性别/Sex",
    "出生日期/DateofBirth",
    "国籍/Nationality",
    "有效期限/PeriodofValidity",
    "签发机关/IssuingAuthority",
    "证件号码/IDCardNo.",
    "证件号码/IDNO.",
)
TITLES = ("外国人永久居留身份证", "FOREIGNPERMANENTRESIDENTIDCARD", "中华人民共和国", "PEOPLE'SREPUBLICOFCHINA")
PREVIOUS = "曾持证件号码"
DATE = re.compile(r"(\d{4})[.,·/年-]?(\d{2})[.,·/月-]?(\d{2})日?")
SEX = re.compile(r"([男女])[/／|Il1]?[MFmf]?")
NATIONALITY = re.compile(r"([一-鿿]{2,8})[/／|Il1]?([A-Z]{3})")
LATIN_NAME = re.compile(r"[A-Z][A-Z,.'’‘`<-]+")
AUTHORITY = re.compile(r"[一-鿿]{4,}(?:局|部|厅|队)")


def foreign_fields(lines: Sequence[TextLine], kind: Kind, side: Side, index: Mapping[str, int]) -> dict[str, Field]:
    """The fields by their forms, on either side."""
    if side is Side.BACK:
        return _back(lines, kind)
    found: dict[str, Field] = {}
    near = [line for line in lines if line.box[0] < TEXT_EDGE and line.text]
    end = _first(near, ("性别/Sex", "出生日期/DateofBirth"))
    names: list[TextLine] = []
    for row in (bare for line in near for bare in _bare(row_of([line]))):
        if row.middle < end and not _is_title(row.text):
            names.extend(row.lines)
        else:
            for name, field in _by_form(row, kind).items():
                found.setdefault(name, field)
    return found | _names(rows_of(names), index)


def _back(lines: Sequence[TextLine], kind: Kind) -> dict[str, Field]:
    found: dict[str, Field] = {}
    zone = zone_of(lines) if kind is Kind.FOREIGN_PR_2017 else None
    if zone is not None:
        # A line feed stands between the lines.
        marked = tuple(place + place // WIDTH for place in zone.marked)
        found["Mrz"] = Field("\n".join(zone.lines), zone.confidence, marked=marked)
    for row in rows_of(lines):
        previous = find(row.text, PREVIOUS, 1)
        bare = row if previous is None else row.part(previous.end)
        number = number_field(bare, letters=3) if zone is None else None
        if number is not None:
            found["PreviousNum"] = number
        for part in _bare(row):
            if AUTHORITY.fullmatch(part.text) and not _is_title(part.text):
                found["Authority"] = field_of(part)
    return found


def _by_form(row: Row, kind: Kind) -> dict[str, Field]:
    text = row.text
    span = period.normalised(text) if sum(character.isdigit() for character in text) >= 14 else None
    if span is not None and re.match(r"(?:19|20)\d\d", text):
        return {"ValidDate": field_of(row, span)}
    number = number_field(row, letters=3 if kind is Kind.FOREIGN_PR_2017 else 0)
    if number is not None and len(number.text) >= 13:
        return {"IdNum": number}
    day = DATE.fullmatch(text)
    if day is not None:
        return {"Birth": field_of(row, "-".join(day.groups()))}
    if (sex := SEX.fullmatch(text)) is not None:
        return {"Sex": field_of(row.part(0, 1), sex[1])}
    if (nationality := NATIONALITY.fullmatch(text)) is not None and not _is_title(text):
        return {"Nationality": field_of(row, "/".join(nationality.groups()))}
    if AUTHORITY.fullmatch(text) and text != "中华人民共和国":
        return {"Authority": field_of(row)}
    return {}


def _names(rows: Sequence[Row], index: Mapping[str, int]) -> dict[str, Field]:
    found: dict[str, Field] = {}
    latin = [row for row in rows if LATIN_NAME.fullmatch(row.text.upper()) and row.text.upper() == row.text]
    if latin:
        whole = row_of([line for row in latin for line in row.lines])
        read = [spaced(row, index) for row in latin]
        text = " ".join(words for words, _ in read)
        text = re.sub(r"\s*[,.]\s*", ", ", re.sub(r"[’‘`]", "'", text)).strip(" ,")
        field = field_of(whole, text)
        found["Name"] = replace(field, confidence=field.confidence * prod(sure for _, sure in read))
    chinese = [row for row in rows if re.fullmatch(r"[一-鿿·・•]{2,}", row.text)]
    if chinese:
        found["ChineseName"] = field_of(chinese[-1])
    return found


def _first(lines: Sequence[TextLine], labels: Sequence[str]) -> float:
    """Where the first of `labels` stands, or the first sex or date: px from the top; the middle if there is none."""
    tops = [_middle(line) for line in lines if any(holds(line.text, label) for label in labels)]
    values = [_middle(line) for line in lines if SEX.fullmatch(line.text) or DATE.fullmatch(line.text)]
    return min(tops + values, default=0.4 * CARD_PX[1])


def _bare(row: Row) -> list[Row]:
    """What is left of a row without its label."""
    for label in LABELS:
        found = find(row.text, label)
        if found is not None and found.start <= 1:
            rest = row.part(found.end)
            return [rest] if rest.text else []
    return [row]


def _is_title(text: str) -> bool:
    return any(holds(text, title) and len(text) <= len(title) + 4 for title in TITLES)


def _middle(line: TextLine) -> float:
    return (line.box[1] + line.box[3]) / 2
