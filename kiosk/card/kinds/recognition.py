"""Which document the text names, by its title, its number or its labels, in this order of trust."""

import re
from collections.abc import Sequence

from kiosk.card.kinds.approximate import find, holds
from kiosk.card.kinds.mrz import zone_of
from kiosk.card.kinds.numbers import PERMIT_REGIONS
from kiosk.card.kinds.other import OtherDocument, hinted, titled
from kiosk.card.reading import Kind, Side
from kiosk.card.rows import plain, rows_of
from kiosk.card.text import TextLine

PERIOD = re.compile(r"\d{4}\D{0,2}\d{2}\D{0,2}\d{2}\D{1,3}\d{4}\D{0,2}\d{2}\D{0,2}\d{2}")
NUMBER_2017 = re.compile(r"(?<![A-Z])[A-Z]{3}\d{10,12}(?!\d)")
NUMBER_RUN = re.compile(r"\d{16,18}[\dX]?")
FOREIGN_FORMS = (re.compile(r"[男女][/／|Il1]?[MF]"), re.compile(r"[一-鿿]{2,8}[/／|Il1]?[A-Z]{3}"))
"""A sex and a nationality in two languages, as no other of the cards prints them."""
LABELS_OF_A_PERSON = ("姓名", "性别", "出生", "住址")


def recognise(lines: Sequence[TextLine]) -> Kind | OtherDocument | None:
    """The document that the text of an upright card at CARD_PX names, on either side; None: nothing was recognised.

    CITIZEN for the ordinary card too. Where the title is on the other side and says more than this one (a permit's
    front whose number cannot be read), this is CITIZEN, for all it shows is laid out as the identity card.
    """
    texts = _texts(lines)
    if _is_foreign(texts):
        return _generation(lines, texts)
    if any(holds(text, "临时居民身份证", 2) and ("临" in text or "时" in text) for text in texts):
        return Kind.TEMPORARY
    if any(holds(text, title, 1) for text in texts for title in ("港澳居民居住证", "台湾居民居住证")):
        return Kind.RESIDENCE_PERMIT
    document = titled(texts)
    if document is not None:
        return document
    if any(holds(text, "公民身份号码", 2) for text in texts) or _labels(texts) >= 3:
        return _of_the_front(texts)
    if any(holds(text, word, 1) for text in texts for word in ("通行证号码", "签发次数")):
        return Kind.RESIDENCE_PERMIT
    if any(holds(text, "居民身份证", 1) for text in texts):
        return Kind.CITIZEN
    if any(holds(text, "签发机关", 1) or holds(text, "有效期限", 1) for text in texts):
        return Kind.CITIZEN
    return hinted(texts)


def side_of_kind(lines: Sequence[TextLine], kind: Kind) -> Side:
    """FRONT when a holder's sex, birth or number is on it, BACK when it has a title and neither."""
    texts = _texts(lines)
    if kind in {Kind.FOREIGN_PR_2017, Kind.FOREIGN_PR_2023}:
        return Side.FRONT if _foreign_front(texts) else Side.BACK
    numbered = any(NUMBER_RUN.search(text) and not PERIOD.search(text) for text in texts)
    return Side.FRONT if numbered or _labels(texts) >= 2 or _named(texts, "公民身份号码", 2) else Side.BACK


def _texts(lines: Sequence[TextLine]) -> list[str]:
    """Every line, and every row that the detector cut in pieces."""
    rows = [row.text for row in rows_of(lines) if len(row.lines) > 1]
    return [text for text in (plain(line.text) for line in lines) if text] + rows


def _named(texts: Sequence[str], word: str, slips: int | None = None) -> bool:
    return any(holds(text, word, slips) for text in texts)


def _labels(texts: Sequence[str]) -> int:
    """How many labels of the identity card's front begin a line."""
    return sum(any(text.startswith(label) for text in texts) for label in LABELS_OF_A_PERSON)


def _is_foreign(texts: Sequence[str]) -> bool:
    """The title of either card in either language, or two of the labels that only they bear."""
    for text in texts:
        # The card before 2017 lacks 身份: that much may not be taken for a slip.
        title = find(text, "外国人永久居留身份证", 2)
        if title is not None and "身份" in text[title.start :]:
            return True
        if holds(text, "PERMANENTRESIDENTIDCARD", 3):
            return True
    labels = ("国籍/Nationality", "有效期限/PeriodofValidity", "出生日期/DateofBirth", "性别/Sex", "证件号码/ID")
    found = sum(_named(texts, label) for label in labels)
    # Small labels blur before large values do.
    found += sum(any(form.fullmatch(text) for text in texts) for form in FOREIGN_FORMS)
    numbered = any(NUMBER_2017.search(text) or re.match(r"9\d{16}[\dX]$", text) for text in texts)
    return titled(texts) is None and (found >= 3 or (found >= 1 and numbered))


def _foreign_front(texts: Sequence[str]) -> bool:
    labels = ("姓名/Name", "性别/Sex", "出生日期/DateofBirth", "国籍/Nationality", "有效期限/PeriodofValidity")
    return sum(_named(texts, label) for label in labels) + any(re.match(r"[男女].?[MF]$", t) for t in texts) >= 1


def _generation(lines: Sequence[TextLine], texts: Sequence[str]) -> Kind:
    """The card of 2017 or of 2023: by its number, by what is on the back, by the authority in front."""
    if not _foreign_front(texts):
        if zone_of(lines) is not None:
            return Kind.FOREIGN_PR_2017
        modern = _named(texts, "签发机关", 1) or _named(texts, "曾持证件号码") or _named(texts, "国家移民管理局")
        return Kind.FOREIGN_PR_2023 if modern else Kind.FOREIGN_PR_2017
    if any(re.search(r"(?<!\d)9\d{15,16}[\dX]", text) for text in texts):
        return Kind.FOREIGN_PR_2023
    if any(NUMBER_2017.search(text) for text in texts):
        return Kind.FOREIGN_PR_2017
    authority = _named(texts, "签发机关/IssuingAuthority") or _named(texts, "国家移民管理局")
    return Kind.FOREIGN_PR_2017 if authority else Kind.FOREIGN_PR_2023


def _of_the_front(texts: Sequence[str]) -> Kind:
    """Among the kinds laid out as the identity card: the temporary one has its period beside the rest, the permit has a
    number of its own and no ethnicity."""
    issue = ("签发机关", "有效期限")  # of an ordinary card on its back
    dated = any(PERIOD.search(text) for text in texts) or (
        any(_named(texts, label, 0) for label in issue) or all(_named(texts, label, 1) for label in issue)
    )
    if dated and not _named(texts, "居民身份证", 1):  # else both sides of an ordinary card lie in the picture
        return Kind.TEMPORARY
    if not any("民族" in text for text in texts):
        for text in texts:
            run = NUMBER_RUN.search(text.replace("O", "0").replace("o", "0"))
            if run is not None and any(_differences(run[0][:6], region) <= 1 for region in PERMIT_REGIONS):
                return Kind.RESIDENCE_PERMIT
    return Kind.CITIZEN


def _differences(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))
