"""The dot to follow, and the button of those who cannot do what is asked."""

import pytest
from PySide6.QtCore import Qt

from kiosk.decision.flow import Event, State
from kiosk.face.observation import Action, FaceAdvice
from kiosk.ui.dot import Dot
from kiosk.ui.wording import Wording

ZH = Wording("zh")
ASKING = {"face_advice": FaceAdvice.GOOD, "action_index": 1, "action_count": 2}


def dot_of(desk):
    return desk.window.screen_shown.findChild(Dot)


@pytest.mark.parametrize(("place", "share"), [(-1.0, 0.0), (0.0, 0.5), (1.0, 1.0)])
def test_the_dot_is_where_the_visit_says(desk, place, share):
    desk.show(State.FACE, **ASKING, action=Action.FOLLOW, dot=place)
    dot, screen = dot_of(desk), desk.window.screen_shown
    assert dot.isVisible()
    middle = dot.geometry().center().x() / screen.width()
    assert middle == pytest.approx(share, abs=0.05)
    assert {ZH("action.follow"), ZH("face.follow.tip")} <= set(desk.texts())


def test_it_jumps_sooner_than_eyes_do_and_goes_when_it_was_followed(desk, qtbot):
    desk.show(State.FACE, **ASKING, action=Action.FOLLOW, dot=-1.0)
    dot = dot_of(desk)
    left = dot.x()
    desk.show(State.FACE, **ASKING, action=Action.FOLLOW, dot=1.0)
    qtbot.waitUntil(lambda: dot.x() > left + 300)
    desk.show(State.FACE, **ASKING, action=Action.FOLLOW, action_done=True)
    assert not dot.isVisible()


def test_it_follows_the_windows_size(desk):
    desk.show(State.FACE, **ASKING, action=Action.FOLLOW, dot=1.0)
    desk.window.resize(900, 1400)
    dot, screen = dot_of(desk), desk.window.screen_shown
    assert screen.width() - dot.width() - dot.x() in (0, 1)


def test_no_dot_outlives_a_visit(desk):
    desk.show(State.FACE, **ASKING, action=Action.FOLLOW, dot=1.0)
    desk.show(State.WELCOME)
    desk.show(State.FACE, face_advice=FaceAdvice.CENTRE)
    assert not dot_of(desk).isVisible()


@pytest.mark.parametrize("action", Action)
def test_whoever_cannot_do_it_says_so_with_a_touch(desk, qtbot, action):
    desk.show(State.FACE, **ASKING, action=action, dot=1.0 if action is Action.FOLLOW else None)
    qtbot.mouseClick(desk.button(ZH("face.other-way")), Qt.MouseButton.LeftButton)
    assert [command.event for command in desk.sent] == [Event.OTHER_WAY]


def test_nothing_is_left_to_say_when_it_was_seen(desk):
    desk.show(State.FACE, **ASKING, action=Action.NOD, action_done=True)
    assert ZH("face.other-way") not in desk.texts()
