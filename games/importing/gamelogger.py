"""GameLogger .jsonl of monopoly_game_arena: one file that holds everything, one line per event.

The stored payload is the whole line; `event_id` from 0 is the sequence number. Lines of type
`llm_decision` stay events, and are decisions too: each stands before the events it caused, so what
the model had seen ends with the line before it. Old versions write no `turn_number` on most lines:
the last one written holds on. Instants without a zone are read as UTC.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any

import msgspec

from games.domain.envelope import Decision, Event
from games.domain.status import Status
from games.importing import arena_decisions, lines, rawjson, stream
from games.importing.arena import DIALECT
from games.importing.detect import Found
from games.importing.problems import Kind, Problem
from games.importing.recording import Choices, RecordedPlayer, Recording
from games.importing.refusals import IncompleteRecording
from games.importing.survey import LogFormat, Run, Survey, survey

_COMMON_NAMES = frozenset({"gamelogger", "game_logger", "game", "log", "events"})


class _Standing(msgspec.Struct, frozen=True):
    player_id: int
    net_worth: int | None = None
    cash: int | None = None
    is_bankrupt: bool = False


class _Start(msgspec.Struct, frozen=True):
    player_names: tuple[str, ...] = ()
    starting_cash: int | None = None
    seed: msgspec.Raw = msgspec.Raw(b"null")
    max_turns: int | None = None


class _End(msgspec.Struct, frozen=True):
    winner_id: int | str | None = None
    reason: str | None = None
    turn_number: int = 0
    final_standings: tuple[_Standing, ...] = ()


class _Choice(msgspec.Struct, frozen=True):
    player_id: int
    action_type: str | None = None
    params: msgspec.Raw = rawjson.EMPTY_OBJECT
    reasoning: str | None = None
    used_fallback: bool = False
    processing_time_ms: int | None = None
    model_version: str | None = None
    strategy: str | None = None
    error: str | None = None
    raw_response: str | None = None


class Line(msgspec.Struct, frozen=True):
    """The members every line has; `text` is the line itself."""

    event_id: Annotated[int, msgspec.Meta(ge=0)]
    event_type: str
    timestamp: datetime
    turn_number: int | None = None
    player_id: int | None = None
    text: bytes = b"{}"


@dataclass(slots=True)
class Facts:
    start: _Start | None = None
    end: _End | None = None
    first_moment: datetime | None = None
    last_moment: datetime | None = None
    seen: dict[int, int] = field(default_factory=dict)
    models: dict[int, str | None] = field(default_factory=dict)

    @property
    def started_at(self) -> datetime | None:
        """Told only by a clock with a zone that did not run backwards over the game."""
        first, last = self.first_moment, self.last_moment
        if first is None or last is None or first.tzinfo is None or last.tzinfo is None:
            return None
        return first if first <= last else None

    @property
    def finished_at(self) -> datetime | None:
        return None if self.started_at is None else self.last_moment

    def see(self, line: int, envelope: Line) -> None:
        self.first_moment = self.first_moment or envelope.timestamp
        self.last_moment = envelope.timestamp
        if envelope.player_id is not None:
            self.seen.setdefault(envelope.player_id, line)
        if envelope.event_type == "game_start":
            self.start = msgspec.json.decode(envelope.text, type=_Start)
        elif envelope.event_type == "game_end":
            self.end = msgspec.json.decode(envelope.text, type=_End)
        elif envelope.event_type == "llm_decision":
            choice = msgspec.json.decode(envelope.text, type=_Choice)
            self.models.setdefault(choice.player_id, choice.model_version)


_line = msgspec.json.Decoder(Line)
_READ_WHOLE = {"game_start": _Start, "game_end": _End, "llm_decision": _Choice}


def decode(text: bytes) -> Line:
    line = _line.decode(text)
    whole = _READ_WHOLE.get(line.event_type)
    if whole is not None:
        msgspec.json.decode(text, type=whole)
    return msgspec.structs.replace(line, text=text)


FORMAT = LogFormat(decode=decode, number=lambda line: line.event_id, start=lambda _: 0, facts=Facts)


def read(found: Found, choices: Choices) -> Recording:
    """The game in a GameLogger file.

    Raises:
        DamagedRecording, IncompleteRecording: see there.
    """
    log = survey(found.log, FORMAT)
    run = stream.choose(log, choices, found.path)
    names = _names(found, run.facts, choices)
    strangers = [
        Problem(Kind.UNKNOWN_PLAYER, run.file, line, f"player {player} is none of {len(names)}")
        for player, line in run.facts.seen.items()
        if not 0 <= player < len(names)
    ]
    stream.refuse_open(strangers, choices, found.path)
    winner = _winner(run.facts, names)
    ended = run.facts.end
    return Recording(
        path=found.path,
        game_id=choices.game_id or _game_id(found),
        config=rawjson.raw(_config(run, choices)),
        metadata=rawjson.raw(_metadata(found, run.facts)),
        players=tuple(_player(index, name, run.facts, winner) for index, name in enumerate(names)),
        event_count=run.count + run.holes,
        events=lambda: stream.events(log, run, _events()),
        decisions=lambda: _decisions(log, run),
        status=Status.RUNNING if ended is None else Status.FINISHED,
        winner_id=winner,
        total_turns=0 if ended is None else ended.turn_number,
        started_at=run.facts.started_at,
        finished_at=None if ended is None else run.facts.finished_at,
    )


def _names(found: Found, facts: Facts, choices: Choices) -> tuple[str, ...]:
    if choices.players:
        return tuple(name for _, name in choices.players)
    if facts.start is None or not facts.start.player_names:
        problem = "no game_start line names the players; name them with --players"
        raise IncompleteRecording(str(found.path), problem)
    return facts.start.player_names


def _events() -> Callable[[bytes], Event]:
    """A decoder that remembers the turn: most lines of an old log do not tell it."""
    turn = 0

    def event(text: bytes) -> Event:
        nonlocal turn
        line = _line.decode(text)
        turn = turn if line.turn_number is None else line.turn_number
        return Event(
            sequence_number=line.event_id,
            turn_number=turn,
            event_type=line.event_type,
            timestamp=stream.aware(line.timestamp),
            payload=msgspec.Raw(text),
            actor_player_id=line.player_id,
        )

    return event


def _decisions(log: Survey[Facts], run: Run[Facts]) -> Iterator[Decision]:
    counts: Counter[int] = Counter()
    for event in stream.events(log, run, _events()):
        if event.event_type == "llm_decision":
            choice = msgspec.json.decode(event.payload, type=_Choice)
            counts[choice.player_id] += 1
            yield _decision(event, choice, counts[choice.player_id])


def _decision(event: Event, choice: _Choice, number: int) -> Decision:
    action = {"action_type": choice.action_type, "params": choice.params}
    return Decision(
        player_id=choice.player_id,
        turn_number=event.turn_number,
        sequence_number=number,
        timestamp=event.timestamp,
        game_state=rawjson.raw({"event_sequence": event.sequence_number - 1}),
        player_state=rawjson.EMPTY_OBJECT,
        available_actions=rawjson.EMPTY_LIST,
        chosen_action=rawjson.raw(
            action
            | arena_decisions.answer(
                choice.raw_response, choice.error, used_fallback=choice.used_fallback
            )
        ),
        reasoning=choice.reasoning,
        strategy_description=choice.strategy,
        processing_time_ms=choice.processing_time_ms,
        model_version=choice.model_version,
    )


def _game_id(found: Found) -> str:
    """The file's name; with its folder's where that alone would say nothing."""
    name = lines.stem(found.log)
    return f"{found.log.parent.name}-{name}" if name.lower() in _COMMON_NAMES else name


def _config(run: Run[Facts], choices: Choices) -> dict[str, Any]:
    config: dict[str, Any] = {"dialect": choices.dialect or DIALECT, "first_sequence": run.start}
    start = run.facts.start
    if start is not None:
        told = {
            "starting_cash": start.starting_cash,
            "seed": rawjson.value(start.seed),
            "max_turns": start.max_turns,
        }
        config |= {key: value for key, value in told.items() if value is not None}
    return config | choices.config


def _metadata(found: Found, facts: Facts) -> dict[str, Any]:
    data: dict[str, Any] = {
        "source": {"format": "GameLogger of monopoly_game_arena", "name": found.path.name}
    }
    if facts.first_moment is not None and facts.first_moment.tzinfo is None:
        data["timestamps"] = "without zone, read as UTC"
    if facts.end is not None:
        data["end_reason"] = facts.end.reason
    return data


def _winner(facts: Facts, names: tuple[str, ...]) -> int | None:
    """Its seat. After a bankruptcy the engine writes the winner's name in place of the number."""
    winner = None if facts.end is None else facts.end.winner_id
    if isinstance(winner, str):
        return names.index(winner) if names.count(winner) == 1 else None
    return winner


def _player(index: int, name: str, facts: Facts, winner: int | None) -> RecordedPlayer:
    standings = () if facts.end is None else facts.end.final_standings
    standing = next((each for each in standings if each.player_id == index), None)
    return RecordedPlayer(
        player_id=index,
        name=name,
        agent_type="llm" if index in facts.models else "unknown",
        llm_model_name=facts.models.get(index),
        final_cash=None if standing is None else standing.cash,
        final_net_worth=None if standing is None else standing.net_worth,
        is_winner=index == winner,
        is_bankrupt=standing is not None and standing.is_bankrupt,
    )
