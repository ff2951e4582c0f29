"""The review: what is doubtful is marked, its print is beside it, and a touch opens the keyboard that corrects it."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton

from kiosk.card.reading import CARD_PX, Field, Side
from kiosk.decision.flow import Event, State
from kiosk.pipeline.view import Command
from kiosk.ui.fields import SURE, Shown, shown, unsure
from kiosk.ui.gallery import SIZES, SMALL_SIZES, misfits
from kiosk.ui.invented import INVENTED, LONG, reading
from kiosk.ui.keyboard.choices import Choices
from kiosk.ui.keyboard.keyboard import Keyboard
from kiosk.ui.keyboard.sounds import sounds
from kiosk.ui.layout import settle
from kiosk.ui.screens.crop import Crop, cut
from kiosk.ui.screens.editor import Editor
from kiosk.ui.theme import Colour
from kiosk.ui.wording import Wording

ZH, EN = Wording("zh"), Wording("en")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module", autouse=True)
def _loaded():
    """Candidates are there at once."""
    sounds()


def review(desk, fields=INVENTED, *, back=None, visit="first", **more):
    front = reading(Side.FRONT, fields, **more)
    desk.show(State.REVIEW, visit, front=front, back=back or reading(Side.BACK, fields))
    return front


def editor_of(desk, name):
    (found,) = [editor for editor in desk.all(Editor) if editor.accessibleName() == ZH(f"field.{name}")]
    return found


def touch(desk, qtbot, name, place=None):
    """Touch a field, at its character number `place` or behind its text."""
    editor = editor_of(desk, name)
    spot = QPoint(editor.viewport().width() - 3, editor.viewport().height() - 3)
    if place is not None:
        cursor = editor.textCursor()
        cursor.setPosition(place)
        left = editor.cursorRect(cursor).center()
        spot = left + QPoint(editor.fontMetrics().averageCharWidth() // 2, 0)
    qtbot.mouseClick(editor.viewport(), LEFT, pos=spot)
    settle(desk.window)
    return editor_of(desk, name)


def press(desk, qtbot, *keys):
    for key in keys:
        qtbot.mouseClick(desk.button(key), LEFT)


def keyboard(desk):
    return desk.window.findChild(Keyboard)


# What is doubtful


def test_characters_below_the_threshold_and_concluded_ones_are_unsure():
    field = Field("汉回藏", 0.9, chances=(SURE - 0.01, SURE, 1.0), marked=(2, 7))
    assert unsure(field) == {0, 2}
    assert unsure(Field("汉", 0.5)) == frozenset()
    assert unsure(Field("阿·汉", 0.9, chances=(1.0, 0.1, 0.1))) == {2}


@pytest.mark.parametrize("words", [ZH, EN])
@pytest.mark.parametrize(
    ("name", "text", "place", "marked"),
    [
        ("IdNum", "11010119900307002X", 17, "X"),
        ("IdNum", "11010119900307002X", 6, "1"),
        ("Birth", "1990-03-07", 6, "3"),
        ("Birth", "1990-01-10", 9, "0"),
        ("Sex", "女", 0, "女"),
        ("ValidDate", "2016.05.20-长期", 11, "长"),
        ("ValidDate", "2016.05.20-2036.05.21", 20, "1"),
        ("Name", "阿·𠮷", 2, "𠮷"),
    ],
)
def test_marks_follow_characters_into_the_form_that_is_shown(words, name, text, place, marked):
    found = shown(name, Field(text, 0.9, marked=(place,)), words)
    assert [found.text[i] for i in sorted(found.unsure)][:1] == [marked[0]]
    assert shown(name, Field(text, 0.9), words) == Shown(found.text)


def test_marks_stand_where_the_digits_are():
    number = shown("IdNum", Field("11010119900307002X", 0.9, marked=(0, 6, 14, 17)), ZH)
    assert sorted(number.unsure) == [0, 7, 16, 19]
    birth = shown("Birth", Field("1990-01-10", 0.9, marked=(5, 9)), ZH)
    assert birth.text == "1990 年 1 月 10 日"
    assert sorted(birth.unsure) == [7, 12]


def pixels(widget):
    image = widget.grab().toImage()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return rows[:, : image.width(), :3].astype(int)


def strokes(desk):
    """How many px of the review are exactly the stroke's colour."""
    colour = Colour.DOUBT.qt
    return int((pixels(desk.window.screen_shown._sheet) == (colour.blue(), colour.green(), colour.red())).all(-1).sum())


