import numpy as np
import pytest

from kiosk.devices.frame import Frame
from kiosk.face.mesh import FaceMesh
from kiosk.face.observation import Action
from kiosk.face.observe import FaceObserver
from kiosk.simulation.acting import Act
from kiosk.simulation.cast import Presented, demo_visitors
from kiosk.simulation.face_scene import FaceScene, LivePerson
from kiosk.simulation.hurry import HandClock
from kiosk.simulation.identity import Identity, unlike

SIZE = (640, 480)
FPS = 15


@pytest.fixture(scope="module")
def identity():
    return Identity.from_seed(3)


def observed(scene, seconds):
    with FaceMesh() as mesh:
        observer = FaceObserver(mesh)
        return [
            observer.observe(Frame(scene.at(number / FPS), number / FPS, number))
            for number in range(round(seconds * FPS))
        ]


def acted(identity, action):
    scene = FaceScene(LivePerson(identity, 1), SIZE, seed=1)
    scene.perform(Act(action, 1.0))
    seen = [one for one in observed(scene, 3.2) if one is not None]
    assert len(seen) > 30
    rest = [one for one in seen if one.time < 0.9]
    return rest, [one for one in seen if one.time >= 1.0]


def test_somebody_stands_there_with_one_face(identity):
    seen = observed(FaceScene(LivePerson(identity, 1), SIZE, seed=1), 0.6)
    assert all(one is not None and one.faces == 1 for one in seen)


@pytest.mark.parametrize(("action", "sign"), [(Action.TURN_LEFT, 1), (Action.TURN_RIGHT, -1)])
def test_a_turn_changes_the_yaw_both_ways_apart(identity, action, sign):
    rest, after = acted(identity, action)
    still = np.median([one.yaw for one in rest])
    extreme = max((one.yaw - still for one in after), key=abs)
    other = acted(identity, Action.TURN_RIGHT if sign == 1 else Action.TURN_LEFT)
    opposite = max((one.yaw - np.median([r.yaw for r in other[0]]) for one in other[1]), key=abs)
    assert abs(extreme) > 12
    assert np.sign(extreme) == -np.sign(opposite)


def test_different_people_look_different_and_the_same_the_same():
    one, again = FaceScene(LivePerson(Identity.from_seed(3), 1), SIZE, seed=1), None
    again = FaceScene(LivePerson(Identity.from_seed(3), 1), SIZE, seed=1)
    other = FaceScene(LivePerson(unlike(Identity.from_seed(3), 1), 1), SIZE, seed=1)
    assert np.array_equal(one.at(0.4), again.at(0.4))
    assert np.abs(one.at(0.4).astype(int) - other.at(0.4)).mean() > 3


def test_the_demonstration_has_its_five_visitors_and_each_brings_their_card():
    cast = demo_visitors(2)
    assert [member.presented for member in cast] == [
        Presented.HOLDER,
        Presented.SOMEBODY_ELSE,
        Presented.PRINT,
        Presented.REPLAY,
        Presented.HOLDER,
    ]
    assert len({member.holder.id_number for member in cast}) == 5
    assert demo_visitors(2)[0].holder == cast[0].holder
    visitor = cast[2].enter(HandClock(), size=(640, 360))
    assert visitor.at(0.0).shape == (360, 640, 3)
    assert not visitor.left
