"""Folders with rows: events.jsonl holds rows of game_events as monopoly_game_arena stores them.

db.json holds its game and players rows. Every column is taken as it is, wrong ones too: a game that
ended by bankruptcy says "running" for ever, and stays so here. With another `--dialect` the same
form carries any engine's rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from games.domain.envelope import Decision, Event
from games.domain.errors import InvalidField
from games.domain.status import Status
from games.importing import arena_decisions, rawjson, stream
from games.importing.detect import Found
from games.importing.problems import Kind, Problem
from games.importing.recording import Choices, RecordedPlayer, Recording
from games.importing.refusals import IncompleteRecording, UnreadableFile
from games.importing.survey import LogFormat, survey

DIALECT = "monopoly-game-arena"
FIRST_ROW = 2
"""Its server never stores game_start (0) and the first turn_start (1)."""


@dataclass(slots=True)
class Facts:
    seen: dict[int, int] = field(default_factory=dict)
    """Line where each player id stands first."""

    def see(self, line: int, envelope: Event) -> None:
        if envelope.actor_player_id is not None:
            self.seen.setdefault(envelope.actor_player_id, line)


class GameRow(msgspec.Struct, frozen=True):
    game_id: str
    status: Status
    created_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    config: msgspec.Raw = rawjson.EMPTY_OBJECT
    metadata: msgspec.Raw = rawjson.EMPTY_OBJECT
    winner_id: int | None = None
    total_turns: int | None = None


class PlayerRow(msgspec.Struct, frozen=True):
    player_id: int
    name: str
    agent_type: str | None = None
    llm_model_name: str | None = None
    llm_strategy_profile: msgspec.Raw = msgspec.Raw(b"null")
    final_cash: int | None = None
    final_net_worth: int | None = None
    is_winner: bool | None = None
    is_bankrupt: bool | None = None
    placement: int | None = None


class Database(msgspec.Struct, frozen=True):
    """db.json."""

    game: GameRow
    players: tuple[PlayerRow, ...]


_event = msgspec.json.Decoder(Event)
_database = msgspec.json.Decoder(Database)


def decode(text: bytes) -> Event:
    event = _event.decode(text)
    stream.need_object(event.payload, "payload")
    return msgspec.structs.replace(event, timestamp=stream.aware(event.timestamp))


FORMAT = LogFormat(
    decode=decode,
    number=lambda event: event.sequence_number,
    start=lambda number: min(number, FIRST_ROW),
    facts=Facts,
)


def read(found: Found, choices: Choices) -> Recording:
    """The game in a folder of rows.

    Raises:
        DamagedRecording, IncompleteRecording, UnreadableFile: see there.
    """
    log = survey(found.log, FORMAT)
    run = stream.choose(log, choices, found.path)
    database = _database_of(found, choices)
    players = tuple(_player(row) for row in database.players)
    told = arena_decisions.survey_of(found.path)
    known = {player.player_id for player in players}
    strangers = _strangers(run.file, run.facts.seen, known)
    strangers += _strangers(arena_decisions.DECISIONS_FILE, told.seen, known)
    stream.refuse_open(strangers + told.problems, choices, found.path)
    game = database.game

    def events() -> Iterator[Event]:
        return stream.events(log, run, decode)

    def decisions() -> Iterator[Decision]:
        return arena_decisions.decisions(told)

    return Recording(
        path=found.path,
        game_id=choices.game_id or game.game_id,
        config=_config(game, run.start, choices),
        metadata=_metadata(found, game),
        players=players,
        event_count=run.count + run.holes,
        events=events,
        decisions=decisions,
        status=game.status,
        winner_id=game.winner_id,
        total_turns=game.total_turns or 0,
        started_at=_moment(game.started_at),
        finished_at=_moment(game.finished_at),
    )


def _database_of(found: Found, choices: Choices) -> Database:
    """db.json, or for rows alone what the options say of the game."""
    path = found.path / "db.json"
    if found.path.is_dir() and path.is_file():
        if choices.players:
            raise InvalidField("--players", choices.players, f"{path} names the players already")
        try:
            return _database.decode(path.read_bytes())
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UnreadableFile(
                str(path), f"it holds no game and players rows ({error})"
            ) from error
    if not choices.players:
        problem = "there is no db.json that names the players; name them with --players"
        raise IncompleteRecording(str(found.path), problem)
    return Database(
        game=GameRow(game_id=found.path.name, status=Status.RUNNING),
        players=tuple(
            PlayerRow(player_id=index, name=name) for index, (_, name) in enumerate(choices.players)
        ),
    )


def _config(game: GameRow, start: int, choices: Choices) -> msgspec.Raw:
    ours: dict[str, Any] = {"dialect": choices.dialect or DIALECT, "first_sequence": start}
    return rawjson.raw(rawjson.members(game.config) | ours | choices.config)


def _metadata(found: Found, game: GameRow) -> msgspec.Raw:
    ours: dict[str, Any] = {
        "source": {"format": "rows of monopoly_game_arena", "name": found.path.name}
    }
    if game.created_at is not None:
        ours["engine_created_at"] = game.created_at
    return rawjson.raw(rawjson.members(game.metadata) | ours)


def _moment(moment: datetime | None) -> datetime | None:
    return None if moment is None else stream.aware(moment)


def _player(row: PlayerRow) -> RecordedPlayer:
    profile = rawjson.value(row.llm_strategy_profile)
    return RecordedPlayer(
        player_id=row.player_id,
        name=row.name,
        agent_type=row.agent_type or "unknown",
        llm_model_name=row.llm_model_name,
        llm_parameters=rawjson.raw({} if profile is None else {"strategy_profile": profile}),
        final_cash=row.final_cash,
        final_net_worth=row.final_net_worth,
        is_winner=bool(row.is_winner),
        is_bankrupt=bool(row.is_bankrupt),
        placement=row.placement,
    )


def _strangers(file: str, seen: dict[int, int], known: set[int]) -> list[Problem]:
    names = ", ".join(map(str, sorted(known)))
    return [
        Problem(Kind.UNKNOWN_PLAYER, file, line, f"player {player_id} is none of {names}")
        for player_id, line in seen.items()
        if player_id not in known
    ]
