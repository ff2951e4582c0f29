"""Every screen as a picture, from invented snapshots: to look at, and to find text that does not fit."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from kiosk.card.reading import CardAdvice, Fault, FaultKind, Kind, Side
from kiosk.decision.flow import State
from kiosk.decision.outcome import Outcome
from kiosk.decision.verdict import Code, Reason, Verdict
from kiosk.devices.frame import Image
from kiosk.face.light.sequence import GREEN, ORANGE
from kiosk.face.observation import Action, FaceAdvice
from kiosk.pipeline.view import Preview, VisitView
from kiosk.ui.invented import FRAME, INVENTED, LONG, card_scene, face_scene, reading
from kiosk.ui.keyboard.choices import Choices
from kiosk.ui.keyboard.sounds import sounds
from kiosk.ui.layout import settle
from kiosk.ui.picture import Drawing, Still
from kiosk.ui.screens.editor import Editor
from kiosk.ui.screens.review import Review
from kiosk.ui.window import KioskWindow
from kiosk.ui.wording import LANGUAGES, USUAL, Language
from kiosk.ui.wording_venue import Venue

SIZES = {"portrait": QSize(1080, 1920), "landscape": QSize(1920, 1080)}
SMALL_SIZES = {"1280x720": QSize(1280, 720), "1024x768": QSize(1024, 768)}
NOW = 1000.0
VISIT = "sample"
IDLE = VisitView(visit="", state=State.WELCOME, profile="")


def _spoiled(kind: FaultKind, quad: NDArray[np.float32], place: tuple[float, float, float, float]) -> Fault:
    """A rectangle of the card, in shares of it, as a fault of the picture."""
    x0, y0, x1, y1 = place
    across, down = quad[1] - quad[0], quad[3] - quad[0]
    corners = [quad[0] + x * across + y * down for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]
    return Fault(kind, np.array(corners, np.float32))


class Sample(NamedTuple):
    """A snapshot and, for screens that show one, a picture; `act` is what a visitor does then."""

    name: str
    view: VisitView
    picture: Image | None = None
    act: Callable[[KioskWindow], None] | None = None


def samples() -> list[Sample]:
    """Every screen, and its variants that look different. Needs a QApplication."""
    desk, quad = card_scene(Side.FRONT)
    desk_back, _ = card_scene(Side.BACK)
    face = face_scene()
    front, back = reading(Side.FRONT, INVENTED), reading(Side.BACK, INVENTED)
    doubtful = reading(Side.FRONT, {**LONG, "Nation": ""}, confidence=0.5)

    unsure = {"Name": (1, 3), "IdNum": (16,), "Address": (4, 9), "Nation": (0,)}
    latin = {**INVENTED, "Name": "SAMPLE, NOBODY AT ALL"}

    foreign = replace(reading(Side.FRONT, {**latin, "Nation": "", "Address": ""}), kind=Kind.FOREIGN_PR_2017)

    def view(state: State, **more: Any) -> VisitView:
        return VisitView(visit=VISIT, state=state, profile="hotel", deadline=NOW + 14, frame_size=FRAME, **more)

    def verdict(outcome: Outcome, *codes: Code) -> Verdict:
        return Verdict(outcome, tuple(Reason(code, outcome) for code in codes))

    marked = view(State.REVIEW, front=reading(Side.FRONT, INVENTED, unsure=unsure), back=back)
    long_front = reading(Side.FRONT, LONG, unsure={**unsure, "Address": (5, 17, 45)})
    long = view(State.REVIEW, front=long_front, back=reading(Side.BACK, LONG, unsure={"Authority": (8,)}))
    asking: dict[str, Any] = {"face_advice": FaceAdvice.GOOD, "action_count": 2}
    return [
        Sample("starting", VisitView(visit="", state=State.PAUSED, profile="hotel", fault="starting")),
        Sample("welcome", VisitView(visit="", state=State.WELCOME, profile="hotel")),
        Sample("card-front", view(State.CARD_FRONT, card_advice=CardAdvice.NONE_SEEN), desk),
        Sample("card-front-hold", view(State.CARD_FRONT, card_advice=CardAdvice.HOLD_STILL, quad=quad), desk),
        Sample(
            "card-front-again",
            view(
                State.CARD_FRONT,
                card_advice=CardAdvice.GLARE,
                quad=quad,
                faults=(_spoiled(FaultKind.GLARE, quad, (0.5, 0.5, 0.62, 0.68)),),
                attempt=2,
                notice="card-failed",
            ),
            desk,
        ),
        Sample(
            "card-front-waiting",
            view(State.CARD_FRONT, card_advice=CardAdvice.NONE_SEEN, attempt=2, notice="step-timeout"),
            desk,
        ),
        Sample(
            "card-front-covered",
            view(
                State.CARD_FRONT,
                card_advice=CardAdvice.COVERED,
                quad=quad,
                faults=(_spoiled(FaultKind.COVERED, quad, (0.34, 0.8, 0.62, 0.92)),),
            ),
            desk,
        ),
        Sample("card-front-copy", view(State.CARD_FRONT, card_advice=CardAdvice.COPY, quad=quad), desk),
        Sample("card-back", view(State.CARD_BACK, card_advice=CardAdvice.TURN_OVER, front=front), desk_back),
        Sample("review", view(State.REVIEW, front=front, back=back)),
        Sample("review-long", view(State.REVIEW, front=doubtful, back=reading(Side.BACK, LONG))),
        Sample("review-marked", marked),
        Sample("review-long-marked", long),
        Sample("review-name", marked, act=typing("Name", "")),
        Sample("review-name-typing", marked, act=typing("Name", "ouyang")),
        Sample("review-name-latin", view(State.REVIEW, front=reading(Side.FRONT, latin)), act=typing("Name", "")),
        Sample("review-foreign", view(State.REVIEW, front=foreign, back=replace(back, kind=foreign.kind))),
        Sample("review-address", marked, act=typing("Address", "")),
        Sample("review-address-typing", long, act=typing("Address", "yi")),
        Sample("review-address-more", long, act=typing("Address", "yi", spread=True)),
        Sample("face", view(State.FACE, face_advice=FaceAdvice.CENTRE), face),
        Sample("face-waiting", view(State.FACE, face_advice=FaceAdvice.CLOSER, light_ahead=True), face),
        Sample("face-light", view(State.FACE, light=ORANGE, light_ahead=True, **asking), face),
        Sample("face-light-green", view(State.FACE, light=GREEN, light_ahead=True, **asking), face),
        Sample(
            "face-light-turn", view(State.FACE, light=GREEN, action=Action.TURN_LEFT, action_index=1, **asking), face
        ),
        Sample("face-again", view(State.FACE, face_advice=FaceAdvice.COVERED, attempt=2, notice="face-retry"), face),
        Sample("face-turn", view(State.FACE, action=Action.TURN_LEFT, action_index=1, **asking), face),
        Sample("face-mouth", view(State.FACE, action=Action.OPEN_MOUTH, action_index=2, **asking), face),
        Sample("face-follow", view(State.FACE, action=Action.FOLLOW, action_index=2, dot=1.0, **asking), face),
        Sample("face-done", view(State.FACE, action=Action.NOD, action_index=2, action_done=True, **asking), face),
        Sample("deciding", view(State.DECIDING)),
        Sample("approved", view(State.RESULT, verdict=verdict(Outcome.APPROVED))),
        Sample("in-review-kind", view(State.RESULT, verdict=verdict(Outcome.REVIEW, Code.SURFACE_UNEXAMINED))),
        Sample("in-review", view(State.RESULT, verdict=verdict(Outcome.REVIEW, Code.CARD_EXPIRED))),
        Sample(
            "declined",
            view(
                State.RESULT,
                verdict=verdict(Outcome.DECLINED, Code.FACE_MISMATCH, Code.FIELD_CORRECTED, Code.NUMBER_BIRTH),
            ),
        ),
        Sample("paused", view(State.PAUSED, fault="camera-lost")),
        Sample("staff", view(State.STAFF)),
        Sample("staff-fault", view(State.STAFF, fault="journal-full")),
    ]


def render(
    folder: Path, sizes: dict[str, QSize] | None = None, languages: Iterable[Language] = LANGUAGES
) -> list[Path]:
    """Save every sample in every size and language as PNG. Needs a QApplication. Returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for size_name, size in (SIZES if sizes is None else sizes).items():
        for language in languages:
            for sample, window in pages(size, language):
                file = folder / f"{sample.name}-{size_name}-{language}.png"
                window.grab().save(str(file))
                files.append(file)
    return files


