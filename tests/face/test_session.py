"""A face check from the first frame to the result, with people, pictures of people, and things that go wrong."""

from collections.abc import Callable
from itertools import count

import numpy as np
import pytest

from kiosk.devices.exposure import exposed
from kiosk.devices.frame import Frame, Image
from kiosk.face.mesh import FaceMesh
from kiosk.face.observation import Action, FaceAdvice
from kiosk.face.observe import FaceObserver
from kiosk.face.session import FaceCheck
from kiosk.face.status import FaceStatus
from kiosk.simulation.acting import Act
from kiosk.simulation.attacks.mask import MaskAttack
from kiosk.simulation.attacks.print_attack import PrintAttack
from kiosk.simulation.attacks.replay_attack import ReplayAttack
from kiosk.simulation.body import paint_room
from kiosk.simulation.face_scene import Actor, FaceScene, LivePerson
from kiosk.simulation.identity import Identity
from kiosk.simulation.sensor import Sensor

FPS = 12.0
SIZE = (960, 540)
ACTIONS = (Action.OPEN_MOUTH, Action.TURN_LEFT)
View = Callable[[float, FaceStatus | None], Image]


def watch(check: FaceCheck, view: View, seconds: float = 30.0) -> list[FaceStatus]:
    """Every status until the check is finished. `view` paints what the camera sees from the time and the status."""
    seen: list[FaceStatus] = []
    for number in count():
        time = number / FPS
        image = view(time, seen[-1] if seen else None)
        seen.append(check.see(Frame(image, time, number)))
        if seen[-1].finished or time > seconds:
            return seen
    raise AssertionError


def answering(actor: Actor, does: Callable[[Action], Action | None] = lambda action: action) -> View:
    """Somebody who answers each prompt half a second later with what `does` makes of it."""
    scene = FaceScene(actor, SIZE, seed=4)
    answered = set[int]()

    def view(time: float, status: FaceStatus | None) -> Image:
        if status is not None and status.action is not None and status.index not in answered:
            answered.add(status.index)
            if (action := does(status.action)) is not None:
                scene.perform(Act(action, time + 0.5))
        return scene.at(time)

    return view


@pytest.fixture
def check(live: FaceMesh) -> FaceCheck:
    return FaceCheck(FaceObserver(live), ACTIONS)


@pytest.fixture(scope="module")
def person() -> LivePerson:
    return LivePerson(Identity.from_seed(3, male=False, age=33), 3)


def failed(seen: list[FaceStatus], check: FaceCheck, reason: str) -> bool:
    """Whether the attempt ended for that reason, is told so once and for all, and is not live."""
    assert seen[-1].finished and seen[-1].failed_reason == reason
    result = check.result()
    assert result.live is False and reason in result.reasons
    assert result.score is not None and result.score <= 0.5
    return True


def test_somebody_who_does_what_is_asked_is_live(check: FaceCheck, person: LivePerson) -> None:
    seen = watch(check, answering(person))
    result = check.result()
    assert seen[-1].finished and seen[-1].failed_reason is None
    assert (result.live, result.reasons) == (True, ())
    assert result.score is not None and result.score > 0.9
    assert result.cues["challenge"] == 1 and result.cues["planarity"] == 1 and result.cues["held"] is None
    asked = list(dict.fromkeys((s.index, s.action) for s in seen if s.action is not None))
    assert asked == [(1, Action.OPEN_MOUTH), (2, Action.TURN_LEFT)]
    assert {s.index for s in seen if s.action_done} == {1, 2}
    assert all(s.count == 2 for s in seen)
    # Following a prompt turns the head and opens the mouth: nobody is told off for that.
    assert {s.advice for s in seen if s.action is not None} == {FaceAdvice.GOOD}
    assert 3 <= len(result.best_frames) <= 10
    after = check.see(Frame(np.zeros((540, 960, 3), np.uint8), 99.0, 999))
    assert after.finished and check.result().live is True


