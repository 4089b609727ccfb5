"""Small hand-made logs in the forms other engines write."""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Iterable
from pathlib import Path
from typing import Any

META = {
    "run_id": "run-1",
    "seed": 7,
    "max_turns": 40,
    "players": [{"player_id": "p1", "name": "Ada"}, {"player_id": "p2", "name": "Blaise"}],
}


def bench(
    seq: int, kind: str = "TURN_STARTED", *, actor: str | None = None, turn: int = 0, **payload: Any
) -> dict[str, Any]:
    """One line of monopoly-llm-benchmark's events.jsonl."""
    return {
        "schema_version": "v1",
        "run_id": "run-1",
        "event_id": f"run-1-evt-{seq:06d}",
        "seq": seq,
        "turn_index": turn,
        "ts_ms": seq * 250,
        "actor": {"kind": "ENGINE" if actor is None else "PLAYER", "player_id": actor},
        "type": kind,
        "payload": payload,
    }


def started(number: int, player: str = "p1", **more: Any) -> dict[str, Any]:
    """The first half of one of its decisions."""
    return {
        "phase": "decision_started",
        "run_id": "run-1",
        "turn_index": 3,
        "decision_id": f"run-1-dec-{number:06d}",
        "decision_type": "JAIL_DECISION",
        "player_id": player,
        "player_name": "Ada",
        "openrouter_model_id": "some/model",
        "timestamp": "2026-03-01T12:00:00.5+00:00",
        "reasoning": {"effort": "low"},
        "prompt_messages": [
            {"role": "system", "content": "You play."},
            {"role": "user", "content": '{"cash": 1500}'},
        ],
        "prompt_payload": {
            "full_state": {"you": {"cash": 1500}, "bank": {"houses_remaining": 32}},
            "decision": {"legal_actions": [{"action": "roll_for_doubles"}]},
        },
        **more,
    }


def resolved(number: int, player: str = "p1", **more: Any) -> dict[str, Any]:
    """The second half."""
    answer = {"usage": {"prompt_tokens": 10, "completion_tokens": 2, "cost": 0.1}}
    return {
        "phase": "decision_resolved",
        "run_id": "run-1",
        "turn_index": 3,
        "decision_id": f"run-1-dec-{number:06d}",
        "player_id": player,
        "timestamp": "2026-03-01T12:00:02+00:00",
        "attempts": [{"raw_response": answer}],
        "fallback_used": False,
        "final_action": {"action": "roll_for_doubles", "private_thought": "Doubles are free."},
        "applied": True,
        "latency_ms": 1500,
        **more,
    }


def row(number: int, kind: str = "dice_roll", *, actor: int | None = 0, **payload: Any) -> Any:
    """One row of monopoly_game_arena's game_events."""
    return {
        "sequence_number": number,
        "turn_number": 0,
        "event_type": kind,
        "timestamp": "2026-01-06T09:00:00+00:00",
        "payload": payload,
        "actor_player_id": actor,
    }


def arena_db(**game: Any) -> dict[str, Any]:
    """Its db.json."""
    players = [
        {"player_id": 0, "name": "Alice", "agent_type": "llm", "llm_model_name": "some/model"},
        {"player_id": 1, "name": "Bob", "agent_type": "greedy", "final_cash": 12},
    ]
    return {"game": {"game_id": "abc123", "status": "running", **game}, "players": players}


def logger(number: int, kind: str, **more: Any) -> dict[str, Any]:
    """One line of its GameLogger."""
    return {"event_id": number, "timestamp": "2026-01-06T09:00:00.5", "event_type": kind, **more}


def text(lines: Iterable[Any]) -> bytes:
    """The lines as JSONL; bytes among them stand as they are."""
    rows = (line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return b"".join(row + b"\n" for row in rows)


def write(path: Path, content: bytes) -> Path:
    """Write a log, compressed as its name says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    packed = {".xz": lzma.compress, ".gz": gzip.compress}.get(path.suffix, bytes)
    path.write_bytes(packed(content))
    return path


def benchmark(folder: Path, events: Iterable[Any], decisions: Iterable[Any] = ()) -> Path:
    """A folder of monopoly-llm-benchmark in the corpus' form."""
    write(folder / "events.jsonl", text(events))
    if told := list(decisions):
        write(folder / "decisions.jsonl", text(told))
    write(folder / "meta.json", json.dumps(META).encode())
    return folder


def arena(folder: Path, rows: Iterable[Any], decisions: Iterable[Any] = (), **game: Any) -> Path:
    """A folder of monopoly_game_arena in the corpus' form."""
    write(folder / "events.jsonl", text(rows))
    if told := list(decisions):
        write(folder / "decisions.jsonl", text(told))
    write(folder / "db.json", json.dumps(arena_db(**game)).encode())
    return folder
