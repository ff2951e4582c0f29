"""From the lines of a rectified card to its fields: labels as anchors, places where labels were not read.

What is printed is reported. Only the ethnicity and the sex, which come from short lists, and the names of counties may
be read as the list's word where the recogniser's own probabilities leave no other; a wrong number stays wrong and fails
its checks.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from math import prod

from kiosk.card import nations, number, period, places
from kiosk.card.layout import BACK_TITLE, NUMBER
from kiosk.card.reading import CARD_PX, Field, Side
from kiosk.card.rows import Row, around, rows_of
from kiosk.card.text import TextLine

WIDTH, HEIGHT = CARD_PX
MARGIN = 0.06 * WIDTH
"""Left of this nothing is printed on the front: what ends here lies beside the card."""
LABEL_EDGE = 0.165 * WIDTH
"""Labels of the front stand left of this, values right of it."""
NATION_X = 0.30 * WIDTH
"""Between the sex and the label 民族."""
TEXT_EDGE = 0.62 * WIDTH
"""Front values begin left of this; what begins further right is the portrait's or an overprint."""
APART, MISSED = 62.0, 0.5
"""Px between a name's characters from which one between them was not read, as 45 part them on cards of the design range
and 56 on published specimens, whose names of two are spaced; and how sure either then is at most."""
SEXES = ("男", "女")
LABELS = "姓名性别民族出生住址"
DOTS = re.compile(r"[•・‧．∙⋅●.。,，、˙'’`]")
NUMBER_LOOKALIKES = str.maketrans("OoDQlI|ixⅩ×Zz", "0000111" + "1XXX22")
BIRTH_LOOKALIKES = str.maketrans("OoIl", "0011")
NUMBER_LABELS = (re.compile(r"^[^\dXx]*"), re.compile(r"^[^!-~Ⅹ×]*"))
"""What stands before a number: a letter there is a stray stroke, or, where a digit is missing, the first of them."""


def fields_of(lines: Sequence[TextLine], side: Side, index: Mapping[str, int]) -> dict[str, Field]:
    """The fields that were found, in the formats of CardReading. `lines` in px of an upright card at CARD_PX."""
    return _front(lines, dict(index)) if side is Side.FRONT else _back(lines, index)


def _front(lines: Sequence[TextLine], index: dict[str, int]) -> dict[str, Field]:
    found: dict[str, Field] = {}
    low = [line for line in lines if NUMBER.holds(WIDTH / 2, _middle(line)) or len(re.findall(r"\d", line.text)) >= 15]
    digits = _number(low)
    if digits is not None:
        found["IdNum"] = digits
    top = min((line.box[1] for line in low if len(re.findall(r"\d", line.text)) >= 8), default=0.78 * HEIGHT)
    values = [
        line
        for line in lines
        if line.box[2] > MARGIN and line.box[0] < TEXT_EDGE and _middle(line) < top
        if line not in low and not _is_label(line)
    ]
    rows = [kept for row in rows_of(values) if (kept := row.right_of(MARGIN)).text]
    labels = [line for line in lines if _is_label(line)]
    sex_at = _index_of(rows, r"性别|民族|^[男女]$", labels, "性别", 0.30)
    birth_at = _index_of(rows, r"出生|年\d+月|\d年|月\d+日", labels, "出生", 0.44)
    address_at = _index_of(rows, r"^住|^.?址", labels, "住址", 0.555)
    if birth_at is not None and (sex_at is None or sex_at < birth_at):
        birth = _birth(rows[birth_at])
        if birth is not None:
            found["Birth"] = birth
    if sex_at is not None:
        found |= _sex_and_nation(rows[sex_at], index)
    until = sex_at if sex_at is not None else birth_at
    if until:
        name = _name(rows[:until])
        if name is not None:
            found["Name"] = name
    if address_at is None and birth_at is not None:
        address_at = birth_at + 1
    if address_at is not None:
        address = _address(rows[address_at:], index)
        if address is not None:
            found["Address"] = address
    return found


