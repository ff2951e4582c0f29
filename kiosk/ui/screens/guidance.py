"""The words beside the live picture: what this step is, the one thing to do now, and why it is being repeated."""

import math

from PySide6.QtWidgets import QWidget

from kiosk.pipeline.view import VisitView
from kiosk.ui.layout import column, space
from kiosk.ui.text import CENTRE, LEFT, Text, line_height
from kiosk.ui.theme import Colour, Metrics, Type
from kiosk.ui.wording import Wording

GAP = 14
HOLD_S = 0.6
"""How long an instruction stays at least: advice may change with every frame."""


class Guidance(QWidget):
    """One instruction at a time, in large type. Its height is that of the longest, so nothing round it ever moves."""

    def __init__(self) -> None:
        super().__init__()
        self._step = Text(Type.HEADING, Colour.ACCENT)
        self._instruction = Text(Type.PROMPT)
        self._tip = Text(Type.BODY, Colour.MUTED)
        self._notice = Text(Type.BODY, Colour.DOUBT)
        self._texts = (self._step, self._instruction, self._tip, self._notice)
        self._since = -math.inf
        self.setLayout(column(*self._texts, 1, gap=GAP))

    def show_words(self, step: str, instruction: str, view: VisitView, words: Wording, now: float) -> None:
        """`step` says where the visitor is, `instruction` what to do; the latter never changes faster than it is read:
        one that comes too soon is shown at the next call, if it still holds."""
        if step != self._step.text() or now - self._since >= HOLD_S:
            if instruction != self._instruction.text():
                self._since = now
            self._instruction.set_text(instruction)
        self._step.set_text(step)
        again = words.notice(view.notice) if view.notice else words("attempt", number=view.attempt)
        self._notice.set_text(again if view.notice or view.attempt > 1 else "")
        self._tip.setVisible(not self._notice.text())
        self._notice.setVisible(bool(self._notice.text()))

    def set_tip(self, tip: str) -> None:
        """What else is good to know, until there is a step to repeat: then only why."""
        self._tip.set_text(tip)

    def wipe(self) -> None:
        for text in self._texts:
            text.set_text("")
        self._since = -math.inf

    def arrange(self, portrait: bool) -> None:
        for text in self._texts:
            text.set_align(CENTRE if portrait else LEFT)

    def scale(self, metrics: Metrics) -> None:
        space(self.layout(), metrics)
        lines = ((Type.HEADING, 1), (Type.PROMPT, 2), (Type.BODY, 3))
        heights = sum(line_height(type_, metrics) * count for type_, count in lines)
        self.setFixedHeight(math.ceil(heights) + 2 * metrics.px(GAP) + 4)
