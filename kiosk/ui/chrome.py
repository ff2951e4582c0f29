"""What surrounds every screen: the title, progress through the visit, the languages, and the ways out."""

from collections.abc import Collection

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from kiosk.decision.flow import STEPS, TRANSITIONS, Event, State
from kiosk.decision.outcome import Outcome
from kiosk.pipeline.view import VisitView
from kiosk.ui.buttons import CarefulButton, Choice
from kiosk.ui.glyphs.drawing import box, pen
from kiosk.ui.layout import row, space
from kiosk.ui.text import CENTRE, Text
from kiosk.ui.theme import BASE, Colour, Metrics, Type
from kiosk.ui.wording import LANGUAGES, Wording

STAGES: tuple[tuple[str, tuple[State, ...]], ...] = (
    ("step.card", (State.CARD_FRONT, State.CARD_BACK)),
    ("step.check", (State.REVIEW,)),
    ("step.face", (State.FACE, State.DECIDING)),
    ("step.done", (State.RESULT,)),
)
"""The parts of a visit as a visitor sees them."""

ENDS_A_VISIT = frozenset({State.CARD_FRONT, State.CARD_BACK, State.REVIEW, State.FACE, State.DECIDING, State.PAUSED})
"""Where leaving by mistake would cost the visitor what is done so far."""
COUNTED_BELOW_S = 20
"""The time left is shown when it gets short; before that it would only press."""
OWN_COUNTDOWN = frozenset({State.WELCOME, State.DECIDING, State.RESULT, State.STAFF})


class Progress(QWidget):
    """Numbered stages in a line; those done are ticked, the present one is filled."""

    def __init__(self, steps: Collection[State] = STEPS, parent: QWidget | None = None) -> None:
        """`steps` are the profile's; a stage with none of them is left out."""
        super().__init__(parent)
        self._stages = [
            (key, states) for key, states in STAGES if State.RESULT in states or any(state in steps for state in states)
        ]
        self._labels = [""] * len(self._stages)
        self._at = -1
        self._finished = False
        self._metrics = BASE
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_view(self, view: VisitView, words: Wording) -> None:
        labels = [words(key) for key, _ in self._stages]
        at = next((i for i, (_, states) in enumerate(self._stages) if view.state in states), -1)
        finished = view.verdict is not None and view.verdict.outcome is Outcome.APPROVED
        if (labels, at, finished) != (self._labels, self._at, self._finished):
            self._labels, self._at, self._finished = labels, at, finished
            self.setAccessibleName(labels[at] if at >= 0 else "")
            self.updateGeometry()
            self.update()

    def scale(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self.updateGeometry()

    def is_clipped(self) -> bool:
        return self.width() < self.sizeHint().width() - 1

    def sizeHint(self) -> QSize:
        disc, gap, line = self._sizes()
        font = QFontMetricsF(self._metrics.font(Type.LABEL))
        texts = sum(font.horizontalAdvance(label) for label in self._labels)
        count = len(self._labels)
        return QSize(round(texts + count * (disc + gap) + (count - 1) * (line + 2 * gap)) + 2, round(disc * 1.2))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _sizes(self) -> tuple[float, float, float]:
        """Disc, gap, and line between stages, px."""
        return self._metrics.unit * 46, self._metrics.unit * 12, self._metrics.unit * 36

    def paintEvent(self, event: QPaintEvent) -> None:
        disc, gap, line = self._sizes()
        font = self._metrics.font(Type.LABEL)
        widths = [QFontMetricsF(font).horizontalAdvance(label) for label in self._labels]
        count = len(self._labels)
        natural = self.sizeHint().width()
        line += min(max(0.0, self.width() - natural) / max(1, count - 1), self._metrics.unit * 70)
        used = sum(widths) + count * (disc + gap) + (count - 1) * (line + 2 * gap)
        x, middle = max(0.0, (self.width() - used) / 2), self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for i, label in enumerate(self._labels):
            done, present = i < self._at or (self._finished and i == self._at), i == self._at
            spot = QRectF(x, middle - disc / 2, disc, disc)
            self._paint_disc(painter, spot, str(i + 1), done, present)
            x += disc + gap
            painter.setFont(font)
            painter.setPen((Colour.INK if present else Colour.ACCENT if done else Colour.MUTED).qt)
            painter.drawText(
                QRectF(x, 0, widths[i] + 2, self.height()),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                label,
            )
            x += widths[i] + gap
            if i < count - 1:
                painter.setPen(pen((Colour.ACCENT if done else Colour.LINE).qt, max(2.0, self._metrics.unit * 3)))
                painter.drawLine(QPointF(x, middle), QPointF(x + line, middle))
                x += line + gap
        painter.end()

    def _paint_disc(self, painter: QPainter, spot: QRectF, number: str, done: bool, present: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen if done or present else pen(Colour.OUTLINE.qt, self._metrics.unit * 2.5))
        painter.setBrush((Colour.ACCENT if present or done else Colour.CANVAS).qt)
        inset = self._metrics.unit * 1.5
        painter.drawEllipse(spot.adjusted(inset, inset, -inset, -inset))
        if done:
            with box(painter, spot):
                painter.setPen(pen(Colour.WHITE.qt, 9))
                painter.drawPolyline([QPointF(30, 52), QPointF(44, 66), QPointF(71, 37)])
        else:
            painter.setPen((Colour.WHITE if present else Colour.MUTED).qt)
            painter.setFont(self._metrics.font(Type.LABEL))
            painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, number)


