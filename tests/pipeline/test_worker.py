import queue

import pytest
from structlog.testing import capture_logs

from kiosk.errors import EnvironmentFault, InputError
from kiosk.pipeline.worker import Worker


class Device:
    """Fails as often as it is told to, then works until it is stopped."""

    name = "device"

    def __init__(self, *failures):
        self.failures = list(failures)
        self.happened = queue.SimpleQueue()
        self.open = 0

    def set_up(self):
        self.open += 1
        if self.failures:
            raise self.failures.pop(0)

    def step(self):
        return self.happened.put("worked") is None

    def tear_down(self):
        self.open -= 1

    def faulty(self, fault):
        self.happened.put(fault.code)

    def repaired(self):
        self.happened.put("repaired")


@pytest.fixture
def run():
    workers = []

    def start(job):
        workers.append(Worker(job))
        workers[-1].start()
        return workers[-1]

    yield start
    for worker in workers:
        worker.stop()
        assert worker.join(5)


def test_a_fault_is_told_and_tried_again_until_it_works(run):
    device = Device(EnvironmentFault("camera-missing", "not there"))
    run(device)
    assert device.happened.get(timeout=5) == "camera-missing"
    assert device.happened.get(timeout=5) == "worked"
    assert device.happened.get(timeout=5) == "repaired"


def test_a_fault_that_stays_is_logged_once(run):
    gone, busy = (EnvironmentFault(code, "not now") for code in ("camera-missing", "camera-busy"))
    device = Device(gone, gone, busy)
    with capture_logs() as logged:
        run(device)
        told = [device.happened.get(timeout=10) for _ in range(5)]
    assert told == ["camera-missing", "camera-missing", "camera-busy", "worked", "repaired"]
    assert [event["code"] for event in logged] == ["camera-missing", "camera-busy"]


def test_bad_input_to_a_device_is_a_fault_with_its_own_code(run):
    device = Device(InputError("video-missing", "no such file"))
    run(device)
    assert device.happened.get(timeout=5) == "video-missing"


def test_a_bug_is_survived_and_kept_for_whoever_looks(run):
    bug = KeyError("ours")
    device = Device(bug)
    worker = run(device)
    assert device.happened.get(timeout=5) == "software-fault"
    assert device.happened.get(timeout=5) == "worked"
    assert worker.crash is bug


def test_every_set_up_is_torn_down(run):
    device = Device(EnvironmentFault("camera-missing", "not there"))
    worker = run(device)
    while device.happened.get(timeout=5) != "repaired":
        pass
    worker.stop()
    assert worker.join(5)
    assert device.open == 0


def test_stopping_interrupts_the_wait_for_a_repair(run):
    device = Device(*[EnvironmentFault("camera-missing", "not there")] * 100)
    worker = run(device)
    device.happened.get(timeout=5)
    worker.stop()
    assert worker.join(5)
