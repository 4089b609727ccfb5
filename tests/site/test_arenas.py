"""Threads share the heaps of a server."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from monopoly_site import arenas

# Threads that hold memory at the same time; then what glibc says of its heaps, as XML.
_COUNT = """
import ctypes, sys, threading
from monopoly_site import arenas
if sys.argv[1] == "few":
    assert arenas.few()
c = ctypes.CDLL(None)
c.malloc.restype = ctypes.c_void_p
together = threading.Barrier(9)
def hold():
    c.malloc(ctypes.c_size_t(1000))
    together.wait()
    together.wait()
for _ in range(8):
    threading.Thread(target=hold).start()
together.wait()
c.malloc_info(0, ctypes.c_void_p.in_dll(c, "stdout"))
c.fflush(None)
together.wait()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has heaps of threads")
def test_threads_share_few_heaps() -> None:
    assert _heaps("as many as there are") > arenas.MOST
    assert _heaps("few") <= arenas.MOST


def _heaps(asked: str) -> int:
    told = subprocess.run(
        [sys.executable, "-c", _COUNT, asked], check=True, capture_output=True, text=True
    )
    return told.stdout.count("<heap nr=")