def _back(lines: Sequence[TextLine], index: Mapping[str, int]) -> dict[str, Field]:
    found: dict[str, Field] = {}
    low = [line for line in lines if not BACK_TITLE.holds(min(max(line.box[0], 0.26 * WIDTH), WIDTH), _middle(line))]
    authority: list[Row] = []
    for row in rows_of(low):
        bare = _strip(row, r"^.{0,3}?(?:有效期限|效期限|期限)")
        text = period.normalised(bare.text)
        if text is not None or re.search(r"有效|期限", row.text) or len(re.findall(r"\d", row.text)) >= 6:
            if bare.text and (text or "ValidDate" not in found):
                found["ValidDate"] = _field(text or bare.text, bare.chances, [bare])
            continue
        # The title stands above the values; read into their rows, it is no part of them.
        authority.append(_strip(_strip(row, r"^.*居民身份证", anywhere=True), r"^.{0,2}?(?:签发机关|发机关|机关)"))
    kept = [row for row in authority if row.text and re.search(r"[一-鿿]", row.text) and not _is_note(row)]
    if kept:
        found["Authority"] = places.authority(kept, index)
    return found


def _number(low: Sequence[TextLine]) -> Field | None:
    best: Field | None = None
    for row, label in product(rows_of(low), NUMBER_LABELS):
        match = label.match(row.text)
        bare = row.part(match.end() if match else 0)
        run = re.search(r"[0-9X]{8,}", bare.text.translate(NUMBER_LOOKALIKES))
        if run is None:
            continue
        digits = bare.part(*run.span())
        field = _field(run[0], digits.chances, [digits], _concluded(digits.text, run[0]))
        if best is None or abs(len(field.text) - number.LENGTH) < abs(len(best.text) - number.LENGTH):
            best = field
    return best


def _concluded(read: str, meant: str) -> tuple[int, ...]:
    """Where a letter was read and only a digit can be; all forms of X are one."""
    return tuple(place for place, (a, b) in enumerate(zip(read, meant, strict=True)) if a != b != "X")


def _name(rows: Sequence[Row]) -> Field | None:
    kept = [bare for row in rows if (bare := _value(row, "姓名")).text]
    text = re.sub(r"·+", "·", DOTS.sub("·", "".join(row.text for row in kept))).strip("·")
    return _field(text, [chance for row in kept for chance in _doubted(row)], kept) if text else None


def _doubted(row: Row) -> tuple[float, ...]:
    """The chances of a name's characters, less where a rare one beside them was passed over."""
    wide = [after - before > APART for before, after in pairwise(row.centres)]
    beside = zip((False, *wide), (*wide, False), strict=True)
    return tuple(min(chance, MISSED) if any(gaps) else chance for chance, gaps in zip(row.chances, beside, strict=True))


def _sex_and_nation(row: Row, index: dict[str, int]) -> dict[str, Field]:
    found: dict[str, Field] = {}
    label = re.search("民[族旅旌]", row.text)
    split = label.start() if label else sum(centre < NATION_X for centre in row.centres)
    sex = _strip(row.part(0, split), "^性?别?")
    nation = _strip(row.part(split), "^(?:民[族旅旌]|民|族)", anywhere=True)
    if sex.text not in SEXES and (beside := sex.right_of(LABEL_EDGE)).text:
        sex = beside  # a misread label is no part of the value
    if sex.text:
        found["Sex"] = _word(sex, SEXES, index)
    if len(nation.text) > 1 and nation.text.endswith("族"):
        nation = nation.part(0, len(nation.text) - 1)
    if nation.text:
        found["Nation"] = _word(nation, nations.WORDS, index)
    return found


def _word(row: Row, words: tuple[str, ...], index: dict[str, int]) -> Field:
    """The row as one of `words` if it is one or can be nothing else, or as it stands."""
    if row.text not in words and len(row.lines) == 1:
        likely = nations.likely_word(row.text, row.lines[0].columns, index, words)
        if likely is not None:
            word, chance = likely
            differing = tuple(i for i, c in enumerate(word) if i >= len(row.text) or row.text[i] != c)
            return Field(word, chance, box=around([row]), marked=differing)
    return _joined([row])