def pages(size: QSize, language: Language, venue: Venue = USUAL) -> Iterator[tuple[Sample, KioskWindow]]:
    """A window of `size` showing one sample after another; closed at the end."""
    window = KioskWindow(lambda command: None, language=language, venue=venue, clock=lambda: NOW)
    window.resize(size)
    window.show()
    try:
        for sample in samples():
            window.show_view(IDLE)
            window.show_view(sample.view)
            settle(window)
            if sample.picture is not None:
                window.show_frame(Preview(sample.picture, 0))
            if sample.act is not None:
                sample.act(window)
                settle(window)
            yield sample, window
    finally:
        window.close()
        window.deleteLater()


def misfits(window: KioskWindow) -> list[str]:
    """What is cut off, lies outside its parent, or over something else: a line each; none is as it should be."""
    found = []
    children = [child for child in window.findChildren(QWidget) if child.isVisible()]
    leaves = [child for child in children if hasattr(child, "is_clipped") or isinstance(child, Drawing | Still)]
    for leaf in leaves:
        if hasattr(leaf, "is_clipped") and leaf.is_clipped():
            found.append(f"cut off: {_name(leaf)}")
        parent = leaf.parentWidget()
        while parent is not None and parent is not window.parentWidget():
            corner = leaf.mapTo(parent, leaf.rect().topLeft())
            if not parent.rect().contains(QRect(corner, leaf.size())):
                found.append(f"outside its parent: {_name(leaf)}")
                break
            parent = parent.parentWidget()
    boxes = [(leaf, QRect(leaf.mapTo(window, leaf.rect().topLeft()), leaf.size())) for leaf in leaves]
    for i, (leaf, area) in enumerate(boxes):
        found += [
            f"on top of each other: {_name(leaf)} and {_name(other)}"
            for other, other_area in boxes[i + 1 :]
            if area.intersects(other_area)
        ]
    return found


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName()!r} {widget.width()}×{widget.height()}"


def typing(name: str, letters: str, *, spread: bool = False) -> Callable[[KioskWindow], None]:
    """Touch a field of the review, type, and perhaps ask for more candidates."""

    def act(window: KioskWindow) -> None:
        screen = window.screen_shown
        assert isinstance(screen, Review)
        sounds()  # loaded before, so that the candidates are there at once
        screen.edit(name)
        (editor,) = (editor for editor in screen.findChildren(Editor) if editor.isVisible())
        editor.setFocus()
        for letter in letters:
            editor.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
        if spread:
            for choices in screen.findChildren(Choices):
                choices.set_spread(True)

    return act
