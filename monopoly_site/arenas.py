"""How many heaps the C library keeps for the threads of a server."""

from __future__ import annotations

import ctypes

MOST = 2

_M_ARENA_MAX = -8  # malloc.h of glibc


def few() -> bool:
    """Let all threads share `MOST` heaps, where the C library is glibc; whether it is.

    By itself glibc gives threads up to eight heaps a core, and what one thread has let go of is of
    no use to another: memory for the tables of thousands of games would be taken several times.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and mallopt(_M_ARENA_MAX, MOST) == 1
