"""Face: an oval to look into, colours round it for a moment, and one prompt at a time with the movement shown."""

from PySide6.QtGui import QResizeEvent

from kiosk.decision.flow import Event
from kiosk.devices.frame import Image
from kiosk.face.observation import Action, FaceAdvice
from kiosk.pipeline.view import VisitView
from kiosk.ui.buttons import Button, Kind
from kiosk.ui.dot import Dot
from kiosk.ui.face_overlay import FaceOverlay
from kiosk.ui.glyphs import heads, outcomes
from kiosk.ui.glyphs.drawing import Glyph
from kiosk.ui.layout import Group, arrange, column, row
from kiosk.ui.picture import Drawing
from kiosk.ui.screens.guidance import Guidance
from kiosk.ui.screens.screen import Screen
from kiosk.ui.theme import Metrics
from kiosk.ui.viewfinder import Viewfinder
from kiosk.ui.wording import Wording

STOPS_AN_ACTION = frozenset(
    {
        FaceAdvice.NO_PICTURE,
        FaceAdvice.FROZEN,
        FaceAdvice.NONE_SEEN,
        FaceAdvice.SEVERAL,
        FaceAdvice.TOO_DARK,
        FaceAdvice.TOO_BRIGHT,
        FaceAdvice.CLOSER,
        FaceAdvice.FARTHER,
        FaceAdvice.CENTRE,
        FaceAdvice.COVERED,
    }
)
"""What has to be mended first. The others come and go with the very movement that is asked for."""


class FaceScreen(Screen):
    def __init__(self) -> None:
        super().__init__()
        self._overlay = FaceOverlay()
        self._viewfinder = Viewfinder(self._overlay, mirrored=True)
        self._guidance = Guidance()
        self._drawing = Drawing(heads.look_straight, (260, 260), moving=True)
        self._drawing_box = Group(row(self._drawing))
        self._choice = Event.NO_LIGHT  # what the button means now
        self._without = Button(Kind.QUIET)
        self._without.clicked.connect(lambda: self.ask(self._choice))
        keep = self._without.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._without.setSizePolicy(keep)
        self._without.hide()
        self._dot = Dot(self)

    def show_view(self, view: VisitView, words: Wording, now: float) -> None:
        self._overlay.show(view.face_advice, view.action_index, view.action_count, view.action_done, view.light)
        step = words("state.face")
        if view.action is not None and view.action_count > 1:
            step = words("face.count", index=view.action_index, count=view.action_count)
        self._guidance.show_words(step, self._instruction(view, words), view, words, now)
        self._guidance.set_tip(words(self._tip(view)))
        asking = view.action is not None and not view.action_done
        self._choice = Event.OTHER_WAY if asking else Event.NO_LIGHT
        self._without.set_text(words("face.other-way" if asking else "face.no-light"))
        self._without.setVisible(asking or view.light_ahead)
        self._dot.show_place(view.dot)
        self._drawing.set_glyph(self._drawing_of(view))

    def show_frame(self, picture: Image) -> None:
        self._viewfinder.show_frame(picture)

    def wipe(self) -> None:
        self._viewfinder.clear()
        self._dot.show_place(None)
        self._guidance.wipe()

    def scale(self, metrics: Metrics) -> None:
        super().scale(metrics)
        self._dot.scale(metrics)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dot.fit()

    def arrange(self, metrics: Metrics) -> None:
        self._guidance.arrange(metrics.portrait)
        # Beside the drawing where there is no height to spare, below the words where there is.
        beside = row(1, self._drawing, 1) if metrics.portrait else row(self._drawing, 1, self._without, gap=26)
        arrange(self._drawing_box, beside)
        if metrics.portrait:
            button = row(1, self._without, 1)
            layout = column((self._viewfinder, 1), self._drawing_box, self._guidance, button, gap=26)
        else:
            side = column(1, self._drawing_box, self._guidance, 1, gap=26)
            layout = row((self._viewfinder, 15), (side, 10), gap=56)
        arrange(self, layout)

    def _tip(self, view: VisitView) -> str:
        if view.action is Action.FOLLOW and not view.action_done:
            return "face.follow.tip"
        return "face.light.tip" if view.light_ahead else "face.tip"

    def _instruction(self, view: VisitView, words: Wording) -> str:
        if view.action is not None and view.face_advice not in STOPS_AN_ACTION:
            return words("face.done") if view.action_done else words.action(view.action)
        if view.light is not None and view.face_advice not in STOPS_AN_ACTION:
            return words("face.light")
        return words(view.face_advice or FaceAdvice.LOOK_STRAIGHT)

    def _drawing_of(self, view: VisitView) -> Glyph:
        if view.action is None or view.face_advice in STOPS_AN_ACTION:
            return heads.look_straight
        return outcomes.tick if view.action_done else heads.ACTIONS[view.action]
