"""The composition root: what the screens are given."""

import pytest

from kiosk.app import Kiosk
from kiosk.decision.flow import State
from kiosk.decision.profile import load_profile
from kiosk.pipeline.view import VisitView
from kiosk.ui.text import Text
from kiosk.ui.wording_venue import Venue


@pytest.fixture
def make_kiosk(qtbot):
    """The screens of a profile, with no terminal behind them."""

    def make(**changes):
        kiosk = Kiosk(load_profile("hotel").model_copy(update=changes))
        qtbot.addWidget(kiosk.window)
        return kiosk

    return make


def texts(kiosk):
    return {text.text() for text in kiosk.window.findChildren(Text)}


@pytest.mark.parametrize("block_list", [False, True])
def test_visitors_agree_to_what_the_profile_does(make_kiosk, block_list):
    kiosk = make_kiosk(block_list=block_list)
    kiosk.window.show_view(VisitView(visit="", state=State.WELCOME, profile="hotel"))
    named = Venue(block_list=True).sentences("zh")["welcome.what.text"]
    assert (named in texts(kiosk)) is block_list
