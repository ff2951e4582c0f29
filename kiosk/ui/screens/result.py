"""Result: the verdict in plain words, why, what to do next, and when the screen clears."""

from kiosk.decision.flow import Event
from kiosk.decision.outcome import Outcome
from kiosk.decision.verdict import Verdict
from kiosk.pipeline.view import VisitView
from kiosk.ui.buttons import Button, Kind
from kiosk.ui.chrome import seconds_left
from kiosk.ui.glyphs import outcomes
from kiosk.ui.layout import Group, Surface, arrange, column, row
from kiosk.ui.picture import Drawing
from kiosk.ui.screens.screen import Screen
from kiosk.ui.text import CENTRE, Text
from kiosk.ui.theme import Colour, Metrics, Type
from kiosk.ui.wording import Wording

LOOKS = {
    Outcome.APPROVED: (outcomes.approved, Colour.GOOD),
    Outcome.REVIEW: (outcomes.review, Colour.DOUBT),
    Outcome.DECLINED: (outcomes.declined, Colour.BAD),
}
MOST_REASONS = 3
"""The worst come first; a visitor is not helped by a list."""


class Result(Screen):
    def __init__(self) -> None:
        super().__init__()
        self._drawing = Drawing(outcomes.approved, (170, 170))
        self._picture = Group(row(1, self._drawing, 1))
        self._title = Text(Type.DISPLAY, align=CENTRE)
        self._text = Text(Type.LEAD, Colour.MUTED, CENTRE)
        self._why = Text(Type.HEADING)
        self._reasons = Text(Type.BODY)
        self._next = Text(Type.HEADING)
        self._next_text = Text(Type.BODY)
        self._because = Group(column(self._why, self._reasons, gap=10))
        self._card = Surface(
            column(self._because, Group(column(self._next, self._next_text, gap=10)), gap=34), pad=(52, 44)
        )
        self._finish = Button(Kind.PRIMARY)
        self._finish.clicked.connect(lambda: self.ask(Event.RESET))
        self._wipe = Text(Type.BODY, Colour.MUTED, CENTRE)
        self._head = Group(column(self._picture, self._title, self._text, gap=26))
        self._foot = Group(column(self._finish, self._wipe, gap=18))

    def show_view(self, view: VisitView, words: Wording, now: float) -> None:
        if view.verdict is None:
            return
        outcome = view.verdict.outcome
        glyph, colour = LOOKS[outcome]
        self._drawing.set_glyph(glyph)
        self._title.set_colour(colour)
        self._title.set_text(words(f"result.{outcome}"))
        self._text.set_text(words(f"result.{outcome}.text"))
        reasons = reasons_in_words(view.verdict, words)
        self._because.setVisible(bool(reasons))
        self._why.set_text(words("result.why") if reasons else "")
        self._reasons.set_text("\n".join(reasons))
        self._next.set_text(words("result.next"))
        self._next_text.set_text(words(f"result.{outcome}.next"))
        self._finish.set_text(words("result.finish"))
        left = seconds_left(view, now)
        self._wipe.set_text("" if left is None else words("result.wipe", seconds=left))

    def wipe(self) -> None:
        for text in (self._title, self._text, self._why, self._reasons, self._next_text):
            text.set_text("")
        self._drawing.set_glyph(outcomes.waiting)

    def arrange(self, metrics: Metrics) -> None:
        if metrics.portrait:
            arrange(self, column(3, self._head, 1, self._card, 2, self._foot, 1, gap=20))
            return
        left = column(1, self._head, self._foot, 1, gap=44)
        arrange(self, row((left, 10), (column(1, self._card, 1), 12), gap=72))


def reasons_in_words(verdict: Verdict, words: Wording) -> list[str]:
    """The worst few reasons, each sentence once."""
    sentences = dict.fromkeys(words.reason(reason.code) for reason in verdict.reasons)
    return list(sentences)[:MOST_REASONS]
