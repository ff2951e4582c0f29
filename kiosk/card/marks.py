"""What is printed on every citizen's card, and where: labels, the number's ends, the title of the back."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kiosk.card.reading import CARD_PX, Side
from kiosk.card.text import TextLine

Points = NDArray[np.float64]

NUMBER = re.compile(r"\d{17}[\dXx]")
NUMBER_AT = ((347, 847), 547)
MARKS: Mapping[Side, Mapping[str, tuple[tuple[int, ...], int]]] = {
    Side.FRONT: {
        "姓名": ((92, 145), 130),
        "性别": ((99, 146), 205),
        "民族": ((320, 367), 205),
        "出生": ((95, 143), 279),
        "住址": ((98, 145), 354),
        "公民身份号码": ((92, 129, 158, 188, 224, 254), 548),
    },
    Side.BACK: {
        "中华人民共和国": ((381, 468, 541, 618, 704, 780, 856), 111),
        "居民身份证": ((364, 485, 624, 747, 891), 225),
        "签发机关": ((257, 292, 324, 358), 473),
        "有效期限": ((257, 292, 324, 358), 549),
    },
}
"""Px at CARD_PX of each character across, and of its line down, as `TextLine` gives them: medians over 145 captures of
the design range; nine in ten characters are within 4 px of theirs. The number: of its first and last digit."""


def marks(lines: Sequence[TextLine], side: Side) -> tuple[Points, Points]:
    """Of the marks found in `lines` of a rectified card: where they belong and where they are, (N, 2) each, in card
    widths."""
    there: list[tuple[float, float]] = []
    here: list[tuple[float, float]] = []
    for line in lines:
        y = (line.box[1] + line.box[3]) / 2
        for label, (columns, row) in MARKS[side].items():
            start = line.text.find(label)
            if start >= 0:
                there += [(x, row) for x in columns]
                here += [(line.centres[start + place], y) for place in range(len(label))]
        number = NUMBER.search(line.text) if side is Side.FRONT else None
        if number is not None:
            there += [(x, NUMBER_AT[1]) for x in NUMBER_AT[0]]
            here += [(line.centres[number.start()], y), (line.centres[number.end() - 1], y)]
    width = CARD_PX[0]
    return np.array(there, np.float64).reshape(-1, 2) / width, np.array(here, np.float64).reshape(-1, 2) / width
