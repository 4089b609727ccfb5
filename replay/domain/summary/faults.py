"""What went wrong when a model was asked: every engine's errors, sorted into a few kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

HEAD_CHARS = 80
"""Of an error's sentence only the beginning is read: further on it may quote the model."""

MOST_PROBLEMS = 3
"""Of a list of problems only so many are read."""


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
_PROBLEMS = "validation_errors"
_TOLD = {*_KINDS, *_SENTENCES, _PROBLEMS}


def of(chosen: Mapping[str, Any]) -> list[Fault]:
    """A fault for each attempt that failed; else one where only the decision tells of an error."""
    tried = [_fault(one) for one in _listed(chosen.get("attempts")) if isinstance(one, dict)]
    found = [fault for fault in tried if fault is not None]
    if found:
        return found
    alone = Fault.UNANSWERED if "unresolved" in chosen else _fault(chosen)
    return [] if alone is None else [alone]


def _fault(told: Mapping[str, Any]) -> Fault | None:
    """By the engine's own word for it where that says something, else by the sentence."""
    if told.keys().isdisjoint(_TOLD):
        return None
    texts = list(_texts(told))
    known = (_sorted(text) for text in texts)
    return next((fault for fault in known if fault is not None), Fault.OTHER if texts else None)


def _texts(told: Mapping[str, Any]) -> Iterator[str]:
    for name in (*_KINDS, *_SENTENCES):
        value = told.get(name)
        if value not in _NOTHING:
            yield str(value)[:HEAD_CHARS].lower()
    for problem in _listed(told.get(_PROBLEMS))[:MOST_PROBLEMS]:
        yield str(problem)[:HEAD_CHARS].lower()


def _sorted(text: str) -> Fault | None:
    return next((fault for fault, signs in _SIGNS if any(sign in text for sign in signs)), None)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


_NOTHING: tuple[Any, ...] = (None, False, "", 0, [], {})
