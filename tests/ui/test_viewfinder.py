"""The live picture lies where the points over it are drawn."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF

from kiosk.card.reading import CardAdvice, Fault, FaultKind
from kiosk.face.observation import FaceAdvice
from kiosk.ui.card_overlay import CardOverlay
from kiosk.ui.face_overlay import FaceOverlay, face_oval
from kiosk.ui.theme import Colour
from kiosk.ui.viewfinder import Viewfinder, aspect_cut

FRAME = (1280, 720)
QUAD = np.array([[400, 200], [880, 220], [860, 520], [390, 500]], np.float32)


@pytest.fixture
def make(qtbot):
    def viewfinder(overlay, *, mirrored=False, size=(600, 500)):
        finder = Viewfinder(overlay, mirrored=mirrored, clock=lambda: 0.0)
        qtbot.addWidget(finder)
        finder.resize(*size)
        finder.show()
        return finder

    return viewfinder


def pixels(widget):
    """What a widget shows, as (height, width, 3) BGR."""
    image = widget.grab().toImage()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return rows[:, : image.width(), :3].astype(int)


def grey(width, height, level=90):
    return np.full((height, width, 3), level, np.uint8)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("size", [(600, 500), (500, 700), (900, 300)])
@pytest.mark.parametrize("preview", [1, 2], ids=["whole", "half"])
def test_a_point_of_the_frame_is_where_it_is_shown(make, mirrored, size, preview):
    finder = make(CardOverlay(), mirrored=mirrored, size=size)
    x, y = 700, 330
    picture = grey(FRAME[0] // preview, FRAME[1] // preview, 0)
    picture[(y - 14) // preview : (y + 14) // preview, (x - 14) // preview : (x + 14) // preview] = (0, 0, 255)
    finder.show_frame(picture)
    shown = pixels(finder)
    rows, columns = np.nonzero((shown[:, :, 2] > 128) & (shown[:, :, 0] < 60))
    spot = finder.to_widget(x, y, FRAME)
    assert abs(columns.mean() - spot.x()) < 2.5
    assert abs(rows.mean() - spot.y()) < 2.5


def test_faces_are_mirrored(make):
    picture = grey(*FRAME, 0)
    picture[:, : FRAME[0] // 2] = (0, 0, 255)
    for mirrored, red_half in ((False, 0), (True, 1)):
        finder = make(CardOverlay(), mirrored=mirrored)
        finder.show_frame(picture)
        red = pixels(finder)[40, :, 2].reshape(2, -1).mean(axis=1)
        assert int(red.argmax()) == red_half


def test_a_picture_is_neither_kept_nor_changed(make):
    finder = make(CardOverlay(), mirrored=True)
    picture = np.random.default_rng(1).integers(0, 255, (72, 128, 3), np.uint8)
    given = picture.copy()
    finder.show_frame(given)
    assert (given == picture).all()
    before = pixels(finder)
    given[:] = 0
    assert (pixels(finder) == before).all()


def close_to(shown, colour, distance=90):
    wanted = np.array([colour.qt.blue(), colour.qt.green(), colour.qt.red()])
    return np.abs(shown - wanted).sum(axis=2) < distance


@pytest.mark.parametrize(
    ("advice", "colour"), [(CardAdvice.HOLD_STILL, Colour.SCENE_GOOD), (CardAdvice.CLOSER, Colour.SCENE_WAIT)]
)
def test_the_card_is_outlined(make, advice, colour):
    overlay = CardOverlay()
    finder = make(overlay)
    finder.show_frame(grey(*FRAME))
    assert not close_to(pixels(finder), colour).any()
    overlay.show(QUAD, FRAME, advice, 0.0)
    outline = close_to(pixels(finder), colour)
    for start, end in zip(QUAD, np.roll(QUAD, -1, axis=0), strict=True):
        middle = finder.to_widget(*((start + end) / 2), FRAME)
        near = outline[round(middle.y()) - 5 : round(middle.y()) + 6, round(middle.x()) - 5 : round(middle.x()) + 6]
        assert near.any()
    assert not outline[:60, :60].any()


def near(shown, spot, reach=6):
    """Whether any pixel around a point of the widget is set."""
    x, y = round(spot.x()), round(spot.y())
    return shown[max(y - reach, 0) : y + reach + 1, max(x - reach, 0) : x + reach + 1].any()


PATCH = np.array([[560, 330], [680, 330], [680, 390], [560, 390]], np.float32)


@pytest.mark.parametrize("kind", [FaultKind.GLARE, FaultKind.COVERED, FaultKind.ANOTHER_CARD])
def test_what_is_wrong_is_marked_where_it_is(make, kind):
    overlay = CardOverlay()
    finder = make(overlay)
    finder.show_frame(grey(*FRAME))
    overlay.show(QUAD, FRAME, CardAdvice.GLARE, 0.0)
    plain = close_to(pixels(finder), Colour.SCENE_WAIT)
    overlay.show(QUAD, FRAME, CardAdvice.GLARE, 0.0, (Fault(kind, PATCH),))
    shown = pixels(finder)
    marked = close_to(shown, Colour.SCENE_WAIT) & ~plain
    rows, columns = np.nonzero(marked)
    middle = finder.to_widget(620, 360, FRAME)
    assert abs(columns.mean() - middle.x()) < 6 and abs(rows.mean() - middle.y()) < 6
    inside = shown[round(middle.y()), round(middle.x())]
    shaded = inside[0] < inside[2] - 40  # amber has little blue
    assert shaded == (kind is FaultKind.COVERED)


@pytest.mark.parametrize(("edge", "size"), [("right", (600, 500)), ("right", (900, 300)), ("bottom", (600, 500))])
def test_where_the_card_leaves_the_picture_the_edge_of_what_is_seen_is_marked(make, edge, size):
    shift = (640, 60) if edge == "right" else (0, 420)
    quad = QUAD + np.array(shift, np.float32)
    line = np.array([[1280, 260], [1280, 570]] if edge == "right" else [[400, 720], [870, 720]], np.float32)
    overlay = CardOverlay()
    finder = make(overlay, size=size)
    finder.show_frame(grey(*FRAME))
    overlay.show(quad, FRAME, CardAdvice.CUT_OFF, 0.0, (Fault(FaultKind.CUT_OFF, line),))
    marked = close_to(pixels(finder), Colour.SCENE_WAIT)
    card = finder.to_widget(*quad.mean(axis=0), FRAME)
    height, width = marked.shape
    spot = QPointF(width - 6, card.y()) if edge == "right" else QPointF(card.x(), height - 6)
    assert near(marked, spot)


def test_the_outline_follows_without_a_swirl_and_fades(make):
    now = [0.0]
    overlay = CardOverlay()
    finder = make(overlay)
    finder._clock = lambda: now[0]
    finder.show_frame(grey(*FRAME))
    overlay.show(QUAD, FRAME, CardAdvice.CLOSER, now[0])
    upright = pixels(finder)
    now[0] = 0.03
    overlay.show(np.roll(QUAD, 2, axis=0), FRAME, CardAdvice.CLOSER, now[0])
    assert np.abs(pixels(finder) - upright).max() <= 2
    overlay.show(None, FRAME, CardAdvice.NONE_SEEN, now[0])
    now[0] = 2.0
    assert not close_to(pixels(finder), Colour.SCENE_WAIT).any()
    assert overlay.is_empty()


def test_all_but_the_oval_is_pale(make):
    finder = make(FaceOverlay(), mirrored=True)
    finder.show_frame(grey(*FRAME))
    shown = pixels(finder)
    oval = face_oval(QRectF(finder.rect()))
    inside = shown[round(oval.center().y()), round(oval.center().x())]
    assert (np.abs(inside - 90) <= 2).all()
    assert (shown[250, 30] > 150).all()


def test_the_ring_has_a_part_for_each_action(make):
    overlay = FaceOverlay()
    finder = make(overlay, mirrored=True)
    finder.show_frame(grey(*FRAME))
    greens = []
    for index, done in ((1, False), (1, True), (2, True)):
        overlay.show(FaceAdvice.GOOD, index, 2, done)
        greens.append(int(close_to(pixels(finder), Colour.GOOD, 24).sum()))
    assert greens[0] == 0
    assert 1.8 * greens[1] < greens[2] < 2.2 * greens[1]


def test_clearing_drops_picture_and_overlay(make):
    overlay = CardOverlay()
    finder = make(overlay)
    finder.show_frame(grey(*FRAME, 200))
    overlay.show(QUAD, FRAME, CardAdvice.CLOSER, 0.0)
    assert not finder.is_empty()
    finder.clear()
    assert finder.is_empty()
    assert np.abs(pixels(finder)[250, 300] - pixels(make(CardOverlay()))[250, 300]).max() == 0


@pytest.mark.parametrize("aspect", [0.3, 1.0, 16 / 9, 5.0])
def test_the_cut_has_the_aspect_and_is_the_middle(aspect):
    height, width = 72, 128
    picture = np.arange(height * width).reshape(height, width, 1).repeat(3, axis=2)
    cut = aspect_cut(picture, aspect)
    assert cut.shape[1] / cut.shape[0] == pytest.approx(aspect, rel=0.05)
    assert cut.shape[0] == height or cut.shape[1] == width
    assert cut[cut.shape[0] // 2, cut.shape[1] // 2, 0] == pytest.approx(picture[36, 64, 0], abs=130)


def test_a_widget_without_room_takes_no_picture(make):
    finder = make(CardOverlay(), size=(1, 1))
    assert finder.width() == 1
    finder.show_frame(grey(*FRAME))
    assert finder.is_empty()
