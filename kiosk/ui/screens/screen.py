"""What every screen is: a drawing of the newest snapshot."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.decision.flow import Event
from kiosk.devices.frame import Image
from kiosk.pipeline.view import VisitView
from kiosk.ui.layout import space
from kiosk.ui.theme import Metrics
from kiosk.ui.wording import Wording


class Screen(QWidget):
    """One page. It keeps nothing of a visitor that `wipe` does not drop."""

    asked = Signal(object, object)
    """The visitor's answer: an Event, and the corrected fields by name."""

    _shape: tuple[bool, bool] | None = None

    def show_view(self, view: VisitView, words: Wording, now: float) -> None:
        """Draw this snapshot; called again while time passes and when the language changes."""
        raise NotImplementedError

    def arrange(self, metrics: Metrics) -> None:
        """Lay out for portrait or landscape; called when that changes."""
        raise NotImplementedError

    def show_frame(self, picture: Image) -> None:
        """The newest picture, for screens that show one."""

    def wipe(self) -> None:
        """Drop everything of a visitor."""

    def scale(self, metrics: Metrics) -> None:
        """Fit the window."""
        if (metrics.portrait, metrics.roomy) != self._shape:
            self._shape = (metrics.portrait, metrics.roomy)
            self.arrange(metrics)
        space(self.layout(), metrics)

    def ask(self, event: Event, corrections: dict[str, str] | None = None) -> None:
        """Tell the visit what the visitor wants."""
        self.asked.emit(event, corrections or {})
