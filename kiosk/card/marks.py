"""What is printed on every card of a kind, and where: labels, the number's ends, titles."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kiosk.card.reading import CARD_PX, Kind, Side
from kiosk.card.text import TextLine

Points = NDArray[np.float64]
Places = Mapping[str, tuple[tuple[int, ...], int]]
"""Px at CARD_PX of each character across, and of its line down, as `TextLine` gives them."""

NUMBER = re.compile(r"\d{17}[\dXx]")
_PERSON: Places = {
    "姓名": ((92, 145), 130),
    "性别": ((99, 146), 205),
    "出生": ((95, 143), 279),
    "住址": ((98, 145), 354),
    "公民身份号码": ((92, 129, 158, 188, 224, 254), 548),
    "number": ((347, 847), 547),
}
_FOREIGN_PERSON: Places = {"姓名": ((79, 102), 105), "性别": ((80, 99), 229), "出生": ((269, 292), 229)}

MARKS: Mapping[tuple[Kind, Side], Places] = {
    (Kind.CITIZEN, Side.FRONT): {**_PERSON, "民族": ((320, 367), 205)},
    (Kind.CITIZEN, Side.BACK): {
        "中华人民共和国": ((381, 468, 541, 618, 704, 780, 856), 111),
        "居民身份证": ((364, 485, 624, 747, 891), 225),
        "签发机关": ((257, 292, 324, 358), 473),
        "有效期限": ((257, 292, 324, 358), 549),
    },
    (Kind.RESIDENCE_PERMIT, Side.FRONT): _PERSON,
    (Kind.RESIDENCE_PERMIT, Side.BACK): {
        "中华人民共和国": ((381, 468, 541, 618, 704, 780, 856), 111),
        "港澳居民居住证": ((359, 450, 540, 630, 720, 810, 900), 219),
        "台湾居民居住证": ((359, 450, 540, 630, 720, 810, 900), 219),
        "签发机关": ((246, 280, 314, 340), 385),
        "有效期限": ((247, 279, 310, 341), 446),
    },
    (Kind.TEMPORARY, Side.BACK): {
        "中华人民共和国": ((258, 346, 417, 502, 587, 672, 757), 135),
        "临时居民身份证": ((227, 315, 419, 507, 611, 699, 786), 256),
    },
    (Kind.FOREIGN_PR_2017, Side.FRONT): {
        "外国人永久居留身份证": ((95, 129, 171, 212, 254, 288, 330, 371, 413, 455), 52),
        **_FOREIGN_PERSON,
        "有效期限": ((79, 103, 120, 143), 388),
        "签发机关": ((80, 100, 120, 140), 457),
    },
    (Kind.FOREIGN_PR_2017, Side.BACK): {
        "中华人民共和国": ((307, 372, 437, 502, 578, 644, 709), 95),
        "外国人永久居留身份证": ((234, 297, 354, 420, 486, 551, 617, 682, 748, 803), 176),
    },
    (Kind.FOREIGN_PR_2023, Side.FRONT): {
        **{label: (columns, row - 30) for label, (columns, row) in _FOREIGN_PERSON.items()},
        "有效期限": ((80, 100, 120, 145), 402),
        "number": ((84, 541), 536),
    },
    (Kind.FOREIGN_PR_2023, Side.BACK): {
        "外国人永久居留身份证": ((237, 296, 355, 426, 485, 555, 614, 685, 744, 803), 197),
        "签发机关": ((242, 262, 282, 306), 403),
    },
}
"""Of the citizen's card medians over 145 captures of the design range, of which nine in ten characters are within 4 px
of theirs; of the others over 14 flat cards of it each. "number" is where a number's first and last digit are. The
temporary card's front is printed in two layouts and bears none here."""


def marks(lines: Sequence[TextLine], kind: Kind, side: Side) -> tuple[Points, Points]:
    """Of the marks found in `lines` of a rectified card: where they belong and where they are, (N, 2) each, in card
    widths."""
    there: list[tuple[float, float]] = []
    here: list[tuple[float, float]] = []
    for line in lines:
        y = (line.box[1] + line.box[3]) / 2
        for label, (columns, row) in MARKS.get((kind, side), {}).items():
            if label == "number":
                found = NUMBER.search(line.text)
                places = [] if found is None else [found.start(), found.end() - 1]
            else:
                start = line.text.find(label)
                places = [] if start < 0 else list(range(start, start + len(label)))
            if places:
                there += [(x, row) for x in columns]
                here += [(line.centres[place], y) for place in places]
    width = CARD_PX[0]
    return np.array(there, np.float64).reshape(-1, 2) / width, np.array(here, np.float64).reshape(-1, 2) / width
