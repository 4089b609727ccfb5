"""Ctrl-C at a chosen place: wherever the interpreter would look for signals, in some modules."""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable
from functools import cache
from types import CodeType, FrameType
from typing import Any

# The interpreter looks for signals behind a call, where a function begins, and where a loop
# begins again: never, for one, between entering a `with` and its block.
_LOOKS = ("CALL", "RESUME", "JUMP_BACKWARD")


def interrupted(call: Callable[[], Any], place: int, within: str | tuple[str, ...]) -> bool:
    """Call with a KeyboardInterrupt at the n-th place in a module of that name or names, or a part.

    Returns whether there was such a place.
    """
    passed = 0
    before: dict[FrameType, int] = {}

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal passed
        if not frame.f_globals.get("__name__", "").startswith(within):
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            last = before.get(frame)
            before[frame] = frame.f_lasti
            if last is not None and _names(frame.f_code)[last].startswith(_LOOKS):
                passed += 1
                if passed == place:
                    raise KeyboardInterrupt
        return trace

    sys._getframe().f_trace_opcodes = True  # CPython 3.12 traces opcodes if a frame asked before
    sys.settrace(trace)
    try:
        call()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(None)
    return False


@cache
def _names(code: CodeType) -> dict[int, str]:
    return {at.offset: at.opname for at in dis.get_instructions(code)}
