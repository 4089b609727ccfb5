"""What decisions of all engines share: our own conventions for `chosen_action`, read leniently."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from games.domain.envelope import Decision

type Json = Mapping[str, Any]


def members(raw: msgspec.Raw) -> Json:
    """An object's members; nothing of anything else."""
    value = msgspec.json.decode(raw)
    return value if isinstance(value, dict) else {}


def moment(state: Json) -> int | None:
    """``game_state.event_sequence``: the last event the model had seen."""
    told = state.get("event_sequence")
    return told if type(told) is int and -1 <= told < 2**63 else None


def fallback(chosen: Json) -> str | None:
    """Why the engine acted in the model's place; None where it did not."""
    told = chosen.get("fallback")
    if not told:
        return None
    return told if isinstance(told, str) else "reason not told"


def doubt(decision: Decision, chosen: Json) -> str | None:
    """Why nobody can prove that the reasoning is the model's; None where there is nothing to ask.

    An engine may make up what it calls reasoning when the model's answer was of no use. Only the
    answer itself, in ``attempts[].raw_response``, is proof.
    """
    if not decision.reasoning or not decision.model_version:
        return None
    if chosen.get("reasoning_fabricated"):
        return "the engine wrote the reasoning itself, the model’s answer was of no use"
    if fallback(chosen) is not None:
        return "the engine chose, so the reasoning need not be the model’s"
    attempts = chosen.get("attempts")
    kept = isinstance(attempts, list) and any(
        isinstance(one, dict) and one.get("raw_response") for one in attempts
    )
    return None if kept else "no answer of the model is kept that its reasoning could come from"


def objects(value: Any) -> list[Json]:
    """The objects in a list; nothing of anything else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def told(prefix: str, source: Json, fields: Mapping[str, str]) -> list[tuple[str, Any]]:
    """(path, value) of every field that stands in ``source``: path by our name, value by theirs."""
    return [(f"{prefix}.{ours}", source[key]) for key, ours in fields.items() if key in source]
