"""A dot to follow, on trajectories of numbers."""

from random import Random

import numpy as np
import pytest

from kiosk.face.challenge import judge
from kiosk.face.follow import LATE, LEAD_S, STAYS, draw_trail, expected, following
from kiosk.face.observation import Action, FaceObservation, Prompt, Trail
from tests.face.tracks import Track, both, bump, person

ASKED = 2.0
TRAIL = draw_trail(Random(4))
PROMPT = Prompt(Action.FOLLOW, ASKED, ASKED + TRAIL.seconds + LATE, trail=TRAIL)
SECONDS = PROMPT.until + 1


def after(trail: Trail, delay: float, reach: float = 0.04) -> Track:
    """Eyes that go after a dot begun at ASKED."""
    return lambda time: reach * float(expected(trail, np.array([time - ASKED - delay]))[0])


def looking(gaze: Track, fps: float = 14.0, **more: object) -> list[FaceObservation]:
    return person(SECONDS, gaze=gaze, fps=fps, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("fps", [8.0, 14.0, 30.0])
@pytest.mark.parametrize("delay", [0.2, 0.45])
def test_eyes_that_go_after_the_dot_are_seen(fps: float, delay: float) -> None:
    evidence = judge(looking(after(TRAIL, delay), fps), PROMPT)
    assert (evidence.seen, evidence.reason) == (True, "answered")
    assert evidence.reaction == pytest.approx(delay, abs=0.1)


def test_it_takes_the_whole_way() -> None:
    seen = looking(after(TRAIL, 0.3))
    early = [o for o in seen if o.time < ASKED + TRAIL.seconds]
    assert judge(early, PROMPT).reason == "not-seen"
    assert judge(seen, PROMPT).time == pytest.approx(ASKED + TRAIL.seconds)


@pytest.mark.parametrize(
    "gaze",
    [
        pytest.param(lambda time: 0.0, id="still"),
        pytest.param(lambda time: -after(TRAIL, 0.3)(time), id="mirrored"),
        pytest.param(after(TRAIL, 1.5), id="much later"),
        pytest.param(after(TRAIL, -0.4), id="before the dot"),
        pytest.param(lambda time: 0.04 * float(np.sin(2.2 * time)), id="to and fro"),
        pytest.param(after(TRAIL, 0.3, reach=0.002), id="hardly"),
    ],
)
def test_other_eyes_do_not_follow(gaze: Track) -> None:
    evidence = judge(looking(gaze), PROMPT)
    assert (evidence.seen, evidence.reason) == (False, "not-seen")


def test_another_dots_followers_hardly_ever_pass() -> None:
    """1.1 % of 3,000 at 25 frames a second; here of 300 at 14."""
    chance = Random(11)
    passed = sum(
        following(looking(after(draw_trail(chance), chance.uniform(0.1, 0.6))), TRAIL, ASKED).followed
        for _ in range(300)
    )
    assert passed <= 9


def test_blinks_and_a_head_that_goes_along_a_little_do_not_matter() -> None:
    blinks = both(*(bump(ASKED + at, 0.9, 0.1, 0.1) for at in (1.6, 3.1, 4.4)))
    gaze: Track = lambda time: after(TRAIL, 0.3)(time) - 0.08 * blinks(time)  # noqa: E731
    assert judge(looking(gaze, lids=blinks, yaw=lambda time: 40 * after(TRAIL, 0.5)(time)), PROMPT).seen


def test_too_few_pictures_tell_nothing() -> None:
    found = following(looking(after(TRAIL, 0.3), fps=3.0), TRAIL, ASKED)
    assert (found.correlation, found.delay, found.followed) == (None, None, False)
    assert following([], TRAIL, ASKED).correlation is None
    assert judge([], PROMPT).reason == "not-seen"
    shut = looking(after(TRAIL, 0.3), lids=lambda time: 1.0 if time > ASKED + 2 else 0.0)
    assert not judge(shut, PROMPT).seen


def test_without_a_dot_nothing_was_asked() -> None:
    assert judge(looking(after(TRAIL, 0.3)), Prompt(Action.FOLLOW, ASKED, 9.0)).reason == "not-asked"


def test_every_dot_starts_in_the_middle_and_never_stays() -> None:
    drawn = {draw_trail(Random(seed)) for seed in range(400)}
    assert len(drawn) > 390
    for trail in drawn:
        assert trail.places[0] == 0.0 and trail.starts[1] == LEAD_S and len(trail.places) == STAYS + 1
        assert all(a != b for a, b in zip(trail.places, trail.places[1:], strict=False))
        assert (trail.at(-0.1), trail.at(0.1), trail.at(60)) == (None, 0.0, trail.places[-1])
