"""Whether light was answered: by skin computed as reflection works, and by somebody filmed."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from kiosk.devices.frame import Frame
from kiosk.face.light.evidence import LightEvidence, light_answer
from kiosk.face.light.sample import REGIONS, LightSample, light_sample
from kiosk.face.light.sequence import LightSequence, draw_sequence
from kiosk.face.light.usual import UsualDelay
from kiosk.face.mesh import FaceMesh
from kiosk.face.observe import FaceObserver
from kiosk.simulation.face_scene import FaceScene, LivePerson
from kiosk.simulation.identity import Identity

SEQUENCE = draw_sequence(Random(11)).begun(20.0)
FACE = np.array((1.15, 0.85, 1.0, 1.05, 1.3, 0.8, 0.75))
"""How much of the screen's light each region gets, by the room's there: foreheads and chins slope down or up."""
FLAT = np.ones(len(REGIONS))
GOOD = np.zeros(len(REGIONS), np.float32)
LEVEL = np.array((0.40, 0.36, 0.33, 0.35, 0.30, 0.22, 0.20))
SKIN, WALL = np.array((1.0, 0.72, 0.58)), np.array((0.30, 0.32, 0.31))


def filmed(
    shown: LightSequence | None = SEQUENCE,
    strength: float = 0.2,
    delay: float = 0.15,
    shares: np.ndarray = FACE,
    fps: float = 12.0,
    noise: float = 0.004,
    drift: float = 0.0,
    wall: float = 0.05,
    lost: Callable[[float], bool] = lambda time: False,
) -> list[LightSample]:
    """What a camera makes of it from 0.7 s before the sequence to 1 s after it. `strength` is a white screen's light
    by the room's, `wall` how much of it reaches what is behind, `drift` how far the white balance wanders."""
    rng = np.random.default_rng(5)
    samples = []
    for time in np.arange(SEQUENCE.begin - 0.7, SEQUENCE.end + 1.0, 1 / fps) + rng.uniform(-0.2, 0.2) / fps:
        if lost(float(time)):
            continue
        light = np.full(3, 0.88)
        if shown is not None and shown.begin <= time - delay < shown.end:
            light = shown.light(np.array([time - delay]))[0]
        gain = 1 + drift * np.sin(0.9 * time + np.array((0.0, 2.0, 4.0)))
        added = strength * (light - 0.88)
        face = LEVEL[:, None] * SKIN * (1 + shares[:, None] * added) * gain
        around = WALL * (1 + wall * added) * gain
        face, around = (v * (1 + rng.normal(0, noise, v.shape)) for v in (face, around))
        samples.append(LightSample(float(time), face.astype(np.float32), around.astype(np.float32), GOOD))
    return samples


def told(evidence: LightEvidence) -> tuple[float | None, str]:
    return evidence.score, evidence.reason


@pytest.mark.parametrize("fps", [5.0, 8.0, 15.0, 30.0])
@pytest.mark.parametrize("strength", [0.1, 0.4, 1.0])
def test_skin_that_follows_the_colours_is_a_living_faces(strength: float, fps: float) -> None:
    evidence = light_answer(filmed(strength=strength, fps=fps), SEQUENCE)
    assert evidence.reason == "answered"
    assert evidence.score is not None and evidence.score >= 0.6
    assert evidence.delay_s == pytest.approx(0.15, abs=0.08)


@pytest.mark.parametrize("delay", [0.03, 0.3, 0.6])
def test_screens_and_cameras_may_be_slow(delay: float) -> None:
    evidence = light_answer(filmed(delay=delay), SEQUENCE)
    assert evidence.reason == "answered" and evidence.delay_s == pytest.approx(delay, abs=0.04)


@pytest.mark.parametrize("delay", [-0.25, 0.9, 1.1])
def test_an_answer_before_the_light_or_long_after_it_is_none(delay: float) -> None:
    score, reason = told(light_answer(filmed(delay=delay), SEQUENCE))
    assert score is not None and score <= 0.1 and reason == "wrong-delay"


def test_an_answer_that_comes_later_than_others_here_went_through_another_machine() -> None:
    assert light_answer(filmed(delay=0.25), SEQUENCE, usual=0.1).reason == "unusual-delay"
    assert light_answer(filmed(delay=0.05), SEQUENCE, usual=0.3).score == 0.1
    assert light_answer(filmed(delay=0.13), SEQUENCE, usual=0.1).reason == "answered"


def test_the_delay_is_much_the_same_however_many_pictures_a_camera_takes() -> None:
    """The screen is told its colour with each picture, and shows it until the next: what lies between is a guess."""
    delays = []
    for fps in (11.0, 12.0, 12.8, 13.6, 14.4, 15.0):
        told = SEQUENCE.told([sample.time for sample in filmed(fps=fps)])
        shown = replace(told, blend=1e-6)
        delays.append(light_answer(filmed(shown, delay=0.075, fps=fps), told).delay_s)
    known = [delay for delay in delays if delay is not None]
    assert len(known) == len(delays) and max(known) - min(known) <= 0.07


def test_a_terminals_usual_delay_is_known_after_some_visits_and_no_single_one_changes_it() -> None:
    usual = UsualDelay()
    for delay in (0.10, 0.12, 0.11, 0.09):
        usual.note(delay)
        assert usual.seconds is None
    usual.note(0.45)
    assert usual.seconds == pytest.approx(0.11)


