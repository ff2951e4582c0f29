"""Welcome: what will happen, what is captured, where it stays and for how long; then the visitor agrees."""

from PySide6.QtWidgets import QBoxLayout, QWidget

from kiosk.decision.flow import Event
from kiosk.pipeline.view import VisitView
from kiosk.ui.buttons import Button, Kind
from kiosk.ui.glyphs import consent
from kiosk.ui.layout import Group, Surface, arrange, column, row
from kiosk.ui.picture import Drawing
from kiosk.ui.screens.screen import Screen
from kiosk.ui.text import Text
from kiosk.ui.theme import Colour, Metrics, Type
from kiosk.ui.wording import Wording

PROMISES = (("what", consent.captured), ("where", consent.here), ("long", consent.clock))


class Welcome(Screen):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Text(Type.DISPLAY)
        self._lead = Text(Type.LEAD, Colour.MUTED)
        self._start = Button(Kind.PRIMARY)
        self._start.clicked.connect(lambda: self.ask(Event.START))
        self._else = Text(Type.BODY, Colour.MUTED)
        self._promises: list[tuple[str, Text, Text]] = []
        rows: list[QBoxLayout] = []
        for key, glyph in PROMISES:
            heading, text = Text(Type.HEADING), Text(Type.BODY, Colour.MUTED)
            self._promises.append((key, heading, text))
            rows.append(row(column(Drawing(glyph, (84, 84)), 1), (column(heading, text, gap=6), 1), gap=30))
        self._hero = Group(row(Drawing(consent.hero, (400, 200)), 1))
        self._consent = Surface(column(*rows, gap=30), pad=(48, 38))
        self._words = Group(column(self._title, self._lead, gap=24))
        self._action = Group(column(self._start, self._else, gap=24))

    def show_view(self, view: VisitView, words: Wording, now: float) -> None:
        self._title.set_text(words("state.welcome"))
        self._lead.set_text(words("welcome.lead"))
        self._start.set_text(words("welcome.start"))
        self._else.set_text(words("welcome.else"))
        for key, heading, text in self._promises:
            heading.set_text(words(f"welcome.{key}"))
            text.set_text(words(f"welcome.{key}.text"))

    def arrange(self, metrics: Metrics) -> None:
        if metrics.portrait:
            layout = column(3, self._hero, 1, self._words, 2, self._consent, 2, self._action, 1)
        else:
            left = column(1, self._hero, self._words, self._action, 1, gap=52)
            layout = row((left, 10), (column(1, self._consent, 1), 12), gap=72)
        self._hero.setVisible(metrics.portrait or metrics.roomy)
        arrange(self, layout)
