"""What a visit leaves goes back to the system."""

import ctypes
import sys

import psutil
import pytest

from kiosk.pipeline.allocator import give_back

GLIBC = sys.platform == "linux" and hasattr(ctypes.CDLL(None), "malloc_trim")


@pytest.mark.skipif(not GLIBC, reason="only glibc can be told to return memory")
def test_freed_memory_leaves_the_process() -> None:
    pieces = [bytes(100_000) for _ in range(1000)]
    del pieces[:-1]  # the last one pins what was taken before it
    kept = psutil.Process().memory_info().rss
    give_back()
    assert kept - psutil.Process().memory_info().rss > 50e6


def test_giving_back_twice_does_no_harm() -> None:
    give_back()
    give_back()
