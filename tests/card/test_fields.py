"""From lines of text to fields, where what was read is not quite what is printed."""

import numpy as np
import pytest

from kiosk.card.fields import fields_of
from kiosk.card.reading import Side
from kiosk.card.text import TextLine

NUMBER = "11010119900307767X"


def line(text, left, top, right):
    across = (right - left) / max(len(text), 1)
    centres = tuple(left + (place + 0.5) * across for place in range(len(text)))
    return TextLine(text, (left, top, right, top + 45), (0.999,) * len(text), centres, np.zeros((1, 1), np.float32))


def front(name="张三", number=NUMBER, birth="1990年3月7日", besides=(), address="住址", label=None):
    lines = [
        *besides,
        label or line("姓名", 80, 105, 160),
        line("性别男", 85, 185, 230),
        line("民族汉", 300, 185, 430),
        line(f"出生{birth}", 80, 260, 520),
        line(f"{address}北京市东城区某街1号", 80, 330, 560),
        line(f"公民身份号码{number}", 80, 520, 860),
    ]
    if name:
        lines.insert(1, line(name, 180, 105, 180 + 50 * len(name)))
    return fields_of(lines, Side.FRONT, {"": 0})


@pytest.mark.parametrize("speck", [".", "·", "、", "’", "··"])
def test_a_speck_in_the_name_s_place_is_no_name(speck):
    assert "Name" not in front(speck)


@pytest.mark.parametrize("top", [15, 60, 105])
def test_a_letter_of_the_keyboard_below_the_card_is_no_part_of_the_name(top):
    assert front(besides=[line("C", 0, top, 25)])["Name"].text == "张三"


def test_nor_is_one_in_a_line_with_it():
    assert front(label=line("C姓名", 10, 105, 160))["Name"].text == "张三"


@pytest.mark.parametrize(("right", "sure"), [(260, True), (300, True), (330, False)])
def test_a_name_with_room_for_another_character_is_not_sure(right, sure):
    name = front(name="", besides=[line("谌卿", 180, 105, right)])["Name"]
    assert name.text == "谌卿"
    assert (name.confidence > 0.99) == sure
    assert all((chance > 0.99) == sure for chance in name.chances)


@pytest.mark.parametrize("label", ["住址", "佳址", "住扯"])
def test_a_misread_label_is_no_part_of_the_address(label):
    assert front(address=label)["Address"].text == "北京市东城区某街1号"


def test_what_reads_like_a_label_among_the_values_is_theirs():
    assert front(besides=[line("旧址旁3号", 180, 380, 380)])["Address"].text == "北京市东城区某街1号旧址旁3号"


@pytest.mark.parametrize(
    ("read", "name"), [("张三·", "张三"), ("买买提.艾力", "买买提·艾力"), ("买买提··艾力", "买买提·艾力")]
)
def test_dots_of_a_name(read, name):
    assert front(read)["Name"].text == name


@pytest.mark.parametrize(
    ("read", "marked"),
    [
        (NUMBER, ()),
        ("11O1O119900307767X", (2, 4)),
        ("l1010119900307767x", (0,)),
        ("11010119900307767Ⅹ", ()),
        ("11010119900307767×", ()),
        ("I11010119900307767X", ()),  # the stroke before it is none of its digits
    ],
)
def test_letters_where_only_digits_can_be_are_marked(read, marked):
    found = front(number=read)["IdNum"]
    assert (found.text, found.marked) == (NUMBER, marked)


@pytest.mark.parametrize(("read", "marked"), [("1990年3月7日", ()), ("l990年3月7日", (0,)), ("1990年1O月O7日", (6, 8))])
def test_letters_in_a_birth_are_marked(read, marked):
    assert front(birth=read)["Birth"].marked == marked
