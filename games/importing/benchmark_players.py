"""Who sits where in a game of monopoly-llm-benchmark.

The log names no players. In order of trust: `--players`, the corpus' meta.json, a players.json
beside the log, the engine's first snapshot (state/turn_0000.json), the order of first rolls.
Names and models missing there are taken from the decisions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from games.importing import rawjson
from games.importing.recording import Choices
from games.importing.refusals import UnreadableFile

if TYPE_CHECKING:
    from games.importing.benchmark import Facts
    from games.importing.benchmark_decisions import Told

FIRST_SNAPSHOT = "state/turn_0000.json"
_META_CONFIG = ("seed", "max_turns", "lineup", "policies")


@dataclass(slots=True)
class Seat:
    name: str | None = None
    agent_type: str = "unknown"
    model: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seats:
    """The engine's own player ids in seating order, and where that order was found."""

    ids: tuple[str, ...]
    known: dict[str, Seat]
    source: str
    starting_cash: int | None = None

    def index(self) -> dict[str, int]:
        return {player_id: index for index, player_id in enumerate(self.ids)}


class _Listed(msgspec.Struct, frozen=True):
    """One player in meta.json, players.json or a snapshot."""

    player_id: str
    name: str | None = None
    openrouter_model_id: str | None = None
    reasoning: Any = None
    system_prompt: str | None = None
    cash: int | None = None


class _Beside(msgspec.Struct, frozen=True):
    """What is read of any of these files; each of them holds some of it."""

    players: tuple[_Listed, ...] = ()
    models: dict[str, str] = {}
    policies: tuple[str, ...] = ()
    runner_error: str | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What the small files beside the log say."""

    form: str
    listed: tuple[_Listed, ...] = ()
    listed_in: str = ""
    models: dict[str, str] = field(default_factory=dict)
    policies: tuple[str, ...] = ()
    config: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    error: str | None = None
    starting_cash: int | None = None


def about(folder: Path) -> About:
    """Read them. `folder` may also be the log alone.

    Raises:
        UnreadableFile: one of them is not what its name promises.
    """
    if not folder.is_dir():
        return About("monopoly-llm-benchmark events.jsonl")
    meta = rawjson.file_in(folder, "meta.json")
    if meta is not None:
        return _of_corpus(folder / "meta.json", meta)
    return _of_run(folder)


def _of_corpus(path: Path, meta: dict[str, Any]) -> About:
    beside = _beside(path, meta)
    error = beside.runner_error
    return About(
        form="corpus folder of monopoly-llm-benchmark",
        listed=beside.players,
        listed_in=path.name,
        models=beside.models,
        policies=beside.policies,
        config={key: meta[key] for key in _META_CONFIG if key in meta},
        metadata={} if error is None else {"error": error},
        error=error,
    )


def _of_run(folder: Path) -> About:
    snapshot = _beside_in(folder, FIRST_SNAPSHOT)
    named = _beside_in(folder, "players.json")
    listed, source = (
        (named.players, "players.json") if named.players else (snapshot.players, FIRST_SNAPSHOT)
    )
    cash = {player.cash for player in snapshot.players}
    summary = rawjson.file_in(folder, "summary.json") or {}
    # Its timeline and estimates are the engine's reading of its own log, not part of the record.
    kept = {key: summary[key] for key in ("reason", "turn_count", "token_usage") if key in summary}
    return About(
        form="run folder of monopoly-llm-benchmark",
        listed=listed,
        listed_in=source,
        metadata={"summary": kept} if kept else {},
        starting_cash=cash.pop() if len(cash) == 1 else None,
    )


def _beside_in(folder: Path, name: str) -> _Beside:
    data = rawjson.file_in(folder, name)
    return _Beside() if data is None else _beside(folder / name, data)


def _beside(path: Path, data: dict[str, Any]) -> _Beside:
    try:
        return msgspec.convert(data, _Beside)
    except msgspec.ValidationError as error:
        raise UnreadableFile(str(path), f"it does not tell the players ({error})") from error


def seats(about: About, facts: Facts, told: Told, choices: Choices) -> Seats:
    """Lay together what all sources say; a later one only fills what an earlier one left open."""
    ids, source = _order(about, facts, choices)
    known = {player_id: Seat() for player_id in ids}
    chosen = dict(choices.players)
    for index, player_id in enumerate(ids):
        listed = next(
            (each for each in about.listed if each.player_id == player_id), _Listed(player_id)
        )
        seat = known[player_id]
        heard = told.players.get(player_id, Seat())
        seat.name = chosen.get(player_id) or listed.name or heard.name
        seat.model = about.models.get(player_id) or listed.openrouter_model_id or heard.model
        told_of = {"reasoning": listed.reasoning, "system_prompt": listed.system_prompt}
        own = {key: value for key, value in told_of.items() if value is not None}
        seat.parameters = heard.parameters | own
        seat.agent_type = _agent_type(about, index, seat.model)
    return Seats(ids, known, source, about.starting_cash)


def _order(about: About, facts: Facts, choices: Choices) -> tuple[tuple[str, ...], str]:
    if choices.players:
        return tuple(player_id for player_id, _ in choices.players), "--players"
    if about.listed:
        return tuple(player.player_id for player in about.listed), about.listed_in
    others = [player_id for player_id in facts.seen if player_id not in facts.rolled]
    return (*facts.rolled, *others), "order of first rolls"


def _agent_type(about: About, index: int, model: str | None) -> str:
    if model is not None:
        return "llm"
    return about.policies[index] if index < len(about.policies) else "unknown"
