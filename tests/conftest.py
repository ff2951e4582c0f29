"""What every test may rely on: the real models, seeded chance, and no trace left behind."""

import logging
import os
import sys
import threading
from collections.abc import Iterator

# Before anything imports Qt: tests never need a display.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

import numpy as np
import pytest
import structlog

from kiosk.inference.prepare import prepare
from kiosk.inference.store import ModelStore
from kiosk.resources import models_dir


@pytest.fixture(autouse=True)
def _no_leftover_threads() -> Iterator[None]:
    """A test that leaves a thread of ours running fails."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and thread.is_alive()]
    for thread in left:
        thread.join(timeout=5)
    assert not [thread.name for thread in left if thread.is_alive()]


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """A command that sets logging up does so for itself, not for the tests that follow."""
    root, hooks, raising = logging.getLogger(), (sys.excepthook, threading.excepthook), logging.raiseExceptions
    handlers, level = root.handlers[:], root.level
    yield
    for handler in [one for one in root.handlers if one not in handlers]:
        root.removeHandler(handler)
        handler.close()
    for handler in [one for one in handlers if one not in root.handlers]:
        root.addHandler(handler)
    root.setLevel(level)
    sys.excepthook, threading.excepthook = hooks
    logging.raiseExceptions = raising
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def store() -> ModelStore:
    """The models, made ready if they are not yet."""
    models = ModelStore(models_dir())
    for _ in prepare(models):
        pass
    return models


@pytest.fixture
def rng() -> np.random.Generator:
    """Chance that falls the same way every time."""
    return np.random.default_rng(20260101)
