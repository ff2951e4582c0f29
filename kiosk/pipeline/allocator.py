"""How much memory the C library keeps of what was freed."""

import ctypes
import sys
from collections.abc import Callable

_M_ARENA_MAX = -8  # of glibc's malloc.h
_ARENAS = 2


def _of_glibc(name: str) -> Callable[..., int] | None:
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None


def share_arenas() -> None:
    """Let all threads take memory from the same two pools, where the C library is glibc. Else it makes sixteen on two
    cores, and each keeps room for the largest pictures it ever held. Call before threads are started.
    """
    if (tune := _of_glibc("mallopt")) is not None:
        tune(_M_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Have glibc return what it keeps for later: after a visit a hundred megabytes and more, in which pictures of the
    visitor may still stand. Takes some 10 ms.
    """
    if (trim := _of_glibc("malloc_trim")) is not None:
        trim(0)
