"""Small things to post."""

from datetime import UTC, datetime, timedelta
from typing import Any

START = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


def a_game(game_id: str = "g1", **differently: Any) -> dict[str, Any]:
    players = [
        {"player_id": 0, "name": "Ada", "agent_type": "llm", "llm_model_name": "smol-135m"},
        {"player_id": 1, "name": "Blaise", "agent_type": "rules"},
    ]
    return {"game_id": game_id, "config": {"dialect": "native"}, "players": players} | differently


def an_event(number: int, **differently: Any) -> dict[str, Any]:
    moment = START + timedelta(seconds=number)
    return {
        "sequence_number": number,
        "turn_number": number // 10,
        "event_type": "cash_changed",
        "timestamp": moment.isoformat(),
        "payload": {"player_id": number % 2, "amount": -28, "reason": "rent"},
        "actor_player_id": number % 2,
    } | differently


def events(first: int, last: int) -> dict[str, Any]:
    return {"events": [an_event(number) for number in range(first, last + 1)]}


def a_decision(player: int, number: int, **differently: Any) -> dict[str, Any]:
    moment = START + timedelta(seconds=10 * number + player)
    return {
        "player_id": player,
        "turn_number": number,
        "sequence_number": number,
        "timestamp": moment.isoformat(),
        "game_state": {"event_sequence": 10 * number},
        "player_state": {"cash": 1500},
        "available_actions": ["buy", "pass"],
        "chosen_action": {"action": "buy"},
        "prompt": "You stand on Oriental Avenue.",
        "reasoning": "Rent\tpays back.\nI buy: C:\\monopoly",
        "processing_time_ms": 812,
        "model_version": "smol-135m-q8",
    } | differently
