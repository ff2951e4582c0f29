"""What the window shows for each snapshot, and what it sends for each touch."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from kiosk.card.reading import CardAdvice, Side
from kiosk.decision.flow import Event, State
from kiosk.decision.outcome import Outcome
from kiosk.decision.verdict import Code, Reason, Verdict
from kiosk.face.observation import Action, FaceAdvice
from kiosk.pipeline.view import Command
from kiosk.ui.gallery import NOW, SIZES, misfits, pages, samples
from kiosk.ui.invented import INVENTED, reading
from kiosk.ui.screens.field import Editor
from kiosk.ui.wording import Wording
from kiosk.ui.wording_venue import Venue
from tests.ui.conftest import Desk, said

ZH, EN = Wording("zh"), Wording("en")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LEFT = Qt.MouseButton.LeftButton


def verdict(outcome, *codes):
    return Verdict(outcome, tuple(Reason(code, outcome) for code in codes))


# What each state shows


def test_it_starts_by_getting_ready(desk):
    assert ZH("paused.starting") in desk.texts()


def test_welcome_says_what_is_captured_and_how_long_it_is_kept(desk):
    desk.show(State.WELCOME, "")
    assert {ZH(f"welcome.{part}.text") for part in ("what", "where", "long")} <= set(desk.texts())
    assert ZH("cancel") not in desk.texts()


def test_a_venue_with_a_block_list_says_so_before_the_visitor_agrees(make_desk):
    venue = Venue(block_list=True)
    desk = make_desk(venue=venue)
    desk.show(State.WELCOME, "")
    assert venue.sentences("zh")["welcome.what.text"] in desk.texts()
    desk.window.set_language("en")
    assert venue.sentences("en")["welcome.what.text"] in desk.texts()


@pytest.mark.parametrize("advice", [advice for advice in CardAdvice if advice is not CardAdvice.NONE_SEEN])
def test_a_card_step_gives_the_advice(desk, advice):
    desk.show(State.CARD_FRONT, card_advice=advice)
    assert ZH(advice) in desk.texts()


@pytest.mark.parametrize(("state", "goal"), [(State.CARD_FRONT, "card.front"), (State.CARD_BACK, "card.back")])
def test_without_a_card_the_goal_is_named(desk, state, goal):
    desk.show(state, card_advice=CardAdvice.NONE_SEEN)
    assert ZH(goal) in desk.texts()


def test_an_instruction_stays_long_enough_to_be_read(desk):
    desk.show(State.CARD_FRONT, card_advice=CardAdvice.CLOSER)
    desk.show(State.CARD_FRONT, card_advice=CardAdvice.GLARE)
    assert ZH(CardAdvice.CLOSER) in desk.texts()
    desk.now += 1
    desk.show(State.CARD_FRONT, card_advice=CardAdvice.GLARE)
    assert ZH(CardAdvice.GLARE) in desk.texts()


@pytest.mark.parametrize("code", ["card-failed", "step-timeout"])
def test_a_repeated_step_says_why(desk, code):
    desk.show(State.CARD_FRONT, card_advice=CardAdvice.CLOSER, notice=code, attempt=2)
    assert ZH.notice(code) in desk.texts()


def test_the_back_shows_that_the_front_is_done(desk):
    desk.show(State.CARD_BACK, front=reading(Side.FRONT, INVENTED))
    assert ZH("card.front.done") in desk.texts()


def test_review_shows_every_field(desk):
    desk.show_review()
    shown = set(desk.texts())
    assert {INVENTED["Name"], INVENTED["Address"], INVENTED["Authority"], "110101 19900307 002X"} <= shown
    assert "1990 年 3 月 7 日" in shown
    assert ZH("review.look") not in shown


def test_review_points_at_what_is_doubtful_or_missing(desk):
    doubtful = reading(Side.FRONT, {**INVENTED, "Nation": ""}, confidence=0.5)
    desk.show(State.REVIEW, front=doubtful, back=reading(Side.BACK, INVENTED))
    assert desk.texts().count(ZH("review.look")) == 6
    assert ZH("review.missing") in desk.texts()


@pytest.mark.parametrize("action", Action)
def test_the_face_step_asks_for_one_action(desk, action):
    asked = {"action": action, "action_index": 2, "action_count": 2, "face_advice": FaceAdvice.GOOD}
    desk.show(State.FACE, **asked)
    assert ZH.action(action) in desk.texts()
    assert ZH("face.count", index=2, count=2) in desk.texts()
    desk.now += 1
    desk.show(State.FACE, **asked, action_done=True)
    assert ZH("face.done") in desk.texts()


def test_what_must_be_mended_comes_before_the_action(desk):
    desk.show(State.FACE, action=Action.NOD, action_index=1, action_count=1, face_advice=FaceAdvice.SEVERAL)
    assert ZH(FaceAdvice.SEVERAL) in desk.texts()
    assert ZH.action(Action.NOD) not in desk.texts()


def test_a_movement_does_not_take_its_own_prompt_away(desk):
    desk.show(State.FACE, action=Action.NOD, action_index=1, action_count=1, face_advice=FaceAdvice.LOOK_STRAIGHT)
    assert ZH.action(Action.NOD) in desk.texts()


@pytest.mark.parametrize("outcome", Outcome)
def test_a_result_says_what_to_do_next(desk, outcome):
    desk.show(State.RESULT, verdict=verdict(outcome), deadline=NOW + 11.2)
    assert {ZH(f"result.{outcome}"), ZH(f"result.{outcome}.next"), ZH("result.wipe", seconds=12)} <= set(desk.texts())
    assert ZH("result.why") not in desk.texts()


def test_a_result_gives_the_worst_reasons_once_each(desk):
    codes = [Code.FACE_UNCERTAIN, Code.FACE_MISMATCH, Code.CARD_EXPIRED, Code.OCCLUDED, Code.REFLECTION]
    desk.show(State.RESULT, verdict=verdict(Outcome.DECLINED, *codes))
    given = [ZH.reason(code) for code in (Code.FACE_MISMATCH, Code.CARD_EXPIRED, Code.OCCLUDED)]
    assert "\n".join(given) in desk.texts()
    assert ZH.reason(Code.REFLECTION) not in "".join(desk.texts())


def test_a_fault_is_named_with_its_remedy_and_that_the_visit_goes_on(desk):
    desk.show(State.PAUSED, fault="camera-lost")
    wanted = {ZH.fault("camera-lost"), ZH.remedy("camera-lost"), ZH("paused.resume"), "代码：camera-lost"}
    assert wanted <= set(desk.texts())


def test_staff_find_the_fault_and_its_remedy(desk):
    desk.show(State.STAFF, "", fault="journal-full")
    assert {ZH.fault("journal-full"), ZH.remedy("journal-full")} <= set(desk.texts())
    desk.show(State.STAFF, "")
    assert ZH.remedy("journal-full") not in desk.texts()


def test_the_time_left_is_told_when_it_gets_short(desk, qtbot):
    desk.show(State.CARD_FRONT, deadline=NOW + 60)
    assert ZH("time-left", seconds=60) not in desk.texts()
    desk.now = NOW + 50.5
    qtbot.waitUntil(lambda: ZH("time-left", seconds=10) in desk.texts())


def test_a_paused_visit_tells_when_it_ends(desk):
    desk.show(State.PAUSED, fault="camera-lost", deadline=NOW + 12)
    assert ZH("time-left", seconds=12) in desk.texts()


def test_help_can_be_called_from_every_screen(desk):
    for sample in samples():
        desk.window.show_view(sample.view)
        wanted = "staff.restart" if sample.view.state is State.STAFF else "call-staff"
        assert ZH(wanted) in desk.texts(), sample.name


# Languages


def test_a_language_changes_every_text(qapp):
    """In one shape: others have the same texts elsewhere."""
    english = {sample.name: sorted(texts(window)) for sample, window in pages(SIZES["portrait"], "en")}
    for sample, window in pages(SIZES["portrait"], "zh"):
        before = sorted(texts(window))
        window.set_language("en")
        assert sorted(texts(window)) == english[sample.name], sample.name
        assert misfits(window) == [], sample.name  # at once, not after some rounds of events
        window.set_language("zh")
        assert sorted(texts(window)) == before


def texts(window):
    return [said(child) for child in window.findChildren(QAbstractButton.__base__) if child.isVisible()]


def test_an_instruction_changes_its_language_at_once(desk, qtbot):
    desk.show(State.FACE, face_advice=FaceAdvice.CLOSER)
    qtbot.mouseClick(desk.button("English"), LEFT)
    assert EN(FaceAdvice.CLOSER) in desk.texts()
    assert [text for text in desk.texts() if CHINESE.search(text)] == ["中文"]


def test_the_venues_language_returns_with_the_next_visitor(desk, qtbot):
    desk.show(State.WELCOME, "")
    qtbot.mouseClick(desk.button("English"), LEFT)
    desk.show(State.CARD_FRONT, "first")
    assert EN("card.front") in desk.texts()
    desk.show(State.WELCOME, "")
    assert ZH("welcome.start") in desk.texts()


def test_staff_help_in_the_visitors_language(desk, qtbot):
    desk.show(State.WELCOME, "")
    qtbot.mouseClick(desk.button("English"), LEFT)
    desk.show(State.CARD_FRONT, "first")
    desk.show(State.STAFF, "")
    assert EN("staff.text") in desk.texts()
    desk.show(State.WELCOME, "")
    assert ZH("welcome.start") in desk.texts()


def test_a_choice_that_nobody_follows_up_is_forgotten(make_desk, qtbot, monkeypatch):
    monkeypatch.setattr("kiosk.ui.window.LANGUAGE_IDLE_MS", 20)
    desk = make_desk(language="en")
    desk.show(State.WELCOME, "")
    qtbot.mouseClick(desk.button("中文"), LEFT)
    assert desk.window.language == "zh"
    qtbot.waitUntil(lambda: desk.window.language == "en")
    assert EN("welcome.start") in desk.texts()


def test_a_visit_keeps_its_language_however_long_it_takes(make_desk, qtbot, monkeypatch):
    monkeypatch.setattr("kiosk.ui.window.LANGUAGE_IDLE_MS", 20)
    desk = make_desk()
    desk.show(State.WELCOME, "")
    qtbot.mouseClick(desk.button("English"), LEFT)
    desk.show(State.CARD_FRONT)
    qtbot.wait(80)
    assert desk.window.language == "en"


# Touches


def test_start_sends_the_language(desk, qtbot):
    desk.show(State.WELCOME, "")
    qtbot.mouseClick(desk.button(ZH("welcome.start")), LEFT)
    qtbot.mouseClick(desk.button("English"), LEFT)
    qtbot.mouseClick(desk.button(EN("welcome.start")), LEFT)
    assert desk.sent == [Command(Event.START, "", "zh"), Command(Event.START, "", "en")]


def test_confirm_as_it_was_read(desk, qtbot):
    desk.show_review()
    qtbot.mouseClick(desk.button(ZH("review.confirm")), LEFT)
    assert desk.sent == [Command(Event.CONFIRM, "first", "zh")]


def test_confirm_with_a_correction(desk, qtbot):
    desk.show_review()
    (name,) = [editor for editor in desk.all(Editor) if editor.accessibleName() == ZH("field.Name")]
    name.selectAll()
    qtbot.keyClicks(name, "Ouyang")
    desk.now += 1
    qtbot.waitUntil(lambda: ZH("review.corrected") in desk.texts())
    qtbot.mouseClick(desk.button(ZH("review.confirm")), LEFT)
    assert desk.sent == [Command(Event.CONFIRM, "first", "zh", {"Name": "Ouyang"})]


def test_emptied_and_restored_fields_are_not_corrections(desk, qtbot):
    desk.show_review()
    name, address = desk.all(Editor)
    name.selectAll()
    qtbot.keyClick(name, Qt.Key.Key_Delete)
    address.setPlainText("somewhere else")
    address.setPlainText(INVENTED["Address"])
    qtbot.mouseClick(desk.button(ZH("review.confirm")), LEFT)
    assert desk.sent[0].corrections == {}


def test_a_correction_survives_later_snapshots_of_the_same_reading(desk, qtbot):
    front, back = reading(Side.FRONT, INVENTED), reading(Side.BACK, INVENTED)
    desk.show(State.REVIEW, front=front, back=back)
    desk.all(Editor)[0].setPlainText("Ouyang")
    desk.show(State.REVIEW, front=front, back=back, deadline=NOW + 5)
    assert desk.all(Editor)[0].toPlainText() == "Ouyang"
    desk.show(State.REVIEW, front=reading(Side.FRONT, INVENTED), back=back)
    assert desk.all(Editor)[0].toPlainText() == INVENTED["Name"]


def test_what_is_typed_has_an_end(desk, qtbot):
    desk.show_review()
    name = desk.all(Editor)[0]
    name.selectAll()
    qtbot.keyClicks(name, "x" * 60)
    assert len(name.toPlainText()) == 40
    name.setPlainText("y" * 500)
    assert len(name.toPlainText()) == 40


@pytest.mark.parametrize(
    ("state", "key", "event"),
    [
        (State.REVIEW, "review.retake", Event.RETAKE),
        (State.RESULT, "result.finish", Event.RESET),
        (State.STAFF, "staff.restart", Event.RESET),
    ],
)
def test_a_screens_own_button(desk, qtbot, state, key, event):
    desk.show(state, verdict=verdict(Outcome.APPROVED))
    qtbot.mouseClick(desk.button(ZH(key)), LEFT)
    assert desk.sent == [Command(event, "first", "zh")]


@pytest.mark.parametrize(("key", "event"), [("cancel", Event.CANCEL), ("call-staff", Event.CALL_STAFF)])
@pytest.mark.parametrize("state", [State.CARD_FRONT, State.CARD_BACK, State.REVIEW, State.FACE, State.PAUSED])
def test_leaving_a_visit_asks_once_more(desk, qtbot, state, key, event):
    desk.show(state)
    qtbot.mouseClick(desk.button(ZH(key)), LEFT)
    assert desk.sent == []
    qtbot.mouseClick(desk.button(ZH(f"{key}.sure")), LEFT)
    assert desk.sent == [Command(event, "first", "zh")]


def test_a_first_press_is_forgotten_with_its_screen(desk, qtbot):
    desk.show(State.CARD_FRONT)
    qtbot.mouseClick(desk.button(ZH("cancel")), LEFT)
    desk.show(State.CARD_BACK)
    qtbot.mouseClick(desk.button(ZH("cancel")), LEFT)
    assert desk.sent == []


@pytest.mark.parametrize("state", [State.WELCOME, State.PAUSED])
def test_help_without_a_visit_comes_at_once(desk, qtbot, state):
    desk.show(state, "")
    qtbot.mouseClick(desk.button(ZH("call-staff")), LEFT)
    assert desk.sent == [Command(Event.CALL_STAFF, "", "zh")]


def test_while_deciding_nobody_can_back_out(desk):
    desk.show(State.DECIDING)
    assert ZH("cancel") not in desk.texts()


# Keyboard, and those who cannot see


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_buttons_work_by_keyboard(desk, qtbot, key):
    desk.show(State.WELCOME, "")
    qtbot.keyClick(desk.button(ZH("welcome.start")), key)
    assert desk.sent == [Command(Event.START, "", "zh")]


def test_return_leaves_a_field_and_adds_no_line(desk, qtbot):
    desk.show_review()
    name = desk.all(Editor)[0]
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert name.toPlainText() == INVENTED["Name"]


@pytest.mark.parametrize(("language", "shape"), [("zh", "portrait"), ("en", "landscape")])
def test_everything_has_an_accessible_name_and_what_can_be_pressed_is_a_fingertip_large(qapp, language, shape):
    for sample, window in pages(SIZES[shape], language):
        for child in window.findChildren(QAbstractButton.__base__):
            if child.isVisible() and (text := said(child)):
                name = child.accessibleName()
                assert name if isinstance(child, Editor) else name == text.replace("&&", "&"), sample.name
        for button in window.findChildren(QAbstractButton):
            if button.isVisible():
                assert min(button.width(), button.height()) >= 56, (sample.name, button.text())


def test_only_the_operator_closes_the_full_screen(make_desk, qtbot):
    desk = make_desk()
    desk.window.showFullScreen()
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    desk.window.close()
    assert desk.window.isVisible()
    qtbot.keyClick(desk.window, "Q", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert not desk.window.isVisible()


def test_a_profile_without_a_face_step_does_not_announce_one(qtbot):
    desk = Desk(qtbot, steps=(State.CARD_FRONT, State.REVIEW))
    desk.show(State.REVIEW, front=reading(Side.FRONT, INVENTED))
    progress = desk.window._header._progress
    assert progress._labels == [ZH("step.card"), ZH("step.check"), ZH("step.done")]
    assert progress.accessibleName() == ZH("step.check")
