"""A visit from files comes to what the terminal would have come to."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from kiosk.card.reading import Kind
from kiosk.decision.outcome import Outcome
from kiosk.decision.verdict import Code
from kiosk.devices.frame import Frame
from kiosk.face.light.sequence import draw_sequence
from kiosk.face.observation import Action
from kiosk.pipeline.offline import verify
from kiosk.simulation.acting import Act
from kiosk.simulation.card_portrait import card_portrait
from kiosk.simulation.card_print import invent_style, mint
from kiosk.simulation.desk_scene import DeskScene
from kiosk.simulation.documents import mint_document
from kiosk.simulation.face_scene import FaceScene, LivePerson
from kiosk.simulation.persons import invent

SIZE = (1280, 720)
FPS = 15.0
ACTIONS = {Action.OPEN_MOUTH: 6.0, Action.TURN_LEFT: 9.0}
LIGHT = replace(draw_sequence(Random(3)), begin=2.0)


@pytest.fixture(scope="module")
def selfie(cast):
    """The genuine visitor, who is shown LIGHT and does ACTIONS."""
    scene = FaceScene(LivePerson(cast[0].identity, 1), (960, 540), seed=1)
    for action, start in ACTIONS.items():
        scene.perform(Act(action, start))
    frames = []
    for number in range(round(12 * FPS)):
        t = number / FPS
        scene.shine(LIGHT.at(t), t)
        frames.append(Frame(scene.at(t), t, number))
    return frames


def printed(age):
    rng = np.random.default_rng(6)
    return mint(invent(rng, age=age), None, invent_style(rng))


def pictures(card):
    scene = DeskScene(card, 4, SIZE)
    front = scene.at(6.0)
    scene.turn_over(7.0)
    return front, scene.at(12.0)


def test_the_holder_who_did_everything_is_approved_and_nobody_whose_colours_are_not_known(tools, cast, selfie):
    visitor = cast[0]
    style = invent_style(np.random.default_rng(6), text=visitor.holder.name + visitor.holder.address)
    sides = pictures(mint(visitor.holder, card_portrait(visitor.identity), style))
    done = verify(tools, tools.reader, *sides, selfie, tuple(ACTIONS), LIGHT)
    assert done.verdict.reasons == () and done.verdict.outcome is Outcome.APPROVED
    done = verify(tools, tools.reader, *sides, selfie, tuple(ACTIONS))
    assert [reason.code for reason in done.verdict.reasons] == [Code.LIGHT_UNMEASURED]
    done = verify(tools, tools.reader, *sides, selfie, tuple(ACTIONS)[:1], LIGHT)
    assert [reason.code for reason in done.verdict.reasons] == [Code.LIVENESS_UNKNOWN]


def test_the_back_of_a_temporary_card_lacks_nothing(tools):
    sides = pictures(mint_document(np.random.default_rng(4), Kind.TEMPORARY))
    done = verify(tools, tools.reader, *sides, [], None)
    assert done.evidence.back.fields == {name: done.evidence.front.fields[name] for name in ("Authority", "ValidDate")}
    assert done.evidence.back.checks["period-form"] is True
    assert not {Code.FIELD_MISSING, Code.CHECK_MISSING} & {reason.code for reason in done.verdict.reasons}


def test_the_back_of_a_child_s_card_does_not_go_with_a_grown_up_s_front(tools):
    front, _ = pictures(printed(40))
    _, back = pictures(printed(8))
    assert "span-against-age" in {
        w.reason for w in verify(tools, tools.reader, front, back, [], None).evidence.back.warnings
    }
