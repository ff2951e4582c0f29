"""What is typed on the screen ends in the journal as a correction: the real window, visit and journal."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from kiosk.decision.flow import Event, State
from kiosk.simulation.card_portrait import card_portrait
from kiosk.simulation.card_print import invent_style, mint
from kiosk.ui.keyboard.sounds import sounds
from kiosk.ui.layout import settle
from kiosk.ui.screens.crop import Crop
from kiosk.ui.screens.editor import Editor
from kiosk.ui.wording import Wording
from tests.pipeline.conftest import cast, hotel, stage, tools  # noqa: F401
from tests.pipeline.test_visit import answer, reviewed, sides  # noqa: F401

ZH = Wording("zh")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def card(cast):  # noqa: F811
    member = cast[0]
    return mint(member.holder, card_portrait(member.identity), invent_style(np.random.default_rng(3)))


@pytest.mark.usefixtures("reviewed")
def test_a_name_corrected_on_the_screen_is_recorded_beside_what_was_read(desk, qtbot, stage, card):  # noqa: F811
    sounds()
    window = desk.window
    window.show_view(stage.visit.view)
    settle(window)
    crops = [crop for crop in desk.all(Crop) if not crop.is_empty()]
    assert len(crops) >= 4

    (name,) = [editor for editor in desk.all(Editor) if editor.accessibleName() == ZH("field.Name")]
    read = name.toPlainText()
    qtbot.mouseClick(name.viewport(), LEFT, pos=name.cursorRect().center())
    for key in (ZH("keyboard.clear"), *"ouyang", "欧阳", *"zhe", "喆", ZH("keyboard.done")):
        qtbot.mouseClick(desk.button(key), LEFT)
    settle(window)
    qtbot.mouseClick(desk.button(ZH("review.confirm")), LEFT)
    (command,) = desk.sent
    stage.visit.on_command(command, stage.clock.now)
    assert stage.visit.view.state is State.FACE
    answer(stage, Event.CALL_STAFF)

    (record,) = stage.journal.recent()
    assert record["fields"]["Name"]["read"] == read == card.truth["Name"]
    assert record["fields"]["Name"]["corrected"] == "欧阳喆"
    assert [name for name, field in record["fields"].items() if field["corrected"]] == ["Name"]
