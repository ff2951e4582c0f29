"""The sole crossing from the visit's threads into Qt's."""

from collections import deque
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from kiosk.pipeline.view import Preview, VisitView

REMEMBERED_VISITS = 16
"""Snapshots in flight belong to the visits just ended; no queue is longer than this."""


class PreviewSource(Protocol):
    """A newest-only mailbox of pictures."""

    def take(self) -> Preview | None:
        """The newest picture not yet taken, without waiting."""


class Bridge(QObject):
    """Brings snapshots and the news of a picture into the thread it was made in.

    Call `deliver_view` and `notify_frame` from any thread; connect to the signals. Every snapshot arrives, in order,
    except those of a visit that another has followed. Pictures never travel in signals: `frame_ready` only says that
    `preview.take()` is worth calling, and is not repeated before it was.
    """

    view_changed = Signal(object)
    frame_ready = Signal()
    _view_sent = Signal(object)
    _frame_sent = Signal()

    def __init__(self, preview: PreviewSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preview = preview
        self._visit = ""
        self._ended: deque[str] = deque(maxlen=REMEMBERED_VISITS)
        self._outstanding = False
        self._view_sent.connect(self._receive_view, Qt.ConnectionType.QueuedConnection)
        self._frame_sent.connect(self._receive_frame, Qt.ConnectionType.QueuedConnection)

    def deliver_view(self, view: VisitView) -> None:
        """From any thread: this is how the visit stands."""
        self._view_sent.emit(view)

    def notify_frame(self) -> None:
        """From any thread: the mailbox holds a newer picture."""
        # Two threads racing here cost one needless signal, never a lost one: the flag falls before the take.
        if not self._outstanding:
            self._outstanding = True
            self._frame_sent.emit()

    def take(self) -> Preview | None:
        """The newest picture, if there is one that was not taken yet."""
        return self._preview.take()

    @Slot(object)
    def _receive_view(self, view: VisitView) -> None:
        if view.visit in self._ended:
            return
        if view.visit and view.visit != self._visit:  # one without a visit ends none: it may go on
            if self._visit:
                self._ended.append(self._visit)
            self._visit = view.visit
        self.view_changed.emit(view)

    @Slot()
    def _receive_frame(self) -> None:
        self._outstanding = False
        self.frame_ready.emit()