def test_what_was_there_before_the_check_begins_is_no_evidence(check: FaceCheck, person: LivePerson) -> None:
    """A photograph beside the middle, nothing for a moment, and then somebody who does what is asked."""
    photograph = FaceScene(PrintAttack(Identity.from_seed(8, male=True, age=50), seed=5, cut=True), SIZE, seed=4)
    empty, seen_live = paint_room(4, SIZE), answering(person)

    def view(time: float, status: FaceStatus | None) -> Image:
        if time < 3.0:
            return np.ascontiguousarray(np.roll(photograph.at(time), -SIZE[0] // 4, axis=1))
        return empty if time < 3.6 else seen_live(time, status)

    watch(check, view)
    result = check.result()
    assert result.live is True
    assert all(frame.time > 3.6 for frame in (*result.best_frames, *result.witnesses))
    asked = [frame.time for frame in result.witnesses]
    assert len(asked) == len(ACTIONS) and asked == sorted(asked)


def test_the_mouth_is_asked_for_before_the_head_is_back(live: FaceMesh, person: LivePerson) -> None:
    check = FaceCheck(FaceObserver(live), (Action.TURN_LEFT, Action.OPEN_MOUTH))
    seen = watch(check, answering(person))
    asked = next(s for s in seen if s.index == 2)
    assert asked.observation is not None and asked.observation.yaw > 14
    assert (check.result().live, check.result().reasons) == (True, ())


def test_the_camera_is_told_another_exposure_while_the_head_turns_back(live: FaceMesh, person: LivePerson) -> None:
    stops = [0.0]

    class Camera:
        def expose(self, now: float) -> bool:
            stops.append(now)
            return True

    check = FaceCheck(FaceObserver(live), (Action.TURN_LEFT, Action.OPEN_MOUTH), camera=Camera())
    view = answering(person)
    darker: list[FaceStatus | None] = []

    def filmed(time: float, status: FaceStatus | None) -> Image:
        if stops[-1]:
            darker.append(status)
        return exposed(view(time, status), stops[-1])

    watch(check, filmed)
    result = check.result()
    assert (result.live, result.reasons, result.cues["exposure"]) == (True, (), 1)
    assert result.cues["planarity"] == 1
    first = darker[0]
    assert first is not None and first.observation is not None and first.observation.yaw > 7
    assert not any(one is not None and one.action_done for one in darker)
    assert stops == [0, -1, 0]


def test_who_opens_the_mouth_late_is_measured_from_the_rest_after_the_turn(live: FaceMesh, person: LivePerson) -> None:
    check = FaceCheck(FaceObserver(live), (Action.TURN_RIGHT, Action.OPEN_MOUTH))
    scene, acted = FaceScene(person, SIZE, seed=4), set[int]()

    def view(time: float, status: FaceStatus | None) -> Image:
        if status is not None and status.action is not None and status.index not in acted:
            acted.add(status.index)
            scene.perform(Act(status.action, time + (0.5, 3.0)[status.index - 1]))
        return scene.at(time)

    watch(check, view)
    assert (check.result().live, check.result().reasons) == (True, ())


def test_what_turns_back_and_keeps_its_mouth_shut_is_not_live(live: FaceMesh) -> None:
    check = FaceCheck(FaceObserver(live), (Action.TURN_LEFT, Action.OPEN_MOUTH))
    mask = MaskAttack(Identity.from_seed(6), 6)
    assert failed(watch(check, answering(mask)), check, "action-timeout")


def test_with_prompts_unanswered_nobody_is_live(check: FaceCheck, person: LivePerson) -> None:
    view = answering(person)
    seen: list[FaceStatus] = []
    for number in range(int(6 * FPS)):
        seen.append(check.see(Frame(view(number / FPS, seen[-1] if seen else None), number / FPS, number)))
        if seen[-1].index == 2:
            break
        assert check.result().live is not True
    assert seen[-1].index == 2 and not seen[-1].finished
    assert check.result().live is not True


def test_nobody_moves_and_time_runs_out(check: FaceCheck, person: LivePerson) -> None:
    assert failed(watch(check, answering(person, lambda action: None)), check, "action-timeout")
    assert "challenge-not-seen" in check.result().reasons


def test_doing_something_else_fails(check: FaceCheck, person: LivePerson) -> None:
    assert failed(watch(check, answering(person, lambda action: Action.NOD)), check, "other-action")


def test_a_print_tilted_as_asked_is_not_live(live: FaceMesh) -> None:
    check = FaceCheck(FaceObserver(live), (Action.TURN_LEFT, Action.BLINK))
    watch(check, answering(PrintAttack(Identity.from_seed(3), 3)))
    result = check.result()
    assert result.live is False
    assert "flat-face" in result.reasons
    assert result.cues["planarity"] == 0 and result.score is not None and result.score < 0.1


def test_a_phone_that_plays_a_video_is_seen_by_its_edges(check: FaceCheck) -> None:
    watch(check, answering(ReplayAttack(Identity.from_seed(4), 4)))
    result = check.result()
    assert result.live is False and "held-picture" in result.reasons


def test_an_empty_room_never_gets_a_prompt(check: FaceCheck) -> None:
    room, sensor = paint_room(1, SIZE), Sensor(SIZE, 1)
    seen = watch(check, lambda time, status: sensor.seen(room, int(time * 100)), seconds=3)
    assert {s.advice for s in seen} == {FaceAdvice.NONE_SEEN}
    assert not any(s.action or s.finished for s in seen)
    result = check.result()
    assert (result.live, result.score, result.best_frames) == (None, None, ())


def test_a_photograph_that_only_has_a_sensors_noise_is_not_live(check: FaceCheck, closeup: Image) -> None:
    sensor = Sensor((960, 720), 2)
    assert failed(watch(check, lambda time, status: sensor.seen(closeup, int(time * 100))), check, "action-timeout")


def test_a_frozen_picture_gets_no_prompt(check: FaceCheck, closeup: Image) -> None:
    seen = watch(check, lambda time, status: closeup, seconds=4)
    assert seen[-1].advice is FaceAdvice.FROZEN and seen[-1].action is None
    assert check.result().live is not True


def test_a_picture_that_freezes_during_a_prompt_ends_it(check: FaceCheck, person: LivePerson) -> None:
    alive = answering(person, lambda action: None)
    last: list[Image] = []

    def view(time: float, status: FaceStatus | None) -> Image:
        if status is None or status.action is None or not last:
            last[:] = [alive(time, status)]
        return last[0]

    assert failed(watch(check, view), check, "face-frozen")


def test_leaving_during_a_prompt_ends_it(check: FaceCheck, person: LivePerson) -> None:
    alive, sensor = answering(person, lambda action: None), Sensor(SIZE, 1)
    room = paint_room(4, SIZE)

    def view(time: float, status: FaceStatus | None) -> Image:
        return alive(time, status) if status is None or status.index == 0 else sensor.seen(room, int(time * 100))

    assert failed(watch(check, view), check, "face-left")


def test_somebody_else_beside_the_visitor_ends_it(check: FaceCheck, closeup: Image) -> None:
    alone, sensor = np.full((720, 1920, 3), 150, np.uint8), Sensor((1920, 720), 2)
    alone[:, 480:1440] = closeup
    together = np.hstack([closeup, closeup])

    def view(time: float, status: FaceStatus | None) -> Image:
        return sensor.seen(alone if status is None or status.index == 0 else together, int(time * 100))

    seen = watch(check, view)
    assert seen[-1].failed_reason in ("several-faces", "face-changed")
    assert check.result().live is False


def test_another_face_in_the_visitors_place_ends_it(check: FaceCheck, closeup: Image) -> None:
    sensor = Sensor((1280, 720), 2)

    def view(time: float, status: FaceStatus | None) -> Image:
        frame = np.full((720, 1280, 3), 150, np.uint8)
        left = 160 if status is None or status.index == 0 or time < 3 else 320
        frame[:, left : left + 960] = closeup
        return sensor.seen(frame, int(time * 100))

    seen = watch(check, view)
    assert seen[-1].failed_reason in ("face-changed", "action-timeout")
    assert check.result().live is False


def test_before_the_first_prompt_everybody_may_come_and_go(check: FaceCheck, person: LivePerson) -> None:
    alive, sensor = answering(person), Sensor(SIZE, 1)
    room = paint_room(4, SIZE)

    def view(time: float, status: FaceStatus | None) -> Image:
        return sensor.seen(room, int(time * 100)) if 1.2 < time < 2.6 else alive(time, status)

    seen = watch(check, view)
    assert seen[-1].failed_reason is None and check.result().live is True
