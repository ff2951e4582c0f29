"""Somebody who stands before a terminal that knows their card already: visits that begin with the face, the real parts
from there on, by a clock turned by hand."""

from dataclasses import replace

from kiosk.decision.flow import Event, State
from kiosk.devices.frame import Frame
from kiosk.face.observation import Action
from kiosk.pipeline.view import Command
from kiosk.simulation.acting import Act
from kiosk.simulation.card_portrait import card_portrait
from kiosk.simulation.face_scene import FaceScene, LivePerson
from tests.decision.samples import FRONT

FPS = 12.0


class Touching:
    """A visitor who touches a button, once, as soon as a snapshot offers it."""

    def __init__(self, visitor, event, offered):
        self._visitor, self._event, self._offered, self._touched = visitor, event, offered, False

    def __getattr__(self, name):
        return getattr(self._visitor, name)

    def answers(self, view):
        if self._offered(view) and not self._touched:
            self._touched = True
            return Command(self._event, view.visit)
        return self._visitor.answers(view)


class Standing:
    """A visit that begins with the face, and the `holder` of the card, who does what is asked."""

    def __init__(self, new_stage, tools, holder, **profile):
        face_first = tools.profile.model_copy(update={"steps": (State.CARD_FRONT, State.FACE), **profile})
        self.stage = new_stage(replace(tools, profile=face_first))
        self.visit, self.clock = self.stage.visit, self.stage.clock
        self.scene = FaceScene(LivePerson(holder, 1), (960, 540), seed=1)
        self.visit.on_command(Command(Event.START, "", "zh"), self.clock.now)
        self.visit._keep(replace(FRONT, portrait=card_portrait(holder)), self.clock.now)
        assert self.visit.view.state is State.FACE
        self.began, self.number, self.asked, self.dot = self.clock.now, 0, None, None

    def film(self, seconds, until=lambda view: False):
        """What was shown, and when."""
        seen = []
        for _ in range(round(seconds * FPS)):
            t = self.clock.now - self.began
            self.visit.on_frame(Frame(self.scene.at(t), self.clock.now, self.number))
            self.visit.tick(self.clock.now)
            self._answer(self.visit.view, t)
            seen.append((self.clock.now, self.visit.view))
            self.clock.now += 1 / FPS
            self.number += 1
            if until(self.visit.view):
                break
        return seen

    def refuse(self):
        self.visit.on_command(Command(Event.NO_LIGHT, self.visit.view.visit), self.clock.now)

    def cannot(self):
        self.visit.on_command(Command(Event.OTHER_WAY, self.visit.view.visit), self.clock.now)

    def _answer(self, view, t):
        self.scene.shine(view.light, t)
        if view.dot is not None and view.dot != self.dot:
            self.scene.perform(Act(Action.FOLLOW, t + 0.2, vigour=view.dot))
        self.dot = view.dot
        prompt = (view.attempt, view.action_index, view.action)
        moving = view.action not in (None, Action.FOLLOW)
        if moving and not view.action_done and prompt != self.asked:
            self.asked = prompt
            self.scene.perform(Act(view.action, t + 0.5))
