"""Folders of monopoly-llm-benchmark: its own run folders, and the corpus' form of them.

Each line of events.jsonl is an envelope of schema v1; the stored payload is its `payload`, byte for
byte. `ts_ms` counts 250 ms per event from the start, so timestamps are that counter as an instant
after 1970 and `metadata.timestamps` says "counter". The log names no players: see
`benchmark_players`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import msgspec

from games.domain.envelope import Decision, Event
from games.domain.status import Status
from games.importing import benchmark_decisions, benchmark_players, rawjson, stream
from games.importing.benchmark_players import Seats
from games.importing.detect import Found
from games.importing.problems import Kind, Problem
from games.importing.recording import Choices, RecordedPlayer, Recording
from games.importing.survey import LogFormat, Run, survey

DIALECT = "monopoly-llm-benchmark"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_MS = 253_402_300_799_999  # the end of year 9999

_Milliseconds = Annotated[int, msgspec.Meta(ge=0, le=_LAST_MS)]


class _Actor(msgspec.Struct, frozen=True, gc=False):
    kind: str
    player_id: str | None = None


class Line(msgspec.Struct, frozen=True, gc=False):
    """What of the envelope is read. run_id and event_id follow from the game and seq."""

    seq: Annotated[int, msgspec.Meta(ge=0)]
    turn_index: int
    ts_ms: _Milliseconds
    actor: _Actor
    type: str
    payload: msgspec.Raw
    run_id: str | None = None


class _Ended(msgspec.Struct, frozen=True):
    winner_player_id: str | None = None
    reason: str | None = None


class _Names(msgspec.Struct, frozen=True):
    """The payload's members by which players, decisions and ruin become known."""

    player_id: str | None = None
    decision_id: str | None = None
    reason: str | None = None


@dataclass(slots=True)
class Facts:
    """What one run of the log proves."""

    run_id: str | None = None
    seen: dict[str, int] = field(default_factory=dict)
    """Line where each player id stands first."""
    rolled: list[str] = field(default_factory=list)
    """Players by their first roll: each first turn begins with one, so this is seating order."""
    requested: dict[str, int] = field(default_factory=dict)
    """Sequence number at which each decision was asked for."""
    bankrupt: set[str] = field(default_factory=set)
    ended: _Ended | None = None
    turns: int = 0

    def see(self, line: int, envelope: Line) -> None:
        self.run_id = self.run_id or envelope.run_id
        self._player(envelope.actor.player_id, line)
        if envelope.type == "DICE_ROLLED" and envelope.actor.player_id is not None:
            if envelope.actor.player_id not in self.rolled:
                self.rolled.append(envelope.actor.player_id)
        elif envelope.type == "LLM_DECISION_REQUESTED":
            self._requested(_names(envelope.payload), envelope.seq, line)
        elif envelope.type == "CASH_CHANGED":
            names = _names(envelope.payload)
            if names.reason == "BANKRUPTCY" and names.player_id is not None:
                self.bankrupt.add(names.player_id)
        elif envelope.type == "GAME_ENDED":
            self.ended = msgspec.json.decode(envelope.payload, type=_Ended)
            self.turns = envelope.turn_index

    def _requested(self, names: _Names, seq: int, line: int) -> None:
        self._player(names.player_id, line)
        if names.decision_id is not None:
            self.requested.setdefault(names.decision_id, seq)

    def _player(self, player_id: str | None, line: int) -> None:
        if player_id is not None:
            self.seen.setdefault(player_id, line)


def _names(payload: msgspec.Raw) -> _Names:
    return msgspec.json.decode(payload, type=_Names)


_line = msgspec.json.Decoder(Line)
_READ_FURTHER = {
    "LLM_DECISION_REQUESTED": _Names,
    "CASH_CHANGED": _Names,
    "GAME_ENDED": _Ended,
}


def decode(text: bytes) -> Line:
    line = _line.decode(text)
    stream.need_object(line.payload, "payload")
    read = _READ_FURTHER.get(line.type)
    if read is not None:
        msgspec.json.decode(line.payload, type=read)
    return line


FORMAT = LogFormat(decode=decode, number=lambda line: line.seq, start=lambda _: 0, facts=Facts)


