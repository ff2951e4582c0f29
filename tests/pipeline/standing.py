"""Somebody who stands before a terminal that knows their card already: visits that begin with the face, the real parts
from there on, by a clock turned by hand."""

from dataclasses import replace

from kiosk.decision.flow import Event, State
from kiosk.devices.simulated import SimulatedCamera
from kiosk.pipeline.view import Command
from kiosk.simulation.acting import Act
from kiosk.simulation.card_portrait import card_portrait
from kiosk.simulation.face_scene import FaceScene, LivePerson
from tests.decision.samples import FRONT

FPS = 12.0
SIZE = (960, 540)


class Standing:
    """`stand` makes a visit of somebody with the card of `holder`; `camera` may be another than a real one."""

    def __init__(self, new_stage, tools, holder, camera=SimulatedCamera, **profile):
        self.scene = FaceScene(LivePerson(holder, 1), SIZE, seed=1)
        self.began = 0.0
        self.camera = camera(lambda t: self.scene.at(max(t - self.began, 0.0)), FPS, lambda: self.stage.clock.now)
        steps = (State.CARD_FRONT, State.FACE)
        venue = tools.profile.model_copy(update={"steps": steps, **profile})
        self.stage = new_stage(replace(tools, profile=venue))
        self.visit, self.clock = self.stage.visit, self.stage.clock
        self.holder = holder

    def play(self, until=lambda view: view.verdict is not None, seconds=40.0):
        """Film from the welcome on, or from where it stands; the last view."""
        if self.visit.view.state is State.WELCOME:
            self.camera.open()
            self.visit.on_command(Command(Event.START, "", "zh"), self.clock.now)
            self.visit._keep(replace(FRONT, portrait=card_portrait(self.holder)), self.clock.now)
            self.began, self.asked = self.clock.now, None
        end = self.clock.now + seconds
        while self.clock.now < end and not until(self.visit.view):
            self.visit.on_frame(self.camera.read())
            self.visit.tick(self.clock.now)
            self._answer(self.visit.view, self.clock.now - self.began)
            self.clock.now += 1 / FPS
        return self.visit.view

    def _answer(self, view, t):
        self.scene.shine(view.light, t)
        prompt = (view.attempt, view.action_index, view.action)
        if view.action is not None and not view.action_done and prompt != self.asked:
            self.asked = prompt
            self.scene.perform(Act(view.action, t + 0.5))
