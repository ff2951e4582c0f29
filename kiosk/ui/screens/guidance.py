"""The words beside the live picture: what this step is, the one thing to do now, and why it is being repeated."""

from PySide6.QtWidgets import QWidget

from kiosk.pipeline.view import VisitView
from kiosk.ui.layout import column, space
from kiosk.ui.text import CENTRE, LEFT, Text
from kiosk.ui.theme import Colour, Metrics, Type
from kiosk.ui.wording import Wording


class Guidance(QWidget):
    """One instruction at a time, in large type, in a place that does not move."""

    def __init__(self) -> None:
        super().__init__()
        self._step = Text(Type.HEADING, Colour.ACCENT)
        self._instruction = Text(Type.TITLE, lines=2)
        self._tip = Text(Type.BODY, Colour.MUTED)
        self._notice = Text(Type.BODY, Colour.DOUBT)
        self._texts = (self._step, self._instruction, self._tip, self._notice)
        self.setLayout(column(*self._texts, gap=14))

    def show_words(self, step: str, instruction: str, view: VisitView, words: Wording) -> None:
        self._step.set_text(step)
        self._instruction.set_text(instruction)
        attempt = words("attempt", number=view.attempt) if view.attempt > 1 else ""
        notice = words.notice(view.notice) if view.notice else ""
        self._notice.set_text(" · ".join(part for part in (attempt, notice) if part))

    def set_tip(self, tip: str) -> None:
        """What else is good to know."""
        self._tip.set_text(tip)

    def wipe(self) -> None:
        self._notice.set_text("")

    def arrange(self, portrait: bool) -> None:
        for text in self._texts:
            text.set_align(CENTRE if portrait else LEFT)

    def scale(self, metrics: Metrics) -> None:
        space(self.layout(), metrics)