class Header(QWidget):
    """Title, progress and languages; progress goes below in portrait."""

    language_chosen = Signal(str)

    def __init__(self, steps: Collection[State] = STEPS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Text(Type.HEADING, Colour.ACCENT, wrap=False)
        self._progress = Progress(steps)
        self._languages = Choice(LANGUAGES)
        self._languages.chosen.connect(self.language_chosen)
        self._wide = row(self._title, 1, self._progress, 1, self._languages, gap=24)
        self._tall = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._tall.setContentsMargins(0, 0, 0, 0)
        self._tall.setProperty("gap", 22)
        self._tall.addLayout(self._wide)
        keep = self._progress.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(keep)

    def show_view(self, view: VisitView, words: Wording) -> None:
        self._title.set_text(words("title"))
        self._languages.set_texts({key: words(f"language.{key}") for key in LANGUAGES}, words.language)
        self._progress.show_view(view, words)
        self._progress.setVisible(any(view.state in states for _, states in STAGES))

    def scale(self, metrics: Metrics) -> None:
        below = self._tall.indexOf(self._progress) >= 0
        if metrics.portrait and not below:
            self._wide.removeWidget(self._progress)
            self._tall.addWidget(self._progress)
        elif not metrics.portrait and below:
            self._tall.removeWidget(self._progress)
            self._wide.insertWidget(2, self._progress)
        space(self._tall, metrics)


class Footer(QWidget):
    """Cancel, the time left, and help."""

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cancel = CarefulButton()
        self.help = CarefulButton()
        self._time = Text(Type.BODY, Colour.MUTED, CENTRE, wrap=False)
        self.cancel.confirmed.connect(lambda: self.asked.emit(Event.CANCEL))
        self.help.confirmed.connect(lambda: self.asked.emit(Event.CALL_STAFF))
        layout = row(self.cancel, 1, self._time, 1, self.help, gap=24)
        self.setLayout(layout)

    def show_view(self, view: VisitView, words: Wording, now: float) -> None:
        for button, event, key in (
            (self.cancel, Event.CANCEL, "cancel"),
            (self.help, Event.CALL_STAFF, "call-staff"),
        ):
            button.set_texts(words(key), words(f"{key}.sure"))
            button.careful = bool(view.visit) and view.state in ENDS_A_VISIT
            button.setVisible((view.state, event) in TRANSITIONS and not self._is_idle(view, event))
        left = seconds_left(view, now)
        counted = left is not None and left <= COUNTED_BELOW_S and view.state not in OWN_COUNTDOWN
        self._time.set_text(words("time-left", seconds=left) if counted else "")

    def relax(self) -> None:
        self.cancel.relax()
        self.help.relax()

    def scale(self, metrics: Metrics) -> None:
        space(self.layout(), metrics)

    @staticmethod
    def _is_idle(view: VisitView, event: Event) -> bool:
        """Whether there is nothing to cancel, or the screen itself has a button for it."""
        return event is Event.CANCEL and (not view.visit or view.state in (State.RESULT, State.STAFF))


def seconds_left(view: VisitView, now: float) -> int | None:
    """Whole seconds until the state times out, rounded up; None if it does not."""
    return None if view.deadline is None else max(0, -int(-(view.deadline - now) // 1))
