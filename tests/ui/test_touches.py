"""Whatever somebody does at the review says that somebody is there; what happens by itself does not."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton

from kiosk.decision.flow import Event, State
from kiosk.pipeline.view import Command
from kiosk.ui.keyboard.choices import Choices
from kiosk.ui.keyboard.keyboard import Keyboard
from kiosk.ui.keyboard.sounds import sounds
from kiosk.ui.screens.editor import Editor
from kiosk.ui.wording import Wording

ZH = Wording("zh")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def typing(desk, qtbot):
    """The keyboard open below the name, and whoever opened it told already."""
    sounds()
    desk.show_review()
    (name,) = [editor for editor in desk.all(Editor) if editor.accessibleName() == ZH("field.Name")]
    qtbot.mouseClick(name.viewport(), LEFT)
    assert desk.touches[0] == Command(Event.TOUCHED, "first", "zh")
    desk.touches.clear()
    return desk


@pytest.mark.parametrize("key", ["z", "keyboard.space", "keyboard.erase", "keyboard.letters", "keyboard.clear"])
def test_every_key(typing, qtbot, key):
    qtbot.mouseClick(typing.button(ZH(key) if "." in key else key), LEFT)
    assert typing.touches and not typing.sent


def test_candidates_and_their_pages(typing, qtbot):
    for key in "yi":
        qtbot.mouseClick(typing.button(key), LEFT)
    for name in ("next", "previous", "more"):
        typing.touches.clear()
        (arrow,) = [b for b in typing.all(QAbstractButton) if b.accessibleName() == ZH(f"keyboard.{name}")]
        qtbot.mouseClick(arrow, LEFT)
        assert typing.touches, name


def test_an_attached_keyboard_and_a_touch_beside(typing, qtbot):
    (name,) = [editor for editor in typing.all(Editor) if editor.accessibleName() == ZH("field.Name")]
    qtbot.keyClicks(name, "Q")
    assert typing.touches
    typing.touches.clear()
    qtbot.mouseClick(typing.window.screen_shown, LEFT, pos=QPoint(2, 2))
    assert typing.touches and not typing.window.findChild(Keyboard).isVisible()


def test_where_the_screens_keyboard_is_closed_too(desk, qtbot):
    desk.show_review()
    (name,) = [editor for editor in desk.all(Editor) if editor.accessibleName() == ZH("field.Name")]
    name.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClicks(name, "Q")
    assert desk.touches


@pytest.mark.parametrize("letters", ["", "yi"])
def test_what_happens_by_itself_is_nobody(make_desk, qtbot, monkeypatch, letters):
    sounds()
    monkeypatch.setattr("kiosk.ui.keyboard.keyboard.IDLE_MS", 100)
    desk = make_desk()
    desk.show_review()
    assert not desk.touches
    (name,) = [editor for editor in desk.all(Editor) if editor.accessibleName() == ZH("field.Name")]
    qtbot.mouseClick(name.viewport(), LEFT)
    if letters:
        qtbot.keyClicks(name, letters)
        desk.window.findChild(Choices).set_spread(True)
    desk.touches.clear()
    qtbot.waitUntil(lambda: not desk.window.findChild(Keyboard).isVisible())
    desk.window.set_language("en")
    desk.show(State.WELCOME, "")
    assert not desk.touches