def _birth(row: Row) -> Field | None:
    bare = _value(row, "出生")
    meant = bare.text.translate(BIRTH_LOOKALIKES)
    match = re.search(r"(\d{4})\D{0,2}(\d{1,2})\D{1,2}(\d{1,2})", meant)
    if match is None:
        return None
    year, month, day = match.groups()
    chances = [bare.chances[place] for group in (1, 2, 3) for place in range(*match.span(group))]
    marked = [
        end - match.end(group) + place
        for group, end in ((1, 4), (2, 7), (3, 10))
        for place in range(*match.span(group))
        if bare.text[place] != meant[place]
    ]
    return _field(f"{year}-{month:0>2}-{day:0>2}", chances, [bare], tuple(marked))


def _address(rows: Sequence[Row], index: Mapping[str, int]) -> Field | None:
    kept: list[Row] = []
    edge = 0.0
    for row in rows:
        bare = _value(row, "住址")
        if not bare.text:
            continue
        pitch = _pitch(bare)
        if not kept:
            edge = bare.centres[0] - 0.9 * pitch
        # An overprint that reaches in from the left is no part of the address.
        bare = bare.right_of(edge)
        if bare.text:
            kept.append(bare)
    return places.address(kept, index) if kept else None


def _value(row: Row, label: str) -> Row:
    """`row` without the label of two characters at its start, of which one may be misread or missing."""
    first, second = label[0], label[1]
    if re.match(f"{first}.|.{second}", row.text) and row.centres[1] < LABEL_EDGE:
        return row.part(2)
    return _strip(row, f"^{first}?{second}?")


def _strip(row: Row, label: str, *, anywhere: bool = False) -> Row:
    """`row` without the label at its start, which must stand where labels stand unless it is whole."""
    match = re.match(label, row.text)
    if match is None or not match[0]:
        return row
    whole = len(match[0]) >= 2
    if whole or anywhere or row.centres[match.end() - 1] < LABEL_EDGE:
        return row.part(match.end())
    return row


def _index_of(rows: Sequence[Row], pattern: str, labels: Sequence[TextLine], label: str, place: float) -> int | None:
    """The row that says `pattern`, stands beside the label, or is where the card has it (`place`, share of height)."""
    for at, row in enumerate(rows):
        if re.search(pattern, row.text):
            return at
    for line in labels:
        if line.text in label and line.text:
            for at, row in enumerate(rows):
                if abs(row.middle - _middle(line)) < 0.5 * row.height:
                    return at
    near = [(abs(row.middle / HEIGHT - place), at) for at, row in enumerate(rows)]
    distance, at = min(near, default=(1.0, 0))
    return at if distance < 0.045 else None


def _is_label(line: TextLine) -> bool:
    """A label of the front on its own."""
    return bool(line.text) and len(line.text) <= 2 and line.box[2] < 0.2 * WIDTH and all(c in LABELS for c in line.text)


def _is_note(row: Row) -> bool:
    """Latin notes and marks that are no part of any field."""
    return len(re.findall(r"[A-Za-z]", row.text)) > len(row.text) / 2 or row.middle > 0.925 * HEIGHT


def _pitch(row: Row) -> float:
    gaps = [after - before for before, after in pairwise(row.centres)]
    return sorted(gaps)[len(gaps) // 2] if gaps else row.height * 0.7


def _joined(rows: Sequence[Row]) -> Field:
    """The rows one after another, as printed."""
    return _field("".join(row.text for row in rows), [chance for row in rows for chance in row.chances], rows)


def _field(text: str, chances: Sequence[float], rows: Sequence[Row], marked: tuple[int, ...] = ()) -> Field:
    """A field is right when all its characters are: their joint probability. `rows` are where it was read."""
    kept = tuple(chances) if len(chances) == len(text) else ()
    return Field(text, float(prod(chances)) if chances else 0.0, kept, around(rows), marked)


def _middle(line: TextLine) -> float:
    return (line.box[1] + line.box[3]) / 2