def test_the_answer_to_another_sequence_is_none() -> None:
    reasons = []
    for seed in range(1, 80, 2):
        score, reason = told(light_answer(filmed(draw_sequence(Random(seed * 1000)).begun(20.0)), SEQUENCE))
        assert score is None or score <= 0.25
        reasons.append(reason)
    assert reasons.count("wrong-answer") > 0.9 * len(reasons)


def test_a_stream_that_does_not_react_is_none() -> None:
    assert told(light_answer(filmed(None), SEQUENCE)) == (0.1, "no-answer")


def test_a_flat_picture_answers_everywhere_alike() -> None:
    score, reason = told(light_answer(filmed(shares=FLAT), SEQUENCE))
    assert score is not None and score <= 0.25 and reason == "flat-answer"


def test_a_sheet_so_large_that_it_hides_the_room_is_flat_too() -> None:
    score, reason = told(light_answer(filmed(shares=FLAT, wall=1.0), SEQUENCE))
    assert score is not None and score <= 0.25 and reason == "flat-answer"


@pytest.mark.parametrize("drift", [0.02, 0.1])
@pytest.mark.parametrize("fps", [8.0, 25.0])
def test_a_white_balance_that_wanders_is_no_light(drift: float, fps: float) -> None:
    assert light_answer(filmed(drift=drift, fps=fps), SEQUENCE).reason == "answered"
    assert told(light_answer(filmed(None, drift=drift, fps=fps), SEQUENCE)) == (0.1, "no-answer")


def test_a_room_that_the_screen_lights_as_well_takes_nothing_away() -> None:
    assert light_answer(filmed(wall=0.9), SEQUENCE).reason == "answered"


def test_in_the_sun_nothing_can_be_told() -> None:
    assert told(light_answer(filmed(strength=0.025, noise=0.001), SEQUENCE)) == (None, "faint")


def test_a_face_that_is_blown_out_cannot_be_judged() -> None:
    blown = [replace(sample, face=np.full_like(sample.face, np.nan)) for sample in filmed()]
    assert told(light_answer(blown, SEQUENCE)) == (None, "too-bright")


def test_where_light_is_at_the_sensors_end_its_shape_is_not_told() -> None:
    blown = [replace(sample, blown=GOOD + 0.2) for sample in filmed(shares=FLAT)]
    evidence = light_answer(blown, SEQUENCE)
    assert evidence.reason == "answered" and evidence.score is not None and evidence.score <= 0.6


def test_a_face_that_flickers_by_itself_cannot_be_judged() -> None:
    score, _ = told(light_answer(filmed(None, noise=0.2), SEQUENCE))
    assert score is None


@pytest.mark.parametrize(
    "lost",
    [lambda time: 20.5 < time < 21.4, lambda time: time > 21.5, lambda time: time < 21.0, lambda time: True],
    ids=["gap", "broken off", "begun late", "nothing"],
)
def test_with_too_many_frames_missing_nothing_can_be_told(lost: Callable[[float], bool]) -> None:
    assert told(light_answer(filmed(lost=lost), SEQUENCE)) == (None, "too-few-frames")


def test_single_frames_may_be_lost() -> None:
    samples = [sample for number, sample in enumerate(filmed(fps=20.0)) if number % 5 not in (1, 2)]
    assert light_answer(samples, SEQUENCE).reason == "answered"


def test_without_a_room_in_view_the_face_alone_tells() -> None:
    close = [replace(sample, around=np.full(3, np.nan, np.float32)) for sample in filmed()]
    assert light_answer(close, SEQUENCE).reason == "answered"


def test_a_person_filmed_while_the_screen_shines_answers(live: FaceMesh) -> None:
    scene = FaceScene(LivePerson(Identity.from_seed(7), 7), (640, 360), seed=7, screen=0.2)
    observer, samples = FaceObserver(live), []
    sequence = draw_sequence(Random(7)).begun(2.2)
    times = [number / 10 for number in range(17, 60)]
    for number, time in enumerate(times):
        frame = Frame(scene.at(time), time, number)
        face = observer.observe(frame)
        assert face is not None
        samples.append(light_sample(frame, face))
        scene.shine(sequence.at(time), time)
    evidence = light_answer(samples, sequence.told(times))
    assert evidence.reason == "answered" and evidence.score is not None and evidence.score > 0.9


def test_a_sample_is_the_colours_of_skin_and_of_the_room(live: FaceMesh) -> None:
    scene = FaceScene(LivePerson(Identity.from_seed(9), 9), (640, 360), seed=9)
    frame = Frame(scene.at(3.0), 3.0, 0)
    face = FaceObserver(live).observe(frame)
    assert face is not None
    sample = light_sample(frame, face)
    assert sample.face.shape == (len(REGIONS), 3) and sample.around.shape == (3,)
    forehead = sample.face[list(REGIONS).index("forehead")]
    assert forehead[0] > forehead[2]  # redder than blue
    gone = light_sample(Frame(np.full((360, 640, 3), 255, np.uint8), 3.0, 1), face)
    assert np.isnan(gone.face).all() and np.isnan(gone.around).all()