@pytest.mark.parametrize("name", ["Name", "IdNum", "Address", "Authority"])
def test_a_doubtful_character_is_underlined_and_explained(desk, name):
    review(desk)
    assert ZH("review.marked") not in desk.texts()
    plain = strokes(desk)
    side = Side.BACK if name == "Authority" else Side.FRONT
    marked = reading(side, INVENTED, unsure={name: (1,)})
    back = {"back": marked} if side is Side.BACK else {}
    front = reading(Side.FRONT, INVENTED) if side is Side.BACK else marked
    desk.show(State.REVIEW, front=front, back=back.get("back", reading(Side.BACK, INVENTED)))
    assert ZH("review.marked") in desk.texts()
    assert desk.texts().count(ZH("review.look")) == 1
    assert strokes(desk) > plain + 20


def test_a_mark_goes_with_its_character_and_spares_what_is_typed_beside_it(desk):
    review(desk, unsure={"Name": (1,)})
    editor = editor_of(desk, "Name")
    assert editor.marks() == [(1, 2)]
    editor.move(-1)
    editor.insert("新")
    assert editor.marks() == [(2, 3)]
    cursor = editor.textCursor()
    cursor.setPosition(3)
    editor.setTextCursor(cursor)
    editor.insert("字")
    assert editor.marks() == [(2, 3)]
    cursor.setPosition(2)
    cursor.setPosition(3, cursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    editor.insert("样")
    assert editor.marks() == []


def test_a_marked_character_may_take_two_places(desk):
    review(desk, {**INVENTED, "Name": "𫖯𫍽样"}, unsure={"Name": (1,)})
    assert editor_of(desk, "Name").marks() == [(2, 4)]


# The print beside the text


def test_a_crop_is_the_part_of_the_card_that_was_read():
    card = np.arange(CARD_PX[1] * CARD_PX[0] * 3, dtype=np.int64).reshape(CARD_PX[1], CARD_PX[0], 3) % 251
    card = card.astype(np.uint8)
    assert (cut(card, (10.2, 20.7, 50.4, 60.0)) == card[20:60, 10:50]).all()
    assert cut(card, (-30.0, -5.0, 50.0, 2000.0)).shape == (CARD_PX[1], 50, 3)
    assert cut(card, (2000.0, 10.0, 2100.0, 40.0)) is None
    assert cut(card, (10.0, 10.0, 11.0, 40.0)) is None


@pytest.mark.parametrize("size", [*SIZES.values(), *SMALL_SIZES.values()], ids=[*SIZES, *SMALL_SIZES])
def test_most_prints_fit_beside_usual_fields_and_some_beside_the_longest(make_desk, size):
    desk = make_desk(size=(size.width(), size.height()))
    for fields, least in ((INVENTED, 5), (LONG, 4)):
        review(desk, fields)
        crops = [crop for crop in desk.all(Crop) if not crop.is_empty()]
        assert len(crops) >= least
        assert misfits(desk.window) == []


def test_doubtful_fields_have_their_print_first(make_desk):
    desk = make_desk(size=(1024, 768))
    doubtful = ("Name", "Nation", "IdNum")
    review(desk, LONG, unsure=dict.fromkeys(doubtful, (0,)))
    fields = desk.window.screen_shown._fields
    assert all(fields[name].shows_print() for name in doubtful)


def test_a_field_read_nowhere_has_no_print(desk):
    front = reading(Side.FRONT, INVENTED)
    bare = {name: Field(field.text, field.confidence) for name, field in front.fields.items()}
    object.__setattr__(front, "fields", bare)
    desk.show(State.REVIEW, front=front)
    assert [crop for crop in desk.all(Crop) if not crop.is_empty()] == []


# The keyboard


@pytest.mark.parametrize("size", [*SIZES.values(), *SMALL_SIZES.values()], ids=[*SIZES, *SMALL_SIZES])
@pytest.mark.parametrize("name", ["Name", "Address"])
def test_a_touch_opens_the_keyboard_below_the_field_and_its_print(make_desk, qtbot, size, name):
    desk = make_desk(size=(size.width(), size.height()))
    review(desk, LONG)
    assert not keyboard(desk).isVisible()
    editor = touch(desk, qtbot, name)
    assert keyboard(desk).isVisible()
    assert desk.all(Editor) == [editor]
    assert [crop for crop in desk.all(Crop) if not crop.is_empty()]
    bottom = editor.mapTo(desk.window, QPoint(0, editor.height())).y()
    assert bottom <= keyboard(desk).mapTo(desk.window, QPoint(0, 0)).y()
    assert not editor.is_clipped()
    assert misfits(desk.window) == []
    touchable = [button for button in keyboard(desk).findChildren(QAbstractButton) if button.isVisible()]
    assert min(min(button.width(), button.height()) for button in touchable) >= 56


def test_a_character_is_replaced_by_touching_it_and_typing_another(desk, qtbot):
    review(desk)
    editor = touch(desk, qtbot, "Name", 2)
    assert editor.textCursor().selectedText() == "示"
    press(desk, qtbot, "s", "h", "i", "实")
    assert editor.toPlainText() == "欧阳实例"
    press(desk, qtbot, ZH("keyboard.done"))
    assert not keyboard(desk).isVisible()
    settle(desk.window)
    assert ZH("review.corrected") in desk.texts()
    press(desk, qtbot, ZH("review.confirm"))
    assert desk.sent == [Command(Event.CONFIRM, "first", "zh", {"Name": "欧阳实例"})]


def test_touched_twice_the_caret_goes_beside_the_character(desk, qtbot):
    review(desk)
    editor = touch(desk, qtbot, "Name", 1)
    assert editor.textCursor().selectedText() == "阳"
    touch(desk, qtbot, "Name", 1)
    assert not editor.textCursor().hasSelection()
    assert editor.textCursor().position() in (1, 2)


def test_behind_the_text_the_caret_is_at_its_end(desk, qtbot):
    review(desk)
    editor = touch(desk, qtbot, "Name")
    press(desk, qtbot, "·", "z", "h", "a", "n", "g", "张")
    assert editor.toPlainText() == "欧阳示例·张"


def test_a_name_from_the_first_character(desk, qtbot):
    """Surnames come first where one is wanted, then what people are called by."""
    review(desk)
    editor = touch(desk, qtbot, "Name")
    press(desk, qtbot, ZH("keyboard.clear"))
    assert editor.toPlainText() == ""
    press(desk, qtbot, *"shan", ZH("keyboard.space"), *"wei", ZH("keyboard.space"))
    assert editor.toPlainText() == "单伟"
    press(desk, qtbot, ZH("keyboard.erase"), ZH("keyboard.erase"), ZH("keyboard.erase"))
    assert editor.toPlainText() == ""
    press(desk, qtbot, ZH("keyboard.restore"))
    assert editor.toPlainText() == INVENTED["Name"]


def test_an_address_with_words_digits_and_letters(desk, qtbot):
    review(desk)
    editor = touch(desk, qtbot, "Address")
    press(desk, qtbot, ZH("keyboard.clear"), *"chongqing", "重庆市", "1", "2", "-", "3", "号")
    press(desk, qtbot, ZH("keyboard.letters"), "B", "C", ZH("keyboard.pinyin"), *"zuo", "座")
    assert editor.toPlainText() == "重庆市12-3号BC座"


def test_the_caret_is_moved_by_keys(desk, qtbot):
    review(desk)
    editor = touch(desk, qtbot, "Name")
    (left,) = [b for b in desk.all(QAbstractButton) if b.accessibleName() == ZH("keyboard.left")]
    (right,) = [b for b in desk.all(QAbstractButton) if b.accessibleName() == ZH("keyboard.right")]
    for button in (left, left, left, right):
        qtbot.mouseClick(button, LEFT)
    assert editor.textCursor().position() == 2
    press(desk, qtbot, ZH("keyboard.erase"))
    assert editor.toPlainText() == "欧示例"


def test_letters_are_taken_back_one_by_one_before_the_text(desk, qtbot):
    review(desk)
    editor = touch(desk, qtbot, "Name")
    press(desk, qtbot, "z", "h")
    assert "zh" in desk.texts()
    press(desk, qtbot, ZH("keyboard.erase"))
    assert "zh" not in desk.texts() and "z" in desk.texts()
    press(desk, qtbot, ZH("keyboard.clear"))
    assert editor.toPlainText() == INVENTED["Name"]


def test_more_candidates_by_page_and_by_board(desk, qtbot):
    review(desk)
    editor = touch(desk, qtbot, "Name")
    press(desk, qtbot, *"yi")
    choices = desk.window.findChild(Choices)

    def arrow(key):
        (found,) = [b for b in desk.all(QAbstractButton) if b.accessibleName() == ZH(key)]
        return found

    def visible():
        return [b.text() for b in choices.findChildren(QAbstractButton) if b.isVisible() and b.text()]

    first = visible()
    qtbot.mouseClick(arrow("keyboard.next"), LEFT)
    assert not set(first) & set(visible())
    qtbot.mouseClick(arrow("keyboard.previous"), LEFT)
    assert visible() == first
    qtbot.mouseClick(arrow("keyboard.more"), LEFT)
    settle(desk.window)
    assert len(visible()) > 3 * len(first)
    assert misfits(desk.window) == []
    seen = []
    while visible()[-1] not in seen:
        seen += visible()
        qtbot.mouseClick(arrow("keyboard.next"), LEFT)
    assert set(sounds().characters["yi"]) <= set(seen)
    last = visible()[-1]
    press(desk, qtbot, last)
    assert editor.toPlainText() == INVENTED["Name"] + last
    assert choices.height() < keyboard(desk).height()


def test_an_attached_keyboard_types_pinyin_where_the_one_on_the_screen_is_open(desk, qtbot):
    review(desk)
    editor = touch(desk, qtbot, "Name")
    qtbot.keyClicks(editor, "zhangx")
    assert "zhang x" in desk.texts()
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    qtbot.keyClick(editor, Qt.Key.Key_Space)
    assert len(editor.toPlainText()) == len(INVENTED["Name"]) + 1
    qtbot.keyClicks(editor, "wei2")
    qtbot.keyClicks(editor, "B")
    assert editor.toPlainText()[-2:] == "薇B"
    qtbot.keyClicks(editor, "q")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert "q" in desk.texts() and editor.toPlainText().endswith("薇B")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert not keyboard(desk).isVisible()


def test_a_latin_name_is_met_with_letters(desk, qtbot):
    review(desk, {**INVENTED, "Name": "NOBODY, A"})
    editor = touch(desk, qtbot, "Name")
    press(desk, qtbot, ",", ZH("keyboard.space"), "B")
    assert editor.toPlainText() == "NOBODY, A, B"


def test_what_cannot_be_spoken_is_said(desk, qtbot):
    review(desk)
    touch(desk, qtbot, "Name")
    press(desk, qtbot, "v", "v")
    assert ZH("keyboard.none") in desk.texts()
    press(desk, qtbot, ZH("keyboard.space"))
    assert editor_of(desk, "Name").toPlainText() == INVENTED["Name"]


def test_no_more_than_the_longest_is_typed(desk, qtbot):
    review(desk, {**INVENTED, "Name": "样" * 39})
    editor = touch(desk, qtbot, "Name")
    press(desk, qtbot, "·", "·", "·")
    assert editor.toPlainText() == "样" * 39 + "·"


# It closes by itself


def test_a_touch_beside_it_closes_the_keyboard_and_one_between_its_keys_does_not(desk, qtbot):
    review(desk)
    touch(desk, qtbot, "Name")
    qtbot.mouseClick(keyboard(desk), LEFT, pos=QPoint(1, keyboard(desk).height() - 1))
    assert keyboard(desk).isVisible()
    qtbot.mouseClick(desk.window.screen_shown, LEFT, pos=QPoint(2, 2))
    assert not keyboard(desk).isVisible()
    assert ZH("review.confirm") in desk.texts()


def test_left_alone_it_closes(make_desk, qtbot, monkeypatch):
    monkeypatch.setattr("kiosk.ui.keyboard.keyboard.IDLE_MS", 30)
    desk = make_desk()
    review(desk)
    touch(desk, qtbot, "Name")
    qtbot.waitUntil(lambda: not keyboard(desk).isVisible())
    assert ZH("review.confirm") in desk.texts()


@pytest.mark.parametrize("state", [State.PAUSED, State.WELCOME, State.CARD_FRONT])
def test_it_does_not_outlive_the_review(desk, qtbot, state):
    review(desk)
    touch(desk, qtbot, "Name")
    press(desk, qtbot, "z")
    desk.show(state, "" if state is State.WELCOME else "first")
    review(desk, visit="second")
    assert not keyboard(desk).isVisible()
    assert ZH("review.confirm") in desk.texts()


def test_snapshots_and_languages_leave_it_open(desk, qtbot):
    front = review(desk)
    touch(desk, qtbot, "Name")
    press(desk, qtbot, *"ouyang")
    back = desk.window.view.back
    desk.show(State.REVIEW, front=front, back=back, deadline=desk.now + 50)
    assert keyboard(desk).isVisible() and "ou yang" in desk.texts()
    press(desk, qtbot, "English")
    assert {EN("keyboard.done"), EN("review.replace"), "ou yang"} <= set(desk.texts())
    press(desk, qtbot, "欧")
    assert {"欧阳示例欧", "yang"} <= set(desk.texts())


def test_another_reading_closes_it(desk, qtbot):
    review(desk)
    touch(desk, qtbot, "Name")
    review(desk)
    assert not keyboard(desk).isVisible()
    assert desk.texts().count(ZH("review.confirm")) == 1


def test_the_sounds_are_loaded_when_the_keyboard_opens_and_not_before(desk, qtbot, monkeypatch):
    """Letters typed before that wait for them."""
    from functools import cache
    from threading import Event as Gate

    gate, table = Gate(), sounds()

    @cache
    def slow():
        gate.wait(5)
        return table

    monkeypatch.setattr("kiosk.ui.keyboard.keyboard.sounds", slow)
    review(desk)
    assert slow.cache_info().misses == 0
    touch(desk, qtbot, "Name")
    press(desk, qtbot, *"wang")
    assert "wang" in desk.texts() and "忘" not in desk.texts()
    gate.set()
    qtbot.waitUntil(lambda: "忘" in desk.texts())
