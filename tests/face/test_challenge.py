"""Whether prompts were followed, on trajectories of numbers."""

from random import Random

import pytest

from kiosk.face.challenge import TURNS, draw, judge, same_effort, unasked
from kiosk.face.observation import Action, FaceObservation, Prompt
from tests.face.tracks import Track, both, bump, person

ASKED = 2.0
UNTIL = 8.0
MOVEMENTS = [action for action in Action if action is not Action.FOLLOW]


def doing(action: Action, start: float, rise: float = 0.4, stay: float = 0.4, **more: object) -> list[FaceObservation]:
    """A person who does an action once."""
    return person(**{**track_of(action, start, rise, stay), **more})  # type: ignore[arg-type]


def track_of(action: Action, start: float, rise: float = 0.4, stay: float = 0.4) -> dict[str, Track]:
    match action:
        case Action.TURN_LEFT:
            return {"yaw": bump(start, 26, rise, stay)}
        case Action.TURN_RIGHT:
            return {"yaw": bump(start, -26, rise, stay)}
        case Action.NOD:
            return {"pitch": bump(start, -15, rise, stay)}
        case Action.OPEN_MOUTH:
            return {"mouth": bump(start, 0.45, rise, stay)}
        case Action.BLINK:
            return {"lids": bump(start, 0.9, 0.12, 0.15)}
    raise ValueError(action)


@pytest.mark.parametrize("action", MOVEMENTS)
@pytest.mark.parametrize("fps", [8.0, 14.0, 30.0])
def test_an_action_done_is_seen_with_its_reaction_time(action: Action, fps: float) -> None:
    evidence = judge(doing(action, ASKED + 0.7, fps=fps), Prompt(action, ASKED, UNTIL))
    assert (evidence.seen, evidence.reason) == (True, "answered")
    assert evidence.reaction == pytest.approx(0.7, abs=0.3)
    assert evidence.time is not None and ASKED + 0.7 < evidence.time < ASKED + 2.5
    assert evidence.strength > 1


@pytest.mark.parametrize("action", MOVEMENTS)
def test_nothing_done_is_not_seen(action: Action) -> None:
    evidence = judge(person(), Prompt(action, ASKED, UNTIL))
    assert (evidence.seen, evidence.reason, evidence.time) == (False, "not-seen", None)


@pytest.mark.parametrize("action", MOVEMENTS)
def test_an_action_begun_before_the_prompt_does_not_count(action: Action) -> None:
    evidence = judge(doing(action, ASKED - 0.35), Prompt(action, ASKED, UNTIL))
    assert not evidence.seen
    assert evidence.reason in ("too-early", "not-seen")


@pytest.mark.parametrize("action", MOVEMENTS)
def test_an_action_after_the_time_is_over_does_not_count(action: Action) -> None:
    assert not judge(doing(action, 5.5), Prompt(action, ASKED, 5.0)).seen


@pytest.mark.parametrize("done", [action for action in MOVEMENTS if action is not Action.BLINK])
@pytest.mark.parametrize("asked", MOVEMENTS)
def test_another_action_spoils_the_answer(asked: Action, done: Action) -> None:
    if asked is not done:
        evidence = judge(doing(done, ASKED + 0.6), Prompt(asked, ASKED, UNTIL))
        assert (evidence.seen, evidence.reason) == (False, "other-action")


def test_the_right_action_after_a_wrong_one_is_spoilt_too() -> None:
    seen = person(mouth=bump(ASKED + 0.5, 0.45), yaw=bump(ASKED + 2.5, 26))
    assert judge(seen, Prompt(Action.TURN_LEFT, ASKED, UNTIL)).reason == "other-action"


def test_blinking_meanwhile_is_nobodys_fault() -> None:
    seen = person(lids=bump(ASKED + 0.3, 0.9, 0.1, 0.1), yaw=bump(ASKED + 1.2, -26))
    assert judge(seen, Prompt(Action.TURN_RIGHT, ASKED, UNTIL)).seen


def test_creeping_into_an_action_is_too_slow() -> None:
    turning = person(yaw=bump(ASKED + 0.2, 17, rise=5.5))
    assert not judge(turning, Prompt(Action.TURN_LEFT, ASKED, UNTIL)).seen
    opening = person(mouth=bump(ASKED + 0.2, 0.18, rise=5.5))
    assert not judge(opening, Prompt(Action.OPEN_MOUTH, ASKED, UNTIL)).seen
    nodding = person(pitch=bump(ASKED + 0.2, -10, rise=4.5), seconds=14)
    assert not judge(nodding, Prompt(Action.NOD, ASKED, 12.0)).seen


@pytest.mark.parametrize("action", [Action.TURN_LEFT, Action.TURN_RIGHT, Action.NOD])
def test_a_jump_from_one_picture_to_the_next_is_a_cut_and_no_movement(action: Action) -> None:
    seen = doing(action, ASKED + 0.7, rise=0.001, stay=0.8, fps=30.0)
    assert not judge(seen, Prompt(action, ASKED, UNTIL)).seen


