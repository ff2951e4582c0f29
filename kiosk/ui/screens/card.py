"""Card front and card back: the live picture, one instruction, and a drawing of what to do."""

from kiosk.card.reading import CARD_MM, CardAdvice, Side
from kiosk.devices.frame import Image
from kiosk.pipeline.view import VisitView
from kiosk.ui.card_overlay import CardOverlay
from kiosk.ui.glyphs import cards
from kiosk.ui.glyphs.drawing import Glyph
from kiosk.ui.layout import Group, Surface, arrange, column, row
from kiosk.ui.picture import Drawing, Still
from kiosk.ui.screens.guidance import Guidance
from kiosk.ui.screens.screen import Screen
from kiosk.ui.text import Text
from kiosk.ui.theme import Colour, Metrics, Type
from kiosk.ui.viewfinder import Viewfinder
from kiosk.ui.wording import Wording


class CardScreen(Screen):
    """One side of the card. The back shows that the front is done."""

    def __init__(self, side: Side) -> None:
        super().__init__()
        self._side = side
        self._overlay = CardOverlay()
        self._viewfinder = Viewfinder(self._overlay, mirrored=False)
        self._guidance = Guidance()
        self._drawing = Drawing(self._drawing_of(None), (360, 250), moving=True)
        self._drawing_box = Group(row(self._drawing))
        self._front = Still(CARD_MM[0] / CARD_MM[1], radius=8, height=76)
        self._front_done = Text(Type.BODY, Colour.GOOD, wrap=False)
        self._done = Surface(row(self._front, self._front_done, gap=24), Colour.GOOD_SOFT, None, (20, 14), radius=20)
        self._done_box = Group(row(self._done))
        keep = self._done.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._done.setSizePolicy(keep)
        self._done.setVisible(False)

    def show_view(self, view: VisitView, words: Wording, now: float) -> None:
        advice = view.card_advice
        self._overlay.show(view.quad, view.frame_size, advice, now, view.faults)
        goal = words(f"card.{self._side}")
        self._guidance.show_words(
            words(f"state.card-{self._side}"), self._instruction(advice, words, goal), view, words, now
        )
        self._guidance.set_tip(words("card.tip"))
        self._drawing.set_glyph(self._drawing_of(advice))
        front = view.front if self._side is Side.BACK else None
        self._done.setVisible(front is not None)
        self._front.set_picture(front.card if front else None)
        self._front_done.set_text(words("card.front.done") if front else "")

    def show_frame(self, picture: Image) -> None:
        self._viewfinder.show_frame(picture)

    def wipe(self) -> None:
        self._viewfinder.clear()
        self._front.clear()
        self._front_done.set_text("")
        self._done.setVisible(False)
        self._guidance.wipe()

    def arrange(self, metrics: Metrics) -> None:
        middle = metrics.portrait
        self._guidance.arrange(middle)
        arrange(self._drawing_box, row(1, self._drawing, 1) if middle else row(self._drawing, 1))
        arrange(self._done_box, row(1, self._done, 1) if middle else row(self._done, 1))
        if middle:
            layout = column((self._viewfinder, 1), self._drawing_box, self._guidance, self._done_box, gap=22)
        else:
            side = column(1, self._drawing_box, self._guidance, self._done_box, 1, gap=26)
            layout = row((self._viewfinder, 15), (side, 10), gap=56)
        arrange(self, layout)

    def _instruction(self, advice: CardAdvice | None, words: Wording, goal: str) -> str:
        return goal if advice in (None, CardAdvice.NONE_SEEN) else words(advice)

    def _drawing_of(self, advice: CardAdvice | None) -> Glyph:
        front = self._side is Side.FRONT
        if advice is CardAdvice.TURN_OVER:
            return cards.turn_to_front if front else cards.turn_over
        return cards.place_front if front else cards.place_back
