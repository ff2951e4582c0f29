"""Staff: the visit is over and a person helps; back to the start when they are done."""

from kiosk.decision.flow import Event
from kiosk.pipeline.view import VisitView
from kiosk.ui.buttons import Button, Kind
from kiosk.ui.chrome import seconds_left
from kiosk.ui.glyphs import outcomes
from kiosk.ui.layout import Group, arrange, column, row
from kiosk.ui.picture import Drawing
from kiosk.ui.screens.screen import Screen
from kiosk.ui.text import CENTRE, Text
from kiosk.ui.theme import Colour, Metrics, Type
from kiosk.ui.wording import Wording


class Staff(Screen):
    def __init__(self) -> None:
        super().__init__()
        self._picture = Group(row(1, Drawing(outcomes.staff, (150, 150)), 1))
        self._title = Text(Type.TITLE, align=CENTRE)
        self._why = Text(Type.LEAD, Colour.DOUBT, CENTRE)
        self._remedy = Text(Type.BODY, Colour.DOUBT, CENTRE)
        self._text = Text(Type.LEAD, Colour.MUTED, CENTRE)
        self._restart = Button(Kind.SECONDARY)
        self._restart.clicked.connect(lambda: self.ask(Event.RESET))
        self._reset = Text(Type.BODY, Colour.MUTED, CENTRE)

    def show_view(self, view: VisitView, words: Wording, now: float) -> None:
        self._title.set_text(words("state.staff"))
        why = words.fault(view.fault) if view.fault else words.notice(view.notice) if view.notice else ""
        self._why.set_text(why)
        self._why.setVisible(bool(why))
        self._remedy.set_text(words.remedy(view.fault) if view.fault else "")
        self._remedy.setVisible(view.fault is not None)
        self._text.set_text(words("staff.text"))
        self._restart.set_text(words("staff.restart"))
        left = seconds_left(view, now)
        self._reset.set_text("" if left is None else words("staff.reset", seconds=left))

    def arrange(self, metrics: Metrics) -> None:
        button = row(1, (self._restart, 2), 1)
        texts = (self._title, self._why, self._remedy, self._text)
        middle = column(3, self._picture, *texts, 1, button, self._reset, 2, gap=30)
        arrange(self, row(middle) if metrics.portrait else row(1, (middle, 5), 1))
