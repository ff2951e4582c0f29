"""Snapshots and pictures come over from other threads, and only those that still matter."""

import threading

import numpy as np
import pytest

from kiosk.decision.flow import State
from kiosk.pipeline.view import Preview, VisitView
from kiosk.ui.bridge import REMEMBERED_VISITS, Bridge
from kiosk.vision.mailbox import Mailbox


class Listener:
    """A bridge, and what came over it."""

    def __init__(self):
        self.mailbox = Mailbox()
        self.bridge = Bridge(self.mailbox)
        self.views, self.frames, self.threads = [], [], set()
        self.bridge.view_changed.connect(self._view)
        self.bridge.frame_ready.connect(self._frame)

    def _view(self, view):
        self.views.append(view)
        self.threads.add(threading.get_ident())

    def _frame(self):
        self.frames.append(self.bridge.take())


@pytest.fixture
def listener(qapp):
    return Listener()


def snapshot(visit, state=State.FACE):
    return VisitView(visit=visit, state=state, profile="hotel")


def picture(number):
    return Preview(np.zeros((2, 2, 3), np.uint8), number)


def elsewhere(work):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_snapshots_arrive_in_order_in_the_thread_of_the_screens(listener, qapp):
    sent = [snapshot("a", state) for state in State]
    elsewhere(lambda: [listener.bridge.deliver_view(view) for view in sent])
    assert listener.views == []
    qapp.processEvents()
    assert listener.views == sent
    assert listener.threads == {threading.get_ident()}


def test_a_late_snapshot_of_a_visit_that_another_has_followed_is_dropped(listener, qapp):
    for view in (snapshot("a"), snapshot("", State.WELCOME), snapshot("b"), snapshot("a")):
        listener.bridge.deliver_view(view)
    qapp.processEvents()
    assert [view.visit for view in listener.views] == ["a", "", "b"]


def test_a_snapshot_without_a_visit_does_not_hide_the_rest_of_one(listener, qapp):
    for view in (snapshot("a"), snapshot("", State.PAUSED), snapshot("a"), snapshot("b"), snapshot("a")):
        listener.bridge.deliver_view(view)
    qapp.processEvents()
    assert [view.visit for view in listener.views] == ["a", "", "a", "b"]


def test_the_kiosk_can_always_welcome_again(listener, qapp):
    for number in range(REMEMBERED_VISITS + 3):
        listener.bridge.deliver_view(snapshot(str(number)))
        listener.bridge.deliver_view(snapshot("", State.WELCOME))
    qapp.processEvents()
    assert [view.visit for view in listener.views[1::2]] == [""] * (REMEMBERED_VISITS + 3)


def test_news_of_pictures_does_not_pile_up_and_the_newest_is_taken(listener, qapp):
    def film():
        for number in range(5):
            listener.mailbox.put(picture(number))
            listener.bridge.notify_frame()

    elsewhere(film)
    qapp.processEvents()
    assert [preview.number for preview in listener.frames] == [4]
    elsewhere(film)
    qapp.processEvents()
    assert [preview.number for preview in listener.frames] == [4, 4]
    assert listener.bridge.take() is None
