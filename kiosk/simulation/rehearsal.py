"""One invented visitor after another in front of the simulated camera."""

from collections.abc import Callable

from kiosk.devices.frame import Image
from kiosk.pipeline.view import Command, VisitView
from kiosk.simulation.visitor import Visitor


class Rehearsal:
    """Stands between the terminal and whichever visitor is on: `at` is the camera's scene, `follow` takes every
    snapshot, `answers` says what the visitor touches. `enter` brings in somebody else."""

    def __init__(self, first: Callable[[], Visitor], following: Callable[[], Visitor] | None = None) -> None:
        """`first` makes the first visitor, when the camera first looks; `following`, if given, the next whenever a
        visit has ended."""
        self._first, self._following = first, following
        self._visitor: Visitor | None = None
        self._visit = ""

    def enter(self, visitor: Visitor) -> None:
        self._visitor = visitor

    def at(self, t: float) -> Image:
        if self._visitor is None:
            self._visitor = self._first()
        return self._visitor.at(t)

    def follow(self, view: VisitView) -> None:
        if self._visit and not view.visit and self._following is not None:
            self._visitor = self._following()
        self._visit = view.visit
        if self._visitor is not None:
            self._visitor.follow(view)

    def answers(self, view: VisitView) -> Command | None:
        return None if self._visitor is None else self._visitor.answers(view)
