"""What a model was asked and what came back, in one decision record of monopoly-llm-benchmark."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from games.importing import rawjson

_NULL = msgspec.Raw(b"null")


class _Message(msgspec.Struct, frozen=True):
    role: str = ""
    content: Any = None


class Record(msgspec.Struct, frozen=True):
    """Either half of a decision; the other half's members keep their defaults."""

    phase: str
    decision_id: str
    player_id: str
    turn_index: int
    timestamp: datetime
    decision_type: str | None = None
    player_name: str | None = None
    openrouter_model_id: str | None = None
    reasoning: msgspec.Raw = _NULL
    prompt_messages: tuple[_Message, ...] = ()
    prompt_payload: msgspec.Raw = _NULL
    attempts: msgspec.Raw = msgspec.Raw(b"[]")
    fallback_used: bool = False
    fallback_reason: str | None = None
    final_action: msgspec.Raw = _NULL
    applied: bool | None = None
    latency_ms: int | None = None


class _Attempt(msgspec.Struct, frozen=True):
    raw_response: msgspec.Raw = _NULL
    validation_errors: tuple[Any, ...] = ()
    error_type: str | None = None
    error_message: str | None = None


def prompt_text(started: Record) -> str | None:
    """The messages as sent, each under its role; None if none was recorded."""
    parts = [f"[{message.role}]\n{_content(message)}" for message in started.prompt_messages]
    return "\n\n".join(parts) or None


def _content(message: _Message) -> str:
    if isinstance(message.content, str):
        return message.content
    return "" if message.content is None else bytes(rawjson.raw(message.content)).decode()


def chosen_action(resolved: Record | None) -> msgspec.Raw:
    """The action as applied, and under `attempts` every answer of the model as it came.

    `fallback` is the engine's reason for acting in the model's place, `error` what went wrong in
    the last attempt then.
    """
    if resolved is None:
        return rawjson.raw({"unresolved": True})
    action: dict[str, Any] = dict(rawjson.members(resolved.final_action))
    tried = attempts(resolved)
    action["attempts"] = resolved.attempts
    usage = _usage(tried)
    if usage:
        action["usage"] = usage
    if resolved.fallback_used:
        action["fallback"] = resolved.fallback_reason or "unknown"
        error = _error(tried[-1]) if tried else None
        if error is not None:
            action["error"] = error
    if resolved.applied is False:
        action["applied"] = False
    return rawjson.raw(action)


def reasoning(resolved: Record) -> str | None:
    """What the model said it thought: its reasoning in the last answer, and its private thought.

    A fallback action is the engine's own, and carries no thought of the model.
    """
    tried = attempts(resolved)
    thought = rawjson.members(resolved.final_action).get("private_thought")
    said = [_message_reasoning(tried[-1])] if tried else []
    if thought is not None and not resolved.fallback_used:
        said.append(rawjson.value(thought))
    return "\n\n".join(part for part in said if isinstance(part, str) and part) or None


def attempts(resolved: Record) -> tuple[_Attempt, ...]:
    """Every call of the model for this decision.

    Raises:
        msgspec.ValidationError: they are not of the form the engine writes.
    """
    return msgspec.json.decode(resolved.attempts, type=tuple[_Attempt, ...] | None) or ()


def _message_reasoning(attempt: _Attempt) -> object:
    match _response(attempt):
        case {"choices": [{"message": {"reasoning": str(text)}}, *_]}:
            return text
    return None


def _response(attempt: _Attempt) -> dict[str, Any]:
    """The provider's answer. It is foreign JSON of any form; only an object is of use."""
    data = rawjson.value(attempt.raw_response)
    return data if isinstance(data, dict) else {}


def _error(attempt: _Attempt) -> str | None:
    if attempt.error_type or attempt.error_message:
        return ": ".join(part for part in (attempt.error_type, attempt.error_message) if part)
    return "; ".join(str(error) for error in attempt.validation_errors) or None


def _usage(attempts: tuple[_Attempt, ...]) -> dict[str, int | Decimal]:
    """Sums over the attempts of what the provider counted; nothing where it counted nothing."""
    total: dict[str, int | Decimal] = {}
    for attempt in attempts:
        usage = _response(attempt).get("usage")
        if not isinstance(usage, dict):
            continue
        for ours, theirs in (
            ("prompt_tokens", "prompt_tokens"),
            ("completion_tokens", "completion_tokens"),
            ("cost_usd", "cost"),
        ):
            amount = usage.get(theirs)
            if isinstance(amount, int | Decimal) and not isinstance(amount, bool):
                total[ours] = total.get(ours, 0) + amount
    return total