@pytest.mark.parametrize("action", [Action.TURN_LEFT, Action.NOD, Action.OPEN_MOUTH])
def test_a_face_that_vanishes_on_its_way_has_not_done_the_action(action: Action) -> None:
    seen = doing(action, ASKED + 0.7, away=(ASKED + 0.7, ASKED + 1.3))
    assert not judge(seen, Prompt(action, ASKED, UNTIL)).seen


def test_a_small_movement_is_not_enough() -> None:
    assert not judge(person(yaw=bump(3.0, 8)), Prompt(Action.TURN_LEFT, ASKED, UNTIL)).seen
    assert not judge(person(pitch=bump(3.0, -4)), Prompt(Action.NOD, ASKED, UNTIL)).seen
    assert not judge(person(lids=bump(3.0, 0.15, 0.1)), Prompt(Action.BLINK, ASKED, UNTIL)).seen


def test_a_blink_counts_with_the_head_turned() -> None:
    turned: Track = lambda t: 20.0  # noqa: E731
    assert judge(person(yaw=turned, lids=bump(3.0, 0.9, 0.12)), Prompt(Action.BLINK, ASKED, UNTIL)).seen


def test_lowering_the_head_is_no_blink() -> None:
    seen = person(pitch=bump(3.0, -25), lids=bump(3.0, 0.6))
    assert not judge(seen, Prompt(Action.BLINK, ASKED, UNTIL)).seen


def test_without_rest_before_the_prompt_nothing_can_be_told() -> None:
    seen = [o for o in doing(Action.NOD, ASKED + 0.7) if o.time >= ASKED + 0.3]
    assert judge(seen, Prompt(Action.NOD, ASKED, UNTIL)).reason == "no-rest"
    assert judge([], Prompt(Action.NOD, ASKED, UNTIL)).reason == "no-rest"


def test_moving_on_unasked_after_an_answer_is_noticed() -> None:
    answered = Prompt(Action.TURN_LEFT, ASKED, 3.5)
    assert unasked(person(yaw=bump(2.5, 26)), answered) is None
    assert unasked(person(yaw=both(bump(2.5, 26), bump(4.5, 26))), answered) is None  # the same once more
    assert unasked(person(yaw=bump(2.5, 26), lids=bump(4.5, 0.9, 0.1)), answered) is None
    noticed = unasked(person(yaw=bump(2.5, 26), mouth=bump(4.5, 0.45)), answered)
    assert noticed is not None and noticed.action is Action.OPEN_MOUTH


def test_every_draw_has_one_turn_and_no_repetition() -> None:
    assert [len({draw(Random(seed), count) for seed in range(600)}) for count in (0, 1, 2, 3)] == [1, 2, 4, 12]
    for count in (2, 3, 4, 5):
        for actions in {draw(Random(seed), count) for seed in range(50)}:
            assert len(actions) == len(set(actions)) == count
            assert len([a for a in actions if a in TURNS]) == 1
            assert Action.OPEN_MOUTH in actions  # what neither a mask nor a print can do
            assert (Action.FOLLOW in actions) is (count > 2)


@pytest.mark.parametrize("unable", [*TURNS, Action.OPEN_MOUTH])
def test_the_dot_stands_in_for_what_somebody_cannot_do(unable: Action) -> None:
    for seed in range(20):
        actions = draw(Random(seed), 2, same_effort(unable))
        assert Action.FOLLOW in actions and len(actions) == 2
        assert not same_effort(unable) & set(actions)


def test_nothing_is_asked_of_somebody_who_can_do_nothing() -> None:
    assert draw(Random(1), 2, set(Action)) == ()
    assert draw(Random(1), 2, set(Action) - {Action.NOD}) == (Action.NOD,)


def test_a_mouth_asked_for_while_the_head_turns_back_is_measured_from_the_rest_before() -> None:
    """Turned from 2.5 to 4.2 s, asked for the mouth at 3.4 s."""
    turned, prompt = bump(2.5, 26, 0.5, 0.7), Prompt(Action.OPEN_MOUTH, 3.4, UNTIL, ASKED)
    evidence = judge(person(yaw=turned, mouth=bump(4.0, 0.3)), prompt)
    assert (evidence.seen, evidence.reason) == (True, "answered")
    assert evidence.reaction == pytest.approx(0.6, abs=0.3)
    assert judge(person(yaw=turned), prompt).reason == "not-seen"
    assert judge(person(yaw=turned, mouth=bump(3.2, 0.3)), prompt).reason == "too-early"
    again = both(turned, bump(4.5, -26))
    assert judge(person(yaw=again, mouth=bump(6.0, 0.3)), prompt).reason == "other-action"
