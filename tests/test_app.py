"""The composition root: what the screens are given, and how the program is ended from outside."""

import signal
from contextlib import ExitStack, closing

import pytest
from PySide6.QtCore import QTimer

from kiosk.app import Kiosk
from kiosk.decision.flow import State
from kiosk.decision.profile import load_profile
from kiosk.pipeline.view import VisitView
from kiosk.ui.text import Text
from kiosk.ui.wording_venue import Venue


@pytest.fixture
def make_kiosk(qapp):
    """The screens of a profile, with no terminal behind them."""
    with ExitStack() as made:
        yield lambda **changes: made.enter_context(closing(Kiosk(load_profile("hotel").model_copy(update=changes))))


def texts(kiosk):
    return {text.text() for text in kiosk.window.findChildren(Text)}


@pytest.mark.parametrize("block_list", [False, True])
def test_visitors_agree_to_what_the_profile_does(make_kiosk, block_list):
    kiosk = make_kiosk(block_list=block_list)
    kiosk.window.show_view(VisitView(visit="", state=State.WELCOME, profile="hotel"))
    named = Venue(block_list=True).sentences("zh")["welcome.what.text"]
    assert (named in texts(kiosk)) is block_list


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_closes_the_full_screen_and_ends_the_program_for_whoever_waits_to_tear_down(make_kiosk, number, code):
    kiosk = make_kiosk()
    kiosk.show(full_screen=True)
    QTimer.singleShot(50, lambda: signal.raise_signal(number))
    with pytest.raises(SystemExit) as ended:
        kiosk.work()
    assert ended.value.code == code
    assert not kiosk.window.isVisible()


def test_a_signal_while_everything_loads_ends_the_program_as_soon_as_the_screens_would_work(make_kiosk):
    kiosk = make_kiosk()
    kiosk.show(full_screen=True)
    signal.raise_signal(signal.SIGINT)
    signal.raise_signal(signal.SIGINT)  # whoever is impatient changes nothing
    with pytest.raises(SystemExit) as ended:
        kiosk.work_for(5.0)
    assert ended.value.code == 130


def test_work_ends_when_the_window_is_closed(make_kiosk):
    kiosk = make_kiosk()
    kiosk.show(full_screen=True)
    QTimer.singleShot(50, kiosk.window.leave)
    kiosk.work()
    assert not kiosk.window.isVisible()
