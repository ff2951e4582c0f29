import threading

from kiosk.vision.mailbox import Mailbox


def test_only_the_newest_is_kept():
    box = Mailbox()
    for number in range(3):
        box.put(number)
    assert box.take() == 2
    assert box.take() is None


def test_a_reader_is_called_once_until_it_came():
    calls = []
    box = Mailbox(lambda: calls.append(1))
    box.put(1)
    box.put(2)
    assert len(calls) == 1
    box.take()
    box.put(3)
    assert len(calls) == 2


def test_waiting_ends_with_an_item_with_time_or_with_closing():
    box = Mailbox()
    assert box.wait(0.01) is None
    thread = threading.Timer(0.05, box.put, ["here"])
    thread.start()
    assert box.wait(5) == "here"
    thread.join()
    closing = threading.Timer(0.05, box.close)
    closing.start()
    assert box.wait(5) is None
    closing.join()