def read(found: Found, choices: Choices) -> Recording:
    """The game in a benchmark folder.

    Raises:
        DamagedRecording, IncompleteRecording, UnreadableFile: see there.
    """
    log = survey(found.log, FORMAT)
    run = stream.choose(log, choices, found.path)
    told = benchmark_decisions.survey_of(found.path, log, run)
    about = benchmark_players.about(found.path)
    seats = benchmark_players.seats(about, run.facts, told, choices)
    strangers = _strangers(run.file, run.facts.seen, seats)
    strangers += _strangers(benchmark_decisions.DECISIONS_FILE, told.lines_of, seats)
    stream.refuse_open(strangers + told.problems, choices, found.path)

    def events() -> Iterator[Event]:
        index = seats.index()
        return stream.events(log, run, lambda text: _event(decode(text), index))

    def decisions() -> Iterator[Decision]:
        return benchmark_decisions.decisions(told, run.facts.requested, seats.index())

    return Recording(
        path=found.path,
        game_id=choices.game_id or run.facts.run_id or found.path.name,
        config=rawjson.raw(_config(about, seats, run, choices)),
        metadata=rawjson.raw(_metadata(found, about, seats, run, told)),
        players=tuple(_player(seats, index, run.facts) for index in range(len(seats.ids))),
        event_count=run.count + run.holes,
        events=events,
        decisions=decisions,
        status=_status(run.facts, about),
        winner_id=_winner(run.facts, seats),
        total_turns=run.facts.turns,
        started_at=told.first_moment,
    )


def _event(line: Line, index: dict[str, int]) -> Event:
    actor = line.actor.player_id
    return Event(
        sequence_number=line.seq,
        turn_number=line.turn_index,
        event_type=line.type,
        timestamp=_EPOCH + timedelta(milliseconds=line.ts_ms),
        payload=line.payload,
        actor_player_id=None if actor is None else index[actor],
    )


def _strangers(file: str, seen: dict[str, int], seats: Seats) -> list[Problem]:
    return [
        Problem(
            Kind.UNKNOWN_PLAYER,
            file,
            line,
            f"player {player_id!r} is none of {', '.join(seats.ids)}",
            remedy="--players names them all, in seating order",
        )
        for player_id, line in seen.items()
        if player_id not in seats.ids
    ]


def _config(
    about: benchmark_players.About, seats: Seats, run: Run[Facts], choices: Choices
) -> dict[str, Any]:
    own = {"dialect": DIALECT, "first_sequence": run.start, "player_ids": list(seats.ids)}
    if seats.starting_cash is not None:
        own["starting_cash"] = seats.starting_cash
    dialect = {} if choices.dialect is None else {"dialect": choices.dialect}
    return about.config | own | dialect | choices.config


def _metadata(
    found: Found,
    about: benchmark_players.About,
    seats: Seats,
    run: Run[Facts],
    told: benchmark_decisions.Told,
) -> dict[str, Any]:
    data: dict[str, Any] = {
        "source": {"format": about.form, "name": found.path.name},
        "timestamps": "counter",
        "players_from": seats.source,
    }
    if run.facts.ended is not None:
        data["end_reason"] = run.facts.ended.reason
    if told.first_moment is not None:
        data["started_at_from"] = "first decision"
    return data | about.metadata


def _status(facts: Facts, about: benchmark_players.About) -> Status:
    if facts.ended is not None:
        return Status.FINISHED
    return Status.ERROR if about.error is not None else Status.RUNNING


def _winner(facts: Facts, seats: Seats) -> int | None:
    winner = None if facts.ended is None else facts.ended.winner_player_id
    return None if winner is None else seats.index().get(winner)


def _player(seats: Seats, index: int, facts: Facts) -> RecordedPlayer:
    player_id = seats.ids[index]
    seat = seats.known[player_id]
    won = facts.ended is not None and facts.ended.winner_player_id == player_id
    return RecordedPlayer(
        player_id=index,
        name=seat.name or player_id,
        agent_type=seat.agent_type,
        llm_model_name=seat.model,
        llm_parameters=rawjson.raw(seat.parameters),
        is_winner=won,
        is_bankrupt=player_id in facts.bankrupt,
    )
