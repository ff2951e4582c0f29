"""One invented visitor after another in front of the simulated camera."""

from collections.abc import Callable

from kiosk.devices.frame import Image
from kiosk.pipeline.view import Command, VisitView
from kiosk.simulation.visitor import Visitor


class Rehearsal:
    """Stands between the terminal and whichever visitor is on: `at` is the camera's scene, `follow` takes every
    snapshot, `answers` says what the visitor touches. `enter` brings in somebody else."""

    def __init__(self, visitor: Visitor, following: Callable[[], Visitor] | None = None) -> None:
        """`following`, if given, makes the next visitor whenever a visit has ended."""
        self._visitor = visitor
        self._following = following
        self._visit = ""

    def enter(self, visitor: Visitor) -> None:
        self._visitor = visitor

    def at(self, t: float) -> Image:
        return self._visitor.at(t)

    def follow(self, view: VisitView) -> None:
        if self._visit and not view.visit and self._following is not None:
            self._visitor = self._following()
        self._visit = view.visit
        self._visitor.follow(view)

    def answers(self, view: VisitView) -> Command | None:
        return self._visitor.answers(view)
