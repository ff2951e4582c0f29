"""Memory that was freed, given back to the system."""

import ctypes
import sys


def give_back() -> None:
    """Have the C library return what it keeps for later: after a visit a hundred megabytes and more, in which pictures
    of the visitor may still stand. Takes some 10 ms. Nothing is done where the C library is not glibc.
    """
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
        trim(0)
