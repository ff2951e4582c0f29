"""Actions as signals relative to a person's rest."""

import numpy as np
import pytest

from kiosk.face.observation import Action
from kiosk.face.signals import progress, rest_of
from tests.face.tracks import bump, observation, person


def test_two_observations_say_nothing_about_rest() -> None:
    assert rest_of([]) is None
    assert rest_of([observation(0.0), observation(0.1)]) is None


def test_a_blink_does_not_lower_the_eyes_rest() -> None:
    rest = rest_of(person(1.0, lids=bump(0.3, 0.9, 0.1)))
    assert rest is not None and rest.left_eye == pytest.approx(0.3, abs=0.02)


@pytest.mark.parametrize(
    ("action", "changed"),
    [
        (Action.TURN_LEFT, {"yaw": 20.0}),
        (Action.TURN_RIGHT, {"yaw": -20.0}),
        (Action.NOD, {"pitch": -12.0}),
        (Action.OPEN_MOUTH, {"mouth": 0.4}),
        (Action.BLINK, {"left_eye": 0.06, "right_eye": 0.06}),
    ],
)
def test_only_the_action_done_is_in_progress(action: Action, changed: dict[str, float]) -> None:
    rest = rest_of(person(1.0))
    assert rest is not None
    how_far = {other: float(progress(other, [observation(2.0, **changed)], rest)[0]) for other in Action}
    assert how_far.pop(action) > 1
    assert max(how_far.values()) < 0.5


def test_progress_is_relative_to_the_persons_own_rest() -> None:
    looking_up = [observation(k / 10, pitch=15.0, yaw=-8.0, mouth=0.2, left_eye=0.15, right_eye=0.16) for k in range(9)]
    rest = rest_of(looking_up)
    assert rest is not None
    for action in Action:
        assert np.abs(progress(action, looking_up, rest)).max() < 0.1


def test_a_restless_picture_needs_a_clearer_movement() -> None:
    rng = np.random.default_rng(1)
    calm, shaky = (
        rest_of([observation(k / 10, yaw=float(rng.normal(0, sigma))) for k in range(20)]) for sigma in (0.2, 5.0)
    )
    assert calm is not None and shaky is not None
    turned = [observation(3.0, yaw=16.0)]
    assert progress(Action.TURN_LEFT, turned, calm)[0] > 1 > progress(Action.TURN_LEFT, turned, shaky)[0]
