"""Paused: the kiosk is starting, or lacks a device; what is wrong, what to do, and that it resumes by itself."""

from kiosk.pipeline.view import VisitView
from kiosk.ui.glyphs import outcomes
from kiosk.ui.layout import Group, arrange, column, row
from kiosk.ui.picture import Drawing
from kiosk.ui.screens.screen import Screen
from kiosk.ui.text import CENTRE, Text
from kiosk.ui.theme import Colour, Metrics, Type
from kiosk.ui.wording import Wording

STARTING = "starting"
"""The `fault` of a kiosk that is loading; nothing is wrong."""


class Paused(Screen):
    def __init__(self) -> None:
        super().__init__()
        self._drawing = Drawing(outcomes.waiting, (200, 200), moving=True)
        self._picture = Group(row(1, self._drawing, 1))
        self._title = Text(Type.TITLE, align=CENTRE)
        self._remedy = Text(Type.LEAD, align=CENTRE)
        self._resume = Text(Type.BODY, Colour.MUTED, CENTRE)
        self._code = Text(Type.LABEL, Colour.MUTED, CENTRE)

    def show_view(self, view: VisitView, words: Wording, now: float) -> None:
        starting = view.fault == STARTING
        fault = view.fault or "other"
        self._drawing.set_glyph(outcomes.waiting if starting else outcomes.unplugged)
        self._title.set_text(words("paused.starting") if starting else words.fault(fault))
        self._remedy.set_text(words("paused.starting.text") if starting else words.remedy(fault))
        self._resume.set_text("" if starting else words("paused.resume" if view.visit else "paused.soon"))
        self._code.set_text(words("paused.code", code=view.fault) if view.fault and not starting else "")

    def arrange(self, metrics: Metrics) -> None:
        middle = column(2, self._picture, self._title, self._remedy, self._resume, 2, self._code, 1, gap=36)
        arrange(self, row(middle) if metrics.portrait else row(1, (middle, 5), 1))
