"""After a visit nothing of the visitor is left in any widget, however the visit ended."""

import gc
import weakref

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from kiosk.card.reading import CardReading, Side
from kiosk.decision.flow import State
from kiosk.decision.outcome import Outcome
from kiosk.decision.verdict import Code, Reason, Verdict
from kiosk.face.observation import FaceAdvice
from kiosk.pipeline.view import Preview
from kiosk.ui.fields import Shown
from kiosk.ui.invented import FRAME, INVENTED, card_scene, face_scene, reading
from kiosk.ui.keyboard.choices import Choices
from kiosk.ui.keyboard.pinyin import Candidate
from kiosk.ui.keyboard.sounds import sounds
from kiosk.ui.picture import Still
from kiosk.ui.screens.editor import Editor
from kiosk.ui.viewfinder import Viewfinder
from kiosk.ui.wording import Wording

ZH = Wording("zh")
ENDS = {
    "cancelled on the review": State.REVIEW,
    "at the face": State.FACE,
    "with a result": State.RESULT,
    "while paused": State.PAUSED,
    "before the card was turned": State.CARD_BACK,
}
AFTER = {"welcome": State.WELCOME, "staff": State.STAFF}
TYPED = "Someone Else"
CHOSEN, LETTERS = "衢", "zhen"
"""A character picked on the keyboard, and the letters that were left."""


def visit(desk, last):
    """A visit up to a state: readings shown, a correction typed, pictures seen."""
    front, back = reading(Side.FRONT, INVENTED), reading(Side.BACK, INVENTED)
    picture, quad = card_scene(Side.FRONT)
    desk.show(State.CARD_FRONT, frame_size=FRAME, quad=quad)
    desk.window.show_frame(Preview(picture, 1))
    desk.show(State.CARD_BACK, front=front, frame_size=FRAME, quad=quad)
    desk.window.show_frame(Preview(picture, 2))
    desk.window.grab()
    if last is not State.CARD_BACK:
        desk.show(State.REVIEW, front=front, back=back)
        desk.window.grab()
        name, address = desk.all(Editor)
        name.setPlainText(TYPED)
        name.selectAll()
        name.copy()
        name.cut()
        name.setPlainText(TYPED)
        address.setFocus()
        type_on_the_screen(desk, address, done=last is not State.REVIEW)
    if last in (State.FACE, State.RESULT):
        desk.show(State.FACE, front=front, back=back, face_advice=FaceAdvice.GOOD, action_count=2)
        desk.window.show_frame(Preview(face_scene(), 3))
        desk.window.grab()
    if last is State.RESULT:
        reasons = (Reason(Code.UNDER_AGE, Outcome.DECLINED),)
        desk.show(State.RESULT, front=front, back=back, verdict=Verdict(Outcome.DECLINED, reasons))
    if last is State.PAUSED:
        desk.show(State.PAUSED, front=front, back=back, fault="camera-lost")
    return [weakref.ref(pixels) for pixels in (front.card, front.portrait, back.card, picture)]


def type_on_the_screen(desk, editor, *, done):
    """Letters, candidates by the board and the letters left, in a field; perhaps to the end."""
    sounds()
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton)
    for key in "quzhen":
        QTest.mouseClick(desk.button(key), Qt.MouseButton.LeftButton)
    desk.window.findChild(Choices).set_spread(True)
    QTest.mouseClick(desk.button(CHOSEN), Qt.MouseButton.LeftButton)
    assert LETTERS in desk.texts()
    if done:
        desk.window.findChild(Choices).set_spread(False)
        QTest.mouseClick(desk.button(ZH("keyboard.done")), Qt.MouseButton.LeftButton)


def remains(window):
    """Every text that any widget holds, shown or not."""
    for widget in [window, *window.findChildren(QWidget)]:
        for place in range(widget.metaObject().propertyCount()):
            # Only texts: reading a property of another kind may leave Qt with an object that outlives its owner.
            if widget.metaObject().property(place).typeName() == "QString":
                yield widget.property(widget.metaObject().property(place).name())
        for name in ("text", "toPlainText"):
            if callable(getattr(widget, name, None)):
                yield getattr(widget, name)()
        yield from (value for value in vars(widget).values() if isinstance(value, str))


def held(root):
    """Every object of ours that the widgets' own attributes lead to."""
    found, seen, left = [], set(), [root, *root.findChildren(QWidget)]
    while left:
        thing = left.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        found.append(thing)
        if isinstance(thing, dict):
            left += thing.values()
        elif isinstance(thing, list | tuple | set):
            left += thing
        elif hasattr(thing, "__dict__") and not isinstance(thing, type) and not callable(thing):
            left += vars(thing).values()
    return found


def test_the_search_for_remains_finds_them_during_a_visit(desk):
    visit(desk, State.REVIEW)
    left = "\n".join(remains(desk.window))
    assert TYPED in left and CHOSEN in left and LETTERS in left and INVENTED["Authority"] in left
    assert any(isinstance(thing, CardReading) for thing in held(desk.window))
    assert not all(still.is_empty() for still in desk.window.findChildren(Still))


@pytest.mark.parametrize("after", AFTER)
@pytest.mark.parametrize("end", ENDS)
def test_nothing_remains(desk, end, after):
    pixels = visit(desk, ENDS[end])
    desk.show(AFTER[after], "")
    left = "\n".join(remains(desk.window))
    for secret in (TYPED, CHOSEN, LETTERS, *INVENTED.values(), "19900307", "110101", "1990 年", "2036"):
        assert (secret not in left) or secret in ("女", "汉"), secret
    assert all(still.is_empty() for still in desk.window.findChildren(Still))
    assert all(finder.is_empty() for finder in desk.window.findChildren(Viewfinder))
    kinds = CardReading | Verdict | np.ndarray | Candidate
    assert not [thing for thing in held(desk.window) if isinstance(thing, kinds)]
    assert {thing.text for thing in held(desk.window) if isinstance(thing, Shown)} == {""}
    gc.collect()
    assert [reference() for reference in pixels] == [None] * 4


def test_nothing_was_copied_and_nothing_can_be_undone(desk):
    QGuiApplication.clipboard().clear()
    visit(desk, State.REVIEW)
    assert QGuiApplication.clipboard().text() == ""
    desk.show(State.WELCOME, "")
    for editor in desk.window.findChildren(QPlainTextEdit):
        editor.undo()
        assert editor.toPlainText() == ""


def test_the_next_visitor_sees_what_the_first_would_see(desk, make_desk):
    visit(desk, State.RESULT)
    desk.show(State.WELCOME, "")
    fresh = make_desk()
    for state in (State.CARD_FRONT, State.CARD_BACK, State.FACE, State.REVIEW):
        pictures = []
        for one in (desk, fresh):
            one.show(state, "second")
            shown = [*one.all(Viewfinder), *one.all(Still)]
            pictures.append([widget.grab().toImage() for widget in shown])
            assert shown
        assert pictures[0] == pictures[1], state
        assert sorted(desk.texts()) == sorted(fresh.texts())


def test_another_visit_without_a_welcome_between_is_wiped_too(desk):
    visit(desk, State.REVIEW)
    desk.show(State.REVIEW, "second", front=reading(Side.FRONT, {**INVENTED, "Name": "另一个"}))
    left = "\n".join(remains(desk.window))
    assert TYPED not in left and CHOSEN not in left and LETTERS not in left
    assert INVENTED["Name"] not in left and INVENTED["Authority"] not in left
    assert "另一个" in left
