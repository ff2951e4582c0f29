"""Deciding: what is happening now, in words."""

from kiosk.pipeline.view import VisitView
from kiosk.ui.glyphs import outcomes
from kiosk.ui.layout import Group, arrange, column, row
from kiosk.ui.picture import Drawing
from kiosk.ui.screens.screen import Screen
from kiosk.ui.text import CENTRE, Text
from kiosk.ui.theme import Colour, Metrics, Type
from kiosk.ui.wording import Wording


class Deciding(Screen):
    def __init__(self) -> None:
        super().__init__()
        self._drawing = Group(row(1, Drawing(outcomes.waiting, (180, 180), moving=True), 1))
        self._title = Text(Type.TITLE, align=CENTRE)
        self._text = Text(Type.LEAD, Colour.MUTED, CENTRE)

    def show_view(self, view: VisitView, words: Wording, now: float) -> None:
        self._title.set_text(words("state.deciding"))
        self._text.set_text(words("deciding.text"))

    def arrange(self, metrics: Metrics) -> None:
        middle = column(2, self._drawing, self._title, self._text, 3, gap=40)
        arrange(self, row(middle) if metrics.portrait else row(1, (middle, 4), 1))
