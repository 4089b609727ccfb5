"""What a model answered and what was made of it, attempt by attempt; any JSON is taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from games.domain.envelope import Decision
from replay.decided import arguments, texts
from replay.decided.texts import Text
from replay.domain import menus
from replay.domain.dialects import answers as told
from replay.domain.menus import Menu, Option, Verdict
from replay.drawing import amounts

MOST_ATTEMPTS = 20
MOST_OPTIONS = 80
MOST_ARGUMENTS = 12
MOST_FACTS = 8
MOST_ERRORS = 8

_ERRORS = ("error", "error_type", "error_message")
_SHOWN = frozenset({*_ERRORS, "raw_response", "latency_ms", "assistant_content"}) | {
    *("prompt_payload_raw", "request_start_ms", "response_end_ms")
}


class Action(Struct, frozen=True):
    """An action in words: ``details`` are its arguments."""

    name: str
    details: str
    is_chosen: bool


class Offer(Struct, frozen=True):
    """The menu in words. ``beyond`` options more are not listed; ``verdict`` as in `menus`."""

    options: tuple[Action, ...]
    beyond: int
    chosen: Action
    verdict: Verdict


class Attempt(Struct, frozen=True):
    """One call of the model: what it said, as it came, and what was wrong with that.

    ``asked`` is what it was told this time, where that was recorded; ``facts`` what else was.
    """

    asked: Text | None
    facts: str
    said: str
    errors: tuple[str, ...]
    latency: str
    raw: Text | None


class Answer(Struct, frozen=True):
    """All that came of one decision. ``doubt``: why the reasoning may not be the model's own."""

    offer: Offer
    reasoning: Text | None
    doubt: str
    fallback: str
    error: str
    message: Text | None
    attempts: tuple[Attempt, ...]
    beyond: int
    latency: str
    tokens: str
    cost: str
    is_resolved: bool


def read(decision: Decision) -> Answer:
    """The answer as a page shows it."""
    chosen = told.members(decision.chosen_action)
    offered = msgspec.json.decode(decision.available_actions)
    tried = told.objects(chosen.get("attempts"))
    usage = chosen.get("usage")
    counted = usage if isinstance(usage, dict) else {}
    message = chosen.get("public_message") or chosen.get("say")
    return Answer(
        offer=_offer(menus.read(offered, chosen)),
        reasoning=texts.text(decision.reasoning) if decision.reasoning else None,
        doubt=told.doubt(decision, chosen) or "",
        fallback=texts.short(told.fallback(chosen) or "", 300),
        error=texts.short(chosen.get("error") or "", 300),
        message=texts.json(message) if message else None,
        attempts=tuple(_attempt(each) for each in tried[:MOST_ATTEMPTS]),
        beyond=max(0, len(tried) - MOST_ATTEMPTS),
        latency=_milliseconds(decision.processing_time_ms),
        tokens=_tokens(counted),
        cost=_cost(counted.get("cost_usd")),
        is_resolved=not chosen.get("unresolved"),
    )


def _offer(menu: Menu) -> Offer:
    shown = [_action(each) for each in menu.options[:MOST_OPTIONS]]
    late = [_action(each) for each in menu.options[MOST_OPTIONS:] if each.is_chosen]
    beyond = len(menu.options) - len(shown) - len(late)
    chosen = menu.chosen
    if menu.verdict is Verdict.OFFERED:
        # An entry may leave open what the choice says: both are told.
        marked = next(each for each in menu.options if each.is_chosen)
        chosen = Option(chosen.name, {**marked.arguments, **chosen.arguments})
    return Offer((*shown, *late), beyond, _action(chosen), menu.verdict)


def _action(option: Option) -> Action:
    some = list(option.arguments.items())[: MOST_ARGUMENTS + 1]
    given = [arguments.words(key, value) for key, value in some]
    details = "; ".join(_first(given, MOST_ARGUMENTS))
    return Action(texts.short(option.name, 60), texts.short(details, 300), option.is_chosen)


def _attempt(attempt: Mapping[str, Any]) -> Attempt:
    raw = attempt.get("raw_response")
    kinds = [texts.short(attempt[key], 300) for key in _ERRORS if attempt.get(key)]
    listed = attempt.get("validation_errors")
    wrong = listed if isinstance(listed, list) else []
    return Attempt(
        asked=_asked(attempt.get("prompt_messages")),
        facts=", ".join(_facts(attempt)),
        said=_said(attempt, raw),
        errors=(
            *kinds,
            *_first([texts.short(each, 300) for each in wrong[: MOST_ERRORS + 1]], MOST_ERRORS),
        ),
        latency=_milliseconds(attempt.get("latency_ms")),
        raw=None if raw in (None, "", {}) else texts.json(raw, 20_000),
    )


def _asked(messages: Any) -> Text | None:
    """The messages, each under its role."""
    parts = [f"[{each.get('role')}]\n{each.get('content')}" for each in told.objects(messages)]
    return texts.text("\n\n".join(parts), 20_000) if parts else None


def _facts(attempt: Mapping[str, Any]) -> list[str]:
    """What else is told in a word: a status, why it ended, how long it waited."""
    facts = [
        f"{texts.short(key, 40)} {texts.short(value, 60)}"
        for key, value in attempt.items()
        if key not in _SHOWN and isinstance(value, str | int | float)
    ]
    return _first(facts, MOST_FACTS)


def _first(told_: list[str], most: int) -> list[str]:
    """Where there are more, the last one says so."""
    return [*told_[:most], "…"] if len(told_) > most else told_


def _said(attempt: Mapping[str, Any], raw: Any) -> str:
    """The words or the call in a provider's answer; "" where there is nothing of that form."""
    parsed = attempt.get("parsed_tool_call")
    if isinstance(parsed, dict):
        return _called(parsed)
    match raw:
        case {"choices": [{"message": {"tool_calls": [{"function": dict(function)}, *_]}}, *_]}:
            return _called(function)
        case {"choices": [{"message": {"content": str(words)}}, *_]}:
            return texts.short(words, 300)
    content = attempt.get("assistant_content")
    return texts.short(content, 300) if isinstance(content, str) else ""


def _called(call: Mapping[str, Any]) -> str:
    return texts.short(f"{call.get('name')} {call.get('arguments') or ''}", 300)


def _tokens(usage: Mapping[str, Any]) -> str:
    asked, answered = usage.get("prompt_tokens"), usage.get("completion_tokens")
    if not _is_number(asked) and not _is_number(answered):
        return ""
    counts = [f"{each:,}" if _is_number(each) else "?" for each in (asked, answered)]
    return f"{counts[0]} → {counts[1]} tokens"


def _cost(dollars: Any) -> str:
    if not _is_number(dollars):
        return ""
    if dollars == int(dollars):
        return amounts.dollars(int(dollars))
    return f"${dollars:.6f}".rstrip("0")


def _milliseconds(time: Any) -> str:
    if not _is_number(time):
        return ""
    return f"{time / 1000:,.2f} s" if time >= 1000 else f"{time:,.0f} ms"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**53
