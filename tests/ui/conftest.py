"""A window to look into, and a visit to show in it."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.card.reading import Side
from kiosk.decision.flow import Event, State
from kiosk.pipeline.view import VisitView
from kiosk.ui.gallery import NOW
from kiosk.ui.invented import INVENTED, reading
from kiosk.ui.layout import settle
from kiosk.ui.screens.field import Editor
from kiosk.ui.text import Text
from kiosk.ui.window import KioskWindow


class Desk:
    """A window, what it sent, and the time it believes in."""

    def __init__(self, qtbot, size=(1280, 720), **options):
        self.sent, self.touches = [], []
        self.now = NOW
        self.window = KioskWindow(self._take, clock=lambda: self.now, **options)
        qtbot.addWidget(self.window)
        self.window.resize(*size)
        self.window.show()
        qtbot.waitExposed(self.window)

    def _take(self, command):
        """Touches come with everything that is done; they are kept apart."""
        (self.touches if command.event is Event.TOUCHED else self.sent).append(command)

    def show(self, state, visit="first", **more):
        """Show a snapshot and let everything take its place."""
        self.window.show_view(VisitView(visit=visit, state=state, profile="hotel", **more))
        settle(self.window)

    def show_review(self, visit="first"):
        front, back = reading(Side.FRONT, INVENTED), reading(Side.BACK, INVENTED)
        self.show(State.REVIEW, visit, front=front, back=back)

    def texts(self):
        """What can be read on the screen, in no order."""
        return [text for widget in self.all(QWidget) if (text := said(widget))]

    def all(self, kind):
        """The visible widgets of a kind."""
        return [child for child in self.window.findChildren(kind) if child.isVisible()]

    def button(self, text):
        """The button that says so."""
        (found,) = [button for button in self.all(QAbstractButton) if button.text().replace("&&", "&") == text]
        return found


def said(widget):
    """The text that a widget itself shows."""
    if isinstance(widget, Text | QAbstractButton):
        return widget.text()
    return widget.toPlainText() if isinstance(widget, Editor) else ""


@pytest.fixture
def desk(qtbot):
    return Desk(qtbot)


@pytest.fixture
def make_desk(qtbot):
    """More windows, with options of their own."""
    return lambda **options: Desk(qtbot, **options)
