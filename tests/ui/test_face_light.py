"""The screen's colours: painted round the face, told in one sentence, and refused with a touch."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt

from kiosk.decision.flow import Event, State
from kiosk.face.light.sequence import GREEN, PALETTE
from kiosk.face.observation import Action, FaceAdvice
from kiosk.ui.face_overlay import LIGHT_IN_S, LIGHT_OUT_S, FaceOverlay, face_oval
from kiosk.ui.viewfinder import Viewfinder
from kiosk.ui.wording import Wording

ZH = Wording("zh")
LIT = {"face_advice": FaceAdvice.GOOD, "action_count": 2, "light": GREEN, "light_ahead": True}


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def make(qtbot, clock):
    def viewfinder(overlay, size):
        finder = Viewfinder(overlay, mirrored=True, clock=clock)
        qtbot.addWidget(finder)
        finder.resize(*size)
        finder.show()
        finder.show_frame(np.full((720, 1280, 3), 90, np.uint8))
        return finder

    return viewfinder


def pixels(widget):
    """What a widget shows, as (height, width, 3), red first."""
    image = widget.grab().toImage()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return rows[:, : image.width(), 2::-1].astype(int)


def share(shown, colour):
    return float((np.abs(shown - np.array(colour)).max(axis=2) <= 3).mean())


@pytest.mark.parametrize("size", [(984, 800), (1080, 700), (600, 760)])
@pytest.mark.parametrize("colour", PALETTE)
def test_a_colour_fills_what_is_round_the_oval_and_leaves_the_face(make, size, colour):
    overlay = FaceOverlay()
    overlay.show(FaceAdvice.GOOD, 0, 2, False, colour)
    finder = make(overlay, size)
    shown = pixels(finder)
    oval = face_oval(QRectF(finder.rect()))
    assert share(shown, colour) > 0.4
    middle = shown[round(oval.center().y()), round(oval.center().x())]
    assert (np.abs(middle - 90) <= 2).all()
    edge = shown[round(oval.center().y()), : round(oval.left() - oval.width() * 0.12)]
    assert share(edge[None], colour) > 0.9


def test_colours_come_and_go_softly(make, clock):
    overlay = FaceOverlay()
    overlay.show(FaceAdvice.GOOD, 0, 2, False)
    finder = make(overlay, (900, 700))
    assert share(pixels(finder), GREEN) == 0
    corner = []
    for _ in range(3):
        clock.now += LIGHT_IN_S / 3 + 0.001
        overlay.show(FaceAdvice.GOOD, 0, 2, False, GREEN)
        corner.append(pixels(finder)[60, 60])
    towards = [float(np.abs(one - np.array(GREEN)).sum()) for one in corner]
    assert towards[0] > towards[1] > towards[2] and towards[2] <= 6
    overlay.show(FaceAdvice.GOOD, 1, 2, False)
    clock.now += LIGHT_OUT_S / 2
    half = share(pixels(finder), GREEN)
    clock.now += LIGHT_OUT_S
    assert half == 0
    assert np.abs(pixels(finder)[60, 60] - np.array(GREEN)).sum() > 150


def test_no_colour_outlives_a_visit(make, clock):
    overlay = FaceOverlay()
    overlay.show(FaceAdvice.GOOD, 0, 2, False, GREEN)
    finder = make(overlay, (900, 700))
    assert not overlay.is_empty()
    finder.clear()
    assert overlay.is_empty()
    assert share(pixels(finder), GREEN) == 0


def test_one_sentence_says_what_happens_and_no_number_is_shown(desk):
    desk.show(State.FACE, **LIT)
    assert {ZH("face.light"), ZH("face.light.tip"), ZH("face.no-light")} <= set(desk.texts())
    assert not any(character.isdigit() for text in (ZH("face.light"), ZH("face.light.tip")) for character in text)


def test_what_must_be_mended_comes_before_the_sentence(desk):
    desk.show(State.FACE, **{**LIT, "face_advice": FaceAdvice.CENTRE})
    assert ZH(FaceAdvice.CENTRE) in desk.texts()
    assert ZH("face.light") not in desk.texts()


def test_the_first_action_that_comes_with_the_last_colour_is_said_instead(desk):
    desk.show(State.FACE, **{**LIT, "light_ahead": False, "action": Action.TURN_LEFT, "action_index": 1})
    assert ZH.action(Action.TURN_LEFT) in desk.texts()
    assert not {ZH("face.light"), ZH("face.no-light")} & set(desk.texts())


@pytest.mark.parametrize("light", [None, GREEN], ids=["before", "while"])
def test_a_touch_does_without(desk, qtbot, light):
    desk.show(State.FACE, **{**LIT, "light": light})
    qtbot.mouseClick(desk.button(ZH("face.no-light")), Qt.MouseButton.LeftButton)
    assert [(command.event, command.visit) for command in desk.sent] == [(Event.NO_LIGHT, "first")]


def test_the_button_goes_when_there_is_nothing_to_refuse_and_nothing_moves(desk):
    desk.show(State.FACE, **LIT)
    viewfinder = desk.window.screen_shown.findChild(Viewfinder)
    before = viewfinder.geometry()
    desk.now += 1
    desk.show(State.FACE, face_advice=FaceAdvice.GOOD, action=Action.NOD, action_index=1, action_count=2)
    assert ZH("face.no-light") not in desk.texts()
    assert viewfinder.geometry() == before
