"""What went wrong when a model was asked: every engine's errors, sorted into a few kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

HEAD_CHARS = 80
"""Of an error's sentence only the beginning is read: further on it may quote the model."""


class Fault(StrEnum):
    """Why an attempt came to nothing."""

    RATE = "rate limit"
    TIMEOUT = "timeout"
    NETWORK = "network"
    SERVER = "server error"
    REFUSAL = "refusal"
    ILLEGAL = "illegal choice"
    ARGUMENTS = "bad arguments"
    UNREADABLE = "unreadable answer"
    UNANSWERED = "never answered"
    OTHER = "other"


_SIGNS = (
    (Fault.RATE, ("429", "rate limit", "rate_limit", "too many requests")),
    (Fault.TIMEOUT, ("timeout", "timed out", "time-out")),
    (Fault.NETWORK, ("network", "connect", "dns", "socket", "unreachable")),
    (Fault.REFUSAL, ("refus", "content filter", "content_filter")),
    (
        Fault.ILLEGAL,
        ("illegal", "not legal", "invalid action", "invalid_action", "not on the menu"),
    ),
    (
        Fault.ARGUMENTS,
        ("bad_arguments", "argument", "schema", "validation", "parameter", "invalid param", "$:"),
    ),
    (
        Fault.UNREADABLE,
        (
            *("no json", "no_json", "json", "tool call", "tool_call", "parse", "bad_answer"),
            *("empty", "too_long", "no_completion", "decode", "unusable"),
        ),
    ),
    (Fault.SERVER, ("http_", "http ", "server error", "internal error", "unavailable")),
)

_KINDS = ("error_kind", "error_type")
_SENTENCES = ("error", "error_message", "fallback")


def of(chosen: Mapping[str, Any]) -> list[Fault]:
    """One fault for each attempt that failed; else one where only the decision tells of an error."""
    attempts = chosen.get("attempts")
    tried = [_fault(one) for one in attempts if isinstance(one, dict)] if _is_list(attempts) else []
    found = [fault for fault in tried if fault is not None]
    if found:
        return found
    alone = Fault.UNANSWERED if "unresolved" in chosen else _fault(chosen)
    return [] if alone is None else [alone]


def _fault(told: Mapping[str, Any]) -> Fault | None:
    """By the engine's own word for it where it has one that says something, else by the sentence."""
    texts = list(_texts(told))
    known = (_sorted(text) for text in texts)
    return next((fault for fault in known if fault is not None), Fault.OTHER if texts else None)


def _texts(told: Mapping[str, Any]) -> Iterator[str]:
    for name in (*_KINDS, *_SENTENCES):
        value = told.get(name)
        if value not in _NOTHING:
            yield str(value)[:HEAD_CHARS].lower()
    problems = told.get("validation_errors")
    if _is_list(problems):
        for problem in problems[:3]:
            yield str(problem)[:HEAD_CHARS].lower()


def _sorted(text: str) -> Fault | None:
    return next((fault for fault, signs in _SIGNS if any(sign in text for sign in signs)), None)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


_NOTHING: tuple[Any, ...] = (None, False, "", 0, [], {})
